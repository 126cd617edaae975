package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.program;
import static org.plimsoll.core.escalation.Given.report;
import static org.plimsoll.core.escalation.Given.school;
import static org.plimsoll.core.escalation.Given.tick;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.escalation.Outcome.TickTaken;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.core.tolerance.Terms.Calendar;

/** One tick over every node, and one input over a node and its parent. */
class SweepTest {
  private static final Instant LATE = DAY.plusDays(41).atStartOfDay(ZoneOffset.UTC).toInstant();

  /** Standings that remember what was kept. */
  private static final class Kept implements Sweep.Standings {
    final Map<String, Standing> all = new HashMap<>();
    final List<String> kept = new ArrayList<>();

    @Override
    public Standing standing(String nodeId) {
      return all.getOrDefault(nodeId, new Standing.Unknown(nodeId));
    }

    @Override
    public @Nullable AtRest atRest(String nodeId) {
      Standing standing = all.get(nodeId);
      return standing == null ? null : AtRest.of(standing, new BytesOut());
    }

    @Override
    public void keep(Standing next) {
      kept.add(next.nodeId());
      all.put(next.nodeId(), next);
    }

    List<Outcome> sweep(Instant instant) {
      kept.clear();
      SortedSet<String> ids = new TreeSet<>(all.keySet());
      return Sweep.over(ids, this, Given.at(99), instant);
    }
  }

  private static Kept silentAfter40Days() {
    Story story = Story.of(grant("silence").ofSilence(), report(DAY));
    Kept kept = new Kept();
    kept.all.put(Given.SCHOOL, story.school());
    kept.all.put(Given.PROGRAM, story.program());
    return kept;
  }

  @Test
  void whatDoesNotChangeIsNotKept() {
    Kept kept = silentAfter40Days();

    assertThat(kept.sweep(LATE.minusSeconds(1)))
        .containsExactly(new TickTaken(LATE.minusSeconds(1), 0, true));
    assertThat(kept.kept).isEmpty();
  }

  @Test
  void whatChangesIsKeptWithItsProgramWhichIsAskedBefore() {
    Kept kept = silentAfter40Days();

    List<Outcome> outcomes = kept.sweep(LATE);

    assertThat(outcomes).startsWith(new TickTaken(LATE, 1, true));
    assertThat(kept.kept).containsExactly(Given.SCHOOL, Given.PROGRAM);
    assertThat(((Standing.Parent) kept.standing(Given.PROGRAM)).below().projectsSilent())
        .isEqualTo(1);
  }

  @Test
  void aStandingThatChangesWithoutAnOutcomeIsKeptAndItsParentIsNot() {
    Kept kept = silentAfter40Days();
    kept.sweep(LATE);

    assertThat(kept.sweep(LATE.plusSeconds(86_400)))
        .containsExactly(new TickTaken(LATE.plusSeconds(86_400), 0, true));
    assertThat(kept.kept).containsExactly(Given.SCHOOL);
  }

  @Test
  void oneTickChangesSoManyNodesAndTheNextOneTheRest() {
    Kept kept = new Kept();
    for (int i = 0; i <= Sweep.MAX_NODES_CHANGED; i++) {
      String id = "school-%03d".formatted(i);
      Story story = new Story();
      story.given(
          program(),
          school().with(f -> f.nodeId = id),
          grant("silence").ofSilence().with(g -> g.nodeId = id),
          report(DAY).with(r -> r.projectId = id));
      kept.all.put(id, story.standing(id));
    }
    kept.all.put(Given.PROGRAM, Story.of().program());

    assertThat(kept.sweep(LATE)).startsWith(new TickTaken(LATE, Sweep.MAX_NODES_CHANGED, false));
    assertThat(kept.sweep(LATE)).startsWith(new TickTaken(LATE, 1, true));
  }

  @Test
  void aFoldGoesOnWithTheRestThoughItIsTheSameDay() {
    Story story = new Story().given(program());
    for (int i = 0; i <= Sweep.MAX_NODES_CHANGED; i++) {
      String id = "school-%03d".formatted(i);
      story.given(
          school().with(f -> f.nodeId = id),
          grant("silence").ofSilence().with(g -> g.nodeId = id),
          report(DAY).with(r -> r.projectId = id));
    }

    assertThat(story.when(tick(LATE), TickTaken.class))
        .containsExactly(new TickTaken(LATE, Sweep.MAX_NODES_CHANGED, false));
    assertThat(story.when(tick(LATE.plusSeconds(60)), TickTaken.class))
        .containsExactly(new TickTaken(LATE.plusSeconds(60), 1, true));
    assertThat(story.when(tick(LATE.plusSeconds(120))))
        .containsExactly(new TickTaken(LATE.plusSeconds(120), 0, true));
  }

  @Test
  void anAnswerThatIsJustInTimeIsAskedForAgain() {
    Story story =
        Story.of(
            grant("cost").with(g -> g.answerWithin = new AnswerWithin(2, Calendar.ALWAYS)),
            cost(DAY, 2_000));
    story.when(tick(LATE));

    Instant due = LATE.plusSeconds(2 * 3_600);
    assertThat(story.when(tick(due))).containsExactly(new TickTaken(due, 0, true));
    assertThat(story.when(tick(due.plusNanos(1)), Outcome.ExceptionPassedUp.class)).hasSize(1);
  }

  @Test
  void aNodeWithoutAParentInItsTaskIsWeighedAlone() {
    Story story = Story.of(grant("cost"));
    Input input = cost(DAY, 1_200).input(Given.at(9));

    Cascade alone = Cascade.weigh(story.school(), null, input);
    Cascade together = Cascade.weigh(story.school(), story.program(), input);

    assertThat(alone.parent()).isNull();
    assertThat(alone.node()).isEqualTo(together.node());
    assertThat(alone.accepted()).isTrue();
    assertThat(together.outcomes()).startsWith(alone.outcomes().toArray(Outcome[]::new));
    assertThat(together.outcomes())
        .anyMatch(o -> o instanceof Outcome.RollupAssessed r && r.nodeId().equals("program"));
    assertThat(((Standing.Parent) requireNonNull(together.parent())).below().projectsInException())
        .isEqualTo(1);
  }

  @Test
  void aRefusedInputIsNotAcceptedAndChangesNeither() {
    Story story = Story.of(grant("cost"));
    Input input = cost(DAY, -1).input(Given.at(9));

    Cascade refused = Cascade.weigh(story.school(), story.program(), input);

    assertThat(refused.accepted()).isFalse();
    assertThat(refused.node()).isEqualTo(story.school());
    assertThat(refused.parent()).isEqualTo(story.program());
  }

  @Test
  void theFirstTimeAChildIsCountedInThePlaceOfNothing() {
    Story story = new Story();
    story.given(program());

    Cascade cascade =
        Cascade.weigh(
            new Standing.Unknown(Given.SCHOOL),
            story.program(),
            new Input.FactsStated(Given.at(9), "facts", school().facts(), program().facts()));

    assertThat(((Standing.Parent) requireNonNull(cascade.parent())).below().projects())
        .isEqualTo(1);
  }

  @Test
  void aFoldCountsAPortfoliosProgramsInThePlaceOfWhatTheyContributedBefore() {
    Story story = new Story();
    story.given(Given.portfolio());
    for (int sequence = 1; sequence <= 3; sequence++) {
      Contribution now = CountingTest.contribution("enbek", sequence, 1_000 + sequence, 1_000);
      story.given(at -> new Input.ChildContributed(at, now, null));
    }
    Contribution late = CountingTest.contribution("enbek", 2, 1, 1);

    assertThat(story.refusal(at -> new Input.ChildContributed(at, late, null)))
        .isEqualTo("REPEATED position.sequence=2");
    Contribution next = CountingTest.contribution("enbek", 4, 1_004, 1_000);
    story.given(at -> new Input.ChildContributed(at, next, null));
    assertThat(((Standing.Parent) story.standing(Given.PORTFOLIO)).below().eacMinor())
        .isEqualTo(1_004);
  }

  @Test
  void aNodeThatNothingWasTakenForIsLeftAloneByTime() {
    Standing unknown = new Standing.Unknown("nowhere");

    Verdict verdict = Weighing.decide(unknown, new Input.Ticked(Given.at(1), "nowhere", LATE));

    assertThat(verdict.next()).isEqualTo(unknown);
    assertThat(verdict.outcomes()).isEmpty();
  }

  @Test
  void aProjectWhoseProgramIsNotInTheTaskIsAskedAllTheSame() {
    Kept kept = silentAfter40Days();
    kept.all.remove(Given.PROGRAM);

    assertThat(kept.sweep(LATE))
        .anyMatch(o -> o instanceof Outcome.ExceptionChanged e && e.nodeId().equals(Given.SCHOOL));
  }

  @Test
  void noStandingIsAskedForWithoutAName() {
    Story story = Story.of();

    Input complete =
        Cascade.complete(
            grant("cost").input(Given.at(9)),
            nodeId -> story.standing(requireNonNull(nodeId)),
            _ -> null);

    assertThat(((Input.ToleranceGranted) complete).byNodeInTask()).isFalse();
    assertThat(((Input.ToleranceGranted) complete).above()).isEqualTo(story.program());
  }
}
