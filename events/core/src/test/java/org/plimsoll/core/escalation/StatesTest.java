package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.explanation.Basis;
import org.plimsoll.core.explanation.State;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Target;

/** How what stands is told to whoever explains it. */
class StatesTest {
  private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 28);
  private static final LocalDate MARCH = LocalDate.of(2026, 3, 31);

  @Test
  void aToleranceIsWithinUntilItsLimitIsCrossed() {
    Story story = Story.of(Given.grant("cost"), Given.cost(Given.DAY, 1_100));

    assertThat(State.of(story.watch("cost"))).isEqualTo(new State.Within());
  }

  @Test
  void itPersistsUntilItHasBeenBeyondForLongEnough() {
    Story story =
        Story.of(
            Given.grant("cost").with(g -> g.reportsBeyond = 3),
            Given.cost(Given.DAY, 1_150),
            Given.cost(FEBRUARY, 1_150));

    assertThat(State.of(story.watch("cost"))).isEqualTo(new State.Persisting(Given.DAY, 2));
  }

  @Test
  void anExceptionIsToldAsItWasLastAnnouncedAndWeighed() {
    Story story =
        Story.of(
            Given.grant("cost"),
            Given.cost(Given.DAY, 1_150),
            Given.cost(FEBRUARY, 1_250),
            Given.cost(MARCH, 1_260));

    Watch.OpenException open = requireNonNull(story.watch("cost").open());

    assertThat(State.of(story.watch("cost")))
        .isEqualTo(new State.Open(open.exceptionId(), Given.DAY, 2, 2, open.lastOn(), null));
  }

  @Test
  void aProjectIsExplainedFromItsFiguresAndAProgramFromWhatIsBelowIt() {
    Target places = new Target("places", 8_000_000, Direction.AT_LEAST);
    Story story = new Story();
    story.given(
        Given.program(),
        Given.school().with(s -> s.targets = List.of(places)),
        Given.cost(Given.DAY, 1_150));
    Standing.Project school = story.school();

    assertThat(Basis.of(school))
        .isEqualTo(
            new Basis.OfProject(
                school.figures(), school.original(), school.current(), Given.DAY, List.of(places)));
    assertThat(Basis.of(school).readings()).isEqualTo(school.readings());
    assertThat(Basis.of(story.program())).isEqualTo(new Basis.OfParent(story.program().below()));
  }
}
