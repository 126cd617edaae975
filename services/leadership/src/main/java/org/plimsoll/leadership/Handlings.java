package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Decisions.PassedUp;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Handling.Ticks;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who has exceptions in hand: of all that a screen shows, with as many queries as of one. */
class Handlings {
  /** Of one exception. */
  private static final int DECISIONS = 200;

  private final JdbcClient database;
  private final Standings standings;

  Handlings(JdbcClient database, Standings standings) {
    this.database = database;
    this.standings = standings;
  }

  /** Of one exception. */
  Handling of(Episode episode) {
    return requireNonNull(of(List.of(episode)).get(episode.id()));
  }

  /** By exception. */
  Map<String, Handling> of(List<Episode> episodes) {
    Map<String, Handling> handlings = new HashMap<>();
    if (episodes.isEmpty()) {
      return handlings;
    }
    Map<String, List<Decision>> decisions = decisions(episodes);
    Map<String, List<PassedUp>> passedUp = passedUp(episodes);
    Map<String, AnswerWithin> within = standings.answerWithin(episodes);
    Set<Place> waiting = new HashSet<>();
    episodes.forEach(episode -> waiting.add(Place.of(episode.raisedBy())));
    decisions.values().stream()
        .flatMap(Collection::stream)
        .forEach(decision -> waiting.add(Place.of(decision.cause())));
    Map<Place, Ticks> ticks = ticks(List.copyOf(waiting));
    Map<String, Integer> answeredAt = answeredAt(episodes, decisions);
    for (Episode episode : episodes) {
      handlings.put(
          episode.id(),
          Handling.of(
              episode,
              within.get(episode.id()),
              decisions.getOrDefault(episode.id(), List.of()),
              passedUp.getOrDefault(episode.id(), List.of()),
              answeredAt.get(episode.id()),
              place -> ticks.get(Place.of(place))));
    }
    return handlings;
  }

  /** About each, and the baselines approved since it was raised, oldest first. */
  private Map<String, List<Decision>> decisions(List<Episode> episodes) {
    return database
        .sql(
            """
            SELECT e.id AS of_exception, d.*
            FROM unnest(:exceptions::text[], :nodes::text[], :raised::bigint[]) AS e (id, node, raised)
            CROSS JOIN LATERAL (
              SELECT * FROM decision WHERE node_id = e.node
                AND (exception_id = e.id OR (kind = 'APPROVE_BASELINE' AND sequence >= e.raised))
              ORDER BY taken_at, sequence LIMIT :limit) d
            ORDER BY d.taken_at, d.sequence
            """)
        .param("exceptions", texts(episodes, Episode::id))
        .param("nodes", texts(episodes, Episode::nodeId))
        .param("raised", episodes.stream().map(e -> e.raisedBy().sequence()).toArray(Long[]::new))
        .param("limit", DECISIONS)
        .query((row, number) ->
            Map.entry(row.getString("of_exception"), Decisions.decision(row, number)))
        .list()
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  /** The steps of open exceptions when they were answered last; without those that were not. */
  private Map<String, Integer> answeredAt(
      List<Episode> episodes, Map<String, List<Decision>> decisions) {
    Map<String, Long> answered = new HashMap<>();
    for (Episode episode : episodes) {
      decisions.getOrDefault(episode.id(), List.of()).stream()
          .filter(d -> d.taken() && Decisions.ANSWERS.contains(d.kind()))
          .filter(_ -> episode.state().equals("OPEN"))
          .forEach(d -> answered.merge(episode.id(), d.cause().sequence(), Math::max));
    }
    if (answered.isEmpty()) {
      return Map.of();
    }
    List<String> ids = List.copyOf(answered.keySet());
    return database
        .sql(
            """
            SELECT a.id, c.step FROM unnest(:ids::text[], :sequences::bigint[]) AS a (id, sequence)
            CROSS JOIN LATERAL (
              SELECT step FROM exception_change c
              WHERE c.exception_id = a.id AND c.sequence <= a.sequence
              ORDER BY c.sequence DESC LIMIT 1) c
            """)
        .param("ids", ids.toArray(String[]::new))
        .param("sequences", ids.stream().map(answered::get).toArray(Long[]::new))
        .query((row, number) -> Map.entry(row.getString("id"), row.getInt("step")))
        .list()
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Map<String, List<PassedUp>> passedUp(List<Episode> episodes) {
    return database
        .sql("SELECT * FROM passed_up WHERE exception_id = ANY(:exceptions) ORDER BY sequence")
        .param("exceptions", texts(episodes, Episode::id))
        .query(Decisions::passedUp)
        .list()
        .stream()
        .collect(groupingBy(PassedUp::exceptionId));
  }

  /** A place without the event that stands there. */
  private record Place(String tier, int partition, long sequence) {
    static Place of(Position position) {
      return new Place(position.tier(), position.partition(), position.sequence());
    }
  }

  /**
   * From the first tick behind a place a time to answer is counted, and from the place itself where
   * a tick stands there; the newest one is the trail's clock. Without those that have none.
   */
  private Map<Place, Ticks> ticks(List<Place> places) {
    Map<Place, Ticks> ticks = new HashMap<>();
    database
        .sql(
            """
            SELECT p.tier, p.partition, p.sequence, t.at, n.at AS newest
            FROM unnest(:tiers::text[], :partitions::int[], :sequences::bigint[])
              AS p (tier, partition, sequence)
            CROSS JOIN LATERAL (
              SELECT at FROM tick WHERE tier = p.tier AND partition = p.partition
                AND sequence >= p.sequence ORDER BY sequence LIMIT 1) t
            CROSS JOIN LATERAL (
              SELECT at FROM tick WHERE tier = p.tier AND partition = p.partition
                ORDER BY sequence DESC LIMIT 1) n
            """)
        .param("tiers", places.stream().map(Place::tier).toArray(String[]::new))
        .param("partitions", places.stream().map(Place::partition).toArray(Integer[]::new))
        .param("sequences", places.stream().map(Place::sequence).toArray(Long[]::new))
        .query(row -> {
          ticks.put(
              new Place(row.getString("tier"), row.getInt("partition"), row.getLong("sequence")),
              new Ticks(
                  requireNonNull(Columns.moment(row, "at")),
                  requireNonNull(Columns.moment(row, "newest"))));
        });
    return ticks;
  }

  private static String[] texts(List<Episode> episodes, Function<Episode, String> text) {
    return episodes.stream().map(text).toArray(String[]::new);
  }
}
