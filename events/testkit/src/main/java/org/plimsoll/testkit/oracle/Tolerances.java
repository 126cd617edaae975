package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.measure.Measure;
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

  /**
   * Every day that has come and every grant before this entry, in the order of the trail. A
   * project's day comes with its reports and with ticks, a program's with ticks alone.
   */
  private List<Event> events(int before) {
    List<Event> events = new ArrayList<>();
    List<Trail.Entry> entries = new ArrayList<>(trail.taken(nodeId));
    entries.addAll(trail.ticksOf(nodeId));
    entries.sort(Comparator.comparingInt(Trail.Entry::number));
    for (Trail.Entry entry : entries) {
      if (entry.number() < before) {
        switch (entry.input()) {
          case Input.Ticked tick -> events.add(new Event.Came(Trail.dayOf(tick.instant())));
          case Input.StatusChanged changed ->
              events.add(new Event.Came(changed.status().dataDate()));
          case Input.ToleranceGranted granted ->
              events.add(new Event.Granted(given(granted), dataDate(entry)));
          case Input.Decided decided -> {
            if (decided.choice() instanceof Input.Choice.GrantTolerance wider) {
              Tolerance narrower =
                  standing(events).getOrDefault(idOf(wider.exceptionId()), NONE).now();
              if (narrower != null) {
                events.add(
                    new Event.Granted(
                        widened(narrower, wider, grantedBy(decided)), dataDate(entry)));
              }
            }
          }
          case Input.FactsStated _, Input.ChildContributed _ -> {}
        }
      }
    }
    return events;
  }

  /** The node's data date before this entry. */
  private @Nullable LocalDate dataDate(Trail.Entry entry) {
    LocalDate dataDate = null;
    for (Trail.Moment moment : trail.moments(nodeId)) {
      dataDate = moment.entry() < entry.number() ? moment.dataDate() : dataDate;
    }
    return dataDate;
  }

  /** The tolerance that an exception is of: its id is node, tolerance and episode, joined by ~. */
  static String idOf(String exceptionId) {
    String[] parts = exceptionId.split("~", -1);
    return parts.length == 3 ? parts[1] : "";
  }

  /** What was granted, and by whom. */
  private static Tolerance given(Input.ToleranceGranted granted) {
    return granted.tolerance().grantedBy(granted.grantedBy());
  }

  /** One decides as the node above, where no other is named. */
  private String grantedBy(Input.Decided decided) {
    Facts facts = Objects.requireNonNull(trail.facts(nodeId));
    String above = facts.parentId() == null ? nodeId : facts.parentId();
    return decided.decidedAs() == null ? above : decided.decidedAs();
  }

  private static Tolerance widened(
      Tolerance narrower, Input.Choice.GrantTolerance wider, String by) {
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
            null,
            null,
            t.otherSideTenThousandths(),
            t.reportsBeyond(),
            t.daysBeyond(),
            t.holdAfterRaises(),
            t.forecastDays(),
            null,
            wider.until(),
            t.answerWithin()),
        by);
  }

  /** What stands of this tolerance now. */
  InForce inForce(String toleranceId) {
    return standing(events(trail.now() + 1)).getOrDefault(toleranceId, NONE);
  }

  /** What stands of each now. */
  Map<String, InForce> standing() {
    return standing(events(trail.now() + 1));
  }

  /** What stands of each on this day, whether or not it has come to this node. */
  Map<String, InForce> standingOn(LocalDate day) {
    List<Event> events = events(trail.now() + 1);
    events.add(new Event.Came(day));
    return standing(events);
  }

  /** What stood of each before the newest entry. */
  Map<String, InForce> standingBefore() {
    return standing(events(trail.now()));
  }

  /** What a tolerance that was taken weighs: always the same. */
  Measure measureOf(String toleranceId) {
    return Objects.requireNonNull(inForce(toleranceId).now()).measure();
  }

  /** What would stand of each if this one were granted next. */
  Map<String, InForce> standingWith(Tolerance next) {
    List<Event> events = events(trail.now() + 1);
    events.add(new Event.Granted(next, Oracle.dataDate(trail, nodeId)));
    return standing(events);
  }

  /** What a decision would grant in the place of the tolerance that stands. */
  Tolerance widened(Tolerance narrower, Input.Choice.GrantTolerance wider, Input.Decided decided) {
    return widened(narrower, wider, grantedBy(decided));
  }

  /** What figures are held against where this stands. */
  static Map<String, Tolerance> inForce(Map<String, InForce> standing) {
    Map<String, Tolerance> now = new LinkedHashMap<>();
    standing.forEach((id, stands) -> {
      Tolerance tolerance = stands.now();
      if (tolerance != null) {
        now.put(id, tolerance);
      }
    });
    return now;
  }

  /** Of which the one in force looks ahead, or the one that it stands in front of. */
  static Set<String> lookingAhead(Map<String, InForce> standing) {
    Set<String> ids = new LinkedHashSet<>();
    standing.forEach((id, stands) -> {
      if (looksAhead(stands.lasting()) || looksAhead(stands.temporary())) {
        ids.add(id);
      }
    });
    return ids;
  }

  private static boolean looksAhead(@Nullable Tolerance tolerance) {
    return tolerance != null && tolerance.terms().forecastDays() > 0;
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

  /** What has come to its first day begins, and then what is behind its last day ends. */
  private static InForce on(LocalDate day, InForce before) {
    InForce after = before;
    List<Tolerance> waiting = new ArrayList<>(before.waiting());
    for (Tolerance each : beginning(day, before)) {
      after = begun(after, each);
      waiting.remove(each);
    }
    Tolerance temporary = after.temporary();
    return new InForce(
        after.lasting(), temporary != null && isOver(temporary, day) ? null : temporary, waiting);
  }

  private static List<Tolerance> beginning(LocalDate day, InForce before) {
    return before.waiting().stream().filter(each -> !day.isBefore(firstDay(each))).toList();
  }

  private static LocalDate firstDay(Tolerance tolerance) {
    return Objects.requireNonNull(tolerance.terms().effectiveFrom());
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

  /** What begins and ends because this day has come with the newest entry. */
  List<Outcome> follow(LocalDate day) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, InForce> before = standing(events(trail.now()));
    List<Tolerance> begin = new ArrayList<>();
    before.values().forEach(stands -> begin.addAll(beginning(day, stands)));
    List<Tolerance> granted =
        trail.taken(nodeId, Input.ToleranceGranted.class).stream().map(Tolerances::given).toList();
    begin.sort(Comparator.comparingInt(granted::indexOf));
    for (Tolerance each : begin) {
      outcomes.add(new Outcome.ToleranceTaken(nodeId, each.toleranceId(), each.version()));
    }
    before.forEach((id, stands) -> {
      InForce now = stands;
      for (Tolerance each : beginning(day, stands)) {
        now = begun(now, each);
      }
      Tolerance temporary = now.temporary();
      if (temporary != null && isOver(temporary, day)) {
        outcomes.add(new Outcome.ToleranceEnded(nodeId, id, temporary.version(), day));
      }
    });
    return outcomes;
  }
}
