package org.plimsoll.local.demo;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.StatusChange;

/**
 * The status changes of the demonstration, month by month: what {@code demo/portfolio.yaml} says of
 * a project's course, and small deviations from the plan where it says nothing. Always the same,
 * because chance is seeded with the project's id.
 */
public record History(List<Month> months) {

  private static final YearMonth FIRST = YearMonth.of(2019, 1);
  private static final YearMonth LAST = YearMonth.of(2020, 12);

  /** Everything that is reported at the end of one month. */
  public record Month(YearMonth month, List<Report> reports) {
    /** When its reports are in, and what follows from the time that passed is known. */
    public Instant morning() {
      return at(9);
    }

    /** When people have decided, and what they decided is known. */
    public Instant evening() {
      return at(14);
    }

    private Instant at(int hour) {
      return month
          .plusMonths(1)
          .atDay(Portfolio.DECIDED_ON)
          .atTime(LocalTime.of(hour, 0))
          .toInstant(ZoneOffset.UTC);
    }
  }

  /** A status change, and the agency that publishes it. */
  public record Report(String agency, String programId, StatusChange status) {}

  /** The history of a portfolio. */
  public static History of(Portfolio portfolio) {
    Map<YearMonth, List<Report>> months = new TreeMap<>();
    for (Portfolio.Project project : portfolio.projects()) {
      Walk walk = new Walk(project);
      YearMonth from = project.start().isBefore(FIRST) ? FIRST : project.start();
      for (YearMonth month = from; !month.isAfter(LAST); month = month.plusMonths(1)) {
        StatusChange status = walk.status(month);
        List<Report> reports = months.computeIfAbsent(month, m -> new ArrayList<>());
        if (!portfolio.silent().getOrDefault(project.agency(), List.of()).contains(month)) {
          reports.add(new Report(project.agency(), project.programId(), status));
        }
      }
    }
    return new History(
        months.entrySet().stream().map(e -> new Month(e.getKey(), e.getValue())).toList());
  }

  /** How many status changes there are. */
  public int size() {
    return months.stream().mapToInt(month -> month.reports().size()).sum();
  }

  /** One project's way through the months; asked for each month once, in order. */
  private static final class Walk {
    private static final int PER_MILLE = 1000;
    private static final long TENGE_MINOR = 100;

    private final Portfolio.Project project;
    private final Sample.Course course;
    private final Random chance;
    private int schedule = 985;
    private int cost = 1000;
    private int slipDays = 5;

    Walk(Portfolio.Project project) {
      this.project = project;
      this.course = project.course();
      this.chance = new Random(project.id().hashCode());
    }

    StatusChange status(YearMonth month) {
      long elapsed = Portfolio.MONTHS.between(project.start(), month) + 1;
      boolean planned = course.built() || elapsed >= project.months();
      schedule = step(schedule, 6, 960, 1010);
      cost = step(cost, 6, 960, 1045);
      slipDays = planned ? slipDays : step(slipDays, 6, 0, 35);

      long budget = project.budgetMinor();
      long pv = planned ? budget : tenge(curve(budget, elapsed, project.months()));
      int scheduleNow = line(course.schedule(), month, planned ? PER_MILLE : schedule);
      long ev = Math.min(budget, tenge(pv * scheduleNow / PER_MILLE));
      long ac = tenge(ev * PER_MILLE / line(course.cost(), month, cost));

      StatusChange.Builder status =
          StatusChange.newBuilder()
              .setEventId("demo:" + project.id() + ":" + month)
              .setSource("plimsoll demo, illustrative figures")
              .setProjectId(project.id())
              .setDataDate(month.atEndOfMonth())
              .setCurrency(project.currency())
              .setPvMinor(pv)
              .setEvMinor(ev)
              .setAcMinor(ac)
              .setBacMinor(budget)
              .setForecastFinish(project.finish().plusDays(line(course.slip(), month, slipDays)))
              .setPhase(phase(ev, budget))
              .setMilestones(List.of())
              .setIndicators(indicators(month));
      if (course.forecast() != null) {
        status.setCostForecastMinor(
            tenge(budget / PER_MILLE * line(course.forecast(), month, PER_MILLE)));
      }
      Map<String, String> notes = course.notes();
      if (notes != null) {
        status.setNote(notes.get(month.toString()));
      }
      Sample.Help help = course.help();
      if (help != null && help.month().equals(month.toString())) {
        status.setAssistance(
            new Assistance(Level.valueOf(help.addressedTo()), help.request().strip()));
      }
      return status.build();
    }

    private List<IndicatorValue> indicators(YearMonth month) {
      List<IndicatorValue> values = new ArrayList<>();
      for (Sample.Indicator indicator : project.indicators()) {
        var value = indicator.values().get(month.toString());
        if (value != null) {
          values.add(new IndicatorValue(indicator.id(), Portfolio.tenThousandths(value)));
        }
      }
      return values;
    }

    private String phase(long ev, long budget) {
      return requireNonNullElse(
          course.phase(), ev == budget ? "Completed" : ev < budget / 10 ? "Preparation" : "Works");
    }

    private int step(int value, int most, int low, int high) {
      return Math.clamp(value + chance.nextInt(-most, most + 1), low, high);
    }

    /** Slow at both ends, fast in the middle: n²(3m-2n)/m³ of the whole after n of m months. */
    private static long curve(long whole, long n, long m) {
      return whole * (n * n * (3 * m - 2 * n)) / (m * m * m);
    }

    private static long tenge(long minor) {
      return minor / TENGE_MINOR * TENGE_MINOR;
    }

    /** The value of a month on the lines between those that are given; else the other one. */
    private static int line(@Nullable Map<String, Integer> given, YearMonth month, int otherwise) {
      if (given == null) {
        return otherwise;
      }
      TreeMap<YearMonth, Integer> points = new TreeMap<>();
      given.forEach((m, value) -> points.put(YearMonth.parse(m), value));
      var before = points.floorEntry(month);
      var after = points.ceilingEntry(month);
      if (before == null || after == null) {
        return requireNonNull(before == null ? after : before).getValue();
      }
      long whole = Portfolio.MONTHS.between(before.getKey(), after.getKey());
      long part = Portfolio.MONTHS.between(before.getKey(), month);
      return whole == 0
          ? before.getValue()
          : (int) (before.getValue() + (after.getValue() - before.getValue()) * part / whole);
    }
  }
}
