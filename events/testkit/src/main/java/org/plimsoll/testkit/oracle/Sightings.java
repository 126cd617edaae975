package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.testkit.oracle.Signals.Look;
import org.plimsoll.testkit.oracle.Signals.Sight;
import org.plimsoll.testkit.oracle.Signals.Sign;

/** What a project's newest report shows of how the project is reported. */
final class Sightings {
  private static final Ratio NEARLY_ALL = Ratio.of(95, 100);
  private static final Ratio ENOUGH_ACHIEVED = Ratio.of(80, 100);

  private final Trail trail;
  private final String nodeId;
  private final Facts facts;
  private final Statements statements;
  private final Trail.Moment moment;
  private final LocalDate dataDate;
  private final Map<Sign, Sight> sights = new LinkedHashMap<>();

  private Sightings(Trail trail, Facts facts) {
    this.trail = trail;
    this.facts = facts;
    this.nodeId = facts.nodeId();
    this.statements = Statements.of(trail, facts);
    this.moment = trail.moments(nodeId).getLast();
    this.dataDate = Objects.requireNonNull(moment.dataDate());
  }

  static Look of(Trail trail, Facts facts) {
    Sightings sightings = new Sightings(trail, facts);
    sightings.ofStandstill();
    sightings.ofSpending();
    sightings.ofRating();
    sightings.ofTolerances();
    return new Look(
        trail.now(),
        sightings.dataDate,
        Corrections.stated(sightings.statements.figures()),
        sightings.figuresBefore(),
        sightings.sights);
  }

  private void see(
      Signal signal,
      @Nullable String toleranceId,
      boolean isSo,
      @Nullable Ratio value,
      @Nullable Ratio against) {
    sights.put(
        new Sign(signal, toleranceId), isSo ? new Sight(true, value, against, null) : Sight.NOT);
  }

  /** What the level above was told of deserves no other look. */
  private void ofTolerances() {
    Replaced replaced = Replaced.of(trail, facts);
    var open = Exceptions.open(trail, nodeId);
    for (String id : new Tolerances(trail, nodeId).ids()) {
      Trail.Held held = held().get(id);
      if (held != null) {
        Tolerance t = held.tolerance();
        Ratio value = Limits.shown(t, held.value());
        see(
            Signal.HUGS_LIMIT,
            id,
            !open.containsKey(id) && Limits.usedUp(t, held.value()).compareTo(NEARLY_ALL) >= 0,
            value,
            Limits.shown(t, t.limitTenThousandths()));
        Long amber = t.terms().amberTenThousandths();
        if (amber != null) {
          see(
              Signal.PERPETUAL_AMBER,
              id,
              !open.containsKey(id) && Limits.isAmber(t, held.value()),
              value,
              Limits.shown(t, amber));
        }
        if (replaced != null && isMovedByBaseline(t.measure())) {
          rebaselined(held, replaced, open.containsKey(id));
        }
      }
    }
  }

  /** What figures are held against; a report breaks a silence. */
  private Map<String, Trail.Held> held() {
    Map<String, Trail.Held> held = new LinkedHashMap<>(moment.held());
    held.values().removeIf(each -> each.tolerance().measure() == Measure.SILENCE);
    return held;
  }

  /** Whether a new cost or finish moves it by itself. */
  static boolean isMovedByBaseline(Measure measure) {
    return measure == Measure.COST_GROWTH_CURRENT || measure == Measure.FINISH_SLIP_CURRENT;
  }

  private void rebaselined(Trail.Held held, Replaced replaced, boolean isOpen) {
    Tolerance t = held.tolerance();
    Sign sign = new Sign(Signal.REBASELINED_BEFORE_BREACH, t.toleranceId());
    Fraction before = valueUnder(replaced, t.measure());
    if (before == null) {
      return;
    }
    boolean isSo =
        !isOpen
            && (replaced.isLatelyReplaced(dataDate)
                || Signals.before(trail, nodeId, sign, dataDate).count() > 0)
            && Limits.step(t, before) > 0
            && Limits.step(t, held.value()) == 0;
    sights.put(
        sign,
        isSo
            ? new Sight(
                true,
                Limits.shown(t, before),
                Limits.shown(t, t.limitTenThousandths()),
                replaced.on())
            : Sight.NOT);
  }

  private @Nullable Fraction valueUnder(Replaced replaced, Measure measure) {
    Numbers numbers =
        new Numbers(statements.figures(), statements.original(), replaced.baseline(), dataDate);
    return value(numbers.readings(facts.targets()), measure);
  }

  private static @Nullable Fraction value(List<Reading> readings, Measure measure) {
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value(var of, var _, var value) && of == measure) {
        return value;
      }
    }
    return null;
  }

  private void ofRating() {
    Rating own = statements.selfRating();
    if (own == null) {
      return;
    }
    // What it is held to be, the signal says.
    see(Signal.PERPETUAL_AMBER, null, own == Rating.AMBER, null, null);
    Rating computed = computed();
    if (computed != null) {
      see(Signal.SELF_RATING_BETTER, null, own.compareTo(computed) < 0, rank(own), rank(computed));
    }
  }

  private static Ratio rank(Rating rating) {
    return switch (rating) {
      case GREEN -> Ratio.of(0);
      case AMBER -> Ratio.of(1);
      case RED -> Ratio.of(2);
    };
  }

  /** What the figures say of the project; null where nothing is held against anything. */
  private @Nullable Rating computed() {
    if (Exceptions.isInException(trail, nodeId)) {
      return Rating.RED;
    }
    Rating computed = null;
    for (Trail.Held held : held().values()) {
      boolean isAmber =
          Limits.step(held.tolerance(), held.value()) > 0
              || Limits.isAmber(held.tolerance(), held.value());
      computed = isAmber || computed == Rating.AMBER ? Rating.AMBER : Rating.GREEN;
    }
    return computed;
  }

  private void ofSpending() {
    Figures f = statements.figures();
    Ratio spent = part(f.acMinor(), f.bacMinor());
    Ratio achieved = achieved();
    if (spent != null && achieved != null) {
      see(
          Signal.SPENT_WITHOUT_ACHIEVEMENT,
          null,
          spent.compareTo(NEARLY_ALL) >= 0 && achieved.compareTo(ENOUGH_ACHIEVED) < 0,
          spent,
          achieved);
    }
  }

  private static @Nullable Ratio part(@Nullable Long of, @Nullable Long whole) {
    return of == null || whole == null || whole == 0 ? null : Ratio.of(of, whole);
  }

  /** The least achieved target; where none can be measured, the part of the work that is earned. */
  private @Nullable Ratio achieved() {
    Ratio least = null;
    for (Reading reading : statements.numbers().readings(facts.targets())) {
      if (reading instanceof Reading.Value(var measure, var _, var value)
          && measure == Measure.INDICATOR_ACHIEVEMENT) {
        Ratio achieved = Ratio.of(value);
        least = least == null || achieved.compareTo(least) < 0 ? achieved : least;
      }
    }
    Figures f = statements.figures();
    return least == null ? part(f.evMinor(), f.bacMinor()) : least;
  }

  /** Until its whole budget is earned, cost and value move. */
  private void ofStandstill() {
    Figures f = statements.figures();
    Long earned = f.evMinor();
    Long whole = f.bacMinor();
    if (earned != null || f.acMinor() != null) {
      see(
          Signal.UNCHANGED_FIGURES,
          null,
          (earned == null || whole == null || earned < whole)
              && Corrections.stated(f).equals(figuresBefore()),
          null,
          null);
    }
  }

  /**
   * The figures before the data date that stands. Where nothing had moved since, a correction of an
   * older date changes these, too.
   */
  private Map<String, Object> figuresBefore() {
    List<Look> looks = trail.looks(nodeId);
    Map<String, Object> stood = Corrections.stated(Statements.beforeNow(trail, facts).figures());
    if (looks.isEmpty() || !looks.getLast().dataDate().equals(dataDate)) {
      return stood;
    }
    Map<String, Object> before = looks.getLast().figuresBefore();
    StatusChange newest = trail.taken(nodeId, Input.StatusChanged.class).getLast().status();
    return newest.dataDate().isBefore(dataDate) && stood.equals(before)
        ? Corrections.stated(statements.figures())
        : before;
  }
}
