package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Exceptions.Called;
import org.plimsoll.leadership.Exceptions.Episode;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Why an open exception is not told as it stands: deliveries are muted, or one above explains it.
 */
class Withheld {
  /**
   * What is withheld, by the newest suppression that is not over.
   *
   * @param by who muted; null where an exception explains this one
   * @param explainedBy that exception
   */
  record Held(
      String why,
      @Nullable String by,
      @Nullable Called explainedBy,
      LocalDate onDate,
      Position cause) {}

  private final JdbcClient database;

  Withheld(JdbcClient database) {
    this.database = database;
  }

  /** By exception; without those that are told as they stand or are cleared. */
  Map<String, Held> of(List<Episode> episodes) {
    return database
        .sql(
            """
            SELECT DISTINCT ON (s.exception_id) s.*, x.node_id AS explained_at, x.measure,
              n.name_kk, n.name_ru, n.name_en
            FROM suppression s
            LEFT JOIN exception x ON s.why = 'GROUPED' AND x.exception_id = s.kept_by
              AND x.state = 'OPEN'
            LEFT JOIN node n ON n.node_id = x.node_id
            WHERE s.exception_id = ANY(:exceptions)
              AND s.kept_by IS NOT NULL AND (
                (s.why = 'MUTED' AND NOT EXISTS (
                  SELECT 1 FROM exception_change c WHERE c.exception_id = s.exception_id
                    AND c.sequence > s.sequence))
                OR (s.why = 'GROUPED' AND NOT EXISTS (
                  SELECT 1 FROM passed_up p WHERE p.exception_id = s.exception_id
                    AND p.sequence > s.sequence) AND x.exception_id IS NOT NULL))
            ORDER BY s.exception_id, s.sequence DESC
            """)
        .param(
            "exceptions",
            episodes.stream()
                .filter(episode -> episode.state().equals("OPEN"))
                .map(Episode::id)
                .toArray(String[]::new))
        .query((row, number) -> {
          String by = row.getString("kept_by");
          String at = row.getString("explained_at");
          return Map.entry(
              row.getString("exception_id"),
              new Held(
                  row.getString("why"),
                  at == null ? by : null,
                  at == null
                      ? null
                      : new Called(requireNonNull(by), Names.of(row, at), row.getString("measure")),
                  requireNonNull(Columns.day(row, "on_date")),
                  new Position(
                      row.getString("tier"),
                      row.getInt("partition"),
                      row.getLong("sequence"),
                      row.getString("event_id"))));
        })
        .list()
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
