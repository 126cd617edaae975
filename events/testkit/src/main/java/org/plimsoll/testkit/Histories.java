package org.plimsoll.testkit;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.PlannedPoint;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * Random histories of one program with three projects, the same for the same seed: facts with and
 * without a time-phased plan, grants, statuses with and without figures, milestones and risks, late
 * and repeated ones, corrections, decisions, and inputs that are to be refused.
 */
public final class Histories {
  public static final String PROGRAM = "program";
  public static final List<String> PROJECTS = List.of("alpha", "beta", "gamma");

  public static final String PORTFOLIO = "portfolio";

  static final String AGENCY = "agency";
  static final String ACCOUNTABLE = "person";
  static final String CURRENCY = "KZT";

  /** What the events of grants inside a history are called. */
  static final String GIVEN_ON = "given-on-";

  /** The tolerance whose parts add up. */
  static final String PURSE = "purse";

  private static final LocalDate START = LocalDate.of(2020, 1, 1);
  private static final int STATUSES = 40;
  private static final List<Rating> RATINGS = List.of(Rating.values());

  private final Random random;
  private final String portfolio;
  private final String prefix;
  private final String program;
  private final List<String> projects;
  private final List<Input> inputs = new ArrayList<>();
  private final Map<String, Integer> months = new HashMap<>();

  /** Whether the last project reports nothing new from the middle of the history on. */
  private final boolean idle;

  private Histories(long seed, String portfolio, String prefix) {
    this.random = new Random(seed);
    // The first numbers of neighbouring seeds are alike, so this is not drawn.
    this.idle = seed % 4 == 0;
    this.portfolio = portfolio;
    this.prefix = prefix;
    this.program = prefix + PROGRAM;
    this.projects = PROJECTS.stream().map(project -> prefix + project).toList();
  }

  /** The history of this seed. */
  public static List<Input> of(long seed) {
    return of(seed, "portfolio", "");
  }

  /**
   * The history of this seed, as one of several below a portfolio.
   *
   * @param prefix of the id of every node and event in it
   */
  public static List<Input> of(long seed, String portfolio, String prefix) {
    return new Histories(seed, portfolio, prefix).generate();
  }

  private List<Input> generate() {
    add(facts(program, Level.PROGRAM, portfolio, false));
    for (String project : projects) {
      add(facts(project, Level.PROJECT, program, random.nextBoolean()));
      grants(project);
    }
    grants(program);
    for (int i = 0; i < STATUSES; i++) {
      switch (random.nextInt(16)) {
        case 14, 15 -> add(correction(i));
        case 0, 12 -> add(decided(i));
        case 13 -> add(tick());
        case 1 -> add(again(inputs.get(random.nextInt(inputs.size()))));
        case 2 -> add(status(prefix + "unknown-" + i, i, 0));
        default -> add(status(project(), i, random.nextInt(8) == 0 ? -2 : 1));
      }
      if (random.nextInt(5) == 0) {
        add(givenOn(i));
      }
    }
    return inputs;
  }

  private void add(Input input) {
    inputs.add(input);
  }

  /** An event may come twice; the tick of an earlier time takes a place of its own. */
  private Input again(Input input) {
    return input instanceof Input.Ticked ? at(next(), input) : input;
  }

  /** The same input at another place of the trail. */
  static Input at(Position at, Input input) {
    return switch (input) {
      case Input.StatusChanged s -> new Input.StatusChanged(at, s.status(), s.origin());
      case Input.FactsStated f -> new Input.FactsStated(at, f.eventId(), f.facts(), f.parent());
      case Input.ToleranceGranted g ->
          new Input.ToleranceGranted(
              at,
              g.eventId(),
              g.nodeId(),
              g.tolerance(),
              g.grantedBy(),
              g.above(),
              g.byNodeInTask());
      case Input.Decided d ->
          new Input.Decided(
              at,
              d.eventId(),
              d.nodeId(),
              d.choice(),
              d.decidedBy(),
              d.decidedAs(),
              d.decidedOn(),
              d.answersRevision(),
              d.above());
      case Input.ChildContributed c -> new Input.ChildContributed(at, c.contribution(), c.held());
      case Input.Ticked t -> new Input.Ticked(at, t.nodeId(), t.instant(), t.above());
    };
  }

  private Position next() {
    return new Position(Level.PROGRAM, 0, inputs.size() + 1L);
  }

  private String project() {
    return projects.get(random.nextInt(projects.size()));
  }

  private Input facts(String nodeId, Level level, String parentId, boolean firstReported) {
    return new Input.FactsStated(
        next(),
        "facts-" + nodeId,
        new Facts(
            nodeId,
            level,
            parentId,
            level == Level.PROJECT ? AGENCY : null,
            ACCOUNTABLE,
            CURRENCY,
            firstReported,
            firstReported || level != Level.PROJECT
                ? Baseline.NONE
                : new Baseline(random.nextInt(5) == 0 ? 0L : amount(), date(), plan()),
            List.of(new Target("places", 8_000_000, Direction.AT_LEAST)),
            level == Level.PROGRAM && random.nextInt(3) == 0 ? Deadband.MAX_TEN_THOUSANDTHS : 0),
        null);
  }

  private void grants(String nodeId) {
    grant(nodeId, "cost", Measure.COST_GROWTH_ORIGINAL, ToleranceUnit.PERCENT, 10, terms(10));
    grant(nodeId, "cost-now", Measure.COST_GROWTH_CURRENT, ToleranceUnit.PERCENT, 10, terms(10));
    grant(nodeId, "time", Measure.FINISH_SLIP_ORIGINAL, ToleranceUnit.DAYS, 60, terms(60));
    grant(nodeId, "projected", Measure.PROJECTED_SLIP_ORIGINAL, ToleranceUnit.DAYS, 60, terms(60));
    grant(nodeId, "risk", Measure.RISK_EXPOSURE, ToleranceUnit.PERCENT, 10, Terms.PLAIN);
    add(
        new Input.ToleranceGranted(
            next(),
            "grant-cpi-" + nodeId,
            nodeId,
            new Tolerance(
                "cpi",
                1,
                ToleranceKind.COST,
                Measure.CPI,
                null,
                Direction.AT_LEAST,
                ToleranceUnit.RATIO,
                9_000),
            portfolio,
            null,
            false));
    if (!nodeId.equals(program)) {
      grant(nodeId, "milestone", Measure.MILESTONE_SLIP, ToleranceUnit.DAYS, 30, Terms.PLAIN);
      grant(nodeId, "silence", Measure.SILENCE, ToleranceUnit.DAYS, 70, Terms.PLAIN);
    }
  }

  private void grant(
      String nodeId, String id, Measure measure, ToleranceUnit unit, long limit, Terms terms) {
    add(
        new Input.ToleranceGranted(
            next(),
            "grant-" + id + "-" + nodeId,
            nodeId,
            new Tolerance(
                id,
                1,
                ToleranceKind.COST,
                measure,
                null,
                Direction.AT_MOST,
                unit,
                limit * 10_000,
                terms),
            portfolio,
            null,
            false));
  }

  /** Half of the tolerances are plain. */
  private Terms terms(long limit) {
    if (random.nextBoolean()) {
      return Terms.PLAIN;
    }
    return new Terms(
        random.nextBoolean() ? null : Long.valueOf(limit * 8_000),
        random.nextBoolean() ? null : Long.valueOf(limit * 7_000),
        random.nextInt(4) == 0 ? Long.valueOf(-limit * 20_000) : null,
        1 + random.nextInt(3),
        random.nextInt(3) == 0 ? 20 : 0,
        random.nextInt(3) == 0 ? 2 : 0,
        random.nextInt(3) == 0 ? 200 : 0,
        null,
        null,
        random.nextBoolean() ? null : new Terms.AnswerWithin(72, Terms.Calendar.ALWAYS));
  }

  /** A part of the program's budget, or the budget itself: by whom it may be, and by others. */
  private Input givenOn(int number) {
    String nodeId = random.nextInt(3) == 0 ? program : project();
    boolean ofSum = random.nextBoolean();
    String by =
        nodeId.equals(program)
            ? portfolio
            : List.of(program, program, program, "a law", portfolio, projects.getFirst())
                .get(random.nextInt(6));
    return new Input.ToleranceGranted(
        next(),
        prefix + GIVEN_ON + number,
        nodeId,
        new Tolerance(
            ofSum ? PURSE : "share",
            number + 1,
            ToleranceKind.RISK,
            ofSum ? Measure.RISK_EXPOSURE : Measure.ETC,
            null,
            Direction.AT_MOST,
            ofSum ? ToleranceUnit.MINOR_UNITS : ToleranceUnit.PERCENT,
            (1L + random.nextInt(10)) * (nodeId.equals(program) ? 2_500_000 : 1_000_000),
            random.nextInt(4) == 0 ? dated() : Terms.PLAIN),
        by,
        null,
        false);
  }

  /** From a later day on, or until one. */
  private Terms dated() {
    LocalDate day = day().plusDays(random.nextInt(90));
    boolean ends = random.nextBoolean();
    return new Terms(null, null, null, 1, 0, 0, 0, ends ? null : day, ends ? day : null, null);
  }

  private Input decided(int number) {
    Input.Choice choice = choice();
    int asPortfolio = choice instanceof Input.Choice.GrantTolerance ? 2 : 8;
    return new Input.Decided(
        next(),
        prefix + "decision-" + number,
        project(),
        choice,
        random.nextInt(6) == 0 ? "somebody else" : ACCOUNTABLE,
        random.nextInt(asPortfolio) == 0 ? portfolio : null,
        day(),
        random.nextInt(4) == 0 ? Integer.valueOf(1 + random.nextInt(2)) : null,
        null);
  }

  private Input.Choice choice() {
    String exceptionId =
        project()
            + List.of("~cost~", "~time~", "~cpi~", "~silence~", "~" + PURSE + "~")
                .get(random.nextInt(5))
            + (1 + random.nextInt(2));
    return switch (random.nextInt(10)) {
      case 0 -> new Input.Choice.Acknowledge(exceptionId);
      case 1 -> new Input.Choice.Note(exceptionId);
      case 2, 3 ->
          new Input.Choice.GrantTolerance(
              exceptionId, 650_000 + random.nextInt(900_000), day().plusDays(40));
      case 4 -> new Input.Choice.RequireExceptionPlan(exceptionId, day().plusDays(20));
      case 5 -> new Input.Choice.HandOver(exceptionId, "another person");
      case 6 -> new Input.Choice.Assist(prefix + "status-" + random.nextInt(STATUSES));
      case 7 -> new Input.Choice.Close(exceptionId);
      case 8 ->
          new Input.Choice.Mute(
              random.nextBoolean() ? null : "cost", day().plusDays(random.nextInt(120)));
      default -> new Input.Choice.ApproveBaseline(new Baseline(amount() + 1, date(), plan()));
    };
  }

  /** The day that the history has come to. */
  private LocalDate day() {
    return START.plusMonths(months.values().stream().mapToInt(m -> m).max().orElse(0));
  }

  private Input tick() {
    return new Input.Ticked(
        next(), "", day().plusDays(random.nextInt(90)).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private Input status(String projectId, int number, int monthsOn) {
    int month = Math.max(0, months.merge(projectId, monthsOn, Integer::sum));
    return status(projectId, number, START.plusMonths(month), null);
  }

  /** Of any report before it, which may have been refused; now and then under another date. */
  private Input correction(int number) {
    List<StatusChange> reports = new ArrayList<>();
    for (Input input : inputs) {
      if (input instanceof Input.StatusChanged(var _, var status, var _)) {
        reports.add(status);
      }
    }
    if (reports.isEmpty()) {
      return status(project(), number, START, "nothing");
    }
    // Mostly of the newest ones: an agency corrects what it has just reported.
    int back = random.nextInt(random.nextBoolean() ? Math.min(4, reports.size()) : reports.size());
    StatusChange corrected = reports.get(reports.size() - 1 - back);
    return status(
        corrected.projectId(),
        number,
        random.nextInt(10) == 0 ? corrected.dataDate().plusDays(1) : corrected.dataDate(),
        corrected.eventId());
  }

  private Input status(
      String projectId, int number, LocalDate dataDate, @Nullable String corrects) {
    boolean nothingNew =
        idle && number > STATUSES / 3 && projectId.equals(projects.getLast()) && corrects == null;
    StatusChange status =
        new StatusChange(
            prefix + "status-" + number,
            "histories",
            projectId,
            dataDate,
            CURRENCY,
            nothingNew ? Figures.NONE : figures(),
            null,
            nothingNew ? List.of() : milestones(),
            !nothingNew && random.nextInt(3) == 0 ? risks() : null,
            null,
            random.nextInt(15) == 0 ? new StatusChange.Assistance(Level.PROGRAM, "help") : null,
            corrects,
            random.nextInt(3) == 0 ? RATINGS.get(random.nextInt(3)) : null);
    return new Input.StatusChanged(
        next(),
        status,
        new Origin(AGENCY, START.plusYears(50), program, true, "sha-" + status.hashCode()));
  }

  private Figures figures() {
    return new Figures(
        maybe(),
        maybe(),
        maybe(),
        maybe(),
        maybe(),
        random.nextInt(25) == 0 ? Long.valueOf(-1) : maybe(),
        random.nextInt(3) == 0 ? null : date(),
        random.nextInt(4) == 0 ? Map.of("places", random.nextInt(1000) * 10_000L) : Map.of());
  }

  /** None, or a start within three months of the first data date and up to eight periods. */
  private List<PlannedPoint> plan() {
    if (random.nextInt(4) == 0) {
      return List.of();
    }
    LocalDate date = START.plusDays(random.nextInt(90));
    long pv = 0;
    List<PlannedPoint> points = new ArrayList<>(List.of(new PlannedPoint(date, pv)));
    for (int left = 1 + random.nextInt(8); left > 0; left--) {
      date = date.plusDays(1 + random.nextInt(90));
      // The last period is one of work; before it there may be pauses.
      pv += left > 1 && random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(400);
      points.add(new PlannedPoint(date, pv));
    }
    return points;
  }

  private List<StatusChange.Milestone> milestones() {
    List<StatusChange.Milestone> milestones = new ArrayList<>();
    for (String id : List.of("ground", "roof")) {
      if (random.nextInt(3) == 0) {
        milestones.add(
            new StatusChange.Milestone(
                id,
                null,
                random.nextInt(3) == 0 ? null : date(),
                random.nextInt(3) == 0 ? null : date(),
                random.nextInt(3) == 0 ? date() : null));
      }
    }
    return milestones;
  }

  private List<StatusChange.Risk> risks() {
    List<StatusChange.Risk> risks = new ArrayList<>();
    for (String id : List.of("flood", "frost", "price")) {
      if (random.nextBoolean()) {
        risks.add(
            new StatusChange.Risk(
                id, null, random.nextInt(10_001), random.nextInt(30) == 0 ? -1 : amount() / 3));
      }
    }
    return risks;
  }

  private @Nullable Long maybe() {
    return random.nextInt(3) == 0 ? null : Long.valueOf(amount());
  }

  private long amount() {
    return random.nextInt(20) == 0 ? 0 : 900 + random.nextInt(300);
  }

  private LocalDate date() {
    return START.plusDays(500 + random.nextInt(200));
  }
}
