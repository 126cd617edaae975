package org.plimsoll.processes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * A directory that one process at a time keeps its data in. The lock is the kernel's and goes with
 * the parent, however that ends.
 */
final class DataDirectory {

  /** 24 bytes are 192 bits, 32 characters in Base64. */
  private static final int PASSWORD_BYTES = 24;

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the directory where it is not there, shuts it to all but its owner, and takes its lock.
   *
   * @throws IllegalStateException if another process, or another part of this one, has the lock
   */
  static DataDirectory open(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new IllegalStateException(
            path + " is in use: another process keeps its data there, stop it first");
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be used as a data directory", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Writes a file that only its owner can read, whole or not at all. */
  Path writePrivately(String name, byte[] content) {
    try {
      Path folder = Files.createDirectories(path.resolve(name).resolve("..").normalize());
      // Temporary files are created with mode 600.
      Path temporary = Files.createTempFile(folder, "writing", ".new");
      Files.write(temporary, content);
      return Files.move(
          temporary,
          file(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file(name) + " cannot be written", e);
    }
  }

  Path writePrivately(String name, String text) {
    return writePrivately(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path writePrivately(String name, Properties settings) {
    var bytes = new ByteArrayOutputStream();
    try {
      settings.store(bytes, "Written at every start; changes made here are lost.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writePrivately(name, bytes.toByteArray());
  }

  /** What the file says, after writing it with the initial value where it is not there. */
  String keep(String name, Supplier<String> initial) {
    try {
      if (!Files.exists(file(name))) {
        writePrivately(name, initial.get());
      }
      return Files.readString(file(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(file(name) + " cannot be read", e);
    }
  }

  /** A password that nobody has to remember. */
  static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Lets another process use the directory. Call it when the child is gone. */
  void release() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
