package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.report;
import static org.plimsoll.core.escalation.Given.tick;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.measure.Fraction;

/** A school that may be silent for 40 days. */
class SilenceTest {

  private static Story reported() {
    return Story.of(grant("silence").ofSilence(), report(DAY));
  }

  /** What changed, as CHANGE days step. */
  private static List<String> changed(Story story, Given.Told told) {
    return story.when(told, Outcome.ExceptionChanged.class).stream()
        .map(e -> e.change() + " " + e.value().numerator() + " " + e.step())
        .toList();
  }

  @Test
  void silenceIsAnExceptionOnTheFirstDayBeyondItsLimitAndWorsensByWholeLimits() {
    Story story = reported();

    assertThat(story.when(tick(DAY.plusDays(40)))).hasSize(1);
    assertThat(changed(story, tick(DAY.plusDays(41)))).containsExactly("RAISED 41 1");
    assertThat(changed(story, tick(DAY.plusDays(79)))).isEmpty();
    assertThat(changed(story, tick(DAY.plusDays(80)))).containsExactly("WORSENED 80 2");
  }

  @Test
  void theProjectAndItsProgramSayThatItIsSilent() {
    Story story = reported();

    List<Outcome> outcomes = story.when(tick(DAY.plusDays(41)));

    assertThat(outcomes.getFirst())
        .isEqualTo(
            new Outcome.TickTaken(
                DAY.plusDays(41).atStartOfDay(ZoneOffset.UTC).toInstant(), 1, true));
    assertThat(outcomes)
        .anyMatch(o -> o instanceof Outcome.ProjectAssessed p && p.silent() && p.inException());
    assertThat(story.school().isSilent()).isTrue();
    assertThat(story.program().below().projectsSilent()).isEqualTo(1);
    assertThat(story.program().below().projectsInException()).isEqualTo(1);
  }

  @Test
  void aNewReportEndsTheSilence() {
    Story story = reported().given(tick(DAY.plusDays(41)));
    LocalDate on = DAY.plusDays(50);

    assertThat(story.when(report(on), Outcome.ExceptionChanged.class))
        .containsExactly(
            new Outcome.ExceptionChanged(
                Change.CLEARED,
                "school~silence~1",
                Given.SCHOOL,
                grant("silence").ofSilence().tolerance(),
                new Fraction(0, 1),
                0,
                on,
                DAY.plusDays(41),
                1,
                null,
                List.of(Level.PROGRAM)));
    assertThat(story.program().below().projectsSilent()).isZero();
  }

  /** 80 days after the first report, one comes that is itself 75 days old. */
  @Test
  void aLateReportIsHeldAgainstTheNewestDayThatIsKnown() {
    Story story = reported().given(tick(DAY.plusDays(41)), tick(DAY.plusDays(80)));

    assertThat(changed(story, report(DAY.plusDays(5)))).containsExactly("EASED 75 1");
    assertThat(story.open("silence").lastOn()).isEqualTo(DAY.plusDays(80));
    assertThat(changed(story, report(DAY.plusDays(6)))).isEmpty();
    assertThat(story.open("silence").lastOn()).isEqualTo(DAY.plusDays(80));
    assertThat(changed(story, report(DAY.plusDays(40)))).containsExactly("CLEARED 40 0");
  }

  @Test
  void theDayOnWhichASilenceWasWeighedMovesOnWithEveryTick() {
    Story story = reported().given(tick(DAY.plusDays(41)));

    story.given(tick(DAY.plusDays(42)));

    assertThat(story.open("silence").lastOn()).isEqualTo(DAY.plusDays(42));
    assertThat(story.open("silence").revision()).isEqualTo(1);
  }

  @Test
  void whoNeverReportedIsNotSilentYet() {
    Story story = Story.of(grant("silence").ofSilence());

    assertThat(changed(story, tick(DAY.plusDays(400)))).isEmpty();
  }

  @Test
  void anotherExceptionIsNoSilence() {
    Story story = Story.of(grant("silence").ofSilence(), grant("cost"), cost(DAY, 1_200));

    assertThat(story.school().inException()).isTrue();
    assertThat(story.school().isSilent()).isFalse();
    assertThat(story.program().below().projectsSilent()).isZero();
  }

  @Test
  void aTickBeforeTheDataDateIsNoSilence() {
    Story story = reported();

    assertThat(changed(story, tick(DAY.minusDays(3)))).isEmpty();
  }
}
