package org.plimsoll.leadership.subscription;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Wording.Said;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What waits to be sent, a queue for each receiver, and what became of it. */
final class Outbox {
  /** What the read model does not hold now, because it is derived again, is looked for later. */
  private static final Duration NOT_THERE_YET = Duration.ofSeconds(30);

  /** A delivery that waits, and whose turn it is. */
  record Waiting(String deliveryId, String receiver) {}

  /**
   * A delivery with all that sending it takes.
   *
   * @param items what it tells; none for a test
   * @param content as it was sent before; null before the first attempt
   * @param secrets of a webhook, the newest first
   * @param attempts made so far
   * @param before the letter before this one about the same exception; null without one
   */
  record Ready(
      String deliveryId,
      String subscriptionId,
      String title,
      String owner,
      Person person,
      String channel,
      String address,
      Locale language,
      String reason,
      boolean byHand,
      int attempts,
      Instant createdAt,
      List<Said> items,
      @Nullable String content,
      List<byte[]> secrets,
      @Nullable String before) {}

  /** How a delivery is put into the form of its channel. */
  interface Form {
    /** The same for the same, however often; null where the channel has nowhere to send it. */
    @Nullable String of(Ready ready);
  }

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Lease lease;
  private final Sight sight;
  private final Wording wording;
  private final DeliverySettings settings;
  private final Clock clock;

  Outbox(
      JdbcClient database,
      TransactionTemplate transaction,
      Lease lease,
      Sight sight,
      Wording wording,
      DeliverySettings settings,
      Clock clock) {
    this.database = database;
    this.transaction = transaction;
    this.lease = lease;
    this.sight = sight;
    this.wording = wording;
    this.settings = settings;
    this.clock = clock;
  }

  /** The next one of each receiver that is not being served, the longest due first. */
  List<Waiting> due(Collection<String> served, int most) {
    return database
        .sql(
            """
            SELECT * FROM (
              SELECT DISTINCT ON (receiver) delivery_id, receiver, due_at FROM telling.delivery
              WHERE state = 'WAITING' AND due_at <= :now AND receiver <> ALL(:served)
              ORDER BY receiver, due_at, seq) next
            ORDER BY due_at LIMIT :most
            """)
        .param("now", Rows.utc(clock.instant()))
        .param("served", served.toArray(String[]::new))
        .param("most", most)
        .query((row, _) -> new Waiting(row.getString("delivery_id"), row.getString("receiver")))
        .list();
  }

  /**
   * Makes a delivery ready: what may no longer be told is left out, and the content is put in its
   * final form.
   *
   * @return nothing where there is nothing to send now; why is kept with the delivery
   */
  Optional<Ready> prepare(String deliveryId, long fence, Form form) {
    return Optional.ofNullable(
        transaction.execute(_ ->
            lease.confirm(fence)
                ? locked(deliveryId).map(found -> prepared(found, form)).orElse(null)
                : null));
  }

  private Optional<Ready> locked(String deliveryId) {
    return database
        .sql(
            """
            SELECT d.*, s.title, s.ended_at FROM telling.delivery d
            JOIN telling.subscription s USING (subscription_id)
            WHERE d.delivery_id = :id AND d.state = 'WAITING' AND s.ended_at IS NULL
            FOR UPDATE OF d
            """)
        .param("id", deliveryId)
        .query((row, _) -> ready(row))
        .optional();
  }

  private Ready ready(ResultSet row) throws SQLException {
    String subscription = row.getString("subscription_id");
    String channel = row.getString("channel");
    Person person = Persons.one(database, row.getString("person"));
    String content = row.getString("content");
    String address = row.getString("address");
    return new Ready(
        row.getString("delivery_id"),
        subscription,
        row.getString("title"),
        row.getString("owner"),
        person,
        channel,
        channel.equals("MAIL") ? proven(person, content == null ? null : address) : address,
        Locale.of(row.getString("language")),
        row.getString("reason"),
        row.getBoolean("by_hand"),
        row.getInt("attempts"),
        requireNonNull(Rows.moment(row, "created_at")),
        List.of(),
        content,
        channel.equals("WEBHOOK") ? secrets(subscription) : List.of(),
        null);
  }

  /**
   * The address to which a letter goes; empty where there is none, where nothing proves it, or
   * where the letter was written to another.
   */
  private static String proven(Person person, @Nullable String written) {
    String mail = person.mail();
    return mail != null && person.mailProven() && (written == null || written.equals(mail))
        ? mail
        : "";
  }

  private List<byte[]> secrets(String subscription) {
    return database
        .sql(
            """
            SELECT secret FROM telling.secret WHERE subscription_id = :subscription
              AND (ends_at IS NULL OR ends_at > :now) ORDER BY seq DESC
            """)
        .param("subscription", subscription)
        .param("now", Rows.utc(clock.instant()))
        .query((row, _) -> row.getBytes(1))
        .list();
  }

  private @Nullable Ready prepared(Ready found, Form form) {
    if (found.reason().equals("TEST")) {
      return found.content() == null ? sealed(found, form) : found;
    }
    Set<String> visible = visible(found);
    if (visible.isEmpty() || (found.content() != null && hidden(found, visible))) {
      end(found.deliveryId(), "WITHHELD");
      return null;
    }
    if (found.content() != null) {
      return found;
    }
    List<Said> items = wording.items(visible, found.language());
    if (items.size() < visible.size()) {
      later(found.deliveryId(), NOT_THERE_YET);
      return null;
    }
    database
        .sql(
            "DELETE FROM telling.item WHERE delivery_id = :id AND NOT escalation_id = ANY(:visible)")
        .param("id", found.deliveryId())
        .param("visible", visible.toArray(String[]::new))
        .update();
    return sealed(with(found, items, null, before(found, items)), form);
  }

  private static Ready with(
      Ready r, List<Said> items, @Nullable String content, @Nullable String before) {
    return new Ready(
        r.deliveryId(),
        r.subscriptionId(),
        r.title(),
        r.owner(),
        r.person(),
        r.channel(),
        r.address(),
        r.language(),
        r.reason(),
        r.byHand(),
        r.attempts(),
        r.createdAt(),
        items,
        content,
        r.secrets(),
        before);
  }

  private Ready sealed(Ready ready, Form form) {
    String content = form.of(ready);
    if (content != null) {
      database
          .sql(
              "UPDATE telling.delivery SET content = :content, address = :address WHERE delivery_id ="
                  + " :id")
          .param("content", content)
          .param("address", ready.address())
          .param("id", ready.deliveryId())
          .update();
    }
    return with(ready, ready.items(), content, ready.before());
  }

  /** What both the owner and whoever is told may still see. */
  private Set<String> visible(Ready found) {
    Set<String> visible = new LinkedHashSet<>(visible(found, found.owner()));
    if (!found.person().id().equals(found.owner())) {
      visible.retainAll(visible(found, found.person().id()));
    }
    return visible;
  }

  private List<String> visible(Ready found, String person) {
    return sight.as(
        person,
        () ->
            database
                .sql(
                    "SELECT escalation_id FROM telling.item WHERE delivery_id = :id AND sees(node_id)")
                .param("id", found.deliveryId())
                .query((row, _) -> row.getString(1))
                .list());
  }

  /** Whether something in it may no longer be seen; what is sealed is not taken apart. */
  private boolean hidden(Ready found, Set<String> visible) {
    return database
            .sql("SELECT count(DISTINCT escalation_id) FROM telling.item WHERE delivery_id = :id")
            .param("id", found.deliveryId())
            .query(Integer.class)
            .single()
        > visible.size();
  }

  /** The newest letter to the same person about the one exception that this one is about. */
  private @Nullable String before(Ready found, List<Said> items) {
    Set<@Nullable String> exceptions = new LinkedHashSet<>();
    items.forEach(item -> exceptions.add(item.exceptionId()));
    String only = exceptions.size() == 1 ? exceptions.iterator().next() : null;
    return only == null
        ? null
        : database
            .sql(
                """
                SELECT d.delivery_id FROM telling.item i JOIN telling.delivery d USING (delivery_id)
                WHERE i.exception_id = :exception AND d.person = :person AND d.channel = 'MAIL'
                  AND d.delivery_id <> :id AND d.content IS NOT NULL
                  AND (SELECT count(DISTINCT o.exception_id) FROM telling.item o
                    WHERE o.delivery_id = d.delivery_id) = 1
                ORDER BY d.seq DESC LIMIT 1
                """)
            .param("exception", only)
            .param("person", found.person().id())
            .param("id", found.deliveryId())
            .query(String.class)
            .optional()
            .orElse(null);
  }

  /** Keeps what came of an attempt, and says what is next. */
  void after(Ready ready, Attempt attempt, long fence, Instant began, RandomGenerator random) {
    transaction.executeWithoutResult(_ -> {
      Instant now = clock.instant();
      database
          .sql(
              """
              INSERT INTO telling.attempt (delivery_id, fence, by_hand, at, took_millis, outcome,
                status, said)
              VALUES (:id, :fence, :hand, :at, :took, :outcome, :status, :said)
              """)
          .param("id", ready.deliveryId())
          .param("fence", fence)
          .param("hand", ready.byHand())
          .param("at", Rows.utc(began))
          .param("took", Math.max(0, Duration.between(began, now).toMillis()))
          .param("outcome", attempt.outcome())
          .param("status", attempt.status())
          .param("said", attempt.said())
          .update();
      database
          .sql(
              """
              UPDATE telling.delivery SET attempts = attempts + 1, by_hand = false,
                first_at = coalesce(first_at, :began)
              WHERE delivery_id = :id
              """)
          .param("id", ready.deliveryId())
          .param("began", Rows.utc(began))
          .update();
      switch (attempt) {
        case Attempt.Arrived _ ->
            database
                .sql(
                    "UPDATE telling.delivery SET state = 'ARRIVED', arrived_at = :now WHERE"
                        + " delivery_id = :id")
                .param("now", Rows.utc(now))
                .param("id", ready.deliveryId())
                .update();
        case Attempt.Gone _ -> gone(ready.subscriptionId());
        case Attempt.Answered answered -> again(ready, answered.retryAfter(), now, random);
        case Attempt.TimedOut _, Attempt.Failed _, Attempt.Refused _ ->
            again(ready, null, now, random);
      }
    });
  }

  private void again(Ready ready, @Nullable Duration asked, Instant now, RandomGenerator random) {
    Duration wait = settings.backoff().after(ready.attempts() + 1, random.nextDouble(), asked);
    database
        .sql(
            """
            UPDATE telling.delivery SET due_at = :due,
              state = CASE WHEN first_at < :oldest THEN 'GIVEN_UP' ELSE state END
            WHERE delivery_id = :id AND state = 'WAITING'
            """)
        .param("due", Rows.utc(now.plus(wait)))
        .param("oldest", Rows.utc(now.minus(settings.giveUpAfter())))
        .param("id", ready.deliveryId())
        .update();
  }

  private void gone(String subscriptionId) {
    database
        .sql(
            """
            UPDATE telling.subscription SET ended_at = now(), ended_because = 'GONE'
            WHERE subscription_id = :id AND ended_at IS NULL
            """)
        .param("id", subscriptionId)
        .update();
    Subscriptions.endWaiting(database, subscriptionId);
  }

  private void end(String deliveryId, String state) {
    database
        .sql("UPDATE telling.delivery SET state = :state WHERE delivery_id = :id")
        .param("state", state)
        .param("id", deliveryId)
        .update();
  }

  private void later(String deliveryId, Duration wait) {
    database
        .sql("UPDATE telling.delivery SET due_at = :due WHERE delivery_id = :id")
        .param("due", Rows.utc(clock.instant().plus(wait)))
        .param("id", deliveryId)
        .update();
  }
}
