package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Habits.Replaced;
import org.plimsoll.core.escalation.Habits.Run;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.escalation.Reporting.Rated;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Measures;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * Signs that a project is reported to please rather than to inform, told after everything is
 * decided: a signal reads exceptions and never makes one, and it stays where it happened. It is a
 * reason to look, not a finding; each begins and ends as an outcome that carries its evidence, if
 * there is any: one that a report ended, of whose date nothing can be said any more, is back as it
 * was before that date.
 *
 * <p>That figures made to be judged by are gamed is well described (G. Bevan and C. Hood, "What's
 * measured is what matters", Public Administration 84(3), 2006), and so is that values crowd just
 * within a limit (H. J. Kleven, "Bunching", Annual Review of Economics 8, 2016). Neither gives a
 * number for reports like these: the numbers below are ours.
 */
final class Signals {
  /** Hugging: at least this part of a tolerance is used, times 10,000, and the limit is kept. */
  static final long HUG_SHARE_TEN_THOUSANDTHS = 9_500;

  /** Hugging: once is chance; three data dates in a row are a habit. */
  static final int HUG_REPORTS = 3;

  /** Perpetual amber: half a year of monthly reports without better or worse. */
  static final int AMBER_REPORTS = 6;

  /** A self-rating may be a report behind what is computed. */
  static final int RATING_REPORTS = 2;

  /** A quarter: a breach this soon after a new baseline could be seen when it was approved. */
  static final int REBASELINE_DAYS = 92;

  /** Spent: at least this part of the budget. */
  private static final Fraction SPENT_SHARE = new Fraction(9_500, 10_000);

  /** Low achievement: less than this part of what the money was for. */
  private static final Fraction ACHIEVED_SHARE = new Fraction(8_000, 10_000);

  /** Unchanged: this many data dates in a row on which nothing moved. */
  static final int UNCHANGED_REPORTS = 3;

  private final Project project;
  private final LocalDate on;
  private final boolean newDate;
  private final Habits before;
  private final List<Reading> readings;
  private final List<Run> runs = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  private Signals(Project before, Project after, LocalDate on, List<Reading> readings) {
    this.project = after;
    this.on = on;
    this.newDate = !on.equals(before.dataDate());
    this.before = after.reporting().habits();
    this.readings = readings;
  }

  /**
   * What a report's verdict says of how the project is reported, added to it.
   *
   * @param reportedFor data date of the report
   * @param readings of the project after it
   */
  static Verdict after(
      Project before, LocalDate reportedFor, List<Reading> readings, Verdict verdict) {
    Project after = (Project) verdict.next();
    LocalDate on = requireNonNull(after.dataDate());
    long stood = fingerprint(before.figures());
    Signals signals = new Signals(before, after, on, readings);
    Habits habits = signals.before;
    // A correction of an older date changes the figures before this date as it changes these.
    boolean older = reportedFor.isBefore(on);
    long figuresBefore =
        signals.newDate
            ? stood
            : older && stood == habits.figuresBefore()
                ? fingerprint(after.figures())
                : habits.figuresBefore();
    return signals.told(figuresBefore, verdict);
  }

  private Verdict told(long fingerprint, Verdict verdict) {
    unchanged(fingerprint);
    spent();
    ratings();
    Replaced replaced = before.replaced();
    List<Reading> against = replaced == null ? List.of() : against(replaced.baseline());
    for (Watch watch : project.watches()) {
      Fraction value = value(readings, watch.tolerance());
      if (value != null) {
        limits(watch, value);
      }
      if (replaced != null) {
        rebaselined(watch, replaced, value(against, watch.tolerance()), value);
      }
    }
    List<Run> kept = kept();
    boolean lately =
        replaced != null
            && (isWithin(replaced)
                || kept.stream()
                    .anyMatch(r ->
                        r.signal() == Signal.REBASELINED_BEFORE_BREACH
                            && r.before() + r.count() > 0));
    Habits habits = new Habits(kept, lately ? replaced : null, fingerprint);
    Project told = project.with(project.reporting().with(habits));
    if (outcomes.isEmpty()) {
      return new Verdict(told, verdict.outcomes());
    }
    List<Outcome> all = new ArrayList<>(verdict.outcomes());
    all.addAll(outcomes);
    return new Verdict(told, all);
  }

  /**
   * Runs that nothing was said about, because what they speak of has no value: they stay as they
   * were before the data date that stands.
   */
  private List<Run> kept() {
    for (Run run : before.runs()) {
      if (runs.stream().noneMatch(r -> r.speaksOf(run.signal(), run.toleranceId()))) {
        shown(run, newDate ? run.moved() : run.unsaid(), Evidence.NONE);
      }
    }
    runs.removeIf(Run::isNothing);
    return runs;
  }

  /** On a project under way, cost and value to date move. */
  private void unchanged(long fingerprint) {
    Figures f = project.figures();
    boolean ends = f.evMinor() != null && f.bacMinor() != null && f.evMinor() >= f.bacMinor();
    if (f.evMinor() != null || f.acMinor() != null) {
      run(Signal.UNCHANGED_FIGURES, null, !ends && fingerprint == fingerprint(f), Evidence.NONE);
    }
  }

  /** Achieved is the least achieved target, and where there is none the value earned. */
  private void spent() {
    Long ac = project.figures().acMinor();
    Long bac = project.figures().bacMinor();
    if (ac == null || bac == null || bac == 0) {
      return;
    }
    Fraction achieved = null;
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value v
          && v.measure() == Measure.INDICATOR_ACHIEVEMENT
          && (achieved == null || v.value().compareTo(achieved) < 0)) {
        achieved = v.value();
      }
    }
    Long ev = project.figures().evMinor();
    if (achieved == null && ev != null) {
      achieved = new Fraction(ev, bac);
    }
    if (achieved == null) {
      return;
    }
    Fraction spent = new Fraction(ac, bac);
    boolean isSo = spent.compareTo(SPENT_SHARE) >= 0 && achieved.compareTo(ACHIEVED_SHARE) < 0;
    run(Signal.SPENT_WITHOUT_ACHIEVEMENT, null, isSo, new Evidence(spent, achieved, null));
  }

  private void ratings() {
    Rated rated = project.reporting().rated();
    if (rated == null) {
      return;
    }
    run(Signal.PERPETUAL_AMBER, null, rated.rating() == Rating.AMBER, Evidence.NONE);
    Rating computed = computed();
    if (computed != null) {
      run(
          Signal.SELF_RATING_BETTER,
          null,
          rated.rating().isBetterThan(computed),
          new Evidence(rank(rated.rating()), rank(computed), null));
    }
  }

  /**
   * RED while an exception is open that is a fact; AMBER beyond an amber limit, or beyond a limit
   * and not yet for long enough; else GREEN. Null where no measure is held against any tolerance.
   */
  private @Nullable Rating computed() {
    Rating computed = project.inException() ? Rating.RED : null;
    for (Watch watch : project.watches()) {
      Fraction value = value(readings, watch.tolerance());
      if (value != null && computed != Rating.RED) {
        Tolerance tolerance = watch.inForce();
        boolean amber = tolerance.isAmber(value) || tolerance.stepOf(value) > 0;
        computed = amber || computed == Rating.AMBER ? Rating.AMBER : Rating.GREEN;
      }
    }
    return computed;
  }

  private static Fraction rank(Rating rating) {
    return new Fraction(rating.rank(), 1);
  }

  private void limits(Watch watch, Fraction value) {
    Tolerance tolerance = watch.inForce();
    run(
        Signal.HUGS_LIMIT,
        tolerance.toleranceId(),
        watch.open() == null && tolerance.isNearlyUsedUpBy(value, HUG_SHARE_TEN_THOUSANDTHS),
        evidence(tolerance, value, tolerance.limitTenThousandths(), null));
    Long amber = tolerance.terms().amberTenThousandths();
    if (amber != null) {
      run(
          Signal.PERPETUAL_AMBER,
          tolerance.toleranceId(),
          watch.open() == null && tolerance.isAmber(value),
          evidence(tolerance, value, amber, null));
    }
  }

  /**
   * Against the baseline that was replaced, the limit would have been crossed within {@link
   * #REBASELINE_DAYS}; against the one that stands it is not. It goes on for as long as that is so.
   */
  private void rebaselined(
      Watch watch, Replaced replaced, @Nullable Fraction value, @Nullable Fraction stands) {
    Tolerance tolerance = watch.inForce();
    if (!isAgainstCurrent(tolerance) || value == null) {
      return;
    }
    Run held = before.run(Signal.REBASELINED_BEFORE_BREACH, tolerance.toleranceId());
    boolean begun = held != null && (newDate ? held.count() : held.before()) > 0;
    run(
        Signal.REBASELINED_BEFORE_BREACH,
        tolerance.toleranceId(),
        watch.open() == null
            && (begun || (isWithin(replaced) && on.isAfter(replaced.on())))
            && tolerance.stepOf(value) > 0
            && (stands == null || tolerance.stepOf(stands) == 0),
        evidence(tolerance, value, tolerance.limitTenThousandths(), replaced.on()));
  }

  /** Whether a new baseline moves it and the replaced cost and finish still measure it. */
  static boolean isAgainstCurrent(Tolerance tolerance) {
    return tolerance.measure() == Measure.COST_GROWTH_CURRENT
        || tolerance.measure() == Measure.FINISH_SLIP_CURRENT;
  }

  private boolean isWithin(Replaced replaced) {
    return ChronoUnit.DAYS.between(replaced.on(), on) <= REBASELINE_DAYS;
  }

  private List<Reading> against(Baseline replaced) {
    return Measures.ofProject(project.figures(), replaced, replaced, on, project.facts().targets());
  }

  /**
   * What shows that something is so.
   *
   * @param since when it began, where that is not the first of the data dates in a row
   */
  private record Evidence(
      @Nullable Fraction value, @Nullable Fraction against, @Nullable LocalDate since) {
    private static final Evidence NONE = new Evidence(null, null, null);
  }

  private static Evidence evidence(
      Tolerance tolerance, Fraction value, long againstTenThousandths, @Nullable LocalDate since) {
    return new Evidence(
        tolerance.inUnit(value), new Fraction(againstTenThousandths, tolerance.scale()), since);
  }

  /** One thing that is so or is not, and what shows it. */
  private void run(Signal signal, @Nullable String toleranceId, boolean isSo, Evidence evidence) {
    Run held = before.run(signal, toleranceId);
    if (held != null) {
      shown(held, (newDate ? held.moved() : held).on(on, isSo), evidence);
    } else if (isSo) {
      Run none = Run.none(signal, toleranceId);
      shown(none, none.on(on, true), evidence);
    }
  }

  private void shown(Run held, Run now, Evidence evidence) {
    Signal signal = now.signal();
    boolean shows = now.count() >= reports(signal);
    if (shows && !held.shown()) {
      LocalDate began = evidence.since == null ? requireNonNull(now.since()) : evidence.since;
      outcomes.add(
          new Outcome.Signalled(
              project.nodeId(),
              signal,
              now.toleranceId(),
              now.count(),
              evidence.value,
              evidence.against,
              began,
              on));
    } else if (!shows && held.shown()) {
      outcomes.add(new Outcome.SignalEnded(project.nodeId(), signal, now.toleranceId(), on));
    }
    runs.add(now.shown(shows));
  }

  /** Data dates in a row from which it is a signal. */
  private static int reports(Signal signal) {
    return switch (signal) {
      case HUGS_LIMIT -> HUG_REPORTS;
      case PERPETUAL_AMBER -> AMBER_REPORTS;
      case SELF_RATING_BETTER -> RATING_REPORTS;
      case REBASELINED_BEFORE_BREACH, SPENT_WITHOUT_ACHIEVEMENT -> 1;
      case UNCHANGED_FIGURES -> UNCHANGED_REPORTS;
    };
  }

  private static @Nullable Fraction value(List<Reading> readings, Tolerance tolerance) {
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value v
          && v.measure() == tolerance.measure()
          && Objects.equals(v.indicatorId(), tolerance.indicatorId())) {
        return v.value();
      }
    }
    return null;
  }

  /**
   * 64 bits that are the same for the same figures, whenever they were stated. Different figures
   * share them once in 2^64 pairs, and then a flag is wrong.
   */
  static long fingerprint(Figures f) {
    long print = 1;
    print = mixed(print, amount(f.pvMinor()));
    print = mixed(print, amount(f.evMinor()));
    print = mixed(print, amount(f.acMinor()));
    print = mixed(print, amount(f.bacMinor()));
    print = mixed(print, amount(f.etcMinor()));
    print = mixed(print, amount(f.costForecastMinor()));
    print = mixed(print, amount(f.riskExposureMinor()));
    print = mixed(print, day(f.forecastFinish()));
    for (Map.Entry<String, Long> indicator : f.indicatorTenThousandths().entrySet()) {
      print = mixed(mixed(print, indicator.getKey().hashCode()), indicator.getValue());
    }
    for (Map.Entry<String, MilestoneDates> milestone : f.milestones().entrySet()) {
      MilestoneDates dates = milestone.getValue();
      print = mixed(mixed(print, milestone.getKey().hashCode()), day(dates.baseline()));
      print = mixed(mixed(print, day(dates.forecast())), day(dates.actual()));
    }
    return print;
  }

  private static long amount(@Nullable Long minor) {
    return minor == null ? -1 : minor;
  }

  private static long day(@Nullable LocalDate date) {
    return date == null ? Long.MIN_VALUE : date.toEpochDay();
  }

  /** A step of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), which spreads every bit. */
  private static long mixed(long print, long value) {
    long z = (print ^ value) + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
