package org.plimsoll.leadership;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.explanation.Basis;
import org.plimsoll.core.explanation.Drafting;
import org.plimsoll.core.explanation.Drafting.Above;
import org.plimsoll.core.explanation.ExceptionReport;
import org.plimsoll.core.explanation.ExceptionReport.Cause;
import org.plimsoll.core.explanation.ExceptionReport.Dated;
import org.plimsoll.core.explanation.ExceptionReport.LateMilestone;
import org.plimsoll.core.explanation.ExceptionReport.Option;
import org.plimsoll.core.explanation.ExceptionReport.Threat;
import org.plimsoll.core.explanation.ExceptionReport.Title;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Explanations.Told;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Sources.Sourced;
import org.plimsoll.leadership.Standings.Stood;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An exception with everything that is known of it, and the report drafted from that. */
class Reports {
  /** Data dates from which the rate is read; two suffice. */
  private static final int HISTORY = 24;

  /**
   * An exception.
   *
   * @param told why it is, or just before it was cleared was, beyond its tolerance
   * @param shares the children that bring it there; of a project none
   * @param report null where the figures that it would be drafted from cannot be read
   */
  record Case(
      Episode episode,
      Node node,
      Told told,
      Handling handling,
      Shares.Of shares,
      @Nullable ExceptionReport report) {}

  private final Exceptions exceptions;
  private final Nodes nodes;
  private final Handlings handlings;
  private final Standings standings;
  private final Explanations explanations;
  private final Budgets budgets;
  private final Shares shares;
  private final JdbcClient database;

  Reports(
      Exceptions exceptions,
      Nodes nodes,
      Handlings handlings,
      Standings standings,
      Explanations explanations,
      Budgets budgets,
      Shares shares,
      JdbcClient database) {
    this.exceptions = exceptions;
    this.nodes = nodes;
    this.handlings = handlings;
    this.standings = standings;
    this.explanations = explanations;
    this.budgets = budgets;
    this.shares = shares;
    this.database = database;
  }

  /**
   * One exception.
   *
   * @throws UnknownException when there is none of this id
   */
  Case of(String exceptionId) {
    Episode episode = exceptions.known(exceptionId);
    Node node =
        nodes
            .node(episode.nodeId())
            .orElseThrow(() ->
                new UnknownException("node", episode.nodeId(), "the id of a registered node"));
    boolean open = episode.state().equals("OPEN");
    Position changed = episode.changedBy();
    Told told =
        open
            ? explanations.now(node, episode.toleranceId(), null)
            : explanations.at(
                node,
                episode.toleranceId(),
                // What clears it is weighed; the report is of what stood until then.
                new Position(
                    changed.tier(),
                    changed.partition(),
                    Math.max(episode.raisedBy().sequence(), changed.sequence() - 1),
                    null));
    return new Case(
        episode,
        node,
        told,
        handlings.of(episode),
        shares.of(told, open ? null : told.dataDate()),
        drafted(episode, node, told));
  }

  private @Nullable ExceptionReport drafted(Episode episode, Node node, Told told) {
    if (!(told.explanation() instanceof Explanation.Weighed weighed)) {
      return null;
    }
    Tolerance tolerance = weighed.subject().tolerance();
    Fraction value = weighed.reading().value();
    boolean open = episode.state().equals("OPEN");
    Title title =
        new Title(
            node.id(),
            Level.valueOf(node.level()),
            tolerance,
            episode.id(),
            value,
            weighed.steps() == null ? 0 : weighed.steps().step(),
            episode.raisedOn());
    return Drafting.draft(
        new Drafting.Case(
            title,
            told.sourced().basis(),
            standings.tolerances(node.id(), told.at()).stream()
                .filter(Stood::stands)
                .map(Stood::inForce)
                .toList(),
            cause(told.sourced()),
            above(node, told, open),
            history(node, tolerance, told, value),
            requests(node.id()),
            exceptions.timesRaised(node.id(), episode.toleranceId(), episode.seq()),
            budget(
                node,
                tolerance,
                // What can be granted is a question of now, whenever the figures were weighed.
                open ? latest(told.at()) : told.at()),
            episode.expected() == null ? null : episode.expected().on()));
  }

  private static Position latest(Position in) {
    return new Position(in.tier(), in.partition(), Long.MAX_VALUE, null);
  }

  /** Only what a program gives on to its projects has to fit. */
  private Drafting.@Nullable Budget budget(Node node, Tolerance tolerance, Position at) {
    String programId = node.parentId();
    return programId == null || !node.level().equals("PROJECT")
        ? null
        : new Drafting.Budget(
            budgets.standing(programId, tolerance.measure(), at),
            budgets.granted(node.id(), tolerance.measure(), at),
            budgets.givenOn(programId, tolerance.measure(), at),
            nodes.node(programId).map(Node::parentId).orElse(null));
  }

  private static Cause cause(Sourced sourced) {
    List<LateMilestone> late = new ArrayList<>();
    if (sourced.basis() instanceof Basis.OfProject project) {
      Map<String, String> names = sourced.stated().milestoneNames();
      project.figures().milestones().forEach((id, dates) -> late(id, names.get(id), dates, late));
    }
    late.sort((a, b) -> Long.compare(b.slipDays(), a.slipDays()));
    return new Cause(
        sourced.stated().phase(),
        sourced.stated().note(),
        late,
        sourced.stated().risks().stream()
            .map(r ->
                new Threat(r.riskId(), r.name(), r.probabilityTenThousandths(), r.impactMinor()))
            .toList());
  }

  private static void late(
      String id, @Nullable String name, MilestoneDates dates, List<LateMilestone> late) {
    LocalDate promised = dates.baseline();
    LocalDate expected = dates.actual() == null ? dates.forecast() : dates.actual();
    if (promised != null && expected != null && expected.isAfter(promised)) {
      late.add(new LateMilestone(id, name, promised, expected, DAYS.between(promised, expected)));
    }
  }

  /** What is open is counted above as it stands now; what was cleared, as it stood then. */
  private @Nullable Above above(Node node, Told told, boolean open) {
    String parentId = node.parentId();
    Optional<Node> parent = parentId == null ? Optional.empty() : nodes.node(parentId);
    if (parent.isEmpty()) {
      return null;
    }
    // A project's program lies in the same partition; a portfolio counts in one of its own.
    Optional<Standings.NodeEntry> entry =
        node.level().equals("PROJECT")
            ? standings.lastWeighed(parent.get().id(), open ? latest(told.at()) : told.at())
            : standings.lastWeighed(parent.get().id(), (LocalDate) null);
    if (entry.isEmpty()) {
      return null;
    }
    Position at = entry.get().at();
    Explanations.Weighed weighed = explanations.weighed(parent.get(), at);
    return weighed.sourced().basis() instanceof Basis.OfParent(Rollup below)
        ? own(told.sourced())
            .map(own ->
                new Above(
                    parent.get().id(),
                    below,
                    own,
                    standings.tolerances(parent.get().id(), at).stream()
                        .filter(Stood::stands)
                        .map(Stood::inForce)
                        .toList()))
            .orElse(null)
        : null;
  }

  /** What the node contributes to the sums above it. */
  private static Optional<Rollup> own(Sourced sourced) {
    return switch (sourced.basis()) {
      case Basis.OfProject p ->
          Optional.of(Rollup.ofProject(p.figures(), p.readings(), true, true, false));
      case Basis.OfParent(Rollup below) -> Optional.of(below);
      case Basis.Recorded _ -> Optional.empty();
    };
  }

  private List<Dated> history(Node node, Tolerance tolerance, Told told, Fraction value) {
    LocalDate last = told.dataDate();
    if (last == null) {
      return List.of();
    }
    if (tolerance.measure() == Measure.SILENCE) {
      // A silence grows by a day each day.
      LocalDate today = last.plusDays(value.numerator());
      return value.numerator() == 0
          ? List.of()
          : List.of(new Dated(last, new Fraction(0, 1)), new Dated(today, value));
    }
    List<Dated> dated = new ArrayList<>();
    for (Reported.Figures figures : nodes.reported().lately(node.id(), last, HISTORY)) {
      figures
          .reading(tolerance.measure().name(), tolerance.indicatorId())
          .filter(reading -> reading.d() > 0)
          .ifPresent(reading ->
              dated.add(new Dated(figures.dataDate(), new Fraction(reading.n(), reading.d()))));
    }
    return dated;
  }

  private List<Option.Assist> requests(String nodeId) {
    return database
        .sql(
            """
            SELECT d.event_id, d.request FROM delivered d
            WHERE d.node_id = :node AND d.kind = 'ASSISTANCE' AND d.event_id IS NOT NULL
              AND d.request IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM answered a
                WHERE a.node_id = d.node_id AND a.request_id = d.event_id)
            ORDER BY d.seq
            """)
        .param("node", nodeId)
        .query(
            (row, number) -> new Option.Assist(row.getString("event_id"), row.getString("request")))
        .list();
  }
}
