package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.plimsoll.leadership.Exceptions.Episode;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Why an open exception is not told as it stands: deliveries are muted, or one above explains it.
 */
class Withheld {
  /**
   * What is withheld, by the newest suppression that is not over.
   *
   * @param by who muted, or the exception that explains this one
   */
  record Held(String why, String by, LocalDate onDate, Position cause) {}

  private final JdbcClient database;

  Withheld(JdbcClient database) {
    this.database = database;
  }

  /** By exception; without those that are told as they stand or are cleared. */
  Map<String, Held> of(List<Episode> episodes) {
    return database
        .sql(
            """
            SELECT DISTINCT ON (s.exception_id) s.* FROM suppression s
            WHERE s.exception_id = ANY(:exceptions)
              AND s.kept_by IS NOT NULL AND (
                (s.why = 'MUTED' AND NOT EXISTS (
                  SELECT 1 FROM exception_change c WHERE c.exception_id = s.exception_id
                    AND c.sequence > s.sequence))
                OR (s.why = 'GROUPED' AND NOT EXISTS (
                  SELECT 1 FROM passed_up p WHERE p.exception_id = s.exception_id
                    AND p.sequence > s.sequence) AND EXISTS (
                  SELECT 1 FROM exception e WHERE e.exception_id = s.kept_by
                    AND e.state = 'OPEN')))
            ORDER BY s.exception_id, s.sequence DESC
            """)
        .param(
            "exceptions",
            episodes.stream()
                .filter(episode -> episode.state().equals("OPEN"))
                .map(Episode::id)
                .toArray(String[]::new))
        .query((row, number) ->
            Map.entry(
                row.getString("exception_id"),
                new Held(
                    row.getString("why"),
                    row.getString("kept_by"),
                    requireNonNull(Columns.day(row, "on_date")),
                    new Position(
                        row.getString("tier"),
                        row.getInt("partition"),
                        row.getLong("sequence"),
                        row.getString("event_id")))))
        .list()
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
