package org.plimsoll.core.escalation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
 * Inputs about a school, its program and its portfolio, dull in everything that a test does not
 * speak of. The school is promised for 1,000 by the end of 2026.
 */
final class Given {
  static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  static final String PORTFOLIO = "portfolio";
  static final String PROGRAM = "program";
  static final String SCHOOL = "school";
  static final String AGENCY = "akimat";
  static final String HEAD = "head of the program";
  static final String MINISTER = "minister";

  private Given() {}

  /** Anything that can be told to a {@link Story}. */
  interface Told {
    Input input(Position at);
  }

  static Position at(long sequence) {
    return new Position(Level.PROGRAM, 0, sequence);
  }

  static FactsOf portfolio() {
    return new FactsOf(PORTFOLIO, Level.PORTFOLIO, null, MINISTER);
  }

  static FactsOf program() {
    return new FactsOf(PROGRAM, Level.PROGRAM, PORTFOLIO, HEAD);
  }

  static FactsOf school() {
    FactsOf school = new FactsOf(SCHOOL, Level.PROJECT, PROGRAM, "builder");
    school.agencyId = AGENCY;
    school.baseline = new Baseline(1_000L, LocalDate.of(2026, 12, 31));
    return school;
  }

  static Report report(LocalDate on) {
    return new Report(on);
  }

  /** A report that forecasts this cost; 1,100 is 10 percent more than was promised. */
  static Report cost(LocalDate on, long forecastMinor) {
    Report report = new Report(on);
    report.costForecastMinor = forecastMinor;
    return report;
  }

  /** At most 10 percent more than the original baseline, granted to the school. */
  static Grant grant(String toleranceId) {
    return new Grant(toleranceId);
  }

  static Decision decision(Input.Choice choice) {
    return new Decision(choice);
  }

  static Told tick(Instant instant) {
    return at -> new Input.Ticked(at, "", instant);
  }

  static Told tick(LocalDate day) {
    return tick(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  static final class FactsOf implements Told {
    String eventId;
    String nodeId;
    Level level;
    @Nullable String parentId;
    @Nullable String agencyId;
    @Nullable String accountable;
    String currency = "KZT";
    boolean firstReported;
    Baseline baseline = Baseline.NONE;
    List<Target> targets = List.of();

    private FactsOf(
        String nodeId, Level level, @Nullable String parentId, @Nullable String accountable) {
      this.eventId = "facts-" + nodeId;
      this.nodeId = nodeId;
      this.level = level;
      this.parentId = parentId;
      this.accountable = accountable;
    }

    FactsOf with(Consumer<FactsOf> change) {
      change.accept(this);
      return this;
    }

    Facts facts() {
      return new Facts(
          nodeId,
          level,
          parentId,
          agencyId,
          accountable,
          currency,
          firstReported,
          baseline,
          targets);
    }

    @Override
    public Input.FactsStated input(Position at) {
      return new Input.FactsStated(at, eventId, facts(), null);
    }
  }

  static final class Report implements Told {
    String eventId;
    String projectId = SCHOOL;
    String source = "test";
    LocalDate dataDate;
    @Nullable String currency = "KZT";
    @Nullable Long pvMinor;
    @Nullable Long evMinor;
    @Nullable Long acMinor;
    @Nullable Long bacMinor;
    @Nullable Long etcMinor;
    @Nullable Long costForecastMinor;
    @Nullable LocalDate forecastFinish;
    Map<String, Long> indicators = new HashMap<>();
    @Nullable String phase;
    @Nullable String note;
    List<StatusChange.Milestone> milestones = List.of();
    @Nullable List<StatusChange.Risk> risks;
    StatusChange.@Nullable Assistance assistance;

    String agencyId = AGENCY;
    LocalDate receivedOn;
    @Nullable String key = PROGRAM;
    boolean placed = true;
    String contentSha256 = "sha";

    private Report(LocalDate dataDate) {
      this.eventId = "status-" + dataDate;
      this.dataDate = dataDate;
      this.receivedOn = dataDate;
    }

    Report with(Consumer<Report> change) {
      change.accept(this);
      return this;
    }

    Report called(String id) {
      eventId = id;
      return this;
    }

    StatusChange status() {
      return new StatusChange(
          eventId,
          source,
          projectId,
          dataDate,
          currency,
          new Figures(
              pvMinor,
              evMinor,
              acMinor,
              bacMinor,
              etcMinor,
              costForecastMinor,
              forecastFinish,
              indicators),
          phase,
          milestones,
          risks,
          note,
          assistance);
    }

    @Override
    public Input.StatusChanged input(Position at) {
      return new Input.StatusChanged(
          at, status(), new Origin(agencyId, receivedOn, key, placed, contentSha256));
    }
  }

  static final class Grant implements Told {
    String eventId;
    String nodeId = SCHOOL;
    String toleranceId;
    int version = 1;
    Measure measure = Measure.COST_GROWTH_ORIGINAL;
    @Nullable String indicatorId;
    Direction breach = Direction.AT_MOST;
    ToleranceUnit unit = ToleranceUnit.PERCENT;
    long limitTenThousandths = 100_000;
    @Nullable Long amberTenThousandths;
    @Nullable Long clearTenThousandths;
    @Nullable Long otherSideTenThousandths;
    int reportsBeyond = 1;
    int daysBeyond;
    int holdAfterRaises;
    int forecastDays;
    @Nullable LocalDate from;
    @Nullable LocalDate until;
    Terms.@Nullable AnswerWithin answerWithin;

    private Grant(String toleranceId) {
      this.eventId = "grant-" + toleranceId;
      this.toleranceId = toleranceId;
    }

    Grant with(Consumer<Grant> change) {
      change.accept(this);
      return this;
    }

    Grant version(int number) {
      version = number;
      eventId = "grant-" + toleranceId + "-" + number;
      return this;
    }

    /** Days without a report; the school may be silent for 40. */
    Grant ofSilence() {
      measure = Measure.SILENCE;
      unit = ToleranceUnit.DAYS;
      limitTenThousandths = 400_000;
      return this;
    }

    Tolerance tolerance() {
      return new Tolerance(
          toleranceId,
          version,
          ToleranceKind.COST,
          measure,
          indicatorId,
          breach,
          unit,
          limitTenThousandths,
          new Terms(
              amberTenThousandths,
              clearTenThousandths,
              otherSideTenThousandths,
              reportsBeyond,
              daysBeyond,
              holdAfterRaises,
              forecastDays,
              from,
              until,
              answerWithin));
    }

    @Override
    public Input.ToleranceGranted input(Position at) {
      return new Input.ToleranceGranted(at, eventId, nodeId, tolerance());
    }
  }

  static final class Decision implements Told {
    String eventId = "decision";
    String nodeId = SCHOOL;
    final Input.Choice choice;
    String decidedBy = HEAD;
    @Nullable String decidedAs;
    LocalDate decidedOn = DAY;
    @Nullable Integer answersRevision;

    private Decision(Input.Choice choice) {
      this.choice = choice;
    }

    Decision with(Consumer<Decision> change) {
      change.accept(this);
      return this;
    }

    Decision called(String id) {
      eventId = id;
      return this;
    }

    Decision by(String person) {
      decidedBy = person;
      return this;
    }

    @Override
    public Input.Decided input(Position at) {
      return new Input.Decided(
          at, eventId, nodeId, choice, decidedBy, decidedAs, decidedOn, answersRevision, null);
    }
  }
}
