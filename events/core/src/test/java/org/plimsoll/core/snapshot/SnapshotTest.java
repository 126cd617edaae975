package org.plimsoll.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Habits;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.escalation.Oversight;
import org.plimsoll.core.escalation.Oversight.Mute;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.escalation.Reporting;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.TakenStatus;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.escalation.Watch.Beyond;
import org.plimsoll.core.escalation.Watch.Handling;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.escalation.Watch.Told;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.PlannedPoint;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.measure.Trend;
import org.plimsoll.core.replay.Alike;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.snapshot.Snapshot.Part;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Standings with everything that they can hold, and with nothing, come back as they were. */
class SnapshotTest {
  private static final LocalDate DAY = LocalDate.of(2025, 3, 31);
  private static final Baseline PLAN =
      new Baseline(
          1_000L,
          DAY.plusYears(1),
          List.of(new PlannedPoint(DAY, 100), new PlannedPoint(DAY.plusYears(1), 1_000)));
  private static final Rollup BELOW =
      new Rollup(4, 3, 2, 1, 11, 12, 13, 14, 15, Map.of(Measure.CPI, new Fraction(7, 8)));
  private static final Tolerance PLAIN =
      new Tolerance(
          "cost",
          2,
          ToleranceKind.COST,
          Measure.COST_GROWTH_ORIGINAL,
          null,
          Direction.AT_MOST,
          ToleranceUnit.PERCENT,
          100_000);
  private static final Tolerance WITH_TERMS =
      new Tolerance(
          "water",
          3,
          ToleranceKind.SCOPE,
          Measure.INDICATOR_ACHIEVEMENT,
          "wells",
          Direction.AT_LEAST,
          ToleranceUnit.PERCENT,
          -5,
          new Terms(
              6L,
              7L,
              8L,
              2,
              3,
              4,
              5,
              DAY,
              DAY.plusDays(9),
              new Terms.AnswerWithin(48, Terms.Calendar.KAZAKHSTAN)),
          "ministry");

  private static OpenException open(Handling handling, @Nullable Forecast forecast) {
    return new OpenException(
        "exception", DAY, 2, new Fraction(3, 4), 5, handling, 6, 7, DAY.plusDays(1), forecast);
  }

  private static final Watch QUIET = new Watch(PLAIN, 0, null, null, null, List.of(), List.of());
  private static final Watch BUSY =
      new Watch(
          WITH_TERMS,
          9,
          open(
              new Handling(
                  "a person",
                  "another",
                  Level.PORTFOLIO,
                  Instant.ofEpochMilli(1_234_567),
                  DAY.plusDays(30),
                  List.of(new Told(Level.PROGRAM, true), new Told(Level.PORTFOLIO, false)),
                  "the program's"),
              new Forecast(DAY.plusDays(3), DAY.plusDays(2), DAY.plusDays(4), 6)),
          new Beyond(DAY.minusDays(3), 2, DAY),
          PLAIN,
          List.of(DAY, DAY.plusDays(1)),
          List.of(new Trend.Point(DAY, 17)));
  private static final Watch UNTOLD =
      new Watch(
          PLAIN,
          1,
          open(new Handling(null, null, Level.PROGRAM, null, null, List.of(), null), null),
          null,
          null,
          List.of(),
          List.of());

  private static Facts facts(String nodeId, Level level, String parentId, Baseline baseline) {
    return new Facts(
        nodeId,
        level,
        parentId,
        "agency",
        "a person",
        "KZT",
        true,
        baseline,
        List.of(new Target("wells", 40_000, Direction.AT_MOST)),
        250);
  }

  private static Contribution contribution(String childId, String parentId) {
    return new Contribution(
        childId, parentId, "KZT", new Position(Level.PROGRAM, 3, 12_345), DAY, BELOW);
  }

  /** Of which nothing is left out. */
  private static Standing.Project whole(String nodeId) {
    return new Standing.Project(
        facts(nodeId, Level.PROJECT, "program", PLAN),
        new Baseline(1_100L, DAY),
        new Baseline(1_200L, DAY.plusDays(1)),
        new Figures(
            1L,
            2L,
            3L,
            4L,
            5L,
            6L,
            DAY,
            Map.of("wells", 9L, "pumps", 10L),
            Map.of("roof", new MilestoneDates(DAY, DAY.plusDays(1), DAY.plusDays(2), DAY, DAY)),
            8L,
            Map.of("wells", new Figures.Earlier(DAY, 7L, DAY.minusDays(1))),
            Map.of(Figures.Name.EV, DAY, Figures.Name.RISK_EXPOSURE, DAY.plusDays(1))),
        DAY,
        List.of(new TakenStatus("event", 77, true), new TakenStatus("other", 78, false)),
        Map.of("wells", DAY),
        List.of("a request"),
        new Oversight(
            List.of(QUIET, BUSY, UNTOLD),
            List.of(WITH_TERMS),
            List.of("granted"),
            contribution(nodeId, "program"),
            List.of(new Mute("cost", "a person", Level.PROGRAM, DAY), mute()),
            List.of(),
            List.of("COST_GROWTH_ORIGINAL"),
            null),
        new Reporting(
            List.of(
                new Reporting.Reports(
                    DAY.minusMonths(1), List.of(new TakenStatus("earlier", 79, false)))),
            new Reporting.Rated(Rating.AMBER, DAY),
            new Habits(
                List.of(
                    new Habits.Run(Signal.HUGS_LIMIT, "cost", 1, DAY, 2, DAY.plusDays(1), true),
                    new Habits.Run(Signal.PERPETUAL_AMBER, null, 0, null, 0, null, false)),
                new Habits.Replaced(new Baseline(5L, DAY), DAY),
                99)));
  }

  private static Mute mute() {
    return new Mute(null, "another", Level.PORTFOLIO, DAY.plusDays(1));
  }

  /** Of which there is as little as there can be. */
  private static Standing.Project bare(String nodeId, List<Watch> watches) {
    return new Standing.Project(
        new Facts(
            nodeId,
            Level.PROJECT,
            "program",
            null,
            null,
            "KZT",
            false,
            Baseline.NONE,
            List.of(),
            0),
        Baseline.NONE,
        Baseline.NONE,
        Figures.NONE,
        null,
        List.of(),
        Map.of(),
        List.of(),
        new Oversight(watches, List.of(), List.of(), null, List.of(), List.of(), List.of(), null),
        new Reporting(List.of(), null, new Habits(List.of(), null, 0)));
  }

  private static Standing.Parent program(String nodeId) {
    return new Standing.Parent(
        facts(nodeId, Level.PROGRAM, "portfolio", Baseline.NONE),
        BELOW,
        DAY,
        new Oversight(
            List.of(QUIET),
            List.of(),
            List.of(),
            contribution(nodeId, "portfolio"),
            List.of(),
            List.of(
                new GivenOn(
                    Measure.VAC,
                    3,
                    new GivenOn.Side(1, BigInteger.TWO.pow(80)),
                    new GivenOn.Side(2, BigInteger.TEN.negate()))),
            List.of("VAC"),
            DAY));
  }

  private static List<Part> parts(Snapshot snapshot) {
    List<Part> parts = new ArrayList<>();
    Alike alike = new Alike();
    while (!snapshot.isComplete()) {
      try {
        parts.add(Part.read(snapshot.next(), alike));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return parts;
  }

  private static Fold fold(List<Standing> standings) {
    Fold fold = new Fold();
    standings.forEach(standing -> fold.restore(AtRest.of(standing, new BytesOut())));
    return fold;
  }

  @Test
  void standingsComeBackAsTheyWere() {
    List<Standing> standings =
        List.of(
            whole("whole"),
            whole("likewise"),
            bare("bare", List.of()),
            bare("watched", List.of(QUIET, UNTOLD)),
            bare("alike", List.of(QUIET, UNTOLD)),
            program("program"),
            new Standing.Awaited("portfolio", "KZT", BELOW, null),
            new Standing.Awaited("dated", "KZT", Rollup.NONE, DAY));
    Fold fold = fold(standings);
    fold.hold(contribution("program", "portfolio"));

    List<Part> parts = parts(new Snapshot(42, fold));

    assertThat(parts).hasSize(1);
    Part only = parts.getFirst();
    assertThat(only.sequence()).isEqualTo(42);
    assertThat(only.number()).isZero();
    assertThat(only.last()).isTrue();
    assertThat(only.standings().stream().map(AtRest::standing).toList())
        .containsExactlyInAnyOrderElementsOf(standings);
    assertThat(only.held()).containsExactly(contribution("program", "portfolio"));
  }

  @Test
  void manyAreWrittenInPartsOfWhichTheLastSaysSo() {
    List<Standing> standings = new ArrayList<>();
    Fold fold = new Fold();
    for (int i = 0; i < 700; i++) {
      standings.add(whole("whole-" + i));
      fold.hold(contribution("child-" + i, "portfolio"));
    }
    standings.forEach(standing -> fold.restore(AtRest.of(standing, new BytesOut())));
    Snapshot snapshot = new Snapshot(7, fold);

    List<Part> parts = parts(snapshot);

    assertThat(parts).hasSizeGreaterThan(2).hasSize(snapshot.parts());
    HashSet<Standing> read = new HashSet<>();
    HashSet<Contribution> held = new HashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      assertThat(parts.get(i).number()).isEqualTo(i);
      assertThat(parts.get(i).last()).isEqualTo(i == parts.size() - 1);
      parts.get(i).standings().forEach(standing -> read.add(standing.standing()));
      held.addAll(parts.get(i).held());
    }
    assertThat(read).isEqualTo(new HashSet<>(standings));
    assertThat(held).hasSize(700);
  }

  @Test
  void bytesOfAnotherVersionAndOfNoStandingAreNotGuessedAt() {
    byte[] another = new Snapshot(1, new Fold()).next();
    ByteBuffer.wrap(another).putInt(99);
    assertThatThrownBy(() -> Part.read(another, new Alike()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 99 - expected " + Snapshot.VERSION);

    byte[] unknown = new Snapshot(1, new Fold()).next();
    unknown[unknown.length - 1] = 9;
    assertThatThrownBy(() -> Part.read(unknown, new Alike()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not hold a 9");

    byte[] cut = new Snapshot(1, fold(List.of(program("program")))).next();
    assertThatThrownBy(() -> Part.read(java.util.Arrays.copyOf(cut, 100), new Alike()))
        .isInstanceOf(IOException.class);
  }
}
