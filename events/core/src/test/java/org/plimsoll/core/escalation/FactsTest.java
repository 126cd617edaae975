package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.portfolio;
import static org.plimsoll.core.escalation.Given.program;
import static org.plimsoll.core.escalation.Given.school;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.measure.Target;

/** What the registry may state of a node, and state again. */
class FactsTest {

  private static String refusal(Standing standing, Given.FactsOf stated, @Nullable Facts parent) {
    Verdict verdict =
        Weighing.decide(
            standing, new Input.FactsStated(Given.at(1), stated.eventId, stated.facts(), parent));
    return verdict.outcomes().getFirst() instanceof Outcome.Refused(Refusal refusal)
        ? refusal.reason() + " " + refusal.field() + "=" + refusal.value()
        : "taken";
  }

  private static String ofSchool(@Nullable Facts parent) {
    return refusal(new Unknown(Given.SCHOOL), school(), parent);
  }

  @Test
  void factsMakeANodeKnownAndAreRemembered() {
    Story story = new Story();

    assertThat(story.when(program(), Outcome.Registered.class))
        .containsExactly(new Outcome.Registered(Given.PROGRAM));
    assertThat(story.program().wasSteeredBy("facts-program")).isTrue();
    assertThat(story.refusal(program())).isEqualTo("REPEATED eventId=facts-program");
  }

  @Test
  void aProjectsParentIsAProgramThatIsKnown() {
    assertThat(ofSchool(null)).isEqualTo("UNKNOWN_PARENT parentId=program");
    assertThat(ofSchool(program().facts())).isEqualTo("taken");
    assertThat(ofSchool(portfolio().facts()))
        .isEqualTo("UNKNOWN_PARENT parentId=program, a PORTFOLIO");
  }

  @Test
  void factsOutOfBoundsAreRefusedWhateverStands() {
    assertThat(refusal(new Unknown(Given.PROGRAM), program().with(f -> f.nodeId = ""), null))
        .isEqualTo("OUT_OF_BOUNDS nodeId=");
    assertThat(
            refusal(
                new Unknown(Given.SCHOOL),
                school().with(f -> f.agencyId = null),
                program().facts()))
        .isEqualTo("MISSING agencyId=null");
  }

  @Test
  void anAwaitedNodeIsUnknownToEverythingButFacts() {
    Awaited awaited = new Awaited(Given.SCHOOL, "KZT", Rollup.NONE, null);
    for (Given.Told told :
        List.of(
            Given.report(DAY),
            Given.grant("cost"),
            Given.decision(new Input.Choice.Note("school~cost~1")))) {
      Verdict verdict = Weighing.decide(awaited, told.input(Given.at(1)));

      assertThat(verdict.next()).isEqualTo(awaited);
      assertThat(verdict.outcomes())
          .singleElement()
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused ->
                  assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.UNKNOWN_NODE));
    }
  }

  @Test
  void noNodeIsItsOwnAncestor() {
    assertThat(ofSchool(program().with(f -> f.parentId = Given.SCHOOL).facts()))
        .isEqualTo("CYCLE parentId=program");
    assertThat(
            ofSchool(
                program()
                    .with(f -> f.level = Level.PROJECT)
                    .with(f -> f.parentId = Given.SCHOOL)
                    .facts()))
        .isEqualTo("CYCLE parentId=program, a PROJECT");
  }

  @Test
  void aProjectHasTheCurrencyOfItsProgram() {
    assertThat(ofSchool(program().with(f -> f.currency = "USD").facts()))
        .isEqualTo("WRONG_CURRENCY currency=KZT");
  }

  @Test
  void aProgramIsStatedBeforeItsPortfolioIsKnown() {
    assertThat(refusal(new Unknown(Given.PROGRAM), program(), null)).isEqualTo("taken");
  }

  @Test
  void whatAnAwaitedPortfolioHasCountedIsKept() {
    Rollup below = new Rollup(3, 2, 1, 0, 10, 20, 30, 40, 50, Map.of());
    Awaited awaited = new Awaited(Given.PORTFOLIO, "KZT", below, DAY);

    Verdict verdict =
        Weighing.decide(
            awaited, new Input.FactsStated(Given.at(1), "facts", portfolio().facts(), null));

    assertThat(verdict.next())
        .isInstanceOfSatisfying(
            Parent.class,
            parent -> {
              assertThat(parent.below()).isEqualTo(below);
              assertThat(parent.dataDate()).isEqualTo(DAY);
              assertThat(parent.facts()).isEqualTo(portfolio().facts());
              assertThat(parent.wasSteeredBy("facts")).isTrue();
            });
    assertThat(verdict.outcomes()).startsWith(new Outcome.Registered(Given.PORTFOLIO));
  }

  @Test
  void anAwaitedPortfolioHasTheCurrencyThatWasCountedAndIsNoProject() {
    Awaited awaited = new Awaited(Given.PORTFOLIO, "KZT", Rollup.NONE, null);

    assertThat(refusal(awaited, portfolio().with(f -> f.currency = "USD"), null))
        .isEqualTo("WRONG_CURRENCY currency=USD");
    assertThat(
            refusal(
                awaited,
                school().with(f -> f.nodeId = Given.PORTFOLIO),
                program().with(f -> f.parentId = "other").facts()))
        .isEqualTo("FIXED_FACT level=PROJECT");
  }

  private static String restated(Consumer<Given.FactsOf> change) {
    return Story.of().refusal(school().with(f -> f.eventId = "again").with(change));
  }

  @Test
  void whatWasPromisedAndWhoOwnsItCannotBeRestated() {
    Story story = Story.of();
    assertThat(
            story.refusal(
                program()
                    .with(f -> f.eventId = "again")
                    .with(f -> f.level = Level.PORTFOLIO)
                    .with(f -> f.parentId = null)))
        .isEqualTo("FIXED_FACT level=PORTFOLIO");
    assertThat(story.refusal(program().with(f -> f.eventId = "b").with(f -> f.parentId = "other")))
        .isEqualTo("FIXED_FACT parentId=other");
    assertThat(restated(f -> f.agencyId = "other")).isEqualTo("FIXED_FACT agencyId=other");
    assertThat(story.refusal(program().with(f -> f.eventId = "c").with(f -> f.currency = "USD")))
        .isEqualTo("FIXED_FACT currency=USD");
    assertThat(restated(f -> f.baseline = new Baseline(5L, null)))
        .startsWith("FIXED_FACT baseline=Baseline[costMinor=5,");
    assertThat(restated(f -> f.firstReported = true))
        .isEqualTo("FIXED_FACT baselineSource=FIRST_REPORTED");
    Story reported = new Story();
    reported.given(
        program(),
        school()
            .with(f -> {
              f.firstReported = true;
              f.baseline = Baseline.NONE;
            }));
    assertThat(reported.refusal(school().with(f -> f.eventId = "again")))
        .isEqualTo("FIXED_FACT baselineSource=DECLARED");
  }

  @Test
  void whoIsAccountableAndWhatIsToBeReachedMayBeRestated() {
    Story story = Story.of();
    Target places = new Target("places", 8, Direction.AT_LEAST);

    story.given(
        school()
            .with(f -> f.eventId = "again")
            .with(f -> f.accountable = "successor")
            .with(f -> f.targets = List.of(places)));

    assertThat(story.school().facts().accountable()).isEqualTo("successor");
    assertThat(story.school().facts().targets()).containsExactly(places);
    assertThat(story.school().wasSteeredBy("facts-school")).isTrue();
    assertThat(story.school().wasSteeredBy("again")).isTrue();
  }

  @Test
  void aDeclaredBaselineStandsFromTheBeginning() {
    Story story = Story.of();

    assertThat(story.school().original()).isEqualTo(school().baseline);
    assertThat(story.school().current()).isEqualTo(school().baseline);
  }

  @Test
  void aBaselineThatIsToBeReportedIsNotDeclared() {
    Story story = new Story();
    story.given(program(), school().with(f -> f.firstReported = true));

    assertThat(story.school().original()).isEqualTo(Baseline.NONE);
    assertThat(story.school().current()).isEqualTo(Baseline.NONE);
  }

  @Test
  void aValueInARefusalIsShortened() {
    Refusal refusal = new Refusal(Refusal.Reason.MISSING, "f", "x".repeat(201), "less");

    assertThat(refusal.value()).hasSize(200);
    assertThat(new Refusal(Refusal.Reason.MISSING, "f", "x".repeat(200), "less").value())
        .hasSize(200);
  }

  @Test
  void whatIsTheParentsIsHeldOnce() {
    Facts program = commonFacts("program", Level.PROGRAM, "portfolio");
    Facts project = commonFacts("alpha", Level.PROJECT, "program");

    Facts shared = project.sharing(program);

    assertThat(shared).isEqualTo(project);
    assertThat(shared.parentId()).isSameAs(program.nodeId());
    assertThat(shared.accountable()).isSameAs(program.accountable());
    assertThat(shared.currency()).isSameAs(program.currency());
    assertThat(project.sharing(null)).isSameAs(project);
    assertThat(program.sharing(project)).isEqualTo(program);
  }

  /** Facts as they come from bytes: no text is the same object as another. */
  private static Facts commonFacts(String nodeId, Level level, String parentId) {
    return new Facts(
        read(nodeId),
        level,
        read(parentId),
        read("agency-of-" + nodeId),
        read("person"),
        read("KZT"),
        true,
        Baseline.NONE,
        List.of());
  }

  private static String read(String text) {
    return String.valueOf(text.toCharArray());
  }

  @Test
  void onlyTheParentOfAProjectIsWeighedTogetherWithIt() {
    Function<String, Standing> all = Unknown::new;
    Standing unknown = new Unknown("any");

    assertThat(Cascade.parentInTask(unknown, school().input(Given.at(1)), all))
        .isEqualTo(new Unknown(Given.PROGRAM));
    assertThat(Cascade.parentInTask(unknown, program().input(Given.at(1)), all)).isNull();
    assertThat(
            Cascade.parentInTask(
                unknown, school().with(f -> f.parentId = null).input(Given.at(1)), all))
        .isNull();
  }

  @Test
  void whatIsRefusedIsNotAccepted() {
    Verdict refused = Verdict.refused(new Unknown("any"), Refusal.repeated("event"));

    assertThat(refused.accepted()).isFalse();
    assertThat(new Verdict(new Unknown("any"), List.of()).accepted()).isTrue();
  }

  @Test
  void aKnownProjectThatNamesAProgramThatNobodyKnowsIsRefused() {
    Story story = Story.of();
    Standing before = story.school();

    assertThat(
            story.refusal(
                school().with(f -> f.eventId = "again").with(f -> f.parentId = "elsewhere")))
        .isEqualTo("UNKNOWN_PARENT parentId=elsewhere");
    assertThat(story.school()).isEqualTo(before);
  }
}
