package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Basis;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.leadership.Batch.Correction;
import org.plimsoll.leadership.access.Scope;
import org.plimsoll.wire.SchemaRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Figures of earlier data dates as a correction leaves them. The engine weighs a correction on the
 * data date that stands, so what an earlier date has become is in no entry: it is computed again
 * from the project's own inputs, for the corrected date and for the later ones that carried the
 * wrong figure on. The entry that brought the figures first stays beside the one that corrected
 * them.
 */
@Component
class CorrectedFigures {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * A row of figures before the correction.
   *
   * @param known sequence of the newest entry that it follows from
   */
  private record Row(LocalDate dataDate, List<Batch.Reading> readings, long known) {}

  private final JdbcClient database;
  private final Sources sources;

  CorrectedFigures(JdbcClient database, @Value("${plimsoll.registry.url}") String registryUrl) {
    this.database = database;
    Trail trail =
        new Trail(database, new TrailReaders(new SchemaRegistry(registryUrl)), Scope.EVERYTHING);
    this.sources = new Sources(new Standings(database, new Nodes(database), trail), trail);
  }

  /** Takes a correction over, within the transaction that has written its entry. */
  void take(Correction correction) {
    for (Row row : rows(correction)) {
      Basis.OfProject before =
          sources.onDate(correction.nodeId(), at(correction, row.known()), row.dataDate());
      Basis.OfProject after =
          sources.onDate(
              correction.nodeId(), at(correction, correction.at().sequence()), row.dataDate());
      // Where the inputs do not give what was recorded, a newer version wrote one of them.
      boolean same = kept(before.readings()).equals(row.readings());
      if (same
          && (row.dataDate().equals(correction.dataDate())
              || !after.readings().equals(before.readings()))) {
        write(correction, row.dataDate(), after);
      }
    }
  }

  private static Position at(Correction correction, long sequence) {
    return new Position(correction.at().tier(), correction.at().partition(), sequence, null);
  }

  /** From the corrected date on; what was weighed by the correction itself is right already. */
  private List<Row> rows(Correction correction) {
    return database
        .sql(
            """
            SELECT data_date, readings, coalesce(corrected_sequence, sequence) AS known
            FROM figures WHERE node_id = :node AND data_date >= :from AND tier = :tier
              AND partition = :partition AND sequence < :sequence ORDER BY data_date
            """)
        .param("node", correction.nodeId())
        .param("from", correction.dataDate())
        .param("tier", correction.at().tier())
        .param("partition", correction.at().partition())
        .param("sequence", correction.at().sequence())
        .query((row, number) ->
            new Row(
                requireNonNull(Columns.day(row, "data_date")),
                JSON.readValue(
                    row.getString("readings"), new TypeReference<List<Batch.Reading>>() {}),
                row.getLong("known")))
        .list();
  }

  private void write(Correction correction, LocalDate dataDate, Basis.OfProject basis) {
    Figures figures = basis.figures();
    boolean own = dataDate.equals(correction.dataDate());
    database
        .sql(
            """
            UPDATE figures SET pv_minor = :pv, ev_minor = :ev, ac_minor = :ac, bac_minor = :bac,
              eac_minor = :eac, forecast_finish = :finish, projected_finish = :projected,
              readings = :readings, phase = coalesce(:phase, phase),
              note = coalesce(:note, note), corrected_sequence = :sequence,
              corrected_event_id = :event
            WHERE node_id = :node AND data_date = :date
            """)
        .param("pv", figures.pvMinor())
        .param("ev", figures.evMinor())
        .param("ac", figures.acMinor())
        .param("bac", figures.bacMinor())
        .param("eac", figures.eacMinor())
        .param("finish", figures.forecastFinish())
        .param("projected", Measures.projectedFinish(figures, basis.current(), dataDate))
        .param("readings", JSON.writeValueAsString(kept(basis.readings())))
        .param("phase", own ? stored(correction.phase()) : null)
        .param("note", own ? stored(correction.note()) : null)
        .param("sequence", correction.at().sequence())
        .param("event", correction.at().eventId())
        .param("node", correction.nodeId())
        .param("date", dataDate)
        .update();
  }

  private static @Nullable String stored(@Nullable String text) {
    return text == null ? null : text.replace("\0", "");
  }

  /** As measures are kept beside figures. */
  private static List<Batch.Reading> kept(List<Reading> readings) {
    return readings.stream()
        .map(reading ->
            switch (reading) {
              case Reading.Value(var measure, String indicator, var value) ->
                  new Batch.Reading(
                      measure.name(), indicator, value.numerator(), value.denominator(), null);
              case Reading.Missing(var measure, String indicator, var reason) ->
                  new Batch.Reading(measure.name(), indicator, 0, 0, reason.name());
            })
        .toList();
  }
}
