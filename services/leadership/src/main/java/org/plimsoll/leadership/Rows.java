package org.plimsoll.leadership;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows for one table, written in one statement: each column travels as one array. A later row with
 * the same key takes the place of the earlier one, because one statement may touch a row only once.
 */
final class Rows {
  private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  private final String sql;
  private final String[] types;
  private final Map<Object, @Nullable Object[]> rows = new LinkedHashMap<>();

  /**
   * @param columns name and type of each column, for example {@code "node_id text, step int"}
   * @param onConflict what stands behind ON CONFLICT, or empty
   */
  Rows(String table, String columns, String onConflict) {
    String[][] parts =
        Arrays.stream(columns.split(",", -1))
            .map(column -> column.strip().split(" ", 2))
            .toArray(String[][]::new);
    this.types = Arrays.stream(parts).map(part -> part[1]).toArray(String[]::new);
    this.sql =
        "INSERT INTO %s (%s) SELECT * FROM unnest(%s)%s"
            .formatted(
                table,
                Arrays.stream(parts).map(part -> part[0]).collect(Collectors.joining(", ")),
                Arrays.stream(types)
                    .map(type -> "?::" + type + "[]")
                    .collect(Collectors.joining(", ")),
                onConflict.isEmpty() ? "" : " ON CONFLICT " + onConflict);
  }

  /** A row that stands for itself. */
  void add(@Nullable Object... values) {
    put(rows.size(), values);
  }

  void put(Object key, @Nullable Object... values) {
    if (values.length != types.length) {
      throw new IllegalArgumentException(sql + " takes " + types.length + " values");
    }
    // Taken out first, so that rows of different keys keep the order of their last words.
    rows.remove(key);
    rows.put(key, values);
  }

  @Nullable Object @Nullable [] get(Object key) {
    return rows.get(key);
  }

  int size() {
    return rows.size();
  }

  void write(Connection connection) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int column = 0; column < types.length; column++) {
        @Nullable Object[] values =
            types[column].equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
        int row = 0;
        for (@Nullable Object[] each : rows.values()) {
          Object value = storable(each[column]);
          values[row++] = value instanceof Instant moment ? moment.toString() : value;
        }
        Array array = connection.createArrayOf(types[column], values);
        statement.setArray(column + 1, array);
      }
      statement.executeUpdate();
    }
  }

  /** What Postgres can hold: no NUL in a text, and a day within four digits of a year. */
  static @Nullable Object storable(@Nullable Object value) {
    return switch (value) {
      case String text when text.indexOf('\0') >= 0 -> text.replace("\0", "");
      case LocalDate day when day.isBefore(FIRST_DAY) -> FIRST_DAY;
      case LocalDate day when day.isAfter(LAST_DAY) -> LAST_DAY;
      case null -> null;
      default -> value;
    };
  }
}
