package org.plimsoll.core.measure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a node as its parent counts them: sums that can be added and taken away again.
 *
 * @param projects number of projects
 * @param projectsReporting of these, how many have ever reported
 * @param projectsInException of these, how many have an open exception
 * @param projectsSilent of these, whose source is silent: their figures stand and are not green
 * @param pvMinor sum of the reported planned values; likewise ev, ac, bac, eac
 * @param sums the measures that can be added; one that is absent is not measurable below
 */
public record Rollup(
    int projects,
    int projectsReporting,
    int projectsInException,
    int projectsSilent,
    long pvMinor,
    long evMinor,
    long acMinor,
    long bacMinor,
    long eacMinor,
    Map<Measure, Fraction> sums) {
  public static final Rollup NONE = new Rollup(0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of());

  public Rollup {
    Map<Measure, Fraction> copy = new EnumMap<>(Measure.class);
    copy.putAll(sums);
    sums = Collections.unmodifiableMap(copy);
  }

  /** What one project adds. */
  public static Rollup ofProject(
      Figures figures,
      List<Reading> readings,
      boolean hasReported,
      boolean inException,
      boolean silent) {
    Map<Measure, Fraction> sums = new EnumMap<>(Measure.class);
    for (Reading reading : readings) {
      switch (reading) {
        case Reading.Value value -> {
          Fraction addend = Measures.addend(value, figures);
          if (addend != null) {
            sums.put(value.measure(), addend);
          }
        }
        case Reading.Missing _ -> {}
      }
    }
    return new Rollup(
        1,
        hasReported ? 1 : 0,
        inException ? 1 : 0,
        silent ? 1 : 0,
        orZero(figures.pvMinor()),
        orZero(figures.evMinor()),
        orZero(figures.acMinor()),
        orZero(figures.bacMinor()),
        orZero(figures.eacMinor()),
        sums);
  }

  private static long orZero(@org.jspecify.annotations.Nullable Long amount) {
    return amount == null ? 0 : amount;
  }

  /**
   * These sums with one child's part exchanged.
   *
   * @param before what the child had added so far, {@link #NONE} for a new child
   * @throws ArithmeticException when a sum exceeds a long
   */
  public Rollup exchange(Rollup before, Rollup after) {
    Map<Measure, Fraction> exchanged = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      Fraction sum = sums.get(measure);
      Fraction out = before.sums.get(measure);
      Fraction in = after.sums.get(measure);
      long numerator = exchange(numerator(sum), numerator(out), numerator(in));
      long denominator = exchange(denominator(sum), denominator(out), denominator(in));
      if (denominator > 0) {
        exchanged.put(measure, new Fraction(numerator, denominator));
      }
    }
    return new Rollup(
        Math.addExact(projects - before.projects, after.projects),
        Math.addExact(projectsReporting - before.projectsReporting, after.projectsReporting),
        Math.addExact(projectsInException - before.projectsInException, after.projectsInException),
        Math.addExact(projectsSilent - before.projectsSilent, after.projectsSilent),
        exchange(pvMinor, before.pvMinor, after.pvMinor),
        exchange(evMinor, before.evMinor, after.evMinor),
        exchange(acMinor, before.acMinor, after.acMinor),
        exchange(bacMinor, before.bacMinor, after.bacMinor),
        exchange(eacMinor, before.eacMinor, after.eacMinor),
        exchanged);
  }

  private static long exchange(long sum, long out, long in) {
    return Math.addExact(Math.subtractExact(sum, out), in);
  }

  private static long numerator(@org.jspecify.annotations.Nullable Fraction fraction) {
    return fraction == null ? 0 : fraction.numerator();
  }

  private static long denominator(@org.jspecify.annotations.Nullable Fraction fraction) {
    return fraction == null ? 0 : fraction.denominator();
  }

  /** The measures of a node with these figures below it. */
  public List<Reading> readings() {
    return java.util.Arrays.stream(Measure.values())
        .filter(measure -> !measure.isOfIndicator() && measure != Measure.SILENCE)
        .map(this::reading)
        .toList();
  }

  private Reading reading(Measure measure) {
    Fraction sum = sums.get(measure);
    if (sum != null) {
      return new Reading.Value(measure, null, sum);
    }
    return new Reading.Missing(
        measure,
        null,
        switch (measure.addition()) {
          case SUMMED, WEIGHTED_WITH_COST -> NotYet.NOTHING_BELOW;
          case NOT_ADDED -> NotYet.NOT_ADDED;
        });
  }
}
