package org.plimsoll.leadership;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows for a table to which rows are only added, copied in one go and in binary: nothing is parsed
 * on the other side, and nothing is looked up, because a place in the trail is taken once. Each row
 * is turned into bytes when it is added.
 */
final class Appended {
  /** What a copy in binary begins with: a signature, no flags, no extension. */
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private static final int PIECE_BYTES = 64 << 10;
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

  private final String sql;
  private final String[] types;
  private final Bytes bytes = new Bytes();
  private int rows;

  /**
   * Values in the order of the network, in pieces as they will be sent: one array of megabytes,
   * grown by copying, is what a collector of garbage likes least.
   */
  private static final class Bytes {
    private final List<byte[]> full = new ArrayList<>();
    private byte[] piece = new byte[0];
    private int length;

    private void reserve(int more) {
      if (piece.length - length < more) {
        finish();
        piece = new byte[Math.max(PIECE_BYTES, more)];
      }
    }

    private void finish() {
      if (length > 0) {
        full.add(length == piece.length ? piece : Arrays.copyOf(piece, length));
      }
      length = 0;
    }

    void number(long value, int bytes) {
      reserve(bytes);
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        piece[length++] = (byte) (value >>> shift);
      }
    }

    void raw(byte[] value) {
      int fits = Math.min(value.length, piece.length - length);
      System.arraycopy(value, 0, piece, length, fits);
      length += fits;
      if (fits < value.length) {
        reserve(value.length - fits);
        System.arraycopy(value, fits, piece, 0, value.length - fits);
        length = value.length - fits;
      }
    }

    void copyTo(CopyIn copy) throws SQLException {
      finish();
      for (byte[] each : full) {
        copy.writeToCopy(each, 0, each.length);
      }
    }
  }

  /**
   * @param columns name and type of each column, for example {@code "node_id text, step int"}
   */
  Appended(String table, String columns) {
    String[][] parts =
        Arrays.stream(columns.split(",", -1))
            .map(column -> column.strip().split(" ", 2))
            .toArray(String[][]::new);
    this.types = Arrays.stream(parts).map(part -> part[1]).toArray(String[]::new);
    this.sql =
        "COPY %s (%s) FROM STDIN (FORMAT binary)"
            .formatted(
                table, Arrays.stream(parts).map(part -> part[0]).collect(Collectors.joining(", ")));
  }

  void add(@Nullable Object... values) {
    if (values.length != types.length) {
      throw new IllegalArgumentException(sql + " takes " + types.length + " values");
    }
    if (rows++ == 0) {
      bytes.raw(HEADER);
    }
    bytes.number(types.length, Short.BYTES);
    for (int column = 0; column < types.length; column++) {
      add(types[column], Rows.storable(values[column]));
    }
  }

  private void add(String type, @Nullable Object value) {
    switch (value) {
      case null -> bytes.number(-1, Integer.BYTES);
      case String text -> field(text.getBytes(UTF_8));
      case byte[] raw -> field(raw);
      case Boolean is -> number(is ? 1 : 0, 1);
      case LocalDate day -> number(day.toEpochDay() - EPOCH.toEpochDay(), Integer.BYTES);
      case Instant moment -> number(micros(moment), Long.BYTES);
      case Number whole ->
          number(whole.longValue(), type.equals("int") ? Integer.BYTES : Long.BYTES);
      default -> throw new IllegalArgumentException(sql + " takes no " + value.getClass());
    }
  }

  private void field(byte[] value) {
    bytes.number(value.length, Integer.BYTES);
    bytes.raw(value);
  }

  private void number(long value, int length) {
    bytes.number(length, Integer.BYTES);
    bytes.number(value, length);
  }

  private static long micros(Instant moment) {
    return (moment.getEpochSecond() - EPOCH.toEpochDay() * 86_400) * 1_000_000
        + moment.getNano() / 1_000;
  }

  int size() {
    return rows;
  }

  void write(Connection connection) throws SQLException {
    if (rows == 0) {
      return;
    }
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      bytes.number(-1, Short.BYTES);
      bytes.copyTo(copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
