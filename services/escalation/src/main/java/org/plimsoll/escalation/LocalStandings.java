package org.plimsoll.escalation;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.plimsoll.core.replay.Alike;
import org.plimsoll.core.snapshot.Snapshot;
import org.plimsoll.core.snapshot.Snapshot.Part;

/**
 * What the tasks of this process leave on its disk when it is asked to stop, so that it goes on at
 * once when it starts again: for each the same parts as in a snapshot's topic, with their
 * checksums, behind a number.
 *
 * <p>A file says nothing about whether what it holds was committed. Its number is therefore
 * committed by the task that wrote it, in a transaction that holds or follows all of what the file
 * reflects, and a file is only read by who finds its number committed.
 */
final class LocalStandings {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Path directory;
  private final Set<String> holding = ConcurrentHashMap.newKeySet();
  private volatile boolean asked;

  /**
   * @param directory is made when the first file is written
   */
  LocalStandings(Path directory) {
    this.directory = directory;
  }

  /** A task that will be asked. */
  void holds(String task) {
    holding.add(task);
  }

  /** A task that need not be asked any more. */
  void holdsNoMore(String task) {
    holding.remove(task);
  }

  /** Whether a task is to write what stands, which it does once. */
  boolean isAsked(String task) {
    return asked && holding.contains(task);
  }

  /** Asks all tasks, and waits until they have written or so much time is over. */
  void ask(Duration patience) throws InterruptedException {
    asked = true;
    long deadline = System.nanoTime() + patience.toNanos();
    while (!holding.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
    }
  }

  /**
   * Writes what stands.
   *
   * @param number never given to another file, by this process or another one
   */
  void write(String task, long number, Snapshot snapshot) throws IOException {
    Files.createDirectories(directory);
    // Accountable persons are named in it.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path begun = directory.resolve(task + ".begun");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(begun), BUFFER_BYTES))) {
      out.writeLong(number);
      while (!snapshot.isComplete()) {
        byte[] part = snapshot.next();
        out.writeInt(part.length);
        out.writeInt(checksum(part));
        out.write(part);
      }
    }
    Files.move(begun, directory.resolve(task), StandardCopyOption.ATOMIC_MOVE);
    holding.remove(task);
  }

  /**
   * Reads all parts.
   *
   * @param number that is committed
   * @return none when there is no file of that number
   * @throws IOException when it cannot be read, is not complete or not as it was written
   */
  List<Part> read(String task, long number) throws IOException {
    Path file = directory.resolve(task);
    if (!Files.exists(file)) {
      return List.of();
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      if (in.readLong() != number) {
        return List.of();
      }
      Alike alike = new Alike();
      List<Part> parts = new ArrayList<>();
      while (true) {
        Part part = Part.read(bytes(in), alike);
        parts.add(part);
        if (part.last()) {
          return parts;
        }
      }
    }
  }

  /** A disk may give back something else than it was given, and no broker has looked at it. */
  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    int checksum = in.readInt();
    if (length < 0) {
      throw new IOException("a part of " + length + " bytes");
    }
    byte[] part = in.readNBytes(length);
    if (part.length < length) {
      throw new EOFException("the file ends within a part");
    }
    if (checksum(part) != checksum) {
      throw new IOException("a part is not as it was written");
    }
    return part;
  }

  private static int checksum(byte[] part) {
    CRC32C checksum = new CRC32C();
    checksum.update(part);
    return (int) checksum.getValue();
  }
}
