package org.plimsoll.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.calendar.Days;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What is equal is held once, and nothing is anything else than it was. */
class AlikeTest {
  private static final LocalDate DAY = LocalDate.of(2021, 6, 30);

  private static Watch watch(List<LocalDate> raisedOn) {
    Tolerance tolerance =
        new Tolerance(
            "cost",
            1,
            ToleranceKind.COST,
            Measure.COST_GROWTH_ORIGINAL,
            null,
            Direction.AT_MOST,
            ToleranceUnit.PERCENT,
            100_000);
    return new Watch(tolerance, 0, null, null, null, raisedOn, List.of());
  }

  private static Facts facts(String nodeId) {
    return new Facts(
        nodeId,
        Level.PROJECT,
        text("roads"),
        text("akimat"),
        text("A. Person"),
        text("KZT"),
        false,
        Baseline.NONE,
        List.of());
  }

  /** As from bytes: an object of its own. */
  private static String text(String text) {
    return String.copyValueOf(text.toCharArray());
  }

  @Test
  void watchesAtRestAreTheSame() {
    Alike alike = new Alike();
    List<Watch> first = alike.watches(List.of(watch(List.of())));

    assertThat(alike.watches(List.of(watch(List.of())))).isSameAs(first);
    List<Watch> noted = alike.watches(List.of(watch(List.of()), watch(List.of(DAY))));
    assertThat(noted).containsExactly(watch(List.of()), watch(List.of(DAY)));
    assertThat(noted.getFirst()).isSameAs(first.getFirst());
    assertThat(noted.getLast().tolerance()).isSameAs(first.getFirst().tolerance());
  }

  @Test
  void factsShareTheirTexts() {
    Alike alike = new Alike();
    Facts first = alike.facts(facts("a"));
    Facts second = alike.facts(facts("b"));

    assertThat(first).isEqualTo(facts("a"));
    assertThat(second).isEqualTo(facts("b"));
    assertThat(second.agencyId()).isSameAs(first.agencyId());
    assertThat(second.accountable()).isSameAs(first.accountable());
    assertThat(second.parentId()).isSameAs(first.parentId());
    assertThat(second.currency()).isSameAs(first.currency());
  }

  @Test
  void aDayIsOneObject() {
    assertThat(Days.of(DAY.toEpochDay())).isEqualTo(DAY).isSameAs(Days.same(DAY));
    assertThat(Days.same(null)).isNull();
    for (LocalDate far : List.of(LocalDate.of(1989, 12, 31), LocalDate.of(2079, 9, 19))) {
      assertThat(Days.of(far.toEpochDay())).isEqualTo(far);
      LocalDate near = far.getYear() < 2000 ? far.plusDays(1) : far.minusDays(1);
      assertThat(Days.same(near)).isEqualTo(near).isSameAs(Days.same(near));
    }
  }
}
