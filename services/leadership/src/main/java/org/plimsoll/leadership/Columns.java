package org.plimsoll.leadership;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Columns that may be absent. */
final class Columns {
  private Columns() {}

  static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable LocalDate day(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    java.sql.Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
