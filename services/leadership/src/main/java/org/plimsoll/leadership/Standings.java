package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.State;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.CoreReader;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How tolerances stood at a place of the trail, from what the trail recorded. */
class Standings {
  /**
   * One tolerance at a place.
   *
   * @param inForce what figures were held against, with a limit widened for a time
   * @param granted the grant, and the event that made it
   * @param widened the decision that widened the limit; null when none does
   * @param stands false while it waits for its first day
   */
  record Stood(
      Tolerance inForce, Nodes.Tolerance granted, @Nullable Decision widened, boolean stands) {
    /** The grant's row with the limit that figures were held against. */
    Nodes.Tolerance row() {
      return new Nodes.Tolerance(
          granted.nodeId(),
          granted.id(),
          granted.version(),
          granted.kind(),
          granted.measure(),
          granted.indicatorId(),
          granted.breach(),
          granted.unit(),
          inForce.limitTenThousandths(),
          granted.grantedBy(),
          granted.reason(),
          granted.cause(),
          granted.takenAt());
    }
  }

  /** An entry that concerns a node. */
  record NodeEntry(
      Position at,
      String inputType,
      boolean own,
      boolean accepted,
      boolean weighed,
      Instant takenAt) {}

  /** One period's begin or end. */
  private record Period(int version, String what, long sequence) {}

  private final JdbcClient database;
  private final Nodes nodes;
  private final Trail trail;

  Standings(JdbcClient database, Nodes nodes, Trail trail) {
    this.database = database;
    this.nodes = nodes;
    this.trail = trail;
  }

  /**
   * The newest entry that weighed a node.
   *
   * @param on figures of a data date no later than this; null: the newest
   */
  Optional<NodeEntry> lastWeighed(String nodeId, @Nullable LocalDate on) {
    return database
        .sql(
            """
            SELECT * FROM node_entry WHERE node_id = :node AND weighed
              AND (:on::date IS NULL OR data_date <= :on)
            ORDER BY taken_at DESC, sequence DESC LIMIT 1
            """)
        .param("node", nodeId)
        .param("on", on)
        .query(Standings::nodeEntry)
        .optional();
  }

  /** The newest entry that weighed a node, no later than a place. */
  Optional<NodeEntry> lastWeighed(String nodeId, Position upTo) {
    return database
        .sql(
            """
            SELECT * FROM node_entry WHERE node_id = :node AND weighed AND tier = :tier
              AND partition = :partition AND sequence <= :sequence
            ORDER BY sequence DESC LIMIT 1
            """)
        .param("node", nodeId)
        .param("tier", upTo.tier())
        .param("partition", upTo.partition())
        .param("sequence", upTo.sequence())
        .query(Standings::nodeEntry)
        .optional();
  }

  /** Accepted inputs that name a node, up to a place, in their order. */
  List<Long> ownInputs(String nodeId, Position upTo) {
    return database
        .sql(
            """
            SELECT sequence FROM node_entry WHERE node_id = :node AND own AND accepted
              AND tier = :tier AND partition = :partition AND sequence <= :sequence
              AND input_type IN ('STATUS_CHANGE', 'NODE_FACTS', 'DECISION')
            ORDER BY sequence
            """)
        .param("node", nodeId)
        .param("tier", upTo.tier())
        .param("partition", upTo.partition())
        .param("sequence", upTo.sequence())
        .query((row, number) -> row.getLong(1))
        .list();
  }

  /** The newest tick of a partition, up to a place. */
  Optional<Tick> lastTick(Position upTo) {
    return database
        .sql(
            """
            SELECT sequence, at FROM tick WHERE tier = :tier AND partition = :partition
              AND sequence <= :sequence ORDER BY sequence DESC LIMIT 1
            """)
        .param("tier", upTo.tier())
        .param("partition", upTo.partition())
        .param("sequence", upTo.sequence())
        .query((row, number) ->
            new Tick(
                new Position(upTo.tier(), upTo.partition(), row.getLong("sequence"), null),
                requireNonNull(Columns.moment(row, "at"))))
        .optional();
  }

  /** A tick and its place. */
  record Tick(Position at, Instant instant) {
    LocalDate day() {
      return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
  }

  /** The tolerances of a node as they stand; those that wait for their first day come last. */
  List<Stood> tolerances(Nodes.Node node) {
    return tolerances(
        node.id(),
        new Position(node.facts().tier(), node.facts().partition(), Long.MAX_VALUE, null));
  }

  /** The tolerances of a node as they stood at a place, each once; those that wait come last. */
  List<Stood> tolerances(String nodeId, Position at) {
    List<Stood> stood = new ArrayList<>();
    nodes.tolerances(nodeId).stream()
        .map(Nodes.Tolerance::id)
        .distinct()
        .forEach(id -> tolerance(nodeId, id, at).ifPresent(stood::add));
    stood.sort((a, b) -> Boolean.compare(b.stands(), a.stands()));
    return stood;
  }

  /**
   * One tolerance as it stood at a place: a version with a last day, or a limit widened for a time,
   * stands in front of one without until it ends.
   */
  Optional<Stood> tolerance(String nodeId, String toleranceId, Position at) {
    Stood base = null;
    Stood front = null;
    Stood waiting = null;
    for (Period period : periods(nodeId, toleranceId, at)) {
      Stood named = granted(nodeId, toleranceId, period.version()).orElse(null);
      if (named == null) {
        continue;
      }
      switch (period.what()) {
        case "TAKEN" -> {
          if (named.inForce().terms().effectiveUntil() == null) {
            base = named;
          } else {
            front = named;
          }
          waiting = null;
        }
        case "SCHEDULED" -> waiting = named;
        default -> front = null;
      }
      Stood stands = front == null ? base : front;
      Stood widened = stands == null ? null : widened(nodeId, stands, at, period.sequence());
      if (widened != null) {
        front = widened;
      }
    }
    if (front != null) {
      return Optional.of(front);
    }
    if (base != null) {
      return Optional.of(base);
    }
    return Optional.ofNullable(waiting).map(w -> new Stood(w.inForce(), w.granted(), null, false));
  }

  /** A version of a tolerance that began or ended, or whose limit was widened for a time. */
  private record Turn(String exceptionId, int version, String what) {}

  /**
   * Within which time exceptions have to be answered, as their tolerances stand now, or stood when
   * the exception was cleared; by exception, without those that may wait.
   */
  Map<String, AnswerWithin> answerWithin(List<Exceptions.Episode> episodes) {
    Map<String, Map<Integer, Terms>> granted = grantedTerms(episodes);
    Map<String, Terms> base = new HashMap<>();
    Map<String, Terms> front = new HashMap<>();
    for (Turn turn : turns(episodes)) {
      String exception = turn.exceptionId();
      Terms named = granted.getOrDefault(exception, Map.of()).get(turn.version());
      switch (turn.what()) {
        case "TAKEN" -> {
          if (named != null) {
            (named.effectiveUntil() == null ? base : front).put(exception, named);
          }
        }
        case "ENDED" -> front.remove(exception);
        case "WIDENED" -> {
          // A limit that is widened for a time keeps the time to answer, and stands in front until
          // it ends.
          Terms stands = front.getOrDefault(exception, base.get(exception));
          if (stands != null) {
            front.put(exception, stands);
          }
        }
        default -> {}
      }
    }
    Map<String, Terms> standing = new HashMap<>(base);
    standing.putAll(front);
    Map<String, AnswerWithin> within = new HashMap<>();
    standing.forEach((exception, terms) -> {
      if (terms.answerWithin() != null) {
        within.put(exception, terms.answerWithin());
      }
    });
    return within;
  }

  private List<Turn> turns(List<Exceptions.Episode> episodes) {
    return ofTolerances(
            """
            SELECT e.id, p.version, p.what, p.sequence FROM %1$s
            JOIN tolerance_period p ON p.node_id = e.node AND p.tolerance_id = e.tolerance
              AND p.tier = e.tier AND p.partition = e.partition AND p.sequence <= e.until
            UNION ALL
            SELECT e.id, 0, 'WIDENED', d.sequence FROM %1$s
            JOIN exception x ON x.node_id = e.node AND x.tolerance_id = e.tolerance
            JOIN decision d ON d.node_id = e.node AND d.exception_id = x.exception_id
              AND d.kind = 'GRANT_TOLERANCE' AND d.accepted
              AND d.tier = e.tier AND d.partition = e.partition AND d.sequence <= e.until
            ORDER BY sequence, what DESC
            """,
            episodes)
        .query((row, number) ->
            new Turn(row.getString("id"), row.getInt("version"), row.getString("what")))
        .list();
  }

  /** By exception and version; without those that this version of the service cannot read. */
  private Map<String, Map<Integer, Terms>> grantedTerms(List<Exceptions.Episode> episodes) {
    Map<String, Map<Integer, Terms>> granted = new HashMap<>();
    ofTolerances(
            """
            SELECT e.id, t.version, x.entry FROM %1$s
            JOIN tolerance t ON t.node_id = e.node AND t.tolerance_id = e.tolerance
            JOIN trail_entry x ON x.tier = t.tier AND x.partition = t.partition
              AND x.sequence = t.sequence
            """,
            episodes)
        .query((ResultSet row) -> {
          Optional<Tolerance> tolerance =
              trail
                  .read(row.getBytes("entry"))
                  .flatMap(entry ->
                      entry.input() instanceof ToleranceGrant grant
                          ? core(grant)
                          : Optional.empty());
          if (tolerance.isPresent()) {
            granted
                .computeIfAbsent(row.getString("id"), _ -> new HashMap<>())
                .put(row.getInt("version"), tolerance.get().terms());
          }
        });
    return granted;
  }

  /**
   * A query about the tolerances of exceptions.
   *
   * @param sql with {@code %1$s} where they stand as rows e
   */
  private JdbcClient.StatementSpec ofTolerances(String sql, List<Exceptions.Episode> episodes) {
    return database
        .sql(
            sql.formatted(
                """
                unnest(:exceptions::text[], :nodes::text[], :tolerances::text[], :tiers::text[],
                  :partitions::int[], :until::bigint[])
                  AS e (id, node, tolerance, tier, partition, until)\
                """))
        .param("exceptions", episodes.stream().map(e -> e.id()).toArray(String[]::new))
        .param("nodes", episodes.stream().map(e -> e.nodeId()).toArray(String[]::new))
        .param("tolerances", episodes.stream().map(e -> e.toleranceId()).toArray(String[]::new))
        .param("tiers", episodes.stream().map(e -> e.raisedBy().tier()).toArray(String[]::new))
        .param(
            "partitions",
            episodes.stream().map(e -> e.raisedBy().partition()).toArray(Integer[]::new))
        .param(
            "until",
            episodes.stream()
                .map(e -> e.state().equals("OPEN") ? Long.MAX_VALUE : e.changedBy().sequence())
                .toArray(Long[]::new));
  }

  private List<Period> periods(String nodeId, String toleranceId, Position at) {
    return database
        .sql(
            """
            SELECT version, what, sequence FROM tolerance_period WHERE node_id = :node
              AND tolerance_id = :tolerance AND tier = :tier AND partition = :partition
              AND sequence <= :sequence ORDER BY sequence, what DESC
            """)
        .param("node", nodeId)
        .param("tolerance", toleranceId)
        .param("tier", at.tier())
        .param("partition", at.partition())
        .param("sequence", at.sequence())
        .query((row, number) ->
            new Period(row.getInt("version"), row.getString("what"), row.getLong("sequence")))
        .list();
  }

  /**
   * What stands with the limit that a decision after this sequence granted, and that has not ended.
   */
  private @Nullable Stood widened(String nodeId, Stood stands, Position at, long after) {
    return database
        .sql(
            """
            SELECT d.* FROM decision d JOIN exception e USING (exception_id)
            WHERE d.node_id = :node AND e.tolerance_id = :tolerance
              AND d.kind = 'GRANT_TOLERANCE' AND d.accepted AND d.tier = :tier
              AND d.partition = :partition AND d.sequence <= :sequence AND d.sequence > :after
              AND NOT EXISTS (
                SELECT 1 FROM tolerance_period p WHERE p.node_id = d.node_id
                  AND p.tolerance_id = :tolerance AND p.what = 'ENDED' AND p.tier = :tier
                  AND p.partition = :partition AND p.sequence > d.sequence
                  AND p.sequence <= :sequence)
            ORDER BY d.sequence DESC LIMIT 1
            """)
        .param("node", nodeId)
        .param("tolerance", stands.granted().id())
        .param("tier", at.tier())
        .param("partition", at.partition())
        .param("sequence", at.sequence())
        .param("after", after)
        .query(Decisions::decision)
        .optional()
        .map(decision ->
            new Stood(
                stands
                    .inForce()
                    .until(
                        requireNonNull(decision.until()),
                        requireNonNull(decision.limitTenThousandths()),
                        requireNonNullElse(decision.decidedAs(), stands.granted().grantedBy())),
                stands.granted(),
                decision,
                true))
        .orElse(null);
  }

  /** A version as it was granted; empty when this version of the service cannot read it. */
  Optional<Stood> granted(String nodeId, String toleranceId, int version) {
    return nodes
        .tolerance(nodeId, toleranceId, version)
        .flatMap(granted ->
            trail
                .entry(granted.cause())
                .flatMap(entry ->
                    entry.input() instanceof ToleranceGrant grant ? core(grant) : Optional.empty())
                .map(tolerance -> new Stood(tolerance, granted, null, true)));
  }

  private static Optional<Tolerance> core(ToleranceGrant grant) {
    try {
      return Optional.of(CoreReader.tolerance(grant));
    } catch (CoreReader.UnrecognisedException e) {
      return Optional.empty();
    }
  }

  /**
   * How a tolerance stood after the entry at a place.
   *
   * @param beyond whether the newest value by then lay beyond the limit
   */
  State state(String nodeId, Tolerance tolerance, Position at, boolean beyond) {
    State open = open(nodeId, tolerance, at).orElse(null);
    if (open != null) {
      return open;
    }
    return beyond ? persisting(nodeId, tolerance, at) : new State.Within();
  }

  private Optional<State> open(String nodeId, Tolerance tolerance, Position at) {
    return database
        .sql(
            """
            SELECT c.*, e.exception_id, e.raised_on,
              greatest(c.revision, coalesce((
                SELECT max(p.revision) FROM passed_up p WHERE p.exception_id = e.exception_id
                  AND p.tier = :tier AND p.partition = :partition
                  AND p.sequence <= :sequence), 0)) AS newest
            FROM exception_change c JOIN exception e USING (exception_id)
            WHERE e.node_id = :node AND e.tolerance_id = :tolerance AND c.tier = :tier
              AND c.partition = :partition AND c.sequence <= :sequence
            ORDER BY c.sequence DESC, e.seq DESC, c.revision DESC, c.change = 'CLEARED' DESC
            LIMIT 1
            """)
        .param("node", nodeId)
        .param("tolerance", tolerance.toleranceId())
        .param("tier", at.tier())
        .param("partition", at.partition())
        .param("sequence", at.sequence())
        .query((row, number) ->
            row.getString("change").equals("CLEARED")
                ? Optional.<State>empty()
                : Optional.<State>of(
                    new State.Open(
                        row.getString("exception_id"),
                        requireNonNull(Columns.day(row, "raised_on")),
                        row.getInt("step"),
                        row.getInt("newest"),
                        weighedOn(tolerance, at, requireNonNull(Columns.day(row, "on_date"))),
                        forecast(row))))
        .optional()
        .flatMap(open -> open);
  }

  private static @Nullable Forecast forecast(ResultSet row) throws SQLException {
    LocalDate expected = Columns.day(row, "expected_on");
    return expected == null
        ? null
        : new Forecast(
            expected,
            requireNonNull(Columns.day(row, "earliest_on")),
            requireNonNull(Columns.day(row, "latest_on")),
            row.getInt("forecast_reports"));
  }

  /** A silence is weighed by every tick, also by one from which nothing followed. */
  private LocalDate weighedOn(Tolerance tolerance, Position at, LocalDate changedOn) {
    if (tolerance.measure() != Measure.SILENCE) {
      return changedOn;
    }
    return lastTick(at).map(Tick::day).filter(day -> day.isAfter(changedOn)).orElse(changedOn);
  }

  /**
   * A silence of a source.
   *
   * @param raised sequence of the entry that found it silent
   * @param cleared sequence of the entry that ended it; null while it lasts
   */
  record Silence(long raised, @Nullable Long cleared) {
    /** Whether it lasted when this entry was taken; the report that ends it is taken in silence. */
    boolean isOpenBefore(long sequence) {
      return raised < sequence && (cleared == null || cleared >= sequence);
    }
  }

  /** The silences of a project's source, in the partition of a place. */
  List<Silence> silences(String nodeId, Position at) {
    return database
        .sql(
            """
            SELECT e.raised_sequence, (
              SELECT min(c.sequence) FROM exception_change c
              WHERE c.exception_id = e.exception_id AND c.change = 'CLEARED') AS cleared
            FROM exception e WHERE e.node_id = :node AND e.measure = 'SILENCE'
              AND e.tier = :tier AND e.partition = :partition
            """)
        .param("node", nodeId)
        .param("tier", at.tier())
        .param("partition", at.partition())
        .query((row, number) ->
            new Silence(row.getLong("raised_sequence"), Columns.number(row, "cleared")))
        .list();
  }

  private State persisting(String nodeId, Tolerance tolerance, Position at) {
    return database
        .sql(
            """
            SELECT since, count FROM suppression WHERE node_id = :node
              AND tolerance_id = :tolerance AND why = 'PERSISTENCE' AND tier = :tier
              AND partition = :partition AND sequence <= :sequence
            ORDER BY sequence DESC LIMIT 1
            """)
        .param("node", nodeId)
        .param("tolerance", tolerance.toleranceId())
        .param("tier", at.tier())
        .param("partition", at.partition())
        .param("sequence", at.sequence())
        .query((row, number) ->
            (State)
                new State.Persisting(
                    requireNonNull(Columns.day(row, "since")), row.getInt("count")))
        .optional()
        .orElseGet(State.Within::new);
  }

  private static NodeEntry nodeEntry(ResultSet row, int number) throws SQLException {
    return new NodeEntry(
        new Position(row.getString("tier"), row.getInt("partition"), row.getLong("sequence"), null),
        row.getString("input_type"),
        row.getBoolean("own"),
        row.getBoolean("accepted"),
        row.getBoolean("weighed"),
        requireNonNull(Columns.moment(row, "taken_at")));
  }
}
