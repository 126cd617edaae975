package org.plimsoll.testkit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * {@link Histories} with more in between: tolerances of every measure that begin and end by date,
 * replace each other and contradict themselves; facts stated again; statuses of the same data date,
 * of other agencies, keys, currencies and indicators; decisions about exceptions that may be open,
 * on programs too; and time that passes by hours and days. In a third of them one project goes
 * somewhere, under tolerances that look ahead. Shorter, because whoever weighs them anew with each
 * input is slow.
 */
public final class WiderHistories {
  private static final int STATUSES_KEPT = 16;
  private static final int STATUSES_KEPT_BESIDE_TRENDING = 6;
  private static final int ADDED = 20;
  private static final int ADDED_TO_PORTFOLIO = 12;
  private static final List<String> NODES = List.of("alpha", "beta", "gamma", "program");

  private static final Position IN_PROGRAM = new Position(Level.PROGRAM, 0, 1);
  private static final Position IN_PORTFOLIO = new Position(Level.PORTFOLIO, 0, 1);

  private final Random random;
  private final RandomTolerances tolerances;
  private final RandomContributions contributions;

  /** Whether one project goes somewhere. */
  private final boolean trending;

  private Instant now = Instant.parse("2020-01-20T06:00:00Z");

  private WiderHistories(long seed) {
    this.random = new Random(~seed);
    this.tolerances = new RandomTolerances(random);
    this.contributions = new RandomContributions(random);
    this.trending = seed % 3 == 0;
  }

  /** The history of this seed. */
  public static List<Input> of(long seed) {
    return new WiderHistories(seed).widened(Histories.of(seed));
  }

  private List<Input> widened(List<Input> history) {
    List<Input> kept = new ArrayList<>();
    int steering = 0;
    int statuses = 0;
    for (Input input : history) {
      switch (input) {
        case Input.FactsStated _ -> kept.add(input);
        case Input.ToleranceGranted g -> {
          if (random.nextInt(3) == 0 || g.eventId().contains(Histories.GIVEN_ON)) {
            kept.add(input);
          }
        }
        default -> {
          if (statuses++ < (trending ? STATUSES_KEPT_BESIDE_TRENDING : STATUSES_KEPT)
              && !(trending && isReportOf(Trending.PROJECT, input))) {
            kept.add(input);
          }
        }
      }
      steering = statuses == 0 ? kept.size() : steering;
    }
    if (trending) {
      steering = addTrending(kept, steering);
    }
    for (int i = 0; i < ADDED; i++) {
      int place = steering + (i + random.nextInt(3)) * (kept.size() - steering) / (ADDED + 2);
      kept.add(random.nextInt(20) == 0 ? 0 : place, added(i, dayAt(kept, place)));
    }
    // Mostly before anything is counted for it.
    int known = random.nextInt(4) == 0 ? random.nextInt(kept.size() + 1) : 0;
    kept.add(known, portfolio(0));
    for (int i = 1; i <= ADDED_TO_PORTFOLIO; i++) {
      int place = rarely() ? 0 : known + random.nextInt(kept.size() + 1 - known);
      kept.add(place, addedToPortfolio(i, dayAt(kept, place)));
    }
    List<Input> placed = new ArrayList<>();
    for (Input input : kept) {
      placed.add(Histories.at(new Position(input.at().tier(), 0, placed.size() + 1L), input));
    }
    return placed;
  }

  private static boolean isReportOf(String projectId, Input input) {
    return input instanceof Input.StatusChanged changed
        && changed.status().projectId().equals(projectId);
  }

  /** One project's reports among the others; returns where they begin. */
  private int addTrending(List<Input> kept, int steering) {
    Trending goes = trending(kept);
    List<Input> grants = goes.grants();
    kept.addAll(steering, grants);
    int from = steering + grants.size();
    int place = from;
    for (Input report : goes.reports()) {
      kept.add(Math.min(kept.size(), place), report);
      place += 1 + random.nextInt(2);
    }
    return from;
  }

  /** It deviates from what its facts promise; where they promise nothing, its first report does. */
  private Trending trending(List<Input> kept) {
    Baseline promised = Baseline.NONE;
    for (Input input : kept) {
      if (input instanceof Input.FactsStated stated
          && stated.facts().nodeId().equals(Trending.PROJECT)) {
        promised = stated.facts().baseline();
      }
    }
    Long cost = promised.costMinor();
    LocalDate finish = promised.finish();
    return new Trending(
        random,
        cost == null || cost == 0 ? 10_000 : cost,
        finish == null ? LocalDate.of(2021, 6, 1) : finish);
  }

  /** The same tolerance, which does not look ahead. */
  public static Tolerance withoutForecast(Tolerance t) {
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
      case 0, 1, 2 -> tick(IN_PROGRAM, day);
      case 3, 4, 5 -> grant(IN_PROGRAM, rarely() ? "nowhere" : any(NODES), number, day);
      case 6, 7 -> decision(IN_PROGRAM, any(NODES), number, day);
      case 8 -> status(number, day);
      default -> facts(number);
    };
  }

  private Input addedToPortfolio(int number, LocalDate day) {
    return switch (random.nextInt(10)) {
      case 0 -> tick(IN_PORTFOLIO, day);
      case 1, 2, 3 -> grant(IN_PORTFOLIO, Histories.PORTFOLIO, number, day);
      case 4, 5 -> decision(IN_PORTFOLIO, Histories.PORTFOLIO, number, day);
      case 6 -> rarely() ? portfolio(number) : contributions.next(IN_PORTFOLIO, day);
      default -> contributions.next(IN_PORTFOLIO, day);
    };
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean rarely() {
    return random.nextInt(12) == 0;
  }

  private Input tick(Position at, LocalDate day) {
    Instant early = day.atTime(6, 0).toInstant(ZoneOffset.UTC);
    now = now.isBefore(early) || rarely() ? early : now;
    now = now.plusSeconds(3_600L * (1 + random.nextInt(random.nextBoolean() ? 30 : 400)));
    return new Input.Ticked(at, "", now);
  }

  private Input grant(Position at, String nodeId, int number, LocalDate day) {
    Tolerance tolerance =
        random.nextInt(3) == 0
            ? tolerances.ofAnyMeasure(number, day)
            : tolerances.replacing(any(RandomTolerances.NAMES), day);
    return new Input.ToleranceGranted(
        at,
        "grant-" + number,
        nodeId,
        tolerance,
        rarely() ? any(Histories.PROJECTS) : grantedBy(nodeId),
        null,
        false);
  }

  /** The level above, in one way or another. */
  private @Nullable String grantedBy(String nodeId) {
    return Histories.PROJECTS.contains(nodeId)
        ? any(
            Arrays.asList(Histories.PORTFOLIO, Histories.PROGRAM, Histories.PROGRAM, "a law", null))
        : Histories.PORTFOLIO;
  }

  private Input decision(Position at, String nodeId, int number, LocalDate day) {
    String exceptionId =
        (rarely() ? any(NODES) : nodeId)
            + "~"
            + any(RandomTolerances.NAMES)
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
                  random.nextBoolean() ? null : any(RandomTolerances.NAMES),
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
        at,
        "made-" + number,
        nodeId,
        choice,
        any(List.of("person", "person", "person", "another person", "third person")),
        random.nextInt(3) == 0 ? any(List.of("portfolio", "program", "alpha", "nowhere")) : null,
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
        IN_PROGRAM,
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
        IN_PROGRAM,
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
                new Target("pupils", 100_000, Direction.AT_LEAST)),
            program
                ? any(List.of(0, 100, 1_000, faulty && rarely() ? 1_001 : 500))
                : faulty && rarely() ? 1 : 0),
        null);
  }

  private Input portfolio(int number) {
    return new Input.FactsStated(
        IN_PORTFOLIO,
        "portfolio-" + number,
        new Facts(
            Histories.PORTFOLIO,
            Level.PORTFOLIO,
            random.nextInt(100) == 0 ? "elsewhere" : null,
            null,
            any(List.of("person", "third person")),
            random.nextInt(100) == 0 ? "USD" : Histories.CURRENCY,
            false,
            Baseline.NONE,
            List.of()),
        null);
  }
}
