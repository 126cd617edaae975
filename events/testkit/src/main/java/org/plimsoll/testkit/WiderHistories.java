package org.plimsoll.testkit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * {@link Histories} with more in between: tolerances of every measure that begin and end by date,
 * replace each other and contradict themselves; facts stated again; statuses of the same data date,
 * of other agencies, keys, currencies and indicators; decisions about exceptions that may be open,
 * on programs too; and time that passes by hours and days. Shorter, because whoever weighs them
 * anew with each input is slow.
 */
public final class WiderHistories {
  private static final int STATUSES_KEPT = 16;
  private static final int ADDED = 20;
  private static final List<String> TOLERANCES =
      List.of("cost", "cost-now", "time", "projected", "milestone", "risk", "cpi", "silence");
  private static final List<String> NODES = List.of("alpha", "beta", "gamma", "program");

  private final Random random;
  private Instant now = Instant.parse("2020-01-20T06:00:00Z");

  private WiderHistories(long seed) {
    this.random = new Random(~seed);
  }

  /** The history of this seed. */
  public static List<Input> of(long seed) {
    return new WiderHistories(seed).widened(Histories.of(seed));
  }

  private List<Input> widened(List<Input> history) {
    List<Input> kept = new ArrayList<>();
    int steering = 0;
    int statuses = 0;
    for (Input generated : history) {
      Input input = known(generated);
      if (input == null) {
        continue;
      }
      switch (input) {
        case Input.FactsStated _ -> kept.add(input);
        case Input.ToleranceGranted _ -> {
          if (random.nextInt(3) == 0) {
            kept.add(input);
          }
        }
        default -> {
          if (statuses++ < STATUSES_KEPT) {
            kept.add(input);
          }
        }
      }
      steering = statuses == 0 ? kept.size() : steering;
    }
    for (int i = 0; i < ADDED; i++) {
      int place = steering + (i + random.nextInt(3)) * (kept.size() - steering) / (ADDED + 2);
      kept.add(random.nextInt(20) == 0 ? 0 : place, added(i, dayAt(kept, place)));
    }
    List<Input> placed = new ArrayList<>();
    for (Input input : kept) {
      placed.add(Histories.at(new Position(Level.PROGRAM, 0, placed.size() + 1L), input));
    }
    return placed;
  }

  /**
   * The input without rules that are not compared yet; null where nothing is left of it: what a
   * program gives on, contributions held back, and forecasts.
   */
  private static @Nullable Input known(Input input) {
    return switch (input) {
      case Input.ToleranceGranted g ->
          g.eventId().contains(Histories.GIVEN_ON)
              ? null
              : new Input.ToleranceGranted(
                  g.at(),
                  g.eventId(),
                  g.nodeId(),
                  withoutForecast(g.tolerance()),
                  g.grantedBy(),
                  null,
                  false);
      case Input.Decided d ->
          d.choice() instanceof Input.Choice.GrantTolerance
              ? new Input.Decided(
                  d.at(),
                  d.eventId(),
                  d.nodeId(),
                  d.choice(),
                  d.decidedBy(),
                  d.decidedAs() == null ? Histories.PORTFOLIO : d.decidedAs(),
                  d.decidedOn(),
                  d.answersRevision(),
                  null)
              : d;
      case Input.FactsStated(var at, var eventId, var facts, var parent) ->
          new Input.FactsStated(at, eventId, withoutDeadband(facts), parent);
      case Input.StatusChanged _, Input.ChildContributed _, Input.Ticked _ -> input;
    };
  }

  /** The same tolerance, which does not look ahead. */
  static Tolerance withoutForecast(Tolerance t) {
    Terms terms = t.terms();
    return new Tolerance(
        t.toleranceId(),
        t.version(),
        t.kind(),
        t.measure(),
        t.indicatorId(),
        t.breach(),
        t.unit(),
        t.limitTenThousandths(),
        new Terms(
            terms.amberTenThousandths(),
            terms.clearTenThousandths(),
            terms.otherSideTenThousandths(),
            terms.reportsBeyond(),
            terms.daysBeyond(),
            terms.holdAfterRaises(),
            0,
            terms.effectiveFrom(),
            terms.effectiveUntil(),
            terms.answerWithin()));
  }

  private static Facts withoutDeadband(Facts f) {
    return new Facts(
        f.nodeId(),
        f.level(),
        f.parentId(),
        f.agencyId(),
        f.accountable(),
        f.currency(),
        f.firstReported(),
        f.baseline(),
        f.targets());
  }

  /** The newest data date before this place. */
  private static LocalDate dayAt(List<Input> inputs, int place) {
    LocalDate day = LocalDate.of(2020, 1, 1);
    for (Input input : inputs.subList(0, place)) {
      if (input instanceof Input.StatusChanged changed
          && changed.status().dataDate().isAfter(day)) {
        day = changed.status().dataDate();
      }
    }
    return day;
  }

  private Input added(int number, LocalDate day) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> tick(day);
      case 3, 4, 5 -> grant(number, day);
      case 6, 7 -> decision(number, day);
      case 8 -> status(number, day);
      default -> facts(number);
    };
  }

  private static Position nowhere() {
    return new Position(Level.PROGRAM, 0, 1);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean rarely() {
    return random.nextInt(12) == 0;
  }

  private Input tick(LocalDate day) {
    Instant early = day.atTime(6, 0).toInstant(ZoneOffset.UTC);
    now = now.isBefore(early) || rarely() ? early : now;
    now = now.plusSeconds(3_600L * (1 + random.nextInt(random.nextBoolean() ? 30 : 400)));
    return new Input.Ticked(nowhere(), "", now);
  }

  private Input grant(int number, LocalDate day) {
    String id = any(TOLERANCES);
    Tolerance tolerance = random.nextInt(3) == 0 ? ofAnyMeasure(number, day) : replacing(id, day);
    return new Input.ToleranceGranted(
        nowhere(),
        "grant-" + number,
        rarely() ? "nowhere" : any(NODES),
        tolerance,
        rarely() ? any(Histories.PROJECTS) : Histories.PORTFOLIO,
        null,
        false);
  }

  private Tolerance replacing(String id, LocalDate day) {
    Measure measure =
        switch (id) {
          case "cost" -> Measure.COST_GROWTH_ORIGINAL;
          case "cost-now" -> Measure.COST_GROWTH_CURRENT;
          case "time" -> Measure.FINISH_SLIP_ORIGINAL;
          case "projected" -> Measure.PROJECTED_SLIP_ORIGINAL;
          case "milestone" -> Measure.MILESTONE_SLIP;
          case "risk" -> Measure.RISK_EXPOSURE;
          case "cpi" -> Measure.CPI;
          default -> Measure.SILENCE;
        };
    return tolerance(id, measure, day);
  }

  private Tolerance ofAnyMeasure(int number, LocalDate day) {
    return tolerance("other-" + number % 3, any(List.of(Measure.values())), day);
  }

  private Tolerance tolerance(String id, Measure measure, LocalDate day) {
    ToleranceUnit unit = any(List.of(ToleranceUnit.values()));
    while (!unit.fits(measure) && !rarely()) {
      unit = any(List.of(ToleranceUnit.values()));
    }
    long none =
        switch (measure) {
          case CPI, SPI, SPI_T, TCPI_BAC, TCPI_EAC -> 10_000;
          case INDICATOR_ACHIEVEMENT -> 1_000_000;
          case EAC_CPI, EAC_REMAINING_AT_BUDGET, EAC_CPI_SPI, EAC_BOTTOM_UP ->
              unit == ToleranceUnit.PERCENT ? 1_000_000 : 0;
          default -> 0;
        };
    Direction breach =
        switch (measure) {
          case CPI,
              SPI,
              SPI_T,
              VAC,
              CV,
              SV,
              SV_T,
              EARNED_SCHEDULE,
              INDICATOR_ACHIEVEMENT,
              INDICATOR_TREND ->
              Direction.AT_LEAST;
          default -> Direction.AT_MOST;
        };
    long room =
        switch (unit) {
          case PERCENT -> 10_000L * random.nextInt(25);
          case RATIO -> 500L * random.nextInt(8);
          case DAYS -> 10_000L * random.nextInt(90);
          case MINOR_UNITS -> 10_000L * random.nextInt(300);
        };
    long side = breach == Direction.AT_MOST ? 1 : -1;
    return new Tolerance(
        id,
        1 + random.nextInt(4),
        ToleranceKind.COST,
        measure,
        measure.isOfIndicator() != rarely() ? any(List.of("places", "places", "pupils")) : null,
        rarely() ? Direction.AT_MOST : breach,
        unit,
        none + side * room,
        terms(none, side * room, day));
  }

  private Terms terms(long none, long room, LocalDate day) {
    if (random.nextInt(3) == 0) {
      return Terms.PLAIN;
    }
    LocalDate from = random.nextBoolean() ? null : day.plusDays(random.nextInt(120) - 40);
    LocalDate until = random.nextInt(3) == 0 ? day.plusDays(random.nextInt(150) - 20) : null;
    return new Terms(
        random.nextInt(4) == 0 ? Long.valueOf(none + room * 8 / 10) : null,
        random.nextInt(3) == 0 ? Long.valueOf(none + room * 7 / 10) : null,
        random.nextInt(4) == 0 ? Long.valueOf(none - room * (rarely() ? -2 : 2)) : null,
        rarely() ? 0 : 1 + random.nextInt(2),
        random.nextInt(4) == 0 ? 20 : 0,
        random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0,
        random.nextInt(144) == 0 ? -1 : 0,
        from,
        until,
        random.nextInt(3) == 0 ? null : answerWithin());
  }

  private Terms.AnswerWithin answerWithin() {
    return new Terms.AnswerWithin(
        rarely() ? 0 : 1 + random.nextInt(60), any(List.of(Terms.Calendar.values())));
  }

  private Input decision(int number, LocalDate day) {
    String nodeId = any(NODES);
    String exceptionId =
        (rarely() ? any(NODES) : nodeId)
            + "~"
            + any(TOLERANCES)
            + "~"
            + (1 + random.nextInt(random.nextInt(3) + 1));
    Input.Choice choice =
        switch (random.nextInt(12)) {
          case 0, 1 -> new Input.Choice.Acknowledge(exceptionId);
          case 2 -> new Input.Choice.Note(exceptionId);
          case 3, 4 ->
              new Input.Choice.GrantTolerance(
                  exceptionId,
                  exceptionId.contains("cpi")
                      ? 9_000 - random.nextInt(3_000)
                      : 100_000L + random.nextInt(900_000),
                  day.plusDays(random.nextInt(90) - 10));
          case 5, 6 ->
              new Input.Choice.RequireExceptionPlan(
                  exceptionId, day.plusDays(random.nextInt(60) - 10));
          case 7 -> new Input.Choice.HandOver(exceptionId, rarely() ? "" : "another person");
          case 8 -> new Input.Choice.Close(exceptionId);
          case 10, 11 ->
              new Input.Choice.Mute(
                  random.nextBoolean() ? null : any(TOLERANCES),
                  day.plusDays(rarely() ? 360 + random.nextInt(14) : random.nextInt(120) - 10));
          default ->
              new Input.Choice.ApproveBaseline(
                  rarely()
                      ? Baseline.NONE
                      : new Baseline(
                          900L + random.nextInt(300),
                          random.nextBoolean() ? null : LocalDate.of(2021, 6, 1)));
        };
    return new Input.Decided(
        nowhere(),
        "made-" + number,
        nodeId,
        choice,
        any(List.of("person", "person", "person", "another person", "third person")),
        choice instanceof Input.Choice.GrantTolerance
            ? any(List.of("portfolio", "portfolio", "alpha", "nowhere"))
            : random.nextInt(3) == 0
                ? any(List.of("portfolio", "program", "alpha", "nowhere"))
                : null,
        day,
        random.nextInt(5) == 0 ? Integer.valueOf(1 + random.nextInt(3)) : null,
        null);
  }

  private Input status(int number, LocalDate day) {
    boolean faulty = random.nextInt(3) == 0;
    String currency = faulty && rarely() ? null : faulty && random.nextInt(4) == 0 ? "USD" : "KZT";
    StatusChange status =
        new StatusChange(
            faulty && rarely() ? "two words" : rarely() ? "status-" + number : "told-" + number,
            faulty && rarely() ? "" : "histories",
            any(NODES),
            faulty && rarely()
                ? LocalDate.of(2070, 1, 3)
                : day.minusDays(random.nextInt(3) == 0 ? random.nextInt(40) : 0),
            currency,
            new Figures(
                amount(),
                amount(),
                amount(),
                amount(),
                amount(),
                amount(),
                random.nextBoolean()
                    ? null
                    : LocalDate.of(2021, 1, 1).plusDays(random.nextInt(200)),
                random.nextBoolean()
                    ? Map.of(
                        faulty && rarely() ? "unheard-of" : "places",
                        10_000L * random.nextInt(1_000))
                    : Map.of()),
            null,
            faulty && rarely()
                ? List.of(new StatusChange.Milestone("", null, day, null, null))
                : List.of(),
            random.nextInt(3) > 0
                ? null
                : List.of(new StatusChange.Risk("flood", null, faulty ? 10_001 : 900, 500L)),
            null,
            rarely()
                ? new StatusChange.Assistance(any(List.of(Level.values())), faulty ? "" : "help")
                : null);
    return new Input.StatusChanged(
        nowhere(),
        status,
        new Origin(
            faulty && rarely() ? "other" : Histories.AGENCY,
            LocalDate.of(2070, 1, 1),
            faulty && rarely() ? null : Histories.PROGRAM,
            !faulty || !rarely(),
            "sha-" + status.hashCode()));
  }

  private @Nullable Long amount() {
    return switch (random.nextInt(12)) {
      case 0 -> 0L;
      case 1 -> rarely() ? 1_000_000_000_000_001L : Long.valueOf(random.nextInt(100));
      case 2, 3 -> null;
      default -> Long.valueOf(800 + random.nextInt(500));
    };
  }

  /** Facts that were stated before, with one thing or another changed. */
  private Input facts(int number) {
    String nodeId = any(NODES);
    boolean program = nodeId.equals(Histories.PROGRAM);
    boolean faulty = random.nextInt(3) == 0;
    return new Input.FactsStated(
        nowhere(),
        rarely() ? "facts-" + nodeId : "stated-" + number,
        new Facts(
            nodeId,
            program ? Level.PROGRAM : Level.PROJECT,
            // Whose portfolio is another has its tolerances from others, as a part of a budget.
            program
                ? any(List.of(Histories.PORTFOLIO, faulty ? nodeId : Histories.PORTFOLIO))
                : faulty ? any(List.of("program", "alpha", "elsewhere", nodeId)) : "program",
            program ? null : faulty && rarely() ? null : Histories.AGENCY,
            any(List.of("person", "person", "third person")),
            faulty && rarely() ? "USD" : Histories.CURRENCY,
            !program && random.nextBoolean(),
            Baseline.NONE,
            List.of(
                new Target(
                    "places",
                    any(List.of(5_000_000L, 8_000_000L, 0L, -10_000L)),
                    any(List.of(Direction.values()))),
                new Target("pupils", 100_000, Direction.AT_LEAST))),
        null);
  }
}
