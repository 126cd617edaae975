package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures of nodes by data date, the newest of a batch for each. Nearly every report brings a data
 * date of its own, so those that are not there yet are copied, and only the few that are there are
 * written over, one by one.
 */
final class FigureRows {
  /** A node at a data date. */
  record Key(String nodeId, LocalDate dataDate) {}

  private static final String COLUMNS =
      "node_id text, data_date date, pv_minor bigint, ev_minor bigint, ac_minor bigint,"
          + " bac_minor bigint, eac_minor bigint, forecast_finish date, projected_finish date,"
          + " projects int, reporting int, in_exception int, readings text, phase text, note text,"
          + " self_rating text, tier text, partition int, sequence bigint, event_id text,"
          + " taken_at timestamptz";

  private static final int PHASE = 13;
  private static final int NOTE = 14;

  private static final String OVERWRITE =
      "(node_id, data_date) DO UPDATE SET "
          + Arrays.stream(COLUMNS.split(",", -1))
              .map(column -> column.strip().split(" ", 2)[0])
              .filter(column -> !column.equals("node_id") && !column.equals("data_date"))
              // What the agency wrote stays until it writes something else for the same date.
              .map(column ->
                  column.equals("phase") || column.equals("note")
                      ? "%1$s = coalesce(excluded.%1$s, figures.%1$s)".formatted(column)
                      : "%1$s = excluded.%1$s".formatted(column))
              .collect(Collectors.joining(", "))
          // What weighs the date anew has counted every correction of it.
          + ", corrected_sequence = NULL, corrected_event_id = NULL";

  /** With LIMIT each row is looked up in the index, however small the table still is. */
  private static final String THERE =
      """
      SELECT k.node_id, k.data_date
      FROM unnest(?::text[], ?::date[]) AS k(node_id, data_date), LATERAL (
        SELECT 1 FROM figures f WHERE f.node_id = k.node_id AND f.data_date = k.data_date LIMIT 1) f
      """;

  private final Map<Key, @Nullable Object[]> rows = new LinkedHashMap<>();

  /**
   * @param values as the columns stand in the table; phase and note null where nothing was said
   */
  void put(String nodeId, LocalDate dataDate, @Nullable Object... values) {
    @Nullable Object[] row = new Object[values.length + 2];
    row[0] = nodeId;
    row[1] = dataDate;
    System.arraycopy(values, 0, row, 2, values.length);
    for (int column = 0; column < row.length; column++) {
      // As it will be stored, so that two that are stored alike are one.
      row[column] = Rows.storable(row[column]);
    }
    @Nullable Object @Nullable [] earlier = rows.put(key(row), row);
    if (earlier != null) {
      row[PHASE] = row[PHASE] == null ? earlier[PHASE] : row[PHASE];
      row[NOTE] = row[NOTE] == null ? earlier[NOTE] : row[NOTE];
    }
  }

  private static Key key(@Nullable Object[] row) {
    return new Key((String) requireNonNull(row[0]), (LocalDate) requireNonNull(row[1]));
  }

  void write(Connection connection) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    Set<Key> there = there(connection);
    Appended fresh = new Appended("figures", COLUMNS);
    Rows known = new Rows("figures", COLUMNS, OVERWRITE);
    rows.values()
        .forEach(row -> {
          Key key = key(row);
          if (there.contains(key)) {
            known.put(key, row);
          } else {
            fresh.add(row);
          }
        });
    fresh.write(connection);
    known.write(connection);
  }

  private Set<Key> there(Connection connection) throws SQLException {
    Set<Key> there = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(THERE)) {
      Array nodes =
          connection.createArrayOf("text", rows.keySet().stream().map(Key::nodeId).toArray());
      Array dates =
          connection.createArrayOf("date", rows.keySet().stream().map(Key::dataDate).toArray());
      statement.setArray(1, nodes);
      statement.setArray(2, dates);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          there.add(new Key(found.getString(1), found.getObject(2, LocalDate.class)));
        }
      }
    }
    return there;
  }
}
