package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Reading;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The figures of nodes over time, and what was written with them. */
class Reported {
  /**
   * Figures and measures at a data date, and the entry they come from.
   *
   * @param cause the entry that brought them first
   * @param correctedBy the entry of a later correction, which they follow now; null without one
   */
  record Figures(
      String nodeId,
      LocalDate dataDate,
      @Nullable Long pvMinor,
      @Nullable Long evMinor,
      @Nullable Long acMinor,
      @Nullable Long bacMinor,
      @Nullable Long eacMinor,
      @Nullable LocalDate forecastFinish,
      @Nullable LocalDate projectedFinish,
      int projects,
      int projectsReporting,
      int projectsInException,
      List<Reading> readings,
      @Nullable String phase,
      @Nullable String note,
      @Nullable String selfRating,
      Position cause,
      @Nullable Position correctedBy,
      Instant takenAt) {

    Optional<Reading> reading(String measure, @Nullable String indicatorId) {
      return readings.stream()
          .filter(reading ->
              reading.m().equals(measure) && java.util.Objects.equals(reading.i(), indicatorId))
          .findFirst();
    }
  }

  /** What an agency wrote with the figures of a data date. */
  record Noted(String text, LocalDate dataDate, Position cause) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient database;

  Reported(JdbcClient database) {
    this.database = database;
  }

  /** The figures of the newest data date. */
  Optional<Figures> latest(String nodeId) {
    return database
        .sql("SELECT * FROM figures WHERE node_id = :node ORDER BY data_date DESC LIMIT 1")
        .param("node", nodeId)
        .query(Reported::figures)
        .optional();
  }

  /** The same of several nodes, by their ids; without those that have none. */
  Map<String, Figures> latest(Collection<String> ids) {
    return database
        .sql(
            """
            SELECT f.* FROM unnest(:ids) AS i (node_id) CROSS JOIN LATERAL (
              SELECT * FROM figures f WHERE f.node_id = i.node_id
              ORDER BY f.data_date DESC LIMIT 1) f
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, number) -> Map.entry(row.getString("node_id"), figures(row, number)))
        .list()
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * What was written about a node last.
   *
   * @param upTo data date of the newest figures that count; null: all that are known
   */
  Optional<Noted> note(String nodeId, @Nullable LocalDate upTo) {
    return database
        .sql(
            "SELECT * FROM figures WHERE node_id = :node AND note IS NOT NULL "
                + (upTo == null ? "" : "AND data_date <= :upTo ")
                + "ORDER BY data_date DESC LIMIT 1")
        .param("node", nodeId)
        .param("upTo", upTo)
        .query((row, number) ->
            new Noted(
                row.getString("note"),
                requireNonNull(Columns.day(row, "data_date")),
                position(row)))
        .optional();
  }

  /** Data date after data date, from behind the given one. */
  Page<Figures> history(String nodeId, LocalDate after, int limit) {
    List<Figures> found =
        database
            .sql(
                "SELECT * FROM figures WHERE node_id = :node AND data_date > :after ORDER BY"
                    + " data_date LIMIT :limit")
            .param("node", nodeId)
            .param("after", after)
            .param("limit", limit + 1)
            .query(Reported::figures)
            .list();
    return Page.of(found, limit, Figures::dataDate);
  }

  /** The newest data dates, oldest first. */
  List<Figures> lately(String nodeId, int limit) {
    return database
        .sql("SELECT * FROM figures WHERE node_id = :node ORDER BY data_date DESC LIMIT :limit")
        .param("node", nodeId)
        .param("limit", limit)
        .query(Reported::figures)
        .list()
        .reversed();
  }

  /** The newest data dates up to one, oldest first. */
  List<Figures> lately(String nodeId, LocalDate upTo, int limit) {
    return database
        .sql(
            "SELECT * FROM figures WHERE node_id = :node AND data_date <= :upTo ORDER BY data_date"
                + " DESC LIMIT :limit")
        .param("node", nodeId)
        .param("upTo", upTo)
        .param("limit", limit)
        .query(Reported::figures)
        .list()
        .reversed();
  }

  private static Figures figures(ResultSet row, int number) throws SQLException {
    return new Figures(
        row.getString("node_id"),
        requireNonNull(Columns.day(row, "data_date")),
        Columns.number(row, "pv_minor"),
        Columns.number(row, "ev_minor"),
        Columns.number(row, "ac_minor"),
        Columns.number(row, "bac_minor"),
        Columns.number(row, "eac_minor"),
        Columns.day(row, "forecast_finish"),
        Columns.day(row, "projected_finish"),
        row.getInt("projects"),
        row.getInt("reporting"),
        row.getInt("in_exception"),
        JSON.readValue(row.getString("readings"), new TypeReference<List<Reading>>() {}),
        row.getString("phase"),
        row.getString("note"),
        row.getString("self_rating"),
        position(row),
        correctedBy(row),
        requireNonNull(Columns.moment(row, "taken_at")));
  }

  private static @Nullable Position correctedBy(ResultSet row) throws SQLException {
    Long sequence = Columns.number(row, "corrected_sequence");
    return sequence == null
        ? null
        : new Position(
            row.getString("tier"),
            row.getInt("partition"),
            sequence,
            row.getString("corrected_event_id"));
  }

  private static Position position(ResultSet row) throws SQLException {
    return new Position(
        row.getString("tier"),
        row.getInt("partition"),
        row.getLong("sequence"),
        row.getString("event_id"));
  }
}
