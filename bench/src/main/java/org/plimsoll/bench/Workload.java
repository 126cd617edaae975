package org.plimsoll.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceUnit;
import org.plimsoll.wire.InputReader.Taken;

/**
 * What every contender is given: projects in programs of {@value #PROJECTS_PER_PROGRAM}, programs
 * in one portfolio, and a number of reports of each project. Everything follows from the seed, so
 * any report can be made at any time without those before it.
 *
 * <p>Whether a project is beyond a tolerance is drawn first, and the figures are made to say so;
 * {@link #expectation} counts what was drawn and never looks at figures.
 *
 * @param reports of each project
 * @param beacons projects alone in a program that is alone in a portfolio, so that one status
 *     crosses three levels; for measuring latency
 * @param calm of how many reports that would lie beyond a limit one does
 */
record Workload(long seed, int projects, int reports, int beacons, int calm) {
  static final int PROJECTS_PER_PROGRAM = 50;
  static final String AGENCY = "bench";
  static final String PORTFOLIO = "plan";

  /** Growth over the original cost that a project and a program may have; 1,000 are 10 %. */
  static final int GROWTH_LIMIT_BASIS_POINTS = 1_000;

  /** The same of a portfolio. Its programs' mean lies around 7.5 %. */
  static final int PORTFOLIO_LIMIT_BASIS_POINTS = 700;

  static final int SPI_LIMIT_MILLE = 900;
  static final int SLIP_LIMIT_DAYS = 90;

  static final LocalDate FIRST_DATE = LocalDate.of(2016, 1, 1);

  /** One report a day from the first date on; none may lie in the future. */
  static final int MAX_REPORTS = 3_600;

  private static final String CURRENCY = "KZT";

  /** An exception lasts for about so many reports. */
  private static final int REPORTS_PER_EPISODE = 5;

  /** Makes a status 256 bytes long. */
  private static final String NOTE =
      "Works on the second section go on and the windows are in; the contractor asks for two"
          + " more weeks for the roof now.";

  /** With as many exceptions as {@link Watched} says. */
  Workload(long seed, int projects, int reports, int beacons) {
    this(seed, projects, reports, beacons, 1);
  }

  Workload {
    if (projects < PROJECTS_PER_PROGRAM || projects % PROJECTS_PER_PROGRAM != 0) {
      throw new IllegalArgumentException(
          "projects: %d - expected a multiple of %d".formatted(projects, PROJECTS_PER_PROGRAM));
    }
    if (reports < 1 || reports > MAX_REPORTS) {
      throw new IllegalArgumentException(
          "statuses for each project: %d - expected 1 to %d".formatted(reports, MAX_REPORTS));
    }
  }

  /** What a tolerance of a project is on. */
  enum Watched {
    COST(1, 10),
    SPI(2, 5),
    TIME(4, 5);

    /** Its bit among those of a node. */
    final int bit;

    /** How many of a hundred reports lie beyond it. */
    private final int percentBeyond;

    Watched(int bit, int percentBeyond) {
      this.bit = bit;
      this.percentBeyond = percentBeyond;
    }

    String toleranceId() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What a run must end with. Program and portfolio counts depend on how partitions interleave. */
  record Expectation(long raised, long cleared, Set<String> open) {}

  int programs() {
    return projects / PROJECTS_PER_PROGRAM;
  }

  long statuses() {
    return (long) projects * reports;
  }

  static String projectId(int project) {
    return "b%07d".formatted(project);
  }

  static String programId(int program) {
    return "g%06d".formatted(program);
  }

  static String programOf(int project) {
    return programId(project / PROJECTS_PER_PROGRAM);
  }

  static String beaconId(int beacon) {
    return "beacon-b-" + beacon;
  }

  static String beaconProgramId(int beacon) {
    return "beacon-g-" + beacon;
  }

  /** The portfolio of a program. */
  static String portfolioOf(String programId) {
    return programId.startsWith("beacon-g-")
        ? "beacon-f-" + programId.substring("beacon-g-".length())
        : PORTFOLIO;
  }

  static Level levelOf(String nodeId) {
    String kind = nodeId.startsWith("beacon-") ? nodeId.substring("beacon-".length()) : nodeId;
    return switch (kind.charAt(0)) {
      case 'b' -> Level.PROJECT;
      case 'g' -> Level.PROGRAM;
      default -> Level.PORTFOLIO;
    };
  }

  /** Whether the project's report lies beyond the limit. */
  boolean isBeyond(int project, Watched watched, int report) {
    int shift = below(REPORTS_PER_EPISODE, project, watched.bit, -1);
    int episode = (report + shift) / REPORTS_PER_EPISODE;
    return below(100 * calm, project, watched.bit, episode) < watched.percentBeyond;
  }

  long costMinor(int project) {
    return 10_000_000L * (10 + below(80, project, 10, 0));
  }

  LocalDate finish(int project) {
    return LocalDate.of(2027, 1, 1).plusDays(below(2_000, project, 11, 0));
  }

  /** Growth of the cost forecast; the limit itself is within. How far beyond changes little. */
  int growthBasisPoints(int project, int report) {
    return isBeyond(project, Watched.COST, report)
        ? GROWTH_LIMIT_BASIS_POINTS
            + 1
            + below(4_000, project, 12, 0)
            + below(50, project, 13, report)
        : below(GROWTH_LIMIT_BASIS_POINTS + 1, project, 14, report);
  }

  int spiMille(int project, int report) {
    return isBeyond(project, Watched.SPI, report)
        ? SPI_LIMIT_MILLE - 1 - below(300, project, 15, 0)
        : SPI_LIMIT_MILLE + below(200, project, 16, report);
  }

  int slipDays(int project, int report) {
    return isBeyond(project, Watched.TIME, report)
        ? SLIP_LIMIT_DAYS + 1 + below(300, project, 17, 0)
        : SLIP_LIMIT_DAYS - below(120, project, 18, report);
  }

  /** Counts what was drawn. */
  Expectation expectation() {
    record Part(long raised, long cleared, Set<String> open) {}
    List<Part> parts =
        IntStream.range(0, programs())
            .parallel()
            .mapToObj(program -> {
              long raised = 0;
              long cleared = 0;
              Set<String> open = new HashSet<>();
              for (int i = 0; i < PROJECTS_PER_PROGRAM; i++) {
                int project = program * PROJECTS_PER_PROGRAM + i;
                for (Watched watched : Watched.values()) {
                  boolean before = false;
                  for (int report = 0; report < reports; report++) {
                    boolean now = isBeyond(project, watched, report);
                    raised += now && !before ? 1 : 0;
                    cleared += before && !now ? 1 : 0;
                    before = now;
                  }
                  if (before) {
                    open.add(Tally.key(projectId(project), watched.toleranceId()));
                  }
                }
              }
              if (isBeyondAtTheEnd(program, program + 1, GROWTH_LIMIT_BASIS_POINTS)) {
                open.add(Tally.key(programId(program), Watched.COST.toleranceId()));
              }
              return new Part(raised, cleared, open);
            })
            .toList();
    Set<String> open = new HashSet<>();
    parts.forEach(part -> open.addAll(part.open));
    if (isBeyondAtTheEnd(0, programs(), PORTFOLIO_LIMIT_BASIS_POINTS)) {
      open.add(Tally.key(PORTFOLIO, Watched.COST.toleranceId()));
    }
    return new Expectation(
        parts.stream().mapToLong(Part::raised).sum(),
        parts.stream().mapToLong(Part::cleared).sum(),
        open);
  }

  private boolean isBeyondAtTheEnd(int fromProgram, int toProgram, int limitBasisPoints) {
    long grown = 0;
    long allowed = 0;
    for (int p = fromProgram * PROJECTS_PER_PROGRAM; p < toProgram * PROJECTS_PER_PROGRAM; p++) {
      long tenThousandth = costMinor(p) / 10_000;
      grown += tenThousandth * growthBasisPoints(p, reports - 1);
      allowed += tenThousandth * limitBasisPoints;
    }
    return grown > allowed;
  }

  /** One report. Its figures are whole minor units, so its shares are exact. */
  StatusChange status(int project, int report) {
    long cost = costMinor(project);
    long planned = cost / 100 * Math.min(99, report + 1);
    long earned = planned / 1_000 * spiMille(project, report);
    LocalDate finish = finish(project);
    return status(
            projectId(project),
            report,
            cost,
            growthBasisPoints(project, report),
            finish,
            finish.plusDays(slipDays(project, report)))
        .setPvMinor(planned)
        .setEvMinor(earned)
        .setAcMinor(earned + below(1_000_000, project, 19, report))
        .build();
  }

  /** A report of a beacon, beyond on three levels or within on three. */
  StatusChange beaconStatus(int beacon, int report, boolean isBeyond) {
    LocalDate finish = LocalDate.of(2027, 1, 1);
    return status(beaconId(beacon), report, 100_000_000L, isBeyond ? 1_500 : 0, finish, finish)
        .setPvMinor(1_000_000L)
        .setEvMinor(1_000_000L)
        .setAcMinor(1_000_000L)
        .build();
  }

  private static StatusChange.Builder status(
      String projectId,
      int report,
      long costMinor,
      int growthBasisPoints,
      LocalDate promised,
      LocalDate expected) {
    return StatusChange.newBuilder()
        .setEventId("%s-%04d".formatted(projectId, report))
        .setSource("agency system 11.2")
        .setProjectId(projectId)
        .setDataDate(FIRST_DATE.plusDays(report))
        .setCurrency(CURRENCY)
        .setBacMinor(costMinor)
        .setCostForecastMinor(costMinor + costMinor / 10_000 * growthBasisPoints)
        .setForecastFinish(expected)
        .setPhase("construction")
        .setMilestones(List.of(new Milestone("handover", "Handover", promised, expected, null)))
        .setIndicators(List.of())
        .setNote(NOTE);
  }

  NodeFacts portfolioFacts(String id) {
    return facts(id, Level.PORTFOLIO).build();
  }

  NodeFacts programFacts(String id) {
    return facts(id, Level.PROGRAM).setParentId(portfolioOf(id)).build();
  }

  NodeFacts projectFacts(int project) {
    return projectFacts(
        projectId(project), programOf(project), costMinor(project), finish(project));
  }

  NodeFacts beaconFacts(int beacon) {
    return projectFacts(
        beaconId(beacon), beaconProgramId(beacon), 100_000_000L, LocalDate.of(2027, 1, 1));
  }

  private static NodeFacts projectFacts(
      String id, String programId, long costMinor, LocalDate finish) {
    return facts(id, Level.PROJECT)
        .setParentId(programId)
        .setAgencyId(AGENCY)
        .setBaseline(new Baseline(costMinor, finish, List.of()))
        .build();
  }

  private static NodeFacts.Builder facts(String id, Level level) {
    return NodeFacts.newBuilder()
        .setEventId("facts-" + id)
        .setNodeId(id)
        .setLevel(level)
        .setName(new LocalizedText(id, id, id))
        .setCurrency(CURRENCY)
        // One for ten nodes: a person is accountable for few of them.
        .setAccountable(
            new Accountable("Manager of " + id.substring(0, id.length() - 1), "manager", null))
        .setBaselineSource(BaselineSource.DECLARED)
        .setTargets(List.of())
        .setSource("bench");
  }

  /** The three of a project, as its program grants them. */
  static List<ToleranceGrant> projectGrants(String projectId, String programId) {
    return List.of(
        costGrowth(projectId, programId, GROWTH_LIMIT_BASIS_POINTS),
        grant(projectId, programId, Watched.SPI, Measure.SPI, SPI_LIMIT_MILLE * 10L)
            .setBreach(Direction.AT_LEAST)
            .setUnit(ToleranceUnit.RATIO)
            .build(),
        grant(
                projectId,
                programId,
                Watched.TIME,
                Measure.FINISH_SLIP_ORIGINAL,
                SLIP_LIMIT_DAYS * 10_000L)
            .setUnit(ToleranceUnit.DAYS)
            .build());
  }

  /** At most so much growth of the cost over the original baseline, exactly at the limit within. */
  static ToleranceGrant costGrowth(String nodeId, String grantedBy, int basisPoints) {
    return grant(nodeId, grantedBy, Watched.COST, Measure.COST_GROWTH_ORIGINAL, basisPoints * 100L)
        .build();
  }

  private static ToleranceGrant.Builder grant(
      String nodeId, String grantedBy, Watched watched, Measure measure, long limit) {
    return ToleranceGrant.newBuilder()
        .setEventId("grant-" + watched.toleranceId() + "-" + nodeId)
        .setNodeId(nodeId)
        .setToleranceId(watched.toleranceId())
        .setVersion(1)
        .setKind(watched == Watched.COST ? ToleranceKind.COST : ToleranceKind.TIME)
        .setMeasure(measure)
        .setBreach(Direction.AT_MOST)
        .setUnit(ToleranceUnit.PERCENT)
        .setLimitTenThousandths(limit)
        .setGrantedBy(grantedBy)
        .setReason("bench");
  }

  /** From 0 on and below the bound; the same for the same arguments. */
  private int below(int bound, int project, int what, int when) {
    long z =
        seed + 0x9E3779B97F4A7C15L * (((long) project << 32) | (what << 20) | (when & 0xFFFFF));
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (int) Long.remainderUnsigned(z ^ (z >>> 31), bound);
  }

  /** A record of a partition's history, as the engine takes it. */
  static Taken taken(String topic, String program, byte[] value, long sequence) {
    return new Taken(
        topic,
        0,
        sequence,
        program.getBytes(StandardCharsets.UTF_8),
        value,
        Instant.parse("2026-01-01T00:00:00Z"),
        new Position(org.plimsoll.core.escalation.Level.PROGRAM, 0, sequence));
  }
}
