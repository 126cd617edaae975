package org.plimsoll.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of the topics, and where a key is placed. Everything that a program or its projects take in
 * has one number of partitions and is placed by murmur2 of the program's id, so that all of it
 * meets in one task; the same holds for what portfolios take in, placed by the portfolio's id.
 */
public final class Topics {
  public static final String PROGRAM_FACTS = "plimsoll.program.facts";
  public static final String PROGRAM_GRANTS = "plimsoll.program.grants";
  public static final String PROGRAM_DECISIONS = "plimsoll.program.decisions";
  public static final String PROGRAM_TICKS = "plimsoll.program.ticks";
  public static final String PORTFOLIO_FACTS = "plimsoll.portfolio.facts";
  public static final String PORTFOLIO_GRANTS = "plimsoll.portfolio.grants";
  public static final String PORTFOLIO_DECISIONS = "plimsoll.portfolio.decisions";
  public static final String PORTFOLIO_TICKS = "plimsoll.portfolio.ticks";
  public static final String PORTFOLIO_CONTRIBUTIONS = "plimsoll.portfolio.contributions";
  public static final String TRAIL_PROGRAM = "plimsoll.trail.program";
  public static final String TRAIL_PORTFOLIO = "plimsoll.trail.portfolio";
  public static final String ESCALATIONS = "plimsoll.escalations";

  /** Snapshots of what the trail comes to; without them a start reads the whole trail. */
  public static final String PROGRAM_STANDINGS = "plimsoll.standings.program";

  public static final String PORTFOLIO_STANDINGS = "plimsoll.standings.portfolio";

  /** What the program task subscribes to. */
  public static final Pattern PROGRAM_INPUTS =
      Pattern.compile("plimsoll\\.(intake\\..+|program\\.(facts|grants|decisions|ticks))");

  /** What the portfolio task subscribes to. */
  public static final Pattern PORTFOLIO_INPUTS =
      Pattern.compile("plimsoll\\.portfolio\\.(facts|grants|decisions|ticks|contributions)");

  /** Agencies are named in topics, users and addresses; this is what all three allow. */
  public static final Pattern AGENCY_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /** An input is at most this long, so that its entry in the trail fits behind it. */
  public static final int MAX_INPUT_BYTES = 1 << 20;

  /** An entry holds its input and what followed. */
  public static final int MAX_ENTRY_BYTES = 4 << 20;

  private static final String INTAKE = "plimsoll.intake.";
  private static final int MURMUR2_SEED = 0x9747b28c;
  private static final int MURMUR2_FACTOR = 0x5bd1e995;
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Topics() {}

  /** The topic through which one agency publishes. */
  public static String intake(String agencyId) {
    if (!AGENCY_ID.matcher(agencyId).matches()) {
      throw new IllegalArgumentException(
          "agency: "
              + agencyId
              + " - expected 1 to 40 lower-case letters, digits and hyphens, not beginning with a"
              + " hyphen");
    }
    return INTAKE + agencyId;
  }

  /** The agency whose intake topic this is; empty for every other topic. */
  public static Optional<String> agencyOf(String topic) {
    return topic.startsWith(INTAKE)
        ? Optional.of(topic.substring(INTAKE.length()))
        : Optional.empty();
  }

  /**
   * The partition that Kafka's default partitioner chooses for this key, given as UTF-8: what every
   * publisher's client does, and so part of what is proved with no client at hand.
   */
  public static int partitionOf(byte[] key, int partitions) {
    return (murmur2(key) & Integer.MAX_VALUE) % partitions;
  }

  /** MurmurHash2 of 32 bits by Austin Appleby, with the seed that Kafka's clients take. */
  private static int murmur2(byte[] key) {
    int hash = MURMUR2_SEED ^ key.length;
    int at = 0;
    for (; at + Integer.BYTES <= key.length; at += Integer.BYTES) {
      int word = (int) LITTLE_ENDIAN.get(key, at) * MURMUR2_FACTOR;
      word ^= word >>> 24;
      hash = (hash * MURMUR2_FACTOR) ^ (word * MURMUR2_FACTOR);
    }
    if (at < key.length) {
      for (int rest = key.length - 1; rest >= at; rest--) {
        hash ^= (key[rest] & 0xff) << (Byte.SIZE * (rest - at));
      }
      hash *= MURMUR2_FACTOR;
    }
    hash ^= hash >>> 13;
    hash *= MURMUR2_FACTOR;
    return hash ^ (hash >>> 15);
  }
}
