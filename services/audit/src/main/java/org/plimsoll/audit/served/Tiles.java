package org.plimsoll.audit.served;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Statement;

/**
 * The root log in tiles of 256 hashes, from which whoever wants a proof reckons it without asking
 * for it (C2SP tlog-tiles).
 */
final class Tiles {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 8;

  /** Sizes have 63 bits, and eight for each level. */
  private static final int MAX_LEVEL = 7;

  /**
   * LEVEL or entries, /, the number in groups of three digits, and .p/WIDTH where it is partial.
   */
  private static final Pattern PATH =
      Pattern.compile("([0-9]|entries)/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  private static final String EXPECTED =
      "LEVEL/NUMBER or entries/NUMBER, with .p/WIDTH behind it where the tile is partial";

  private Tiles() {}

  /**
   * The tile of this address.
   *
   * @param path what stands behind {@code tile/}
   */
  static byte[] tile(RootLog log, String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw ProblemException.bad("tile", path, EXPECTED);
    }
    long number = Long.parseLong(matcher.group(2).replaceAll("[x/]", ""));
    int width = matcher.group(3) == null ? WIDTH : Integer.parseInt(matcher.group(3));
    boolean isOfEntries = matcher.group(1).equals("entries");
    int level = isOfEntries ? 0 : Integer.parseInt(matcher.group(1));
    if (level > MAX_LEVEL || (matcher.group(3) != null && width >= WIDTH)) {
      throw ProblemException.bad(
          "tile", path, EXPECTED + "; at most level 7, and a partial width of at most 255");
    }
    long there = log.tree().size() >>> (HEIGHT * level);
    if (number * WIDTH + width > there) {
      throw ProblemException.unknown(
          "tile", path, "one of a log of %d statements".formatted(log.tree().size()));
    }
    return isOfEntries
        ? statements(log, number * WIDTH, width)
        : log.tree().hashes(HEIGHT * level, number * WIDTH, width);
  }

  /** Each behind its length in two bytes. */
  private static byte[] statements(RootLog log, long first, int count) {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    log.rounds().stream()
        .flatMap(round -> round.statements().stream())
        .skip(first)
        .limit(count)
        .map(Statement::bytes)
        .forEach(bytes -> {
          byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array();
          bundle.writeBytes(Arrays.copyOfRange(length, Short.BYTES, Integer.BYTES));
          bundle.writeBytes(bytes);
        });
    return bundle.toByteArray();
  }
}
