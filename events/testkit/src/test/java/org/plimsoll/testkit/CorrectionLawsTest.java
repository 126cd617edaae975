package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.escalation.StatusChange.Milestone;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/** The laws of corrections, self-ratings and signals, over seeded histories. */
class CorrectionLawsTest {

  @Test
  void aCorrectionLeavesWhatTheReportWouldHaveLeftHadItSaidSoAtOnce() {
    AtomicInteger compared = new AtomicInteger();
    Law.holds(history -> {
      int at = newestReport(history);
      if (at < 0) {
        return;
      }
      var report = (Input.StatusChanged) history.get(at);
      StatusChange wrong = report.status();
      StatusChange right = another(history, wrong);
      Fold later = new Fold();
      Fold atOnce = new Fold();
      for (Input input : history.subList(0, at)) {
        later.next(input);
        atOnce.next(input);
      }

      later.next(report);
      later.next(with(report, correction(wrong, right)));
      atOnce.next(with(report, saidAtOnce(wrong, right)));

      var corrected = (Standing.Project) later.standing(wrong.projectId());
      var said = (Standing.Project) atOnce.standing(wrong.projectId());
      assertThat(corrected.figures()).isEqualTo(said.figures());
      assertThat(corrected.dataDate()).isEqualTo(said.dataDate());
      assertThat(corrected.confirmed()).isEqualTo(said.confirmed());
      assertThat(corrected.reporting().rated()).isEqualTo(said.reporting().rated());
      // What a first report promised stands, whatever it should have said.
      if (corrected.original().equals(said.original())) {
        assertThat(corrected.readings()).isEqualTo(said.readings());
        assertThat(open(corrected, true)).isEqualTo(open(said, true));
        if (open(corrected, false).equals(open(said, false))) {
          assertThat(corrected.reporting().habits()).isEqualTo(said.reporting().habits());
          compared.incrementAndGet();
        }
      }
    });
    assertThat(compared).as("histories in which everything was compared").hasValueGreaterThan(500);
  }

  @Test
  void aCorrectionOfAnOlderDateNeverChangesAFigureThatWasRestatedSince() {
    AtomicInteger older = new AtomicInteger();
    Law.holds(history -> {
      Fold fold = new Fold();
      Map<String, Map<String, LocalDate>> statedOn = new HashMap<>();
      for (Input input : history) {
        Standing standing = fold.standing(input.nodeId());
        List<Outcome> outcomes = fold.next(input);
        if (!(input instanceof Input.StatusChanged changed)
            || !(standing instanceof Standing.Project before)
            || outcomes.getFirst() instanceof Outcome.Refused) {
          continue;
        }
        StatusChange status = changed.status();
        LocalDate on = status.dataDate();
        Map<String, LocalDate> dates =
            statedOn.computeIfAbsent(input.nodeId(), id -> new HashMap<>());
        LocalDate stood = before.dataDate();
        if (before.isSilent() && stood != null && on.isAfter(stood)) {
          dates.clear();
        }
        Map<String, Object> values = values(before.figures());
        Map<String, Object> stated = values(status.reported());
        Map<String, Object> after =
            values(((Standing.Project) fold.standing(input.nodeId())).figures());
        for (Map.Entry<String, Object> figure : stated.entrySet()) {
          LocalDate since = dates.get(figure.getKey());
          if (since != null && since.isAfter(on)) {
            assertThat(after.get(figure.getKey()))
                .as(figure.getKey())
                .isEqualTo(values.get(figure.getKey()));
            older.incrementAndGet();
          } else {
            assertThat(after.get(figure.getKey())).as(figure.getKey()).isEqualTo(figure.getValue());
            dates.put(figure.getKey(), on);
          }
        }
      }
    });
    assertThat(older)
        .as("figures that stood against an older correction")
        .hasValueGreaterThan(1_000);
  }

  @Test
  void reportsMayComeInAnyOrderOfDataDates() {
    Law.holds(history -> {
      Map<LocalDate, Figures> byDate = new TreeMap<>();
      for (Input input : history) {
        if (input instanceof Input.StatusChanged changed) {
          byDate.putIfAbsent(changed.status().dataDate(), unpromised(changed.status()));
        }
      }
      List<LocalDate> shuffled = new ArrayList<>(byDate.keySet());
      Collections.shuffle(shuffled, new Random(history.size()));

      assertThat(after(byDate, shuffled)).isEqualTo(after(byDate, byDate.keySet()));
    });
  }

  @Test
  void aCorrectionMovesNoPromise() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        Standing before = fold.standing(input.nodeId());
        fold.next(input);
        if (input instanceof Input.StatusChanged changed
            && changed.status().corrects() != null
            && before instanceof Standing.Project project) {
          var after = (Standing.Project) fold.standing(input.nodeId());
          assertThat(after.original().orElse(project.original())).isEqualTo(after.original());
          if (project.original().costMinor() != null) {
            assertThat(after.original().costMinor()).isEqualTo(project.original().costMinor());
          }
          if (project.original().finish() != null) {
            assertThat(after.original().finish()).isEqualTo(project.original().finish());
          }
        }
      }
    });
  }

  @Test
  void aCorrectionIsNoNewDataDate() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        Standing before = fold.standing(input.nodeId());
        fold.next(input);
        if (input instanceof Input.StatusChanged changed
            && changed.status().corrects() != null
            && before instanceof Standing.Project project) {
          assertThat(((Standing.Project) fold.standing(input.nodeId())).dataDate())
              .isEqualTo(project.dataDate());
        }
      }
    });
  }

  @Test
  void aConfirmationIsWithdrawnOnlyAfterItWasGivenAndGivenAnewOnlyAfterThat() {
    Law.holds(history -> {
      Set<String> confirmed = new HashSet<>();
      for (Outcome outcome : outcomes(history)) {
        switch (outcome) {
          case Outcome.TargetConfirmed c ->
              assertThat(confirmed.add(c.nodeId() + c.indicatorId())).isTrue();
          case Outcome.ConfirmationWithdrawn w ->
              assertThat(confirmed.remove(w.nodeId() + w.indicatorId())).isTrue();
          default -> {}
        }
      }
    });
  }

  @Test
  void noExceptionDependsOnHowAnAgencyRatesItself() {
    Law.holds(history ->
        assertThat(decided(history.stream().map(CorrectionLawsTest::unrated).toList()))
            .isEqualTo(decided(history)));
  }

  @Test
  void everySignalBeginsBeforeItEndsAndBothAlternate() {
    Law.holds(history -> {
      Set<String> on = new HashSet<>();
      for (Outcome outcome : outcomes(history)) {
        switch (outcome) {
          case Outcome.Signalled s ->
              assertThat(on.add(s.nodeId() + s.signal() + s.toleranceId())).isTrue();
          case Outcome.SignalEnded e ->
              assertThat(on.remove(e.nodeId() + e.signal() + e.toleranceId())).isTrue();
          default -> {}
        }
      }
    });
  }

  @Test
  void aSignalFollowsOnlyFromAReport() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        List<Outcome> outcomes = fold.next(input);
        if (!(input instanceof Input.StatusChanged)) {
          assertThat(outcomes)
              .noneMatch(Outcome.Signalled.class::isInstance)
              .noneMatch(Outcome.SignalEnded.class::isInstance);
        }
      }
    });
  }

  @Test
  void historiesReachCorrectionsAndEverySignal() {
    Set<Object> seen = new HashSet<>();
    for (long seed = 1; seed <= Law.HISTORIES; seed++) {
      for (Outcome outcome : outcomes(Histories.of(seed))) {
        switch (outcome) {
          case Outcome.Signalled s -> seen.add(s.signal());
          case Outcome.Refused r -> seen.add(r.refusal().reason());
          case Outcome.Corrected c -> {
            seen.add(c.getClass());
            seen.addAll(c.kept());
          }
          default -> seen.add(outcome.getClass());
        }
      }
    }
    assertThat(seen)
        .contains(
            Outcome.Corrected.class,
            Outcome.ConfirmationWithdrawn.class,
            Outcome.SignalEnded.class,
            Refusal.Reason.NOTHING_TO_CORRECT,
            "baseline.costMinor",
            "indicators.places",
            "milestones.roof.baselineDate")
        .contains((Object[]) Outcome.Signal.values());
  }

  /** Place of the last report that began a data date; -1 where none did. */
  private static int newestReport(List<Input> history) {
    Fold fold = new Fold();
    int newest = -1;
    for (int i = 0; i < history.size(); i++) {
      Input input = history.get(i);
      Standing before = fold.standing(input.nodeId());
      boolean taken = !(fold.next(input).getFirst() instanceof Outcome.Refused);
      if (taken
          && input instanceof Input.StatusChanged changed
          && before instanceof Standing.Project project
          && (project.dataDate() == null
              || changed.status().dataDate().isAfter(project.dataDate()))) {
        newest = i;
      }
    }
    return newest;
  }

  /** What another report of the history says, as the truth that the first one should have told. */
  private static StatusChange another(List<Input> history, StatusChange wrong) {
    for (Input input : history) {
      if (input instanceof Input.StatusChanged changed
          && !changed.status().eventId().equals(wrong.eventId())
          && org.plimsoll.core.escalation.Admission.refusalOf(
                  changed.status(), changed.origin().receivedOn())
              .isEmpty()) {
        return changed.status();
      }
    }
    return wrong;
  }

  private static StatusChange correction(StatusChange wrong, StatusChange right) {
    return new StatusChange(
        "correction",
        wrong.source(),
        wrong.projectId(),
        wrong.dataDate(),
        right.currency(),
        right.reported(),
        null,
        right.milestones(),
        right.risks(),
        null,
        null,
        wrong.eventId(),
        right.selfRating());
  }

  /** The wrong report with everything in its place that the right one states. */
  private static StatusChange saidAtOnce(StatusChange wrong, StatusChange right) {
    Figures w = wrong.reported();
    Figures r = right.reported();
    Map<String, Long> indicators = new HashMap<>(w.indicatorTenThousandths());
    indicators.putAll(r.indicatorTenThousandths());
    return new StatusChange(
        "correction",
        wrong.source(),
        wrong.projectId(),
        wrong.dataDate(),
        wrong.currency() == null ? right.currency() : wrong.currency(),
        new Figures(
            or(r.pvMinor(), w.pvMinor()),
            or(r.evMinor(), w.evMinor()),
            or(r.acMinor(), w.acMinor()),
            or(r.bacMinor(), w.bacMinor()),
            or(r.etcMinor(), w.etcMinor()),
            or(r.costForecastMinor(), w.costForecastMinor()),
            or(r.forecastFinish(), w.forecastFinish()),
            indicators),
        null,
        milestones(wrong, right),
        right.risks() == null ? wrong.risks() : right.risks(),
        null,
        null,
        null,
        or(right.selfRating(), wrong.selfRating()));
  }

  /** Of the promised dates the first stands, whatever is corrected. */
  private static List<Milestone> milestones(StatusChange wrong, StatusChange right) {
    Map<String, Milestone> milestones = new TreeMap<>();
    wrong.milestones().forEach(m -> milestones.put(m.milestoneId(), m));
    for (Milestone m : right.milestones()) {
      Milestone before = milestones.get(m.milestoneId());
      milestones.put(
          m.milestoneId(),
          before == null
              ? m
              : new Milestone(
                  m.milestoneId(),
                  null,
                  or(before.baselineDate(), m.baselineDate()),
                  or(m.forecastDate(), before.forecastDate()),
                  or(m.actualDate(), before.actualDate())));
    }
    return List.copyOf(milestones.values());
  }

  private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }

  private static Input with(Input.StatusChanged like, StatusChange status) {
    Origin origin = like.origin();
    return new Input.StatusChanged(
        like.at(),
        status,
        new Origin(
            origin.agencyId(), origin.receivedOn(), origin.key(), origin.placed(), "of its own"));
  }

  /**
   * Tolerances that are breached.
   *
   * @param followsFigures only those that follow from the figures alone: not held, not asked to
   *     persist, and of a measure that has a value, because one that has none changes nothing
   */
  private static Set<String> open(Standing.Project project, boolean followsFigures) {
    return project.watches().stream()
        .filter(w -> w.open() != null)
        .map(Watch::tolerance)
        .filter(t -> !followsFigures || (t.terms().equals(Terms.PLAIN) && hasValue(project, t)))
        .map(Tolerance::toleranceId)
        .collect(Collectors.toSet());
  }

  private static boolean hasValue(Standing.Project project, Tolerance tolerance) {
    return project.readings().stream()
        .anyMatch(r -> r instanceof Reading.Value && r.measure() == tolerance.measure());
  }

  private static Map<String, Object> values(Figures f) {
    Map<String, Object> values = new HashMap<>();
    put(values, "pv", f.pvMinor());
    put(values, "ev", f.evMinor());
    put(values, "ac", f.acMinor());
    put(values, "bac", f.bacMinor());
    put(values, "etc", f.etcMinor());
    put(values, "forecast", f.costForecastMinor());
    put(values, "finish", f.forecastFinish());
    put(values, "risks", f.riskExposureMinor());
    values.putAll(f.indicatorTenThousandths());
    f.milestones()
        .forEach((id, dates) -> {
          put(values, id + ".forecast", dates.forecast());
          put(values, id + ".actual", dates.actual());
        });
    return values;
  }

  private static void put(Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private static Figures after(Map<LocalDate, Figures> byDate, Iterable<LocalDate> dates) {
    Figures figures = Figures.NONE;
    for (LocalDate date : dates) {
      figures = figures.after(byDate.getOrDefault(date, Figures.NONE), date);
    }
    return figures;
  }

  /** Promised dates of milestones stand in the order in which they arrive. */
  private static Figures unpromised(StatusChange status) {
    return new StatusChange(
            status.eventId(),
            status.source(),
            status.projectId(),
            status.dataDate(),
            status.currency(),
            status.reported(),
            null,
            status.milestones().stream()
                .map(m ->
                    new Milestone(m.milestoneId(), null, null, m.forecastDate(), m.actualDate()))
                .toList(),
            status.risks(),
            null,
            null)
        .reported();
  }

  private static Input unrated(Input input) {
    if (!(input instanceof Input.StatusChanged(var at, var s, var origin))) {
      return input;
    }
    return new Input.StatusChanged(
        at,
        new StatusChange(
            s.eventId(),
            s.source(),
            s.projectId(),
            s.dataDate(),
            s.currency(),
            s.reported(),
            s.phase(),
            s.milestones(),
            s.risks(),
            s.note(),
            s.assistance(),
            s.corrects(),
            null),
        origin);
  }

  /** Everything that follows but what is only looked at. */
  private static List<Outcome> decided(List<Input> history) {
    return outcomes(history).stream()
        .filter(o ->
            !(o instanceof Outcome.Signalled
                || o instanceof Outcome.SignalEnded
                || o instanceof Outcome.ProjectAssessed))
        .toList();
  }

  private static List<Outcome> outcomes(List<Input> history) {
    Fold fold = new Fold();
    return history.stream().flatMap(input -> fold.next(input).stream()).toList();
  }
}
