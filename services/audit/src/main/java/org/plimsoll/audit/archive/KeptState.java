package org.plimsoll.audit.archive;

import com.github.luben.zstd.Zstd;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.core.replay.Alike;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.snapshot.Snapshot;
import org.plimsoll.core.snapshot.Snapshot.Part;
import org.plimsoll.wire.TrailPartition;

/**
 * What stood in a partition behind one of its entries, as a verification derived it. In its file:
 * lines of text that anybody can read, the last of them the SHA-256 of those before it, and an
 * empty line; the parts of a {@link Snapshot}, each compressed into one frame of Zstandard (RFC
 * 8878) behind the 4 bytes of its length; and the SHA-256 of all that lies before it.
 *
 * @param sequence of the entry; the newest that is reflected
 * @param roots of the tree over the entries so far, as {@link Frontier#roots} gives them
 * @param latest moment at which one of the entries so far was taken: broker's clocks differ, so the
 *     last entry need not be the latest
 * @param clock of the trail behind the entry
 * @param segment name of the file in which the entry lies
 * @param offset bytes of that file up to the end of the entry
 * @param schemas ids of the schemas that the entries so far have named
 */
record KeptState(
    TrailPartition partition,
    long sequence,
    List<Hash> roots,
    Instant latest,
    TrailClock clock,
    String segment,
    long offset,
    Set<Integer> schemas) {
  private static final int VERSION = 3;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Of those from 1 to 22 the one that costs the verification least. */
  private static final int COMPRESSION_LEVEL = 1;

  /** A part ends behind the first standing past 256 kB, and no standing comes near to the rest. */
  private static final int MAX_PART_BYTES = 64 << 20;

  /** An export has at most 10,000 schemas, whose ids have at most 10 digits. */
  private static final int MAX_HEAD_BYTES = 128 << 10;

  KeptState {
    roots = List.copyOf(roots);
    schemas = Set.copyOf(schemas);
  }

  /** A file that is not what it is called, or does not fit; the message names it and says why. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(Path file, String why) {
      super(file + ": " + why);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** The tree over the entries so far. */
  Frontier frontier() {
    return Frontier.of(sequence, roots);
  }

  private String head() {
    String lines =
        """
        plimsoll-state %d
        snapshot %d
        trail %s %d
        root %s
        roots %s
        latest %s
        clock %s %d
        next %s %d
        schemas %s
        """
            .formatted(
                VERSION,
                Snapshot.VERSION,
                partition,
                sequence,
                frontier().root(),
                roots.stream().map(Hash::toString).collect(Collectors.joining(" ")),
                latest,
                clock.instant() == null ? "-" : clock.instant(),
                clock.sequence(),
                segment,
                offset,
                new TreeSet<>(schemas)
                    .stream().map(String::valueOf).collect(Collectors.joining(" ")));
    return lines + "sha256 " + hexadecimal(lines) + "\n\n";
  }

  private static String hexadecimal(String lines) {
    return HexFormat.of().formatHex(sha256().digest(lines.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes it with what stands. */
  void write(Path file, Snapshot snapshot) throws IOException {
    MessageDigest digest = sha256();
    try (DigestOutputStream digested =
            new DigestOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), digest);
        DataOutputStream out = new DataOutputStream(digested)) {
      out.write(head().getBytes(StandardCharsets.UTF_8));
      while (!snapshot.isComplete()) {
        byte[] part = Zstd.compress(snapshot.next(), COMPRESSION_LEVEL);
        out.writeInt(part.length);
        out.write(part);
      }
      digested.on(false);
      out.write(digest.digest());
    }
  }

  /**
   * Reads its lines alone.
   *
   * @throws RefusedException when they are not as they were written, of another version, or of
   *     another place than the file's name says
   */
  static KeptState read(Path file, TrailPartition partition) throws RefusedException {
    try {
      String head = head(file);
      KeptState state = parsed(file, head.lines().toList());
      if (!state.head().equals(head)) {
        throw new RefusedException(file, "its first lines are not as they were written");
      }
      String name = Layout.state(state.partition, state.sequence);
      if (!state.partition.equals(partition) || !file.getFileName().toString().equals(name)) {
        throw new RefusedException(
            file,
            "it is that of trail %s behind entry %d, which is called %s"
                .formatted(state.partition, state.sequence, name));
      }
      return state;
    } catch (IOException e) {
      throw new RefusedException(file, "it cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new RefusedException(file, "its first lines cannot be read: " + e.getMessage());
    }
  }

  private static String head(Path file) throws IOException, RefusedException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedException(file, "it is no file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_HEAD_BYTES);
    }
    // Every byte is a character of this one.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    if (end < 0) {
      throw new RefusedException(file, "it does not begin as a state");
    }
    return text.substring(0, end + 2);
  }

  private static KeptState parsed(Path file, List<String> lines) throws RefusedException {
    version(file, lines, 0, "plimsoll-state", VERSION);
    version(file, lines, 1, "snapshot", Snapshot.VERSION);
    List<String> trail = words(file, lines, 2, "trail", 3);
    List<String> clock = words(file, lines, 6, "clock", 2);
    List<String> next = words(file, lines, 7, "next", 2);
    return new KeptState(
        Statement.partition(trail.get(0), trail.get(1)),
        Checkpoint.size(trail.get(2)),
        words(file, lines, 4, "roots", 1).stream().map(Hash::parse).toList(),
        Instant.parse(words(file, lines, 5, "latest", 1).getFirst()),
        new TrailClock(
            clock.get(0).equals("-") ? null : Instant.parse(clock.get(0)),
            Checkpoint.size(clock.get(1))),
        next.get(0),
        Checkpoint.size(next.get(1)),
        words(file, lines, 8, "schemas", 1).stream()
            .map(Integer::valueOf)
            .collect(Collectors.toSet()));
  }

  private static void version(Path file, List<String> lines, int line, String name, int version)
      throws RefusedException {
    if (!words(file, lines, line, name, 1).equals(List.of(String.valueOf(version)))) {
      throw new RefusedException(
          file, "%s - this program reads %s %d".formatted(lines.get(line), name, version));
    }
  }

  /** What follows the name of a line: at least so many words. */
  private static List<String> words(Path file, List<String> lines, int line, String name, int least)
      throws RefusedException {
    List<String> words = line < lines.size() ? List.of(lines.get(line).split(" ", -1)) : List.of();
    if (words.size() <= least || !words.getFirst().equals(name)) {
      throw new RefusedException(
          file, "line %d - expected %s and what it says".formatted(line + 1, name));
    }
    return words.subList(1, words.size());
  }

  /**
   * Reads what stood, after all of the file was found to be as it was written: bytes that were
   * changed are not made into standings at all.
   *
   * @throws RefusedException when it is not
   */
  Fold fold(Path file) throws RefusedException {
    try {
      long length = Files.size(file) - Hash.BYTES;
      checkDigest(file, length);
      return restored(file, length);
    } catch (IOException | RuntimeException e) {
      throw new RefusedException(file, "it cannot be read: " + e.getMessage());
    }
  }

  private static void checkDigest(Path file, long length) throws IOException, RefusedException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (long left = length; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        digest.update(buffer, 0, read);
        left -= read;
      }
      if (!Arrays.equals(digest.digest(), in.readNBytes(Hash.BYTES))) {
        throw new RefusedException(file, "it does not have the SHA-256 that it ends with");
      }
    }
  }

  private Fold restored(Path file, long length) throws IOException, RefusedException {
    int head = head().getBytes(StandardCharsets.UTF_8).length;
    Fold fold = new Fold();
    Alike alike = new Alike();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      in.skipNBytes(head);
      long left = length - head;
      for (int number = 0; ; number++) {
        int size = in.readInt();
        left -= Integer.BYTES + (long) size;
        if (size < 0 || left < 0) {
          throw new RefusedException(file, "it ends in the middle of a part");
        }
        Part part = Part.read(decompressed(in.readNBytes(size)), alike);
        if (part.sequence() != sequence || part.number() != number || part.last() != (left == 0)) {
          throw new RefusedException(
              file,
              "part %d of entry %d stands where part %d of entry %d is to"
                  .formatted(part.number(), part.sequence(), number, sequence));
        }
        part.standings().forEach(fold::restore);
        part.held().forEach(fold::hold);
        if (part.last()) {
          return fold;
        }
      }
    }
  }

  private static byte[] decompressed(byte[] frame) throws IOException {
    long size = Zstd.getFrameContentSize(frame);
    if (size < 0 || size > MAX_PART_BYTES) {
      throw new IOException(
          "a part of %d bytes - expected at most %d".formatted(size, MAX_PART_BYTES));
    }
    return Zstd.decompress(frame, (int) size);
  }
}
