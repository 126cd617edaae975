package org.plimsoll.leadership;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.explanation.Explaining;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.explanation.Moment;
import org.plimsoll.core.explanation.State;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Sources.Sourced;
import org.plimsoll.leadership.Standings.NodeEntry;
import org.plimsoll.leadership.Standings.Stood;
import org.plimsoll.leadership.Standings.Tick;
import org.plimsoll.schema.ContributionHeldBack;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.ExceptionPassedUp;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.Suppressed;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.OutcomeReader;
import org.plimsoll.wire.Outcomes;

/** Why, or why not, for any node and moment and for any input, from what the trail recorded. */
class Explanations {
  /** One input may concern many tolerances: a tick that changes hundreds of nodes, for example. */
  static final int MAX_OF_ENTRY = 100;

  /**
   * One tolerance explained.
   *
   * @param at the entry by which it was weighed
   * @param dataDate of the figures; null before the first
   * @param tick the newest tick by then; null before the first
   */
  record Told(
      Node node,
      Position at,
      @Nullable LocalDate dataDate,
      @Nullable Tick tick,
      Stood stood,
      Explanation.OfTolerance explanation,
      Sourced sourced) {}

  /**
   * One input explained.
   *
   * @param refused why it was not taken; null when it was
   * @param leftOut tolerances beyond {@link #MAX_OF_ENTRY}
   */
  record OfEntry(Trail.Entry found, @Nullable Refused refused, List<Told> explained, int leftOut) {}

  private final Nodes nodes;
  private final Standings standings;
  private final Sources sources;
  private final Trail trail;

  Explanations(Nodes nodes, Standings standings, Sources sources, Trail trail) {
    this.nodes = nodes;
    this.standings = standings;
    this.sources = sources;
    this.trail = trail;
  }

  /**
   * A tolerance of a node as it stands, or stood at a data date.
   *
   * @param on figures of a data date no later than this; null: now
   * @throws UnknownException when the node has no such tolerance, or was never weighed
   */
  Told now(Node node, String toleranceId, @Nullable LocalDate on) {
    NodeEntry weighed =
        standings
            .lastWeighed(node.id(), on)
            .orElseThrow(() ->
                new UnknownException(
                    "at",
                    on == null ? "now" : on.toString(),
                    "a day from the first data date of " + node.id() + " on"));
    Position at = weighed.at();
    Told told = at(node, toleranceId, at);
    return on == null ? aged(told) : told;
  }

  /**
   * Every tolerance of a node as it stands, or stood at a data date.
   *
   * @param on as above
   */
  List<Told> allNow(Node node, @Nullable LocalDate on) {
    return standings
        .lastWeighed(node.id(), on)
        .map(entry -> all(node, entry.at()))
        .orElse(List.of())
        .stream()
        .map(told -> on == null ? aged(told) : told)
        .toList();
  }

  /** Every tolerance of a node as it stood at a place. */
  List<Told> all(Node node, Position at) {
    Weighed weighed = weighed(node, at);
    return standings.tolerances(node.id(), at).stream()
        .map(stood -> told(node, stood, weighed, at))
        .toList();
  }

  /** A silence grows with every tick, also with one from which nothing followed. */
  private Told aged(Told told) {
    if (told.stood().inForce().measure() != Measure.SILENCE) {
      return told;
    }
    Position at = told.at();
    return standings
        .lastTick(new Position(at.tier(), at.partition(), Long.MAX_VALUE, null))
        .filter(tick -> tick.at().sequence() > at.sequence())
        .map(tick -> at(told.node(), told.stood().granted().id(), tick.at()))
        .orElse(told);
  }

  /**
   * A tolerance of a node at a place of the trail.
   *
   * @throws UnknownException when the node had no such tolerance by then, or was not weighed yet
   */
  Told at(Node node, String toleranceId, Position at) {
    Stood stood =
        standings
            .tolerance(node.id(), toleranceId, at)
            .orElseThrow(() ->
                new UnknownException(
                    "tolerance",
                    toleranceId,
                    "a tolerance that was granted to " + node.id() + " by then"));
    return told(node, stood, weighed(node, at), at);
  }

  /** What weighed a node last, no later than a place. */
  Weighed weighed(Node node, Position at) {
    NodeEntry entry =
        standings
            .lastWeighed(node.id(), at)
            .orElseThrow(() ->
                new UnknownException(
                    "position",
                    String.valueOf(at.sequence()),
                    "an entry from the first one of " + node.id() + " on"));
    Trail.Entry found =
        trail
            .entry(entry.at())
            .orElseThrow(() ->
                new UnknownException(
                    "position",
                    String.valueOf(entry.at().sequence()),
                    "an entry that can be read"));
    return new Weighed(found, sources.of(node, found, at), standings.lastTick(at).orElse(null));
  }

  /** The newest weighing of a node, and what it was weighed from. */
  record Weighed(Trail.Entry found, Sourced sourced, @Nullable Tick tick) {}

  Told told(Node node, Stood stood, Weighed weighed, Position at) {
    TrailEntry entry = weighed.found().entry();
    Position here = Sources.position(entry);
    boolean thisOne = here.sequence() == at.sequence();
    Tolerance tolerance = stood.inForce();
    Tick tick = weighed.tick();
    Moment moment =
        new Moment(
            node.id(),
            Level.valueOf(node.level()),
            weighed.sourced().basis(),
            tick != null && (!thisOne || tick.at().sequence() == at.sequence()) ? tick.day() : null,
            thisOne ? outcomes(entry, node, tolerance) : List.of());
    LocalDate on = day(weighed, entry);
    Explanation.OfTolerance explanation =
        stood.stands() ? null : Explaining.notInForce(moment, tolerance, on);
    if (explanation == null) {
      State after = standings.state(node.id(), tolerance, at, isBeyond(weighed, tolerance));
      State before =
          at.sequence() == 1
              ? new State.Unwatched()
              : before(
                  node,
                  tolerance,
                  new Position(at.tier(), at.partition(), at.sequence() - 1, null));
      explanation = Explaining.of(moment, tolerance, before, after);
    }
    return new Told(
        node, here, weighed.sourced().dataDate(), tick, stood, explanation, weighed.sourced());
  }

  private State before(Node node, Tolerance tolerance, Position at) {
    if (standings.tolerance(node.id(), tolerance.toleranceId(), at).isEmpty()) {
      return new State.Unwatched();
    }
    boolean beyond =
        standings
            .lastWeighed(node.id(), at)
            .flatMap(entry -> trail.entry(entry.at()))
            .map(found -> Sources.assessed(found.entry(), node.id()))
            .map(assessed -> step(OutcomeReader.readings(assessed), tolerance) > 0)
            .orElse(false);
    return standings.state(node.id(), tolerance, at, beyond);
  }

  private static boolean isBeyond(Weighed weighed, Tolerance tolerance) {
    return step(weighed.sourced().basis().readings(), tolerance) > 0;
  }

  private static int step(List<Reading> readings, Tolerance tolerance) {
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value(Measure measure, String indicatorId, Fraction value)
          && measure == tolerance.measure()
          && Objects.equals(indicatorId, tolerance.indicatorId())) {
        return tolerance.stepOf(value);
      }
    }
    return 0;
  }

  private static LocalDate day(Weighed weighed, TrailEntry entry) {
    LocalDate dataDate = weighed.sourced().dataDate();
    Tick tick = weighed.tick();
    LocalDate taken = LocalDate.ofInstant(entry.getTakenAt(), ZoneOffset.UTC);
    return dataDate == null ? tick == null ? taken : tick.day() : dataDate;
  }

  /**
   * Everything that one input was weighed against.
   *
   * @throws UnknownException when nothing stands there
   */
  OfEntry of(Trail.Entry found) {
    TrailEntry entry = found.entry();
    Position at = Sources.position(entry);
    Refused refused = null;
    Set<String> weighed = new LinkedHashSet<>();
    Map<String, Set<String>> spoken = new HashMap<>();
    for (SpecificRecord outcome : Outcomes.of(entry)) {
      switch (outcome) {
        case Refused r -> refused = r;
        case org.plimsoll.schema.Assessed a -> weighed.add(a.getNodeId());
        case ExceptionChanged e -> speak(spoken, e.getNodeId(), e.getToleranceId());
        case Suppressed s -> speak(spoken, s.getNodeId(), s.getToleranceId());
        case ExceptionPassedUp p -> speak(spoken, p.getNodeId(), p.getToleranceId());
        default -> {}
      }
    }
    boolean ofTick = entry.getInputType() == org.plimsoll.schema.InputType.TICK;
    List<Told> explained = new ArrayList<>();
    int leftOut = 0;
    for (String nodeId : weighed) {
      Optional<Node> node = nodes.node(nodeId);
      if (node.isEmpty()) {
        continue;
      }
      Weighed with = null;
      for (Stood stood : standings.tolerances(nodeId, at)) {
        String id = stood.granted().id();
        // Of a tick that concerns hundreds of nodes only what it said.
        if (ofTick && !spoken.getOrDefault(nodeId, Set.of()).contains(id)) {
          continue;
        }
        if (explained.size() >= MAX_OF_ENTRY) {
          leftOut++;
          continue;
        }
        with = with == null ? weighed(node.get(), at) : with;
        explained.add(told(node.get(), stood, with, at));
      }
    }
    return new OfEntry(found, refused, explained, leftOut);
  }

  private static void speak(Map<String, Set<String>> spoken, String nodeId, String toleranceId) {
    spoken.computeIfAbsent(nodeId, _ -> new LinkedHashSet<>()).add(toleranceId);
  }

  /** What an entry says of a tolerance, in core's words; what only a newer version knows is not. */
  private static List<Outcome> outcomes(TrailEntry entry, Node node, Tolerance tolerance) {
    String nodeId = node.id();
    List<Outcome> outcomes = new ArrayList<>();
    for (SpecificRecord outcome : Outcomes.of(entry)) {
      switch (outcome) {
        case ExceptionChanged e
            when e.getNodeId().equals(nodeId)
                && e.getToleranceId().equals(tolerance.toleranceId()) ->
            symbol(Outcome.Change.class, e.getChange())
                .ifPresent(change ->
                    outcomes.add(
                        new Outcome.ExceptionChanged(
                            change,
                            e.getExceptionId(),
                            nodeId,
                            tolerance,
                            new Fraction(e.getNumerator(), e.getDenominator()),
                            e.getStep(),
                            e.getOnDate(),
                            e.getRaisedOn(),
                            e.getRevision(),
                            OutcomeReader.forecast(e),
                            OutcomeReader.deliveredTo(e, Level.valueOf(node.level())))));
        case Suppressed s
            when s.getNodeId().equals(nodeId)
                && s.getToleranceId().equals(tolerance.toleranceId()) ->
            symbol(Outcome.Suppression.class, s.getWhy())
                .ifPresent(why ->
                    outcomes.add(
                        new Outcome.Suppressed(
                            nodeId,
                            s.getToleranceId(),
                            s.getExceptionId(),
                            why,
                            s.getCount(),
                            s.getSince(),
                            s.getOnDate(),
                            s.getBy())));
        case ExceptionPassedUp p
            when p.getNodeId().equals(nodeId)
                && p.getToleranceId().equals(tolerance.toleranceId()) -> {
          Optional<Level> from = symbol(Level.class, p.getFromLevel());
          Optional<Level> to = symbol(Level.class, p.getToLevel());
          Optional<Outcome.Waited> why = symbol(Outcome.Waited.class, p.getWaitedFor());
          if (from.isPresent() && to.isPresent() && why.isPresent()) {
            outcomes.add(
                new Outcome.ExceptionPassedUp(
                    p.getExceptionId(),
                    nodeId,
                    tolerance,
                    from.get(),
                    to.get(),
                    new Fraction(p.getNumerator(), p.getDenominator()),
                    p.getStep(),
                    why.get(),
                    p.getWaitingSince(),
                    p.getAt(),
                    p.getRaisedOn(),
                    p.getRevision()));
          }
        }
        case ContributionHeldBack h when h.getChildId().equals(nodeId) -> {
          Outcome heldBack = OutcomeReader.restraint(h);
          if (heldBack != null) {
            outcomes.add(heldBack);
          }
        }
        default -> {}
      }
    }
    return outcomes;
  }

  private static <E extends Enum<E>> Optional<E> symbol(Class<E> type, Enum<?> of) {
    for (E constant : Objects.requireNonNull(type.getEnumConstants())) {
      if (constant.name().equals(of.name())) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
