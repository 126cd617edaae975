package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.escalation.Habits.Run;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.escalation.Oversight.Mute;
import org.plimsoll.core.escalation.Reporting.Rated;
import org.plimsoll.core.escalation.Reporting.Reports;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Standing.TakenStatus;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.core.tolerance.Tolerance;

/** What is remembered in bytes is the list that it was made from. */
class RememberedTest {
  private static final LocalDate DAY = LocalDate.of(2021, 6, 30);

  private static Reports reports(int day, int statuses) {
    List<TakenStatus> taken = new ArrayList<>();
    for (int i = 0; i < statuses; i++) {
      taken.add(new TakenStatus(day + "-" + i, Long.MIN_VALUE + 7L * i, i % 2 == 0));
    }
    return new Reports(DAY.plusDays(day), taken);
  }

  private static <E> void isTheList(List<E> remembered, List<E> expected) {
    assertThat(remembered).isEqualTo(expected).hasToString(expected.toString());
    assertThat(expected).isEqualTo(remembered);
    assertThat(remembered.hashCode()).isEqualTo(expected.hashCode());
    assertThat(remembered.isEmpty()).isEqualTo(expected.isEmpty());
    assertThat(remembered.contains(null)).isFalse();
    assertThat(remembered.contains((Object) 7)).isFalse();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(remembered.get(i)).isEqualTo(expected.get(i));
    }
    for (int outside : new int[] {-1, expected.size()}) {
      assertThatThrownBy(() -> remembered.get(outside))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    var all = remembered.iterator();
    expected.forEach(_ -> all.next());
    assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void theyAreLists() {
    List<String> ids = List.of("facts-1", "", "ұлт", "x".repeat(126));
    isTheList(EventIds.copyOf(ids), ids);
    isTheList(EventIds.copyOf(List.of()), List.of());
    List<TakenStatus> taken = reports(1, 5).taken();
    isTheList(TakenStatuses.copyOf(new ArrayList<>(taken)), List.copyOf(new ArrayList<>(taken)));
    List<Reports> earlier = List.of(reports(9, 1), reports(5, 256), reports(2, 3));
    isTheList(EarlierReports.copyOf(earlier), earlier);
    assertThat(EarlierReports.copyOf(earlier).statuses()).isEqualTo(260);
    assertThat((List<?>) EventIds.copyOf(List.of("a")))
        .isNotEqualTo(TakenStatuses.copyOf(List.of(new TakenStatus("a", 0, false))));
  }

  @Test
  void aUuidTakesItsSixteenBytesAndIsTheSameText() {
    String uuid = "f81d4fae-7dec-81d0-a765-00a0c91e6bf6";
    List<String> others =
        List.of(
            uuid.replace('f', 'F'),
            uuid.replace('7', 'g'),
            uuid.replace('-', '_'),
            uuid.replace("-a765", "a-765"),
            uuid + "0",
            uuid.substring(1));
    assertThat(IdBytes.of(uuid)).hasSize(17);
    EventIds ids = EventIds.copyOf(others).and(uuid);
    assertThat(ids.bytes).hasSize(17 + 4 * 37 + 38 + 36);
    isTheList(ids, Stream.concat(others.stream(), Stream.of(uuid)).toList());
    assertThat(others).allMatch(ids::contains);
    assertThat(EventIds.copyOf(List.of(uuid)).contains(uuid)).isTrue();
    assertThat(others).noneMatch(EventIds.copyOf(List.of(uuid))::contains);
    TakenStatus taken = new TakenStatus(uuid, -1, true);
    assertThat(TakenStatuses.copyOf(List.of(taken))).containsExactly(taken);
    assertThat(TakenStatuses.copyOf(List.of(taken)).with(IdBytes.of(uuid))).isEqualTo(taken);
  }

  @Test
  void anIdIsFoundAndNoOther() {
    EventIds ids = EventIds.copyOf(List.of("a", "ab", "b"));
    assertThat(List.of("a", "ab", "b")).allMatch(ids::contains);
    assertThat(List.of("", "abb", "c")).noneMatch(ids::contains);
    assertThat(ids.newest(2)).containsExactly("ab", "b");
    assertThat(ids.newest(3)).isSameAs(ids);
    assertThatThrownBy(() -> IdBytes.of("x".repeat(127))).hasMessageContaining("127 bytes");

    EarlierReports earlier = EarlierReports.copyOf(List.of(reports(9, 2), reports(5, 2)));
    assertThat(earlier.with(IdBytes.of("5-1"))).isEqualTo(reports(5, 2));
    assertThat(earlier.with(IdBytes.of("9-0"))).isEqualTo(reports(9, 2));
    assertThat(earlier.with(IdBytes.of("9-2"))).isNull();
    assertThat(TakenStatuses.copyOf(reports(9, 2).taken()).with(IdBytes.of("9-1")))
        .isEqualTo(reports(9, 2).taken().getLast());
  }

  @Test
  void whatIsTooMuchIsLetGoFromTheOldestDateOn() {
    EarlierReports earlier = EarlierReports.NONE;
    for (int day = 0; day < 5; day++) {
      earlier = earlier.followed(reports(day, 2), 3, 100);
    }
    assertThat(earlier).containsExactly(reports(4, 2), reports(3, 2), reports(2, 2));

    assertThat(earlier.followed(reports(5, 1), 9, 5))
        .containsExactly(reports(5, 1), reports(4, 2), reports(3, 2));
    assertThat(earlier.followed(reports(5, 2), 9, 5)).containsExactly(reports(5, 2), reports(4, 2));
    assertThat(earlier.followed(reports(5, 6), 9, 5)).isEmpty();
  }

  @Test
  void ofTheContentSixteenDigitsCount() {
    String digits = "f123456789abcdef";
    TakenStatus taken = new TakenStatus("id", digits + "00", true);
    assertThat(taken.content()).isEqualTo(0xf123456789abcdefL);
    assertThat(taken.is(digits + "11")).isTrue();
    assertThat(taken.is("e123456789abcdef00")).isFalse();
    assertThat(taken.is("f123456789abcdee00")).isFalse();
  }

  @Test
  void twoListsOfOtherElementsAreNotEqual() {
    EventIds ids = EventIds.copyOf(List.of("a", "b"));

    assertThat((Object) ids).isNotEqualTo(EventIds.copyOf(List.of("a", "c"))).isNotEqualTo(null);
    assertThat((Object) ids).isEqualTo(EventIds.copyOf(List.of("a")).and("b"));
  }

  @Test
  void aProjectThatWaitsIsTheSameWhateverItHolds() {
    Story story = Story.of(Given.grant("cost"));
    Project silent = story.school();
    Project school = story.given(Given.cost(Given.DAY, 1_050)).school();
    Oversight oversight = school.oversight();
    Tolerance tolerance = Given.grant("later").with(g -> g.from = DAY).tolerance();
    Habits runs =
        new Habits(List.of(new Run(Signal.HUGS_LIMIT, "cost", 1, DAY, 2, DAY, true)), null, 7);
    List<Project> projects =
        List.of(
            silent,
            school,
            school.requesting(List.of("help")),
            confirmed(school),
            school.with(oversight.scheduling(List.of(tolerance))),
            school.with(oversight.muting(List.of(new Mute("cost", "head", Level.PROGRAM, DAY)))),
            school.with(oversight.beyondBudget(List.of("CPI RATIO"))),
            school.with(oversight.contributedAsBefore(null)),
            school.with(new Reporting(List.of(), new Rated(Rating.AMBER, DAY), Habits.NONE)),
            school.with(new Reporting(List.of(reports(9, 2)), null, runs)),
            school.with(Reporting.NONE.with(Habits.NONE.replacing(new Baseline(5L, DAY), DAY))));
    BytesOut out = new BytesOut();
    for (Project project : projects) {
      AtRest waiting = AtRest.of(project, out);

      assertThat(waiting).isInstanceOf(ProjectAtRest.class);
      assertThat(waiting.nodeId()).isEqualTo(Given.SCHOOL);
      assertThat(waiting.standing()).isEqualTo(project);
    }
  }

  /** A snapshot writes these parts and nothing else. */
  @Test
  void aPlainProjectIsItsFivePartsAndOneWithSomethingRareIsNot() {
    Project school = Story.of(Given.grant("cost"), Given.cost(Given.DAY, 1_050)).school();
    assertThat(school.watches()).hasSize(1);
    ProjectAtRest waiting = ProjectAtRest.of(school, new BytesOut());

    assertThat(waiting.isPlain()).isTrue();
    assertThat(
            ProjectAtRest.of(
                    waiting.facts(),
                    waiting.original(),
                    waiting.current(),
                    waiting.watches(),
                    waiting.bytes())
                .standing())
        .isEqualTo(school);
    Project asking =
        new Project(
            school.facts(),
            school.original(),
            school.current(),
            school.figures(),
            school.dataDate(),
            school.taken(),
            school.confirmed(),
            List.of("help-1"),
            school.oversight(),
            school.reporting());
    assertThat(ProjectAtRest.of(asking, new BytesOut()).isPlain()).isFalse();
  }

  /** They outlive a process in its snapshots: whoever changes them gives them another number. */
  @Test
  void theBytesOfAProjectAreThoseOfTheirFormat() {
    Project school = Story.of(Given.cost(Given.DAY, 1_050)).school();

    assertThat(ProjectAtRest.FORMAT).isEqualTo(1);
    assertThat(HexFormat.of().formatHex(ProjectAtRest.of(school, new BytesOut()).bytes()))
        .isEqualTo(
            "0788c002010006000101000000000000b4100364d00f640020b41020000000001a117374617475732d"
                + "323032362d30312d333100000000000000fa000d0c66616374732d7363686f6f6c2294f9726c00fb44");
  }

  @Test
  void whatOnlyAProgramHoldsIsNotLostOfAProjectEither() {
    Project school = Story.of(Given.cost(Given.DAY, 1_050)).school();
    Contribution told = java.util.Objects.requireNonNull(school.contributed());
    GivenOn given = GivenOn.nothing(Measure.VAC).exchange(null, new Room(1L, 2L));
    for (Oversight oversight :
        List.of(
            school.oversight().heldBack(DAY),
            school.oversight().giving(given),
            school.oversight().with(told("other", told.parentId(), told.currency(), told)),
            school.oversight().with(told(told.childId(), "other", told.currency(), told)),
            school.oversight().with(told(told.childId(), told.parentId(), "USD", told)))) {
      AtRest waiting = AtRest.of(school.with(oversight), new BytesOut());

      assertThat(waiting.nodeId()).isEqualTo(Given.SCHOOL);
      assertThat(waiting.standing()).isEqualTo(school.with(oversight));
    }
  }

  private static Contribution told(
      String childId, String parentId, String currency, Contribution of) {
    return new Contribution(childId, parentId, currency, of.position(), of.dataDate(), of.rollup());
  }

  @Test
  void aNodeOfWhichNothingWasTakenTakesNoRoom() {
    List<String> kept = new ArrayList<>();
    Fold fold =
        new Fold(
            (before, after) -> kept.add(before.getClass().getSimpleName() + " " + after.nodeId()));

    fold.next(Given.report(Given.DAY).input(Given.at(1)));
    assertThat(fold.standings()).isEmpty();
    fold.next(Given.program().input(Given.at(2)));
    fold.next(Given.school().input(Given.at(3)));

    assertThat(kept).startsWith("Unknown school", "Unknown program", "Unknown school");
    assertThat(fold.standings())
        .hasSize(2)
        .containsExactlyInAnyOrder(fold.standing(Given.PROGRAM), fold.standing(Given.SCHOOL));
    assertThat(fold.atRest()).hasSize(2);
    Contribution told =
        java.util.Objects.requireNonNull(((Project) fold.standing(Given.SCHOOL)).contributed());
    fold.hold(told);
    assertThat(fold.held()).containsExactly(told);
  }

  /** Its sixteen bytes are those of sixteen letters. */
  @Test
  void aUuidIsNotTheTextThatItsBytesWouldSpell() {
    String uuid = "61616161-6161-6161-6161-616161616161";
    String spelled = "a".repeat(16);

    assertThat(EventIds.copyOf(List.of(uuid)).contains(spelled)).isFalse();
    assertThat(EventIds.copyOf(List.of(spelled)).contains(uuid)).isFalse();
  }

  private static Project confirmed(Project school) {
    return new Project(
        school.facts(),
        school.original(),
        school.current(),
        school.figures(),
        school.dataDate(),
        school.taken(),
        Map.of("places", DAY),
        school.requests(),
        school.oversight(),
        school.reporting());
  }
}
