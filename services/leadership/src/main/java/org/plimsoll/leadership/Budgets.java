package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.CoreReader;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What programs hold and what their projects have of it at a place of the trail, counted as the
 * engine counts: with what a decision granted for a time, and with what waits for its first day.
 */
class Budgets {
  /**
   * What a program gave on of one of its tolerances.
   *
   * @param projects how many hold a part
   * @param limitTenThousandths the sum of the parts of an amount, otherwise the widest of them;
   *     null where one of them has no limit
   * @param exceeded whether it is more than the program holds
   */
  record Given(int projects, @Nullable BigDecimal limitTenThousandths, boolean exceeded) {}

  /** Something that changed which versions of a tolerance stand, in the order of the trail. */
  private record Turn(
      String nodeId,
      String toleranceId,
      String what,
      int version,
      long sequence,
      @Nullable Long limit,
      @Nullable LocalDate until,
      @Nullable String decidedAs,
      long grantSequence) {}

  /** The versions of one tolerance that stand, stand for a time, or wait. */
  private static final class Versions {
    private @Nullable Tolerance base;
    private @Nullable Tolerance front;
    private final List<Tolerance> waiting = new ArrayList<>();

    void taken(Tolerance version) {
      waiting.remove(version);
      if (base == null) {
        base = version;
      } else if (version.terms().effectiveUntil() != null) {
        front = version;
      } else {
        // What began before it and has a last day stays in front of it.
        if (front == null && base.terms().effectiveUntil() != null) {
          front = base;
        }
        base = version;
      }
    }

    List<Tolerance> standing() {
      return Stream.of(base, front).filter(Objects::nonNull).toList();
    }
  }

  private final JdbcClient database;
  private final Trail trail;

  Budgets(JdbcClient database, Trail trail) {
    this.database = database;
    this.trail = trail;
  }

  /**
   * Every version of a measure's tolerances on one node that stands, stands for a time, or waits.
   */
  List<Tolerance> granted(String nodeId, Measure measure, Position at) {
    return granted(List.of(nodeId), measure, at).getOrDefault(nodeId, List.of());
  }

  private Map<String, List<Tolerance>> granted(
      Collection<String> nodeIds, Measure measure, Position at) {
    Map<String, List<Tolerance>> all = new HashMap<>();
    versions(nodeIds, measure, at)
        .forEach((key, each) -> {
          List<Tolerance> of = all.computeIfAbsent(key.getFirst(), _ -> new ArrayList<>());
          of.addAll(each.standing());
          of.addAll(each.waiting);
        });
    return all;
  }

  /** A node's tolerances on a measure without those that wait for their first day. */
  List<Tolerance> standing(String nodeId, Measure measure, Position at) {
    return versions(List.of(nodeId), measure, at).values().stream()
        .flatMap(each -> each.standing().stream())
        .toList();
  }

  /** By node and tolerance. */
  private Map<List<String>, Versions> versions(
      Collection<String> nodeIds, Measure measure, Position at) {
    List<Turn> turns = new ArrayList<>(periods(nodeIds, measure, at));
    turns.addAll(widenings(nodeIds, measure, at));
    turns.sort(Comparator.comparingLong(Turn::sequence));
    Map<Long, Tolerance> grants = grants(turns, at);
    Map<List<String>, Versions> versions = new LinkedHashMap<>();
    for (Turn turn : turns) {
      Versions of =
          versions.computeIfAbsent(List.of(turn.nodeId(), turn.toleranceId()), _ -> new Versions());
      Tolerance version = grants.get(turn.grantSequence());
      switch (turn.what()) {
        case "ENDED" -> of.front = null;
        case "WIDENED" -> {
          // The one that the exception was announced with, as the engine reads the limit.
          Tolerance inForce = of.front == null ? of.base : of.front;
          if (inForce != null) {
            of.front =
                inForce.until(
                    requireNonNull(turn.until()),
                    requireNonNull(turn.limit()),
                    String.valueOf(turn.decidedAs()));
          }
        }
        case "SCHEDULED" -> {
          if (version != null) {
            of.waiting.add(version);
          }
        }
        default -> {
          if (version != null) {
            of.taken(version);
          }
        }
      }
    }
    return versions;
  }

  private List<Turn> periods(Collection<String> nodeIds, Measure measure, Position at) {
    return database
        .sql(
            """
            SELECT p.node_id, p.tolerance_id, p.what, p.version, p.sequence,
              NULL::bigint AS limit_10000, NULL::date AS until_date, NULL AS decided_as,
              t.sequence AS grant_sequence
            FROM tolerance_period p JOIN tolerance t USING (node_id, tolerance_id, version)
            WHERE p.node_id = ANY(:nodes) AND t.measure = :measure AND p.tier = :tier
              AND p.partition = :partition AND p.sequence <= :sequence
            ORDER BY p.sequence, p.what DESC
            """)
        .param("nodes", nodeIds.toArray(String[]::new))
        .param("measure", measure.name())
        .param("tier", at.tier())
        .param("partition", at.partition())
        .param("sequence", at.sequence())
        .query(Budgets::turn)
        .list();
  }

  /**
   * Limits that decisions widened for a time; decided as the level above unless they say as whom.
   */
  private List<Turn> widenings(Collection<String> nodeIds, Measure measure, Position at) {
    return database
        .sql(
            """
            SELECT d.node_id, e.tolerance_id, 'WIDENED' AS what, 0 AS version, d.sequence,
              d.limit_10000, d.until_date, coalesce(d.decided_as, n.parent_id) AS decided_as,
              0 AS grant_sequence
            FROM decision d JOIN exception e USING (exception_id) JOIN node n ON n.node_id = d.node_id
            WHERE d.node_id = ANY(:nodes) AND e.measure = :measure AND d.accepted
              AND d.kind = 'GRANT_TOLERANCE' AND d.limit_10000 IS NOT NULL
              AND d.until_date IS NOT NULL AND d.tier = :tier AND d.partition = :partition
              AND d.sequence <= :sequence
            """)
        .param("nodes", nodeIds.toArray(String[]::new))
        .param("measure", measure.name())
        .param("tier", at.tier())
        .param("partition", at.partition())
        .param("sequence", at.sequence())
        .query(Budgets::turn)
        .list();
  }

  private static Turn turn(ResultSet row, int number) throws SQLException {
    return new Turn(
        row.getString("node_id"),
        row.getString("tolerance_id"),
        row.getString("what"),
        row.getInt("version"),
        row.getLong("sequence"),
        Columns.number(row, "limit_10000"),
        Columns.day(row, "until_date"),
        row.getString("decided_as"),
        row.getLong("grant_sequence"));
  }

  /**
   * What was granted, by the sequence of its entry; what only a newer version knows is left out.
   */
  private Map<Long, Tolerance> grants(List<Turn> turns, Position at) {
    List<Long> sequences =
        turns.stream().map(Turn::grantSequence).filter(s -> s > 0).distinct().toList();
    Map<Long, Tolerance> grants = new HashMap<>();
    for (Trail.Entry entry : trail.entries(at.tier(), at.partition(), sequences)) {
      if (entry.input() instanceof ToleranceGrant grant) {
        granted(grant).ifPresent(t -> grants.put(entry.entry().getPosition().getSequence(), t));
      }
    }
    return grants;
  }

  private static Optional<Tolerance> granted(ToleranceGrant grant) {
    try {
      return Optional.of(CoreReader.tolerance(grant).grantedBy(grant.getGrantedBy()));
    } catch (CoreReader.UnrecognisedException e) {
      return Optional.empty();
    }
  }

  /** What a program may give on; null where it holds nothing and nothing binds. */
  @Nullable Room held(String programId, BudgetKey key, Position at) {
    return BudgetPart.held(standing(programId, key.measure(), at), key);
  }

  /** How much of an amount a program's projects hold, as the engine counted it last. */
  GivenOn givenOn(String programId, Measure measure, Position at) {
    return database
        .sql(
            """
            SELECT * FROM given_on WHERE node_id = :program AND measure = :measure
              AND tier = :tier AND partition = :partition AND sequence <= :sequence
            ORDER BY sequence DESC LIMIT 1
            """)
        .param("program", programId)
        .param("measure", measure.name())
        .param("tier", at.tier())
        .param("partition", at.partition())
        .param("sequence", at.sequence())
        .query((row, number) ->
            new GivenOn(
                measure,
                row.getInt("projects"),
                new GivenOn.Side(row.getInt("least_open"), whole(row, "least_10000")),
                new GivenOn.Side(row.getInt("most_open"), whole(row, "most_10000"))))
        .optional()
        .orElseGet(() -> GivenOn.nothing(measure));
  }

  private static BigInteger whole(ResultSet row, String column) throws SQLException {
    return requireNonNull(row.getBigDecimal(column)).toBigIntegerExact();
  }

  /** What a program gave on of a tolerance until now; empty where no project holds a part. */
  Optional<Given> given(Node program, Tolerance held) {
    BudgetKey key = BudgetKey.of(held);
    Position now =
        new Position(program.facts().tier(), program.facts().partition(), Long.MAX_VALUE, null);
    Room room = held(program.id(), key, now);
    if (key.isAddedUp()) {
      GivenOn given = givenOn(program.id(), key.measure(), now);
      GivenOn.Side side = held.breach() == Direction.AT_MOST ? given.most() : given.least();
      return given.projects() == 0
          ? Optional.empty()
          : Optional.of(
              new Given(
                  given.projects(),
                  side.open() > 0 ? null : new BigDecimal(side.sumTenThousandths()),
                  room != null && !given.isWithin(room)));
    }
    List<Room> parts =
        granted(projectsOf(program.id()), key.measure(), now).values().stream()
            .map(granted -> BudgetPart.ofProject(granted, key, program.parentId()))
            .filter(Objects::nonNull)
            .toList();
    return parts.stream()
        .reduce(Room::or)
        .map(widest -> {
          Long end = held.breach() == Direction.AT_MOST ? widest.most() : widest.least();
          return new Given(
              parts.size(),
              end == null ? null : BigDecimal.valueOf(end),
              room != null && !widest.isWithin(room));
        });
  }

  private List<String> projectsOf(String programId) {
    return database
        .sql("SELECT node_id FROM node WHERE parent_id = :program")
        .param("program", programId)
        .query((row, number) -> row.getString(1))
        .list();
  }
}
