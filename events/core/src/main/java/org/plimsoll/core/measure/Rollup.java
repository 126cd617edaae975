package org.plimsoll.core.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.plimsoll.core.bytes.BytesIn;
import org.plimsoll.core.bytes.BytesOut;

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

  /** The measures that a node has above projects, with a value or without. */
  private static final List<Measure> READ =
      Arrays.stream(Measure.values())
          .filter(measure -> !measure.isOfIndicator() && measure != Measure.SILENCE)
          .toList();

  public Rollup {
    sums = Sums.copyOf(sums);
  }

  /**
   * What one project adds.
   *
   * @param readings in the order of {@link Measure}
   */
  public static Rollup ofProject(
      Figures figures,
      List<Reading> readings,
      boolean hasReported,
      boolean inException,
      boolean silent) {
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
        Sums.ofProject(readings, figures));
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
    Sums exchanged = packed().exchange(before.packed(), after.packed());
    return new Rollup(
        Math.addExact(projects - before.projects, after.projects),
        Math.addExact(projectsReporting - before.projectsReporting, after.projectsReporting),
        Math.addExact(projectsInException - before.projectsInException, after.projectsInException),
        Math.addExact(projectsSilent - before.projectsSilent, after.projectsSilent),
        Sums.exchange(pvMinor, before.pvMinor, after.pvMinor),
        Sums.exchange(evMinor, before.evMinor, after.evMinor),
        Sums.exchange(acMinor, before.acMinor, after.acMinor),
        Sums.exchange(bacMinor, before.bacMinor, after.bacMinor),
        Sums.exchange(eacMinor, before.eacMinor, after.eacMinor),
        exchanged);
  }

  /** Puts it. */
  public void write(BytesOut out) {
    out.count(projects);
    out.count(projectsReporting);
    out.count(projectsInException);
    out.count(projectsSilent);
    out.number(pvMinor);
    out.number(evMinor);
    out.number(acMinor);
    out.number(bacMinor);
    out.number(eacMinor);
    packed().write(out);
  }

  /** Reads what {@link #write} put. */
  public static Rollup read(BytesIn in) {
    return new Rollup(
        in.count(),
        in.count(),
        in.count(),
        in.count(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        Sums.read(in));
  }

  private Sums packed() {
    return Sums.copyOf(sums);
  }

  /** The measures of a node with these figures below it. */
  public List<Reading> readings() {
    List<Reading> readings = new ArrayList<>(READ.size());
    for (Measure measure : READ) {
      readings.add(reading(measure));
    }
    return readings;
  }

  private Reading reading(Measure measure) {
    Fraction sum = sums.get(measure);
    if (sum != null) {
      return new Reading.Value(measure, null, sum);
    }
    return Reading.Missing.of(
        measure,
        switch (measure.addition()) {
          case SUMMED, WEIGHTED_WITH_COST -> NotYet.NOTHING_BELOW;
          case NOT_ADDED -> NotYet.NOT_ADDED;
        });
  }
}
