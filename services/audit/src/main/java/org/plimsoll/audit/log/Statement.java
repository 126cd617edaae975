package org.plimsoll.audit.log;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.wire.TrailPartition;

/**
 * A leaf of the root log. Each has one encoding: a line of UTF-8, without the end of the line, its
 * parts separated by single spaces. A further kind is a deliberate change: whoever verifies must
 * learn it.
 */
public sealed interface Statement {
  /** The leaf, as text. */
  String line();

  /** The leaf. */
  default byte[] bytes() {
    return line().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * How far a partition of a trail goes: {@code head TIER PARTITION SIZE ROOT}.
   *
   * @param size number of entries, so also the sequence of the last one
   * @param root of the Merkle tree over the exact values of these records
   */
  record Head(TrailPartition partition, long size, Hash root) implements Statement {
    @Override
    public String line() {
      return "head %s %d %s".formatted(partition, size, root);
    }
  }

  /**
   * The schema behind an id that entries begin with: {@code schema ID SHA256}. Without it, the
   * bytes of an entry would be fixed but not their meaning.
   *
   * @param id in the schema registry
   * @param sha256 of the schema's parsing canonical form, hexadecimal
   */
  record WriterSchema(int id, String sha256) implements Statement {
    @Override
    public String line() {
      return "schema %d %s".formatted(id, sha256);
    }
  }

  Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * From its line.
   *
   * @throws NoteException when it is none, or one of a later version
   */
  static Statement parse(String line) {
    String[] parts = line.split(" ", -1);
    try {
      if (parts.length == 5 && parts[0].equals("head")) {
        return new Head(
            partition(parts[1], parts[2]), Checkpoint.size(parts[3]), Hash.parse(parts[4]));
      }
      if (parts.length == 3 && parts[0].equals("schema") && SHA256.matcher(parts[2]).matches()) {
        return new WriterSchema(Math.toIntExact(Checkpoint.size(parts[1])), parts[2]);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new NoteException("statement: " + line + " - " + e.getMessage(), e);
    }
    throw new NoteException(
        "statement: "
            + line
            + " - expected head TIER PARTITION SIZE ROOT or schema ID SHA256; a later version may"
            + " know it");
  }

  /**
   * From {@code program} or {@code portfolio}, and a number.
   *
   * @throws NoteException when it is none
   */
  public static TrailPartition partition(String tier, String number) {
    long parsed = Checkpoint.size(number);
    for (Level level : TrailPartition.TIERS) {
      if (level.name().toLowerCase(Locale.ROOT).equals(tier) && parsed <= Integer.MAX_VALUE) {
        return new TrailPartition(level, (int) parsed);
      }
    }
    throw new NoteException(
        "partition: %s %s - expected program or portfolio, and a number".formatted(tier, number));
  }
}
