package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/** Which tolerance of a node is in force, from all grants and every day that has come. */
final class Tolerances {
  private final Trail trail;
  private final String nodeId;

  Tolerances(Trail trail, String nodeId) {
    this.trail = trail;
    this.nodeId = nodeId;
  }

  /** A day that came with a report or a tick, or a tolerance that was granted on a data date. */
  private sealed interface Event {
    record Came(LocalDate day) implements Event {}

    record Granted(Tolerance tolerance, @Nullable LocalDate dataDate) implements Event {}
  }

  /**
   * What stands of one tolerance.
   *
   * @param lasting the one without a last day; null before any has begun
   * @param temporary the one with a last day that stands in front of it; null where none does
   * @param waiting granted, and their first day has not come
   */
  record InForce(
      @Nullable Tolerance lasting, @Nullable Tolerance temporary, List<Tolerance> waiting) {
    @Nullable Tolerance now() {
      return temporary == null ? lasting : temporary;
    }
  }

  /** Every day that has come and every grant, in the order of the trail. */
  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    List<Trail.Moment> moments = trail.moments(nodeId);
    int next = 0;
    LocalDate dataDate = null;
    for (Trail.Entry entry : trail.taken(nodeId)) {
      while (next < moments.size() && moments.get(next).entry() < entry.number()) {
        dataDate = moments.get(next).dataDate();
        came(events, moments.get(next++).on());
      }
      if (entry.input() instanceof Input.ToleranceGranted granted) {
        events.add(new Event.Granted(granted.tolerance(), dataDate));
      }
      if (entry.input() instanceof Input.Decided decided
          && decided.choice() instanceof Input.Choice.GrantTolerance wider) {
        Tolerance narrower =
            standing(events).getOrDefault(idOf(wider.exceptionId()), NONE).now();
        if (narrower != null) {
          events.add(new Event.Granted(widened(narrower, wider), dataDate));
        }
      }
    }
    while (next < moments.size()) {
      came(events, moments.get(next++).on());
    }
    return events;
  }

  private static void came(List<Event> events, @Nullable LocalDate day) {
    if (day != null) {
      events.add(new Event.Came(day));
    }
  }

  /** The tolerance that an exception is of: its id is node, tolerance and episode, joined by ~. */
  static String idOf(String exceptionId) {
    String[] parts = exceptionId.split("~", -1);
    return parts.length == 3 ? parts[1] : "";
  }

  private static Tolerance widened(Tolerance narrower, Input.Choice.GrantTolerance wider) {
    Terms t = narrower.terms();
    return new Tolerance(
        narrower.toleranceId(),
        narrower.version(),
        narrower.kind(),
        narrower.measure(),
        narrower.indicatorId(),
        narrower.breach(),
        narrower.unit(),
        wider.limitTenThousandths(),
        new Terms(
            t.amberTenThousandths(),
            null,
            t.otherSideTenThousandths(),
            t.reportsBeyond(),
            t.daysBeyond(),
            t.holdAfterRaises(),
            t.forecastDays(),
            null,
            wider.until(),
            t.answerWithin()));
  }

  /** What stands of this tolerance now. */
  InForce inForce(String toleranceId) {
    return standing(events()).getOrDefault(toleranceId, NONE);
  }

  /** What figures of this day are held against now. */
  Map<String, Tolerance> inForceOn(@Nullable LocalDate day) {
    List<Event> events = events();
    came(events, day);
    Map<String, Tolerance> now = new LinkedHashMap<>();
    standing(events).forEach((id, stands) -> {
      Tolerance tolerance = stands.now();
      if (tolerance != null) {
        now.put(id, tolerance);
      }
    });
    return now;
  }

  private static final InForce NONE = new InForce(null, null, List.of());

  private static Map<String, InForce> standing(List<Event> events) {
    Map<String, InForce> all = new LinkedHashMap<>();
    for (Event event : events) {
      switch (event) {
        case Event.Came(var day) -> {
          all.replaceAll((_, before) -> on(day, before));
        }
        case Event.Granted(var tolerance, var dataDate) -> {
          InForce before = all.getOrDefault(tolerance.toleranceId(), NONE);
          all.put(tolerance.toleranceId(), granted(before, tolerance, dataDate));
        }
      }
    }
    return all;
  }

  private static InForce granted(
      InForce before, Tolerance tolerance, @Nullable LocalDate dataDate) {
    LocalDate from = tolerance.terms().effectiveFrom();
    if (from != null && (dataDate == null || dataDate.isBefore(from))) {
      List<Tolerance> waiting = new ArrayList<>(before.waiting());
      waiting.add(tolerance);
      return new InForce(before.lasting(), before.temporary(), waiting);
    }
    return begun(before, tolerance);
  }

  private static InForce begun(InForce before, Tolerance tolerance) {
    return tolerance.terms().effectiveUntil() == null
        ? new InForce(tolerance, before.temporary(), before.waiting())
        : new InForce(before.lasting(), tolerance, before.waiting());
  }

  /** What has come to its first day begins, the earlier first; what is behind its last day ends. */
  private static InForce on(LocalDate day, InForce before) {
    InForce after = before;
    Tolerance temporary = before.temporary();
    if (temporary != null && isOver(temporary, day)) {
      after = new InForce(after.lasting(), null, after.waiting());
    }
    List<Tolerance> begin = new ArrayList<>();
    List<Tolerance> wait = new ArrayList<>();
    for (Tolerance each : before.waiting()) {
      LocalDate from = each.terms().effectiveFrom();
      (from == null || !day.isBefore(from) ? begin : wait).add(each);
    }
    begin.sort(
        java.util.Comparator.comparing(
            t -> java.util.Objects.requireNonNullElse(t.terms().effectiveFrom(), LocalDate.MIN)));
    for (Tolerance each : begin) {
      if (!isOver(each, day)) {
        after = begun(after, each);
      }
    }
    return new InForce(after.lasting(), after.temporary(), wait);
  }

  private static boolean isOver(Tolerance tolerance, LocalDate day) {
    LocalDate until = tolerance.terms().effectiveUntil();
    return until != null && day.isAfter(until);
  }

  /** Tolerances that are or were in force, in the order in which they first were. */
  List<String> ids() {
    Set<String> ids = new LinkedHashSet<>();
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.outcome() instanceof Outcome.ToleranceTaken taken) {
        ids.add(taken.toleranceId());
      }
    }
    return List.copyOf(ids);
  }

  /** What begins and ends because this day has come. */
  List<Outcome> follow(LocalDate day) {
    List<Event> events = events();
    Map<String, InForce> before = standing(events);
    came(events, day);
    Map<String, InForce> after = standing(events);
    List<Outcome> outcomes = new ArrayList<>();
    after.forEach((id, now) -> {
      InForce then = before.getOrDefault(id, NONE);
      Tolerance ended = then.temporary();
      if (ended != null && !ended.equals(now.temporary())) {
        outcomes.add(new Outcome.ToleranceEnded(nodeId, id, ended.version(), day));
      }
    });
    after.forEach((id, now) -> {
      InForce then = before.getOrDefault(id, NONE);
      if (now.lasting() != null && !now.lasting().equals(then.lasting())) {
        outcomes.add(new Outcome.ToleranceTaken(nodeId, id, now.lasting().version()));
      }
      if (now.temporary() != null && !now.temporary().equals(then.temporary())) {
        outcomes.add(new Outcome.ToleranceTaken(nodeId, id, now.temporary().version()));
      }
    });
    return outcomes;
  }
}
