package org.plimsoll.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.SigningKey;

/**
 * A directory with a private key, for its owner alone (mode 700, files 600) and for one process at
 * a time. What is written is on the disk, whole, when the writing returns.
 */
public final class OwnDirectory implements AutoCloseable {
  private static final Pattern NOT_BASE64 = Pattern.compile("-----[A-Z ]+-----|\\s");
  private static final int LINE = 64;

  private final Path path;
  private final FileChannel lock;

  private OwnDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Another process holds the directory. */
  public static final class TakenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    TakenException(Path path) {
      super("another process works with " + path);
    }
  }

  /**
   * Makes the directory, unless it is there, and holds it.
   *
   * @throws TakenException when another process holds it
   */
  public static OwnDirectory open(Path path) {
    try {
      Files.createDirectories(path);
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
      FileChannel lock =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lock)) {
        lock.close();
        throw new TakenException(path);
      }
      return new OwnDirectory(path, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be used", e);
    }
  }

  @SuppressWarnings("resource") // the lock goes with the channel
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The text of a file; empty when there is none. */
  public Optional<String> read(String name) {
    Path file = path.resolve(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file whole or not at all; it is on the disk when this returns. */
  public void write(String name, String content) {
    Path file = path.resolve(name);
    try {
      Path temporary = Files.createTempFile(path, "." + name, ".tmp"); // mode 600
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel names = FileChannel.open(path)) {
        names.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " was not written", e);
    }
  }

  /** Deletes a file, if it is there. */
  public void delete(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The private key in a file of PKCS#8 in PEM, as {@code openssl genpkey -algorithm ed25519}
   * writes it; empty when there is none.
   *
   * @param owner name of the key
   * @throws NoteException when it is another kind of key, or none
   */
  public Optional<SigningKey> key(String name, String owner) {
    return read(name)
        .map(pem -> {
          try {
            return SigningKey.ofPkcs8(
                owner, Base64.getDecoder().decode(NOT_BASE64.matcher(pem).replaceAll("")));
          } catch (IllegalArgumentException e) {
            throw new NoteException(
                path.resolve(name) + ": expected an Ed25519 key in PKCS#8, as PEM", e);
          }
        });
  }

  /** Writes the private key. */
  public void write(String name, SigningKey key) {
    write(
        name,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.pkcs8())
            + "\n-----END PRIVATE KEY-----\n");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
