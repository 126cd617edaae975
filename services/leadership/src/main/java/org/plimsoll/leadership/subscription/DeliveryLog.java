package org.plimsoll.leadership.subscription;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Reader;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who was told what, when, by which channel, and did it arrive. */
@Repository
public class DeliveryLog {
  /**
   * One delivery.
   *
   * @param seq counts deliveries, with gaps
   * @param id the same however often it is sent; the {@code webhook-id}
   * @param owner of the subscription
   * @param person who is told: the owner, or who stands in
   * @param own whether it is of the reader or to them; to an auditor what is not shows of a webhook
   *     no more than its host, and nothing of what its receiver answered but the status
   * @param reason NEW, REPEAT or TEST
   * @param state WAITING, ARRIVED, GIVEN_UP, ENDED (with its subscription) or WITHHELD (it is about
   *     something that may no longer be seen)
   * @param dueAt when it is sent next, while it waits
   * @param last what came of the newest attempt
   */
  public record Delivery(
      long seq,
      String id,
      String subscriptionId,
      String title,
      String owner,
      String person,
      boolean own,
      String channel,
      String address,
      String reason,
      String state,
      Instant createdAt,
      @Nullable Instant dueAt,
      @Nullable Instant arrivedAt,
      int items,
      @Nullable String firstNode,
      @Nullable String firstKind,
      @Nullable String firstChange,
      @Nullable Try last) {}

  /**
   * One attempt.
   *
   * @param status what a webhook answered
   * @param said an extract of the answer, or what went wrong
   */
  public record Try(
      Instant at,
      int tookMillis,
      boolean byHand,
      String outcome,
      @Nullable Integer status,
      String said) {}

  /** What a delivery told. */
  public record Item(
      String escalationId,
      @Nullable String exceptionId,
      String nodeId,
      String kind,
      @Nullable String change,
      String severity,
      int repeat) {}

  /**
   * A delivery with everything about it.
   *
   * @param content as it was sent; null before the first attempt, where something in it may no
   *     longer be seen, and to an auditor
   */
  public record Whole(
      Delivery delivery, List<Item> items, List<Try> attempts, @Nullable String content) {}

  /**
   * What is asked for; what is absent does not narrow.
   *
   * @param person who is told
   */
  public record Filter(
      @Nullable String person,
      @Nullable String subscription,
      @Nullable String state,
      @Nullable String channel,
      @Nullable String node) {}

  /** What came of asking for a delivery to be sent again. */
  public enum Again {
    ASKED,
    /** The subscription has ended. */
    ENDED,
    /** It waits to be sent anyway; it is sent now. */
    HURRIED,
    UNKNOWN
  }

  /** Attempts that are shown of one delivery: those of three days, as they get rarer. */
  private static final int MOST_ATTEMPTS = 100;

  private static final String SELECT =
      """
      SELECT d.*, (d.owner = :reader OR d.person = :reader) AS own, s.title, first.*, tried.at, tried.took_millis, tried.by_hand AS tried_by_hand,
             tried.outcome, tried.status, tried.said
      FROM telling.delivery d
      JOIN telling.subscription s USING (subscription_id)
      LEFT JOIN LATERAL (
        SELECT count(*) OVER () AS items, node_id AS first_node, kind AS first_kind,
               change AS first_change
        FROM telling.item i WHERE i.delivery_id = d.delivery_id AND sees(i.node_id)
        ORDER BY told_at LIMIT 1) first ON true
      LEFT JOIN LATERAL (
        SELECT * FROM telling.attempt a WHERE a.delivery_id = d.delivery_id
        ORDER BY seq DESC LIMIT 1) tried ON true
      """;

  private static final String OWN = "WHERE (d.owner = :reader OR d.person = :reader)\n";

  /** Of whatever somebody was told: for who sees everything, and for nobody else. */
  private static final String ANY = "WHERE true\n";

  private final JdbcClient database;
  private final Sight sight;

  DeliveryLog(JdbcClient database, Sight sight) {
    this.database = database;
    this.sight = sight;
  }

  /**
   * Newest first, of what the reader subscribed to or was told; for an auditor of what anybody was.
   *
   * @param before seq of the last one that was seen
   */
  public List<Delivery> page(Reader reader, Filter filter, long before, int limit) {
    return sight.as(reader.person(), () -> seen(reader, filter, before, limit));
  }

  private static String select(Reader reader) {
    return SELECT + (reader.scope().everything() ? ANY : OWN);
  }

  private List<Delivery> seen(Reader reader, Filter filter, long before, int limit) {
    return database
        .sql(
            select(reader)
                + """
                AND d.seq < :before
                AND (:person::text IS NULL OR d.person = :person)
                AND (:subscription::text IS NULL OR d.subscription_id = :subscription)
                AND (:state::text IS NULL OR d.state = :state)
                AND (:channel::text IS NULL OR d.channel = :channel)
                AND (:node::text IS NULL OR EXISTS (SELECT 1 FROM telling.item n
                  WHERE n.delivery_id = d.delivery_id AND n.node_id = :node
                    AND sees(n.node_id)))
                ORDER BY d.seq DESC LIMIT :limit
                """)
        .param("reader", reader.person())
        .param("before", before)
        .param("person", filter.person())
        .param("subscription", filter.subscription())
        .param("state", filter.state())
        .param("channel", filter.channel())
        .param("node", filter.node())
        .param("limit", limit)
        .query(DeliveryLog::delivery)
        .list();
  }

  /**
   * Those of {@link #page} that told of an exception, in the order in which they were made.
   *
   * @param at with {@code seq} when the last one that was seen was made
   */
  public List<Delivery> ofException(
      Reader reader, String exceptionId, Instant at, long seq, int limit) {
    return sight.as(
        reader.person(),
        () ->
            database
                .sql(
                    select(reader)
                        + """
                        AND d.delivery_id IN (SELECT i.delivery_id FROM telling.item i
                          WHERE i.exception_id = :exception AND sees(i.node_id)
                            AND i.escalation_id IN (SELECT escalation_id FROM delivered
                              WHERE exception_id = :exception))
                        AND (d.created_at, d.seq) > (:at::timestamptz, :seq)
                        ORDER BY d.created_at, d.seq LIMIT :limit
                        """)
                .param("reader", reader.person())
                .param("exception", exceptionId)
                .param("at", at.toString())
                .param("seq", seq)
                .param("limit", limit)
                .query(DeliveryLog::delivery)
                .list());
  }

  /** One that is among those of {@link #page}. */
  public Optional<Whole> one(Reader reader, String id) {
    return sight.as(reader.person(), () -> seen(reader, id));
  }

  private Optional<Whole> seen(Reader reader, String id) {
    return database
        .sql(select(reader) + "AND d.delivery_id = :id")
        .param("reader", reader.person())
        .param("id", id)
        .query((row, number) ->
            new Whole(delivery(row, number), List.of(), List.of(), row.getString("content")))
        .optional()
        .map(found -> {
          List<Item> items = items(id);
          boolean own = found.delivery().own();
          List<Try> attempts =
              attempts(id).stream().map(each -> own ? each : withoutWords(each)).toList();
          // The content is shown as it was sent, or not at all.
          boolean whole = own && items.size() == count(id);
          return new Whole(found.delivery(), items, attempts, whole ? found.content() : null);
        });
  }

  private int count(String id) {
    return database
        .sql("SELECT count(*) FROM telling.item WHERE delivery_id = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  private List<Item> items(String id) {
    return database
        .sql(
            "SELECT * FROM telling.item WHERE delivery_id = :id AND sees(node_id) ORDER BY"
                + " told_at, escalation_id")
        .param("id", id)
        .query((row, _) ->
            new Item(
                row.getString("escalation_id"),
                row.getString("exception_id"),
                row.getString("node_id"),
                row.getString("kind"),
                row.getString("change"),
                row.getString("severity"),
                row.getInt("repeat")))
        .list();
  }

  private List<Try> attempts(String id) {
    return database
        .sql(
            """
            SELECT a.*, a.by_hand AS tried_by_hand FROM telling.attempt a
            WHERE delivery_id = :id ORDER BY seq DESC LIMIT :most
            """)
        .param("id", id)
        .param("most", MOST_ATTEMPTS)
        .query((row, _) -> attempt(row))
        .list();
  }

  /** Sends it once more under the same id, whatever became of it; for whom it is their own. */
  public Again again(Reader reader, String id) {
    Optional<Whole> found = one(reader, id).filter(whole -> whole.delivery().own());
    if (found.isEmpty()) {
      return Again.UNKNOWN;
    }
    int asked =
        database
            .sql(
                """
                UPDATE telling.delivery d SET state = 'WAITING', due_at = now(), by_hand = true,
                  attempts = 0, first_at = NULL, arrived_at = NULL
                FROM telling.subscription s
                WHERE d.delivery_id = :id AND s.subscription_id = d.subscription_id
                  AND s.ended_at IS NULL
                """)
            .param("id", id)
            .update();
    if (asked == 0) {
      return Again.ENDED;
    }
    return found.get().delivery().state().equals("WAITING") ? Again.HURRIED : Again.ASKED;
  }

  /** Whether some process sends at present. */
  public boolean isSent() {
    return database
        .sql("SELECT EXISTS (SELECT 1 FROM telling.lease WHERE expires_at > clock_timestamp())")
        .query(Boolean.class)
        .single();
  }

  private static Delivery delivery(ResultSet row, int number) throws SQLException {
    String state = row.getString("state");
    boolean own = row.getBoolean("own");
    String address = row.getString("address");
    Try last = row.getString("outcome") == null ? null : attempt(row);
    return new Delivery(
        row.getLong("seq"),
        row.getString("delivery_id"),
        row.getString("subscription_id"),
        row.getString("title"),
        row.getString("owner"),
        row.getString("person"),
        own,
        row.getString("channel"),
        own || !row.getString("channel").equals("WEBHOOK") ? address : host(address),
        row.getString("reason"),
        state,
        requireNonNull(Rows.moment(row, "created_at")),
        state.equals("WAITING") ? Rows.moment(row, "due_at") : null,
        Rows.moment(row, "arrived_at"),
        row.getInt("items"),
        row.getString("first_node"),
        row.getString("first_kind"),
        row.getString("first_change"),
        own || last == null ? last : withoutWords(last));
  }

  /** Whoever knows the path of a webhook can often call it: of others' only the host is shown. */
  private static String host(String address) {
    URI uri = URI.create(address);
    return uri.getScheme() + "://" + uri.getHost();
  }

  /** What a receiver answered may repeat what only it and the owner know. */
  private static Try withoutWords(Try attempt) {
    return new Try(
        attempt.at(),
        attempt.tookMillis(),
        attempt.byHand(),
        attempt.outcome(),
        attempt.status(),
        "");
  }

  private static Try attempt(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    boolean silent = row.wasNull();
    return new Try(
        requireNonNull(Rows.moment(row, "at")),
        row.getInt("took_millis"),
        row.getBoolean("tried_by_hand"),
        row.getString("outcome"),
        silent ? null : Integer.valueOf(status),
        row.getString("said"));
  }
}
