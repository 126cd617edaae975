package org.plimsoll.leadership.subscription;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.plimsoll.leadership.subscription.Telling.People;
import org.plimsoll.leadership.subscription.Telling.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the outbox: asks of each delivered item once who is told, and keeps the answer and that it
 * was asked in one transaction. The items are known by their ids, which stay when the read model is
 * derived again, so nothing is told a second time then.
 */
final class Teller {
  private static final Logger log = LoggerFactory.getLogger(Teller.class);

  /** Items of one transaction. */
  private static final int ITEMS = 200;

  /** What one delivery holds at most; the next one begins then. */
  private static final int MOST_TOGETHER = 100;

  /**
   * How long an item waits for the trail to tell where in the tree its node stands. Subscriptions
   * to a program or a portfolio, and what a person sees, go by that.
   */
  private static final String PLACE_WAITS = "interval '5 minutes'";

  private static final String PATH =
      """
      CROSS JOIN LATERAL (
        WITH RECURSIVE up(node_id, parent_id, level, steps) AS (
          SELECT node_id, parent_id, level, 1 FROM node WHERE node_id = d.node_id
          UNION ALL
          SELECT n.node_id, n.parent_id, n.level, steps + 1
          FROM up JOIN node n ON n.node_id = up.parent_id WHERE steps < 3)
        SELECT coalesce(array_agg(node_id::text), '{}') AS above,
               coalesce(bool_or(level = 'PORTFOLIO'), false) AS placed
        FROM up) path
      """;

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Lease lease;
  private final Sight sight;
  private final Clock clock;

  /** Everything up to here has been asked about. Only to look for less; what counts is stored. */
  private long reached;

  Teller(
      JdbcClient database, TransactionTemplate transaction, Lease lease, Sight sight, Clock clock) {
    this.database = database;
    this.transaction = transaction;
    this.lease = lease;
    this.sight = sight;
    this.clock = clock;
  }

  /** An item that nobody has asked about yet. */
  private record Arrival(long seq, Event event, boolean placed) {}

  /** Begins to look from the beginning. Before anybody ever sent, everything was history. */
  void begin(long fence) {
    reached = 0;
    transaction.executeWithoutResult(_ -> {
      if (lease.confirm(fence) && lease.begin()) {
        database
            .sql(
                "INSERT INTO telling.told (escalation_id) SELECT escalation_id FROM delivered ON"
                    + " CONFLICT DO NOTHING")
            .update();
      }
    });
  }

  /**
   * Asks about the next items.
   *
   * @return whether there may be more
   */
  boolean tell(long fence) {
    return Boolean.TRUE.equals(transaction.execute(_ -> lease.confirm(fence) && tellNext()));
  }

  private boolean tellNext() {
    List<Arrival> found =
        database
            .sql(
                """
                SELECT d.*, path.above, path.placed OR d.taken_at < now() - %s AS placed
                FROM (
                  SELECT * FROM delivered d WHERE d.seq > :reached AND NOT EXISTS (
                    SELECT 1 FROM telling.told t WHERE t.escalation_id = d.escalation_id)
                  ORDER BY d.seq LIMIT :most) d
                %s
                ORDER BY d.seq
                """
                    .formatted(PLACE_WAITS, PATH))
            .param("reached", reached)
            .param("most", ITEMS)
            .query((row, _) ->
                new Arrival(row.getLong("seq"), event(row, 0), row.getBoolean("placed")))
            .list();
    if (found.isEmpty()) {
      return false;
    }
    List<Event> placed = found.stream().filter(Arrival::placed).map(Arrival::event).toList();
    write(placed, subscriptions());
    database
        .sql("INSERT INTO telling.told (escalation_id) SELECT unnest(:ids)")
        .param("ids", placed.stream().map(Event::escalationId).toArray(String[]::new))
        .update();
    if (placed.size() == found.size()) {
      reached = found.getLast().seq();
    }
    return placed.size() == ITEMS;
  }

  /** Tells again what has been told long ago and nobody has answered. */
  void repeat(long fence) {
    transaction.executeWithoutResult(_ -> {
      if (!lease.confirm(fence)) {
        return;
      }
      record Due(String subscriptionId, Event event) {}
      List<Due> due =
          database
              .sql(
                  """
                  SELECT d.*, path.above, last.subscription_id, last.repeat + 1 AS repeat
                  FROM (
                    SELECT DISTINCT ON (i.subscription_id, i.exception_id) i.*, s.repeat_seconds
                    FROM telling.subscription s JOIN telling.item i USING (subscription_id)
                    WHERE s.repeat_seconds IS NOT NULL AND s.ended_at IS NULL
                      AND i.exception_id IS NOT NULL
                    ORDER BY i.subscription_id, i.exception_id, i.told_at DESC, i.repeat DESC) last
                  JOIN delivered d ON d.escalation_id = last.escalation_id
                  %s
                  WHERE last.severity <> 'RELIEF'
                    AND last.told_at < :now - last.repeat_seconds * interval '1 second'
                    AND EXISTS (SELECT 1 FROM held h
                      WHERE h.exception_id = last.exception_id AND h.stage = 'RAISED')
                  ORDER BY d.seq LIMIT :most
                  """
                      .formatted(PATH))
              .param("now", Rows.utc(clock.instant()))
              .param("most", ITEMS)
              .query((row, _) ->
                  new Due(row.getString("subscription_id"), event(row, row.getInt("repeat"))))
              .list();
      if (due.isEmpty()) {
        return;
      }
      Map<String, Subscription> subscriptions =
          subscriptions().stream().collect(Collectors.toMap(Subscription::id, each -> each));
      for (Due each : due) {
        Optional.ofNullable(subscriptions.get(each.subscriptionId()))
            .ifPresent(subscription -> write(List.of(each.event()), List.of(subscription)));
      }
    });
  }

  private static Event event(ResultSet row, int repeat) throws SQLException {
    Set<String> path = new HashSet<>(Rows.texts(row, "above"));
    path.add(row.getString("node_id"));
    path.add(row.getString("delivered_to"));
    int step = row.getInt("step");
    String kind = row.getString("kind");
    String change = row.getString("change");
    return new Event(
        row.getString("escalation_id"),
        row.getString("node_id"),
        path,
        row.getString("level"),
        kind,
        row.getString("exception_id"),
        change,
        Severity.of(kind, change, step),
        repeat);
  }

  private List<Subscription> subscriptions() {
    return database
        .sql("SELECT * FROM telling.subscription WHERE ended_at IS NULL ORDER BY seq")
        .query(Rows::subscription)
        .list();
  }

  private People people() {
    Map<String, Person> persons =
        database.sql("SELECT * FROM telling.person").query(Rows::person).list().stream()
            .collect(Collectors.toMap(Person::id, each -> each));
    List<Substitution> substitutions =
        database
            .sql(
                "SELECT * FROM telling.substitution WHERE ends_at > now() ORDER BY starts_at DESC,"
                    + " substitution_id DESC")
            .query(Rows::substitution)
            .list();
    Map<List<String>, Boolean> seen = new HashMap<>();
    return new People(
        persons,
        substitutions,
        (person, node) ->
            seen.computeIfAbsent(
                List.of(person, node),
                _ ->
                    sight.as(
                        person,
                        () ->
                            database
                                .sql("SELECT sees(:node)")
                                .param("node", node)
                                .query(Boolean.class)
                                .single())));
  }

  private void write(List<Event> events, List<Subscription> subscriptions) {
    Instant now = clock.instant();
    People people = people();
    for (Event event : events) {
      for (Subscription subscription : subscriptions) {
        switch (Telling.of(event, subscription, people, now)) {
          case Verdict.Tell tell -> write(event, subscription, tell);
          case Verdict.Unseen _ ->
              log.debug("{} is not told of {}", subscription.owner(), event.nodeId());
          case Verdict.Unwanted _ -> {}
        }
      }
    }
  }

  private void write(Event event, Subscription subscription, Verdict.Tell tell) {
    String person = tell.person().id();
    boolean written =
        database
            .sql(
                """
                SELECT EXISTS (SELECT 1 FROM telling.item WHERE subscription_id = :subscription
                  AND person = :person AND escalation_id = :escalation AND repeat = :repeat)
                """)
            .param("subscription", subscription.id())
            .param("person", person)
            .param("escalation", event.escalationId())
            .param("repeat", event.repeat())
            .query(Boolean.class)
            .single();
    if (written) {
      return;
    }
    String reason = event.repeat() == 0 ? "NEW" : "REPEAT";
    String delivery =
        gathering(subscription, tell, reason)
            .orElseGet(() -> newDelivery(event, subscription, tell, reason));
    database
        .sql(
            """
            INSERT INTO telling.item (delivery_id, subscription_id, person, escalation_id, repeat,
              exception_id, node_id, kind, change, severity)
            VALUES (:delivery, :subscription, :person, :escalation, :repeat, :exception, :node,
              :kind, :change, :severity)
            """)
        .param("delivery", delivery)
        .param("subscription", subscription.id())
        .param("person", person)
        .param("escalation", event.escalationId())
        .param("repeat", event.repeat())
        .param("exception", event.exceptionId())
        .param("node", event.nodeId())
        .param("kind", event.kind())
        .param("change", event.change())
        .param("severity", event.severity().name())
        .update();
  }

  /** A delivery that still gathers what belongs together with this. */
  private Optional<String> gathering(Subscription subscription, Verdict.Tell tell, String reason) {
    return database
        .sql(
            """
            SELECT delivery_id FROM telling.delivery d
            WHERE subscription_id = :subscription AND person = :person
              AND gathered_by = :gathered AND reason = :reason
              AND state = 'WAITING' AND content IS NULL
              AND (SELECT count(*) FROM telling.item i WHERE i.delivery_id = d.delivery_id) < :most
            ORDER BY seq DESC LIMIT 1 FOR UPDATE
            """)
        .param("subscription", subscription.id())
        .param("person", tell.person().id())
        .param("gathered", tell.gatheredBy())
        .param("reason", reason)
        .param("most", MOST_TOGETHER)
        .query(String.class)
        .optional();
  }

  private String newDelivery(
      Event event, Subscription subscription, Verdict.Tell tell, String reason) {
    String id =
        id(
            subscription.id(),
            tell.person().id(),
            event.escalationId(),
            String.valueOf(event.repeat()));
    database
        .sql(
            """
            INSERT INTO telling.delivery (delivery_id, subscription_id, owner, person, channel,
              address, receiver, language, gathered_by, reason, state, due_at)
            VALUES (:id, :subscription, :owner, :person, :channel, :address, :receiver, :language,
              :gathered, :reason, 'WAITING', :due)
            """)
        .param("id", id)
        .param("subscription", subscription.id())
        .param("owner", subscription.owner())
        .param("person", tell.person().id())
        .param("channel", subscription.channel().name())
        .param("address", subscription.address())
        .param("receiver", tell.receiver())
        .param("language", tell.language().getLanguage())
        .param("gathered", tell.gatheredBy())
        .param("reason", reason)
        .param("due", Rows.utc(tell.dueAt()))
        .update();
    return id;
  }

  /** The same for the same; receivers know by it what they have had already. */
  static String id(String... of) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", of).getBytes(StandardCharsets.UTF_8));
      return "msg_" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
