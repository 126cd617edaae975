package org.plimsoll.local.demo;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.IndicatorKind;
import org.plimsoll.schema.IndicatorTarget;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.ToleranceGrant;

/**
 * The nodes of the demonstration and the tolerances granted to them, always the same.
 *
 * @param agencies names by agency id, of everybody who publishes
 * @param facts parents before children
 * @param silent months in which an agency reports nothing, by agency id
 * @param decisions by the month after whose statuses they are taken
 */
public record Portfolio(
    Map<String, LocalizedText> agencies,
    List<NodeFacts> facts,
    List<ToleranceGrant> grants,
    List<Project> projects,
    Map<String, List<YearMonth>> silent,
    Map<YearMonth, List<Decision>> decisions) {

  /** Whole tenge are hundreds of tiyn. */
  private static final long MINOR_PER_MILLION = 100_000_000L;

  private static final String ILLUSTRATIVE = "Illustrative";

  /** Day of the next month on which people decide, at noon; its reports are in. */
  static final int DECIDED_ON = 8;

  /**
   * A project and how its figures run.
   *
   * @param budgetMinor budget at completion
   * @param start first month
   * @param months how long it takes by its baseline
   * @param finish baseline of its last day
   */
  record Project(
      String id,
      String programId,
      String agency,
      String currency,
      long budgetMinor,
      YearMonth start,
      int months,
      LocalDate finish,
      List<Sample.Indicator> indicators,
      Sample.Course course) {}

  /** Everything that {@code demo/portfolio.yaml} says, spelled out. */
  public static Portfolio sample() {
    return new Reading(Sample.load()).portfolio();
  }

  /** Goes through the sample once and collects what it says. */
  private static final class Reading {
    private final Sample sample;
    private final List<NodeFacts> facts = new ArrayList<>();
    private final List<ToleranceGrant> grants = new ArrayList<>();
    private final List<Project> projects = new ArrayList<>();

    Reading(Sample sample) {
      this.sample = sample;
    }

    Portfolio portfolio() {
      Sample.Top top = sample.portfolio();
      facts.add(
          node(top.id(), Level.PORTFOLIO, null, top.name(), top.accountable(), top.source())
              .build());
      for (Sample.Program program : sample.programs()) {
        facts.add(
            node(
                    program.id(),
                    Level.PROGRAM,
                    top.id(),
                    program.name(),
                    program.accountable(),
                    program.source())
                .setAgencyId(program.agency())
                .build());
        grants.addAll(Presets.forProgram(program.id(), top.id()));
        projectsOf(program);
      }
      Map<String, LocalizedText> agencies = new LinkedHashMap<>();
      sample.agencies().forEach((id, name) -> agencies.put(id, text(name)));
      return new Portfolio(
          agencies, facts, grants, projects, silent(), decisions(sample.decisions()));
    }

    private Map<String, List<YearMonth>> silent() {
      Map<String, List<YearMonth>> silent = new HashMap<>();
      sample
          .silent()
          .forEach((agency, months) ->
              silent.put(agency, months.stream().map(YearMonth::parse).toList()));
      return silent;
    }

    private Map<YearMonth, List<Decision>> decisions(List<Sample.Decided> all) {
      Map<YearMonth, List<Decision>> byMonth = new TreeMap<>();
      for (Sample.Decided one : all) {
        DecisionKind kind = DecisionKind.valueOf(one.kind());
        LocalDate until = one.until() == null ? null : LocalDate.parse(one.until());
        YearMonth month = YearMonth.parse(one.month());
        List<Decision> decisions = byMonth.computeIfAbsent(month, m -> new ArrayList<>());
        decisions.add(
            Decision.newBuilder()
                .setEventId(
                    "demo:decision:%s:%s:%d".formatted(one.node(), month, decisions.size() + 1))
                .setNodeId(one.node())
                .setKind(kind)
                .setExceptionId(one.exception())
                .setDecidedBy(person(one.as()))
                .setDecidedAs(one.as())
                .setDecidedAt(
                    month
                        .plusMonths(1)
                        .atDay(DECIDED_ON)
                        .atTime(LocalTime.NOON)
                        .toInstant(ZoneOffset.UTC))
                .setReason(one.reason())
                .setLimitTenThousandths(one.limit() == null ? null : tenThousandths(one.limit()))
                .setUntil(kind == DecisionKind.GRANT_TOLERANCE ? until : null)
                .setPlanDueOn(kind == DecisionKind.REQUIRE_EXCEPTION_PLAN ? until : null)
                .build());
      }
      return byMonth;
    }

    private String person(String nodeId) {
      return facts.stream()
          .filter(node -> node.getNodeId().equals(nodeId))
          .map(node -> requireNonNull(node.getAccountable()).getPerson())
          .findFirst()
          .orElseThrow();
    }

    private NodeFacts.Builder node(
        String id,
        Level level,
        @Nullable String parent,
        Sample.Text name,
        Sample.Person accountable,
        String source) {
      String role = accountable.role();
      Sample.Office office =
          requireNonNull(sample.offices().get(role), () -> "languages of office " + role);
      return NodeFacts.newBuilder()
          .setEventId("demo:facts:" + id)
          .setNodeId(id)
          .setLevel(level)
          .setParentId(parent)
          .setName(text(name))
          .setCurrency(sample.portfolio().currency())
          .setAccountable(
              new Accountable(
                  accountable.person(), role, new LocalizedText(office.kk(), office.ru(), role)))
          .setBaselineSource(BaselineSource.DECLARED)
          .setTargets(List.of())
          .setSource(source);
    }

    private void projectsOf(Sample.Program program) {
      long ownMinor = 0;
      int weights = 0;
      for (Sample.Project entry : program.projects()) {
        int count = entry.regions() == null ? 1 : entry.regions().size();
        Long own = entry.budgetMillion();
        ownMinor += own == null ? 0 : own * MINOR_PER_MILLION;
        weights += own == null ? entry.weight() * count : 0;
      }
      Split split = new Split(program.budgetMillion() * MINOR_PER_MILLION - ownMinor, weights);
      for (Sample.Project entry : program.projects()) {
        if (entry.each() == null) {
          project(program, entry, requireNonNull(entry.id()), Optional.empty(), split);
        } else {
          for (String region : requireNonNull(entry.regions())) {
            project(program, entry, entry.each() + "-" + region, Optional.of(region), split);
          }
        }
      }
    }

    private void project(
        Sample.Program program,
        Sample.Project entry,
        String id,
        Optional<String> region,
        Split split) {
      YearMonth start = YearMonth.parse(program.start());
      LocalDate finish =
          entry.finish() == null
              ? start.plusMonths(program.months() - 1).atEndOfMonth()
              : LocalDate.parse(entry.finish());
      long budgetMinor =
          entry.budgetMillion() == null
              ? split.next(entry.weight())
              : entry.budgetMillion() * MINOR_PER_MILLION;
      String agency = requireNonNullElse(entry.agency(), program.agency());
      if ("akimat".equals(entry.owner())) {
        agency = "akimat-" + region.orElseThrow();
      }
      List<Sample.Indicator> indicators = requireNonNullElse(entry.indicators(), List.of());
      Sample.Course course =
          sample
              .courses()
              .getOrDefault(id, requireNonNullElse(entry.course(), Sample.Course.QUIET));
      facts.add(
          node(
                  id,
                  Level.PROJECT,
                  program.id(),
                  region.map(r -> in(entry.name(), r)).orElse(entry.name()),
                  entry.accountable(region),
                  requireNonNullElse(entry.source(), ILLUSTRATIVE))
              .setAgencyId(agency)
              .setBaseline(new Baseline(budgetMinor, finish, List.of()))
              .setTargets(indicators.stream().map(Reading::target).toList())
              .build());
      grants.addAll(
          Presets.forProject(id, program.id(), sample.portfolio().id(), indicators, course));
      int months = Math.max(1, (int) start.until(YearMonth.from(finish), MONTHS) + 1);
      projects.add(
          new Project(
              id,
              program.id(),
              agency,
              sample.portfolio().currency(),
              budgetMinor,
              start,
              months,
              finish,
              indicators,
              course));
    }

    private Sample.Text in(Sample.Text name, String region) {
      Sample.Text where = requireNonNull(sample.regions().get(region), region);
      return new Sample.Text(
          name.kk() + ", " + where.kk(),
          name.ru() + ", " + where.ru(),
          name.en() + ", " + where.en());
    }

    private static IndicatorTarget target(Sample.Indicator indicator) {
      return IndicatorTarget.newBuilder()
          .setIndicatorId(indicator.id())
          .setName(text(indicator.name()))
          .setUnit(indicator.unit())
          .setTargetTenThousandths(tenThousandths(indicator.target()))
          .setDirection(Direction.valueOf(indicator.direction()))
          .setIndicatorKind(IndicatorKind.valueOf(indicator.kind()))
          .setDueDate(indicator.due() == null ? null : LocalDate.parse(indicator.due()))
          .setSource(indicator.source())
          .build();
    }

    private static LocalizedText text(Sample.Text text) {
      return new LocalizedText(text.kk(), text.ru(), text.en());
    }
  }

  static final java.time.temporal.ChronoUnit MONTHS = java.time.temporal.ChronoUnit.MONTHS;

  static long tenThousandths(BigDecimal value) {
    return value.movePointRight(4).longValueExact();
  }

  /** Splits an amount by weights into whole tenge, so that the parts sum to the amount. */
  private static final class Split {
    private static final long TENGE = 100;
    private final long totalMinor;
    private final int weights;
    private int weightsGiven;
    private long given;

    Split(long totalMinor, int weights) {
      this.totalMinor = totalMinor;
      this.weights = weights;
    }

    long next(int weight) {
      weightsGiven += weight;
      long upToHere = totalMinor / TENGE * weightsGiven / weights * TENGE;
      long part = upToHere - given;
      given = upToHere;
      return part;
    }
  }
}
