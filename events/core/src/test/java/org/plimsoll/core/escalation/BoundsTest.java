package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.program;
import static org.plimsoll.core.escalation.Given.report;
import static org.plimsoll.core.escalation.Given.school;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.StatusChange.Assistance;
import org.plimsoll.core.escalation.StatusChange.Milestone;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.PlannedPoint;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** The least and the most that is taken of everything, and the first that is not. */
class BoundsTest {
  private static final long MOST = Admission.MAX_AMOUNT_MINOR;
  private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

  private static String told(Optional<Refusal> refusal) {
    return refusal.map(r -> r.reason() + " " + r.field()).orElse("taken");
  }

  private static String reported(Consumer<Given.Report> change) {
    Given.Report report = report(DAY).with(change);
    return told(Admission.refusalOf(report.status(), report.receivedOn));
  }

  private static String stated(Given.FactsOf facts) {
    return told(Admission.refusalOf(facts.eventId, facts.facts()));
  }

  private static String granted(Consumer<Given.Grant> change) {
    Given.Grant grant = grant("cost").with(change);
    return told(Admission.refusalOf(grant.eventId, grant.nodeId, grant.tolerance()));
  }

  private static String decided(Choice choice) {
    return told(Admission.refusalOf("decision", choice, DAY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A.b_c:d-9",
        "1234567890123456789012345678901234567890123456789012345678901234"
      })
  void anEventIdIsUpTo64OfItsCharacters(String id) {
    assertThat(reported(r -> r.eventId = id)).isEqualTo("taken");
    assertThat(reported(r -> r.eventId = id + "0".repeat(64))).isEqualTo("OUT_OF_BOUNDS eventId");
    assertThat(stated(program().with(f -> f.eventId = id + " ")))
        .isEqualTo("OUT_OF_BOUNDS eventId");
    assertThat(granted(g -> g.eventId = "")).isEqualTo("OUT_OF_BOUNDS eventId");
  }

  @Test
  void everyDecisionHasAnEventId() {
    for (Choice choice :
        List.of(
            new Choice.Acknowledge("x"),
            new Choice.Note("x"),
            new Choice.Assist("x"),
            new Choice.Close("x"),
            new Choice.HandOver("x", "deputy"),
            new Choice.RequireExceptionPlan("x", DAY),
            new Choice.GrantTolerance("x", 1, DAY),
            new Choice.Mute(null, DAY),
            new Choice.ApproveBaseline(new Baseline(1L, null)))) {
      assertThat(decided(choice)).isEqualTo("taken");
      assertThat(told(Admission.refusalOf("", choice, DAY))).isEqualTo("OUT_OF_BOUNDS eventId");
    }
  }

  @Test
  void aSilenceWindowEndsAYearAndADayAfterItWasDecidedAtTheLatest() {
    assertThat(decided(new Choice.Mute("cost", DAY.plusDays(366)))).isEqualTo("taken");
    assertThat(decided(new Choice.Mute("cost", DAY.plusDays(367))))
        .isEqualTo("OUT_OF_BOUNDS until");
    assertThat(Admission.refusalOf("decision", new Choice.Mute(null, DAY.plusDays(367)), DAY))
        .hasValueSatisfying(refusal -> {
          assertThat(refusal.value()).isEqualTo(DAY.plusDays(367).toString());
          assertThat(refusal.expected())
              .isEqualTo("no later than " + DAY.plusDays(366) + ", 366 days after it was decided");
        });
  }

  @Test
  void aNodeIdBeginsWithALetterOrDigit() {
    assertThat(reported(r -> r.projectId = "-school")).isEqualTo("OUT_OF_BOUNDS projectId");
    assertThat(reported(r -> r.projectId = "s".repeat(64))).isEqualTo("taken");
    assertThat(reported(r -> r.projectId = "s".repeat(65))).isEqualTo("OUT_OF_BOUNDS projectId");
    assertThat(stated(program().with(f -> f.nodeId = ""))).isEqualTo("OUT_OF_BOUNDS nodeId");
    assertThat(stated(program().with(f -> f.parentId = ""))).isEqualTo("OUT_OF_BOUNDS parentId");
    assertThat(granted(g -> g.nodeId = "a b")).isEqualTo("OUT_OF_BOUNDS nodeId");
    assertThat(granted(g -> g.toleranceId = "a~b")).isEqualTo("OUT_OF_BOUNDS toleranceId");
  }

  @Test
  void textsAreBounded() {
    assertThat(reported(r -> r.source = "")).isEqualTo("OUT_OF_BOUNDS source");
    assertThat(reported(r -> r.source = "s")).isEqualTo("taken");
    assertThat(reported(r -> r.source = "s".repeat(128))).isEqualTo("taken");
    assertThat(reported(r -> r.source = "s".repeat(129))).isEqualTo("OUT_OF_BOUNDS source");
    assertThat(reported(r -> r.phase = "")).isEqualTo("taken");
    assertThat(reported(r -> r.phase = "p".repeat(128))).isEqualTo("taken");
    assertThat(reported(r -> r.phase = "p".repeat(129))).isEqualTo("OUT_OF_BOUNDS phase");
    assertThat(reported(r -> r.note = "n".repeat(4_000))).isEqualTo("taken");
    assertThat(reported(r -> r.note = "n".repeat(4_001))).isEqualTo("OUT_OF_BOUNDS note");
    assertThat(decided(new Choice.HandOver("x", ""))).isEqualTo("OUT_OF_BOUNDS person");
    assertThat(decided(new Choice.HandOver("x", "p".repeat(129))))
        .isEqualTo("OUT_OF_BOUNDS person");
  }

  @Test
  void helpIsAskedForAboveAProjectAndInWords() {
    assertThat(reported(r -> r.assistance = new Assistance(Level.PORTFOLIO, "a road")))
        .isEqualTo("taken");
    assertThat(reported(r -> r.assistance = new Assistance(Level.PROJECT, "a road")))
        .isEqualTo("OUT_OF_BOUNDS assistance.addressedTo");
    assertThat(reported(r -> r.assistance = new Assistance(Level.PROGRAM, "")))
        .isEqualTo("OUT_OF_BOUNDS assistance.request");
  }

  @Test
  void aDataDateIsAtMostTheReceiversTomorrow() {
    assertThat(reported(r -> r.receivedOn = DAY.minusDays(1))).isEqualTo("taken");
    assertThat(reported(r -> r.receivedOn = DAY.minusDays(2)))
        .isEqualTo("FUTURE_DATA_DATE dataDate");
    assertThat(reported(r -> r.dataDate = FIRST_DAY)).isEqualTo("taken");
    assertThat(reported(r -> r.dataDate = FIRST_DAY.minusDays(1)))
        .isEqualTo("OUT_OF_BOUNDS dataDate");
  }

  @Test
  void everyAmountIsFromZeroToTheMost() {
    Map<String, BiConsumer<Given.Report, @Nullable Long>> amounts = new HashMap<>();
    amounts.put("pvMinor", (r, amount) -> r.pvMinor = amount);
    amounts.put("evMinor", (r, amount) -> r.evMinor = amount);
    amounts.put("acMinor", (r, amount) -> r.acMinor = amount);
    amounts.put("bacMinor", (r, amount) -> r.bacMinor = amount);
    amounts.put("etcMinor", (r, amount) -> r.etcMinor = amount);
    amounts.put("costForecastMinor", (r, amount) -> r.costForecastMinor = amount);
    amounts.forEach((field, set) -> {
      assertThat(reported(r -> set.accept(r, 0L))).as(field).isEqualTo("taken");
      assertThat(reported(r -> set.accept(r, MOST))).as(field).isEqualTo("taken");
      assertThat(reported(r -> set.accept(r, -1L))).isEqualTo("NEGATIVE_AMOUNT " + field);
      assertThat(reported(r -> set.accept(r, MOST + 1))).isEqualTo("OUT_OF_BOUNDS " + field);
      assertThat(
              reported(r -> {
                set.accept(r, 1L);
                r.currency = null;
              }))
          .as(field)
          .isEqualTo("MISSING currency");
    });
  }

  @Test
  void aCurrencyIsThreeCapitals() {
    assertThat(reported(r -> r.currency = "kzt")).isEqualTo("WRONG_CURRENCY currency");
    assertThat(reported(r -> r.currency = "KZTT")).isEqualTo("WRONG_CURRENCY currency");
    assertThat(reported(r -> r.currency = "USD")).isEqualTo("taken");
    assertThat(reported(r -> r.currency = null)).isEqualTo("taken");
    assertThat(stated(program().with(f -> f.currency = "T"))).isEqualTo("WRONG_CURRENCY currency");
  }

  @Test
  void everyDateLiesInThreeCenturies() {
    assertThat(reported(r -> r.forecastFinish = FIRST_DAY)).isEqualTo("taken");
    assertThat(reported(r -> r.forecastFinish = LAST_DAY)).isEqualTo("taken");
    assertThat(reported(r -> r.forecastFinish = FIRST_DAY.minusDays(1)))
        .isEqualTo("OUT_OF_BOUNDS forecastFinish");
    assertThat(reported(r -> r.forecastFinish = LAST_DAY.plusDays(1)))
        .isEqualTo("OUT_OF_BOUNDS forecastFinish");
    assertThat(milestone(null, FIRST_DAY, LAST_DAY, DAY)).isEqualTo("taken");
    assertThat(milestone(null, FIRST_DAY.minusDays(1), null, null))
        .isEqualTo("OUT_OF_BOUNDS milestones.baselineDate");
    assertThat(milestone(null, null, LAST_DAY.plusDays(1), null))
        .isEqualTo("OUT_OF_BOUNDS milestones.forecastDate");
    assertThat(milestone(null, null, null, LAST_DAY.plusDays(1)))
        .isEqualTo("OUT_OF_BOUNDS milestones.actualDate");
    assertThat(decided(new Choice.GrantTolerance("x", 1, LAST_DAY.plusDays(1))))
        .isEqualTo("OUT_OF_BOUNDS until");
    assertThat(decided(new Choice.RequireExceptionPlan("x", LAST_DAY.plusDays(1))))
        .isEqualTo("OUT_OF_BOUNDS by");
    assertThat(decided(new Choice.ApproveBaseline(new Baseline(null, LAST_DAY.plusDays(1)))))
        .isEqualTo("OUT_OF_BOUNDS baseline.finish");
  }

  private static String milestone(
      @Nullable String name,
      @Nullable LocalDate baseline,
      @Nullable LocalDate forecast,
      @Nullable LocalDate actual) {
    return reported(
        r -> r.milestones = List.of(new Milestone("roof", name, baseline, forecast, actual)));
  }

  @Test
  void milestonesAreNamedAndBounded() {
    assertThat(milestone("n".repeat(4_001), null, null, null))
        .isEqualTo("OUT_OF_BOUNDS milestones.name");
    assertThat(reported(r -> r.milestones = List.of(new Milestone("", null, null, null, null))))
        .isEqualTo("OUT_OF_BOUNDS milestones.milestoneId");
    assertThat(reported(r -> r.milestones = milestones(Admission.MAX_MILESTONES)))
        .isEqualTo("taken");
    assertThat(reported(r -> r.milestones = milestones(Admission.MAX_MILESTONES + 1)))
        .isEqualTo("OUT_OF_BOUNDS milestones");
  }

  private static List<Milestone> milestones(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Milestone("m" + i, null, DAY, null, null))
        .toList();
  }

  @Test
  void indicatorsAreBoundedInNumberAndValue() {
    long most = Admission.MAX_INDICATOR_TEN_THOUSANDTHS;

    assertThat(reported(r -> r.indicators = Map.of("a", most, "b", -most))).isEqualTo("taken");
    assertThat(reported(r -> r.indicators = Map.of("a", most + 1)))
        .isEqualTo("OUT_OF_BOUNDS indicators.a");
    assertThat(reported(r -> r.indicators = Map.of("a", -most - 1)))
        .isEqualTo("OUT_OF_BOUNDS indicators.a");
    assertThat(reported(r -> r.indicators = indicators(Admission.MAX_INDICATORS)))
        .isEqualTo("taken");
    assertThat(reported(r -> r.indicators = indicators(Admission.MAX_INDICATORS + 1)))
        .isEqualTo("OUT_OF_BOUNDS indicators");
  }

  private static Map<String, Long> indicators(int count) {
    Map<String, Long> indicators = new HashMap<>();
    for (int i = 0; i < count; i++) {
      indicators.put("i" + i, 1L);
    }
    return indicators;
  }

  @Test
  void aTierHasTheParentAndTheOwnerThatBelongToIt() {
    assertThat(stated(Given.portfolio())).isEqualTo("taken");
    assertThat(stated(program())).isEqualTo("taken");
    assertThat(stated(school())).isEqualTo("taken");
    assertThat(stated(Given.portfolio().with(f -> f.parentId = "state")))
        .isEqualTo("MISSING parentId");
    assertThat(stated(program().with(f -> f.parentId = null))).isEqualTo("MISSING parentId");
    assertThat(stated(program().with(f -> f.parentId = Given.PROGRAM))).isEqualTo("CYCLE parentId");
    assertThat(stated(school().with(f -> f.agencyId = null))).isEqualTo("MISSING agencyId");
  }

  @Test
  void theTargetsOfANodeAreBounded() {
    assertThat(stated(school().with(f -> f.targets = targets(Admission.MAX_INDICATORS))))
        .isEqualTo("taken");
    assertThat(stated(school().with(f -> f.targets = targets(Admission.MAX_INDICATORS + 1))))
        .isEqualTo("OUT_OF_BOUNDS targets");
  }

  private static List<Target> targets(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Target("i" + i, 1, Direction.AT_LEAST))
        .toList();
  }

  @Test
  void aDeclaredBaselineIsBoundedLikeAnApprovedOne() {
    assertThat(stated(school().with(f -> f.baseline = new Baseline(-1L, null))))
        .isEqualTo("NEGATIVE_AMOUNT baseline.costMinor");
    assertThat(decided(new Choice.ApproveBaseline(new Baseline(MOST, LAST_DAY))))
        .isEqualTo("taken");
    assertThat(decided(new Choice.ApproveBaseline(new Baseline(MOST + 1, null))))
        .isEqualTo("OUT_OF_BOUNDS baseline.costMinor");
    List<PlannedPoint> points =
        new ArrayList<>(List.of(new PlannedPoint(DAY, 0), new PlannedPoint(LAST_DAY, MOST + 1)));
    assertThat(decided(new Choice.ApproveBaseline(new Baseline(null, null, points))))
        .isEqualTo("OUT_OF_BOUNDS baseline.timePhased.pvMinor");
  }

  @Test
  void aToleranceFitsItsMeasure() {
    assertThat(granted(g -> g.version = 1)).isEqualTo("taken");
    assertThat(granted(g -> g.version = 0)).isEqualTo("INVALID_TOLERANCE version");
    assertThat(granted(g -> g.unit = ToleranceUnit.DAYS)).isEqualTo("INVALID_TOLERANCE unit");
    assertThat(granted(g -> g.indicatorId = "places")).isEqualTo("INVALID_TOLERANCE indicatorId");
    assertThat(granted(g -> g.measure = Measure.INDICATOR_TREND))
        .isEqualTo("INVALID_TOLERANCE indicatorId");
  }

  @Test
  void aLimitIsBoundedOnBothSides() {
    long most = Tolerance.MAX_LIMIT_TEN_THOUSANDTHS;

    assertThat(granted(g -> g.limitTenThousandths = most)).isEqualTo("taken");
    assertThat(granted(g -> g.limitTenThousandths = most + 1))
        .isEqualTo("OUT_OF_BOUNDS limitTenThousandths");
    assertThat(decided(new Choice.GrantTolerance("x", -most, DAY))).isEqualTo("taken");
    assertThat(decided(new Choice.GrantTolerance("x", -most - 1, DAY)))
        .isEqualTo("OUT_OF_BOUNDS limitTenThousandths");
    assertThat(decided(new Choice.GrantTolerance("x", Long.MIN_VALUE, DAY)))
        .isEqualTo("OUT_OF_BOUNDS limitTenThousandths");
  }

  private static List<String> fields(List<Refusal> refusals) {
    return refusals.stream().map(Refusal::field).toList();
  }

  @Test
  void everythingThatIsWrongWithAStatusIsNamed() {
    Given.Report report =
        report(DAY)
            .with(r -> r.source = "")
            .with(r -> r.pvMinor = -1L)
            .with(r -> r.evMinor = MOST + 1)
            .with(r -> r.currency = null)
            .with(r ->
                r.milestones =
                    List.of(
                        new Milestone("", "n".repeat(4_001), null, null, null),
                        new Milestone("roof", null, LAST_DAY.plusDays(1), null, null),
                        new Milestone("roof", null, null, null, null)))
            .with(r -> r.assistance = new Assistance(Level.PROJECT, ""));

    assertThat(fields(Admission.refusalsOf(report.status(), report.receivedOn)))
        .containsExactly(
            "source",
            "pvMinor",
            "evMinor",
            "currency",
            "milestones.milestoneId",
            "milestones.name",
            "milestones.baselineDate",
            "milestones.milestoneId",
            "assistance.addressedTo",
            "assistance.request");
  }

  @Test
  void everythingThatIsWrongWithFactsIsNamedAndAParentOnce() {
    Given.FactsOf facts =
        Given.portfolio()
            .with(f -> f.eventId = "")
            .with(f -> f.parentId = "a b")
            .with(f -> f.currency = "T")
            .with(f -> f.baseline = new Baseline(-1L, LAST_DAY.plusDays(1)));

    assertThat(fields(Admission.refusalsOf(facts.eventId, facts.facts())))
        .containsExactly(
            "eventId", "parentId", "currency", "baseline.costMinor", "baseline.finish");
  }

  @Test
  void whatStandsBesideAPointOutOfBoundsIsNotNamed() {
    List<PlannedPoint> points =
        List.of(
            new PlannedPoint(FIRST_DAY, 0),
            new PlannedPoint(LAST_DAY.plusDays(1), MOST + 1),
            new PlannedPoint(DAY, 2),
            new PlannedPoint(DAY, 1),
            new PlannedPoint(DAY.plusDays(1), 3));

    assertThat(
            Admission.refusalsOf(
                "decision", new Choice.ApproveBaseline(new Baseline(null, null, points)), DAY))
        .extracting(Refusal::value)
        .containsExactly(
            LAST_DAY.plusDays(1).toString(), String.valueOf(MOST + 1), DAY.toString(), "1");
  }
}
