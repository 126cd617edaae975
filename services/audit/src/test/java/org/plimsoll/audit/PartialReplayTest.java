package org.plimsoll.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.audit.PartialReplay.Result;
import org.plimsoll.audit.PartialReplay.Source;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.explanation.Basis;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.schema.Tick;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Events;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;
import org.plimsoll.wire.TrailPartition;

/**
 * A school that is 5 percent too dear in January, 15 in February, which a report of April corrects
 * to 8, and beside it a road. The clock of the trail is that of the story.
 */
class PartialReplayTest {
  private static final LocalDate FEBRUARY = LocalDate.of(2020, 2, 29);
  private static final Instant MARCH = Instant.parse("2020-03-02T06:00:00Z");
  private static final Instant MAY = Instant.parse("2020-05-02T06:00:00Z");

  private static SchemaRegistry registry;
  private static List<TrailEntry> trail = List.of();

  @BeforeAll
  static void record() {
    registry = new SchemaRegistry(Cluster.shared().registryUrl());
    Trail written = Trail.ofSchoolAlone(registry);
    LocalDate finish = LocalDate.of(2021, 6, 30);
    written.take(
        Topics.PROGRAM_FACTS, Events.project("road", "enbek", "mlsp", 1000, finish).build());
    written.report(0, 1050);
    written.take(Topics.intake("mlsp"), Events.costForecast("road", FEBRUARY, 1000).build());
    written.report(1, 1150);
    written.take(Topics.PROGRAM_TICKS, new Tick("march", MARCH));
    written.take(
        Topics.intake("mlsp"),
        Events.costForecast("school", FEBRUARY, 1080)
            .setEventId("corrected")
            .setCorrects("status-school-" + FEBRUARY)
            .build());
    written.report(2, 1090);
    written.take(Topics.PROGRAM_TICKS, new Tick("may", MAY));
    written.report(3, 1095);
    trail = written.entries();
  }

  /** What was told, as moment and place. */
  private record Replayed(Result result, List<String> told) {}

  private static Replayed replayed(List<TrailEntry> entries, Part part, @Nullable Instant moment) {
    RecordWriter<TrailEntry> writer =
        RecordWriter.register(registry, Topics.TRAIL_PROGRAM, TrailEntry.class);
    Source source =
        new Source(
            List.of(new TrailPartition(Level.PROGRAM, 0)),
            Trail.PARTITIONS,
            registry,
            (_, visitor) -> entries.forEach(entry -> visitor.accept(writer.write(entry))));
    List<String> told = new ArrayList<>();
    Result result =
        new PartialReplay<>(
                source,
                part,
                moment,
                followed -> followed,
                (at, followed) ->
                    told.add(
                        at
                            + " "
                            + followed.derived().at().sequence()
                            + " "
                            + (followed.derived().input() == null
                                ? ""
                                : followed.derived().input().nodeId())),
                _ -> {})
            .run();
    assertThat(result.told()).isEqualTo(told.size());
    return new Replayed(result, told);
  }

  private static List<String> told(
      @Nullable String node,
      @Nullable String exception,
      @Nullable Instant from,
      @Nullable Instant to) {
    return replayed(trail, new Part(node, exception, from, to), null).told();
  }

  @Test
  void theWholeIsEveryEntryAndTheTimesBeforeAndAfterAMomentMakeIt() {
    List<String> whole = told(null, null, null, null);
    assertThat(whole).hasSize(trail.size());
    List<String> parts = new ArrayList<>(told(null, null, null, MARCH));
    parts.addAll(told(null, null, MARCH.plusNanos(1), null));
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void anEntryIsKnownWithTheFirstTickFromItOnAndBehindTheLastWithThatOne() {
    assertThat(told(null, null, null, null))
        .allMatch(told -> told.startsWith(MARCH.toString()) || told.startsWith(MAY.toString()))
        .filteredOn(told -> told.startsWith(MARCH.toString()))
        .hasSize(8);
    List<TrailEntry> untouched = trail.subList(0, 7);
    assertThat(replayed(untouched, new Part(null, null, null, null), null).told())
        .allMatch(told -> told.startsWith("2024-01-01T00:00:0"));
  }

  @Test
  void aNodeIsToldWithAllBelowItAndWithNothingBesideIt() {
    assertThat(told("road", null, null, null)).hasSize(2).allMatch(told -> told.endsWith(" road"));
    assertThat(told("enbek", null, null, null))
        .anyMatch(told -> told.endsWith(" road"))
        .anyMatch(told -> told.endsWith(" school"));
    assertThat(told("plan", null, null, null)).isEqualTo(told("enbek", null, null, null));
    assertThat(told("nobody", null, null, null)).isEmpty();
  }

  @Test
  void ofAnExceptionIsToldWhatRaisedAndWhatClearedIt() {
    Replayed replayed = replayed(trail, new Part(null, "school~cost~1", null, null), null);
    assertThat(replayed.result().exceptionIds()).containsExactly("school~cost~1");
    assertThat(replayed.told()).hasSize(2);
    assertThat(told("road", "school~cost~1", null, null)).isEmpty();
  }

  @Test
  void aMomentShowsWhatWasKnownAndBesideItWhatACorrectionMadeOfIt() {
    KnownThen school = then("school", MARCH);
    Project known = (Project) Objects.requireNonNull(school.then());
    assertThat(known.dataDate()).isEqualTo(FEBRUARY);
    assertThat(known.figures().costForecastMinor()).isEqualTo(1150);
    assertThat(known.inException()).isTrue();
    Figures turnedOut = ((Basis.OfProject) Objects.requireNonNull(school.turnedOut())).figures();
    assertThat(turnedOut.costForecastMinor()).isEqualTo(1080);
    assertThat(school.correctedBy()).hasSize(1);
    assertThat(school.now().inException()).isFalse();

    KnownThen program = then("enbek", MARCH);
    long before = ((Basis.OfParent) Basis.of(known(program))).below().eacMinor();
    long after = ((Basis.OfParent) Objects.requireNonNull(program.turnedOut())).below().eacMinor();
    assertThat(before - after).isEqualTo(1150 - 1080);
  }

  @Test
  void afterTheLastMomentNothingTurnsOutOtherwise() {
    for (String node : List.of("school", "road", "enbek")) {
      KnownThen last = then(node, MAY.plusSeconds(1));
      assertThat(last.turnedOut()).isEqualTo(Basis.of(known(last)));
      assertThat(last.correctedBy()).isEmpty();
    }
    Project school = (Project) Objects.requireNonNull(then("school", MAY).then());
    assertThat(school.figures().costForecastMinor())
        .as("what lies behind the last tick is known with that one")
        .isEqualTo(1095);
  }

  @Test
  void beforeTheFirstMomentNothingWasKnown() {
    assertThat(then("school", MARCH.minusSeconds(1)).then()).isNull();
  }

  @Test
  void behindADifferenceNothingIsTold() {
    List<TrailEntry> entries = new ArrayList<>(trail);
    entries.set(6, TrailEntry.newBuilder(trail.get(6)).setOutcomes(List.of()).build());
    Replayed replayed = replayed(entries, new Part(null, null, null, null), null);
    assertThat(replayed.result().differences())
        .extracting(difference -> difference.at().sequence())
        .containsExactly(7L);
    assertThat(replayed.told()).hasSize(6);
  }

  private static Known known(KnownThen node) {
    return Objects.requireNonNull(node.then());
  }

  private static KnownThen then(String node, Instant moment) {
    return Objects.requireNonNull(
        replayed(trail, new Part(node, null, null, null), moment).result().knownThen().get(node));
  }
}
