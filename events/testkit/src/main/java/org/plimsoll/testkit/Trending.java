package org.plimsoll.testkit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * Monthly reports of one project that go somewhere, under tolerances that look ahead: what is
 * expected of it comes true, or does not; or its figures stay where no leader is told of them.
 */
final class Trending {
  static final String PROJECT = Histories.PROJECTS.getLast();

  private static final int REPORTS = 12;
  private static final LocalDate START = LocalDate.of(2020, 1, 31);
  private static final Position AT = new Position(Level.PROGRAM, 0, 1);

  /** How the deviation goes, in hundredths of a percent. */
  private enum Shape {
    WORSE_AND_WORSE,
    WORSE_UNTIL_IT_TURNS,
    JUST_WITHIN,
    AMBER,
    STILL
  }

  private final Random random;
  private final Shape shape;
  private final long costMinor;
  private final LocalDate finish;
  private final int pace;
  private final int turn;

  /**
   * @param costMinor what was promised
   * @param finish the day that was promised
   */
  Trending(Random random, long costMinor, LocalDate finish) {
    this.random = random;
    this.shape = Shape.values()[Math.max(0, random.nextInt(Shape.values().length + 2) - 2)];
    this.costMinor = costMinor;
    this.finish = finish;
    this.pace = 60 + random.nextInt(300);
    this.turn = 5 + random.nextInt(3);
  }

  /** Tolerances of the project, and now and then of its program. */
  List<Input> grants() {
    List<Input> grants = new ArrayList<>();
    for (String nodeId : List.of(PROJECT, Histories.PROGRAM)) {
      if (nodeId.equals(PROJECT) || random.nextInt(3) == 0) {
        grants.add(grant(nodeId, "cost", Measure.COST_GROWTH_ORIGINAL, 10));
        grants.add(
            random.nextBoolean()
                ? grant(nodeId, "time", Measure.FINISH_SLIP_ORIGINAL, 60)
                : grant(nodeId, "cost-now", Measure.COST_GROWTH_CURRENT, 10));
        grants.add(
            random.nextBoolean()
                ? grant(nodeId, "risk", Measure.RISK_EXPOSURE, 10)
                : grant(nodeId, "cpi", Measure.CPI, 0));
      }
    }
    return grants;
  }

  private Input grant(String nodeId, String id, Measure measure, long limit) {
    boolean index = measure == Measure.CPI;
    return new Input.ToleranceGranted(
        AT,
        "looks-" + id + "-" + nodeId,
        nodeId,
        new Tolerance(
            id,
            2,
            ToleranceKind.COST,
            measure,
            null,
            index ? Direction.AT_LEAST : Direction.AT_MOST,
            index
                ? ToleranceUnit.RATIO
                : measure == Measure.FINISH_SLIP_ORIGINAL
                    ? ToleranceUnit.DAYS
                    : ToleranceUnit.PERCENT,
            index ? 9_000 : limit * 10_000,
            index ? new Terms(null, null, null, 1, 0, 0, 120, null, null, null) : terms(limit)),
        Histories.PORTFOLIO,
        null,
        false);
  }

  private Terms terms(long limit) {
    return new Terms(
        random.nextBoolean() ? null : Long.valueOf(limit * 7_500),
        random.nextInt(3) > 0 ? null : Long.valueOf(limit * 9_000),
        random.nextInt(4) == 0 ? Long.valueOf(-limit * 5_000) : null,
        1 + random.nextInt(random.nextInt(3) + 1),
        random.nextInt(6) == 0 ? 20 : 0,
        random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0,
        random.nextInt(8) == 0 ? 0 : 30 + random.nextInt(330),
        null,
        null,
        random.nextBoolean() ? null : new Terms.AnswerWithin(200, Terms.Calendar.ALWAYS));
  }

  /** Its reports, oldest first; now and then one is corrected before the next. */
  List<Input> reports() {
    List<Input> reports = new ArrayList<>();
    for (int month = 0; month < REPORTS; month++) {
      reports.add(report("month-" + month, month, null));
      if (random.nextInt(10) == 0) {
        int of = random.nextInt(4) == 0 ? random.nextInt(month + 1) : month;
        reports.add(report("corrected-" + month, of, "month-" + of));
      }
    }
    return reports;
  }

  /** How far it deviates in this month, in hundredths of a percent. */
  private int deviation(int month) {
    return switch (shape) {
      case WORSE_AND_WORSE -> month * pace + random.nextInt(120);
      case WORSE_UNTIL_IT_TURNS ->
          pace * (month < turn ? month : Math.max(0, 2 * turn - month)) + random.nextInt(80);
      case JUST_WITHIN -> 950 + random.nextInt(51);
      case AMBER -> 760 + random.nextInt(180);
      case STILL -> 300;
    };
  }

  private Input report(String eventId, int month, @Nullable String corrects) {
    int deviation = random.nextInt(25) == 0 ? random.nextInt(2_000) : deviation(month);
    StatusChange status =
        new StatusChange(
            eventId,
            "histories",
            PROJECT,
            START.plusMonths(month),
            Histories.CURRENCY,
            figures(deviation, shape == Shape.STILL ? 3 : month),
            null,
            List.of(),
            List.of(new StatusChange.Risk("flood", null, deviation % 10_000, costMinor)),
            null,
            null,
            corrects,
            random.nextInt(3) > 0 ? null : random.nextInt(4) > 0 ? Rating.AMBER : Rating.GREEN);
    return new Input.StatusChanged(
        AT,
        status,
        new Origin(
            Histories.AGENCY,
            LocalDate.of(2070, 1, 1),
            Histories.PROGRAM,
            true,
            "sha-" + status.hashCode()));
  }

  private Figures figures(int deviation, int month) {
    long spent = costMinor * (month + 1) / REPORTS;
    return new Figures(
        spent,
        spent * (10_000 - deviation) / 10_000,
        spent,
        costMinor,
        null,
        costMinor + costMinor * deviation / 10_000,
        finish.plusDays(deviation * 6L / 100),
        random.nextInt(3) == 0 ? Map.of("places", 500_000L * (month + 1)) : Map.of());
  }
}
