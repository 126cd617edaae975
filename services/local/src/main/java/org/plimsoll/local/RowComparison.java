package org.plimsoll.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the read model that is shown with one that was derived again, table by table and row by
 * row, without holding either. Numbers that only say in which order rows came are left out.
 */
final class RowComparison {
  private static final int FETCHED_ROWS = 1_000;
  private static final int ROWS_A_TIME = 10_000;
  private static final int LONGEST_VALUE = 100;

  private static final String TABLES =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
          + " AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'flyway%'"
          // How far was read is compared beforehand; answers on their way follow from no trail.
          + " AND table_name NOT IN ('consumed', 'answering') ORDER BY 1";

  private static final String COLUMNS =
      "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
          + " AND table_name = ? AND coalesce(column_default, '') NOT LIKE 'nextval%'"
          + " ORDER BY ordinal_position";

  private static final String KEY =
      "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
          + " AND a.attnum = ANY(i.indkey) LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid"
          + " AND d.adnum = a.attnum WHERE i.indisprimary AND i.indrelid = ('public.' ||"
          + " quote_ident(?))::regclass AND d.adnum IS NULL"
          + " ORDER BY array_position(i.indkey::int[], a.attnum::int)";

  private final Connection shown;
  private final Connection derived;
  private final LongConsumer progress;
  private long rows;

  /**
   * @param shown in a transaction that reads one moment, as derived is
   * @param progress told the number of rows that were compared, now and then
   */
  RowComparison(Connection shown, Connection derived, LongConsumer progress) {
    this.shown = shown;
    this.derived = derived;
    this.progress = progress;
  }

  /** Rows that were compared. */
  long rows() {
    return rows;
  }

  /** The first difference, in words that name table, row and column; empty when there is none. */
  Optional<String> first() throws SQLException {
    for (String table : list(derived, TABLES)) {
      List<String> key = list(derived, KEY, table);
      List<String> columns = new ArrayList<>(key);
      list(derived, COLUMNS, table).stream().filter(c -> !key.contains(c)).forEach(columns::add);
      Optional<String> difference = first(table, key, columns);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static List<String> list(Connection connection, String query, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      List<String> values = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
      return values;
    }
  }

  private Optional<String> first(String table, List<String> key, List<String> columns)
      throws SQLException {
    String query = query(table, columns);
    try (Statement ofShown = statement(shown);
        Statement ofDerived = statement(derived);
        ResultSet is = ofShown.executeQuery(query);
        ResultSet follows = ofDerived.executeQuery(query)) {
      while (true) {
        boolean one = is.next();
        boolean other = follows.next();
        if (!one && !other) {
          return Optional.empty();
        }
        if (!one || !other) {
          return Optional.of(
              one
                  ? "%s: row %s follows from nothing in the trail"
                      .formatted(table, name(is, key, columns))
                  : "%s: row %s is missing".formatted(table, name(follows, key, columns)));
        }
        Optional<String> difference = difference(table, key, columns, is, follows);
        if (difference.isPresent()) {
          return difference;
        }
        rows++;
        if (rows % ROWS_A_TIME == 0) {
          progress.accept(rows);
        }
      }
    }
  }

  /** Long values by their hash; the order is the same in both databases. */
  private static String query(String table, List<String> columns) {
    List<String> values = new ArrayList<>();
    List<String> order = new ArrayList<>();
    for (String column : columns) {
      values.add(
          table.equals("trail_entry") && column.equals("entry")
              ? "encode(sha256(entry), 'hex')"
              : '"' + column + "\"::text");
      order.add(String.valueOf(values.size()));
    }
    return "SELECT %s FROM \"%s\" ORDER BY %s"
        .formatted(String.join(", ", values), table, String.join(", ", order));
  }

  private static Statement statement(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(FETCHED_ROWS);
    return statement;
  }

  private static Optional<String> difference(
      String table, List<String> key, List<String> columns, ResultSet is, ResultSet follows)
      throws SQLException {
    for (int column = 0; column < columns.size(); column++) {
      String has = is.getString(column + 1);
      String must = follows.getString(column + 1);
      if (!Objects.equals(has, must)) {
        return Optional.of(
            column < key.size()
                ? "%s: row %s stands where row %s follows from the trail"
                    .formatted(table, name(is, key, columns), name(follows, key, columns))
                : "%s: row %s, column %s: %s - from the trail follows %s"
                    .formatted(
                        table,
                        name(follows, key, columns),
                        columns.get(column),
                        shortened(has),
                        shortened(must)));
      }
    }
    return Optional.empty();
  }

  /** By its key; all of it where it has none. */
  private static String name(ResultSet row, List<String> key, List<String> columns)
      throws SQLException {
    List<String> values = new ArrayList<>();
    for (int column = 0; column < (key.isEmpty() ? columns : key).size(); column++) {
      values.add(columns.get(column) + "=" + shortened(row.getString(column + 1)));
    }
    return "(" + String.join(", ", values) + ")";
  }

  private static String shortened(@Nullable String value) {
    return value == null || value.length() <= LONGEST_VALUE
        ? String.valueOf(value)
        : value.substring(0, LONGEST_VALUE) + "...";
  }
}
