package org.plimsoll.leadership.subscription;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The subscriptions of each person or system. Whoever asks sees and changes only their own. */
@Repository
public class Subscriptions {
  /** More than anybody looks through; a system that wants everything needs one. */
  public static final int MOST = 100;

  /** The newest, and those before it for as long as they overlap. */
  private static final int MOST_SECRETS = 3;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Sight sight;
  private final DeliverySettings settings;

  Subscriptions(
      JdbcClient database,
      PlatformTransactionManager transactions,
      Sight sight,
      DeliverySettings settings) {
    this.sight = sight;
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
    this.settings = settings;
  }

  /**
   * A subscription with the secret that its webhook is signed with.
   *
   * @param secret shown this once; null for letters
   */
  public record Made(Subscription subscription, @Nullable String secret) {}

  /** Oldest first; at most {@link #MOST} that have not ended, and the newest that have. */
  public List<Subscription> of(String owner) {
    return database
        .sql(
            """
            SELECT * FROM (
              SELECT * FROM telling.subscription WHERE owner = :owner
              ORDER BY ended_at IS NOT NULL, seq DESC LIMIT :most) own
            ORDER BY ended_at IS NOT NULL, seq
            """)
        .param("owner", owner)
        .param("most", MOST)
        .query(Rows::subscription)
        .list();
  }

  public Optional<Subscription> one(String owner, String id) {
    return database
        .sql("SELECT * FROM telling.subscription WHERE owner = :owner AND subscription_id = :id")
        .param("owner", owner)
        .param("id", id)
        .query(Rows::subscription)
        .optional();
  }

  /**
   * What only the database and the network know to be wrong with it.
   *
   * @return by field; empty when nothing is
   */
  public Map<String, Wrong> wrongWith(String owner, Wanted wanted) {
    Map<String, Wrong> wrong = new TreeMap<>();
    sight
        .as(
            owner,
            () ->
                database
                    .sql(
                        """
                        SELECT asked FROM unnest(:nodes) asked
                        WHERE NOT EXISTS (SELECT 1 FROM node WHERE node_id = asked AND sees(asked))
                        LIMIT 1
                        """)
                    .param("nodes", wanted.nodes().toArray(String[]::new))
                    .query(String.class)
                    .optional())
        .ifPresent(node -> wrong.put("nodes", Wrong.of(node, "expected.seen")));
    String url = wanted.url();
    if (url != null) {
      switch (Destination.of(url, settings.networks(), InetAddress::getAllByName, 0)) {
        case Destination.Shut(String why) -> wrong.put("url", Wrong.of(url, "expected.url", why));
        // Names may come later than those who subscribe under them.
        case Destination.Open _, Destination.Unresolved _ -> {}
      }
    }
    return wrong;
  }

  /** Whether one more would be too many. */
  public boolean isFull(String owner) {
    return database
            .sql(
                "SELECT count(*) FROM telling.subscription WHERE owner = :owner AND ended_at IS NULL")
            .param("owner", owner)
            .query(Integer.class)
            .single()
        >= MOST;
  }

  public Made make(String owner, Wanted wanted) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    String id = "sub_" + HexFormat.of().formatHex(random);
    byte[] secret = wanted.url() == null ? null : Signature.secret();
    transaction.executeWithoutResult(_ -> {
      bound(
              database.sql(
                  """
                  INSERT INTO telling.subscription (subscription_id, owner, title, nodes,
                    received_by, kinds, severities, channel, url, language, gathering,
                    wait_seconds, repeat_seconds)
                  VALUES (:id, :owner, :title, :nodes, :receivedBy, :kinds, :severities, :channel,
                    :url, :language, :gathering, :wait, :repeat)
                  """),
              wanted)
          .param("id", id)
          .param("owner", owner)
          .update();
      if (secret != null) {
        insert(id, secret);
      }
    });
    return new Made(one(owner, id).orElseThrow(), secret == null ? null : Signature.text(secret));
  }

  /**
   * What is not sealed yet is told to the new address; a webhook stays one, with its secrets.
   *
   * @return whether there was one to change
   */
  public boolean change(String owner, String id, Wanted wanted) {
    return Boolean.TRUE.equals(
        transaction.execute(_ -> {
          boolean changed =
              bound(
                          database.sql(
                              """
                              UPDATE telling.subscription SET title = :title, nodes = :nodes,
                                received_by = :receivedBy, kinds = :kinds,
                                severities = :severities, url = :url, language = :language,
                                gathering = :gathering, wait_seconds = :wait,
                                repeat_seconds = :repeat
                              WHERE owner = :owner AND subscription_id = :id AND ended_at IS NULL
                                AND channel = :channel
                              """),
                          wanted)
                      .param("id", id)
                      .param("owner", owner)
                      .update()
                  == 1;
          if (changed && wanted.url() != null) {
            database
                .sql(
                    "UPDATE telling.delivery SET address = :url WHERE subscription_id = :id AND state"
                        + " = 'WAITING'")
                .param("url", wanted.url())
                .param("id", id)
                .update();
          }
          return changed;
        }));
  }

  private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec sql, Wanted wanted) {
    return sql.param("title", wanted.title())
        .param("nodes", wanted.nodes().stream().sorted().toArray(String[]::new))
        .param("receivedBy", wanted.receivedBy())
        .param("kinds", wanted.kinds().stream().sorted().toArray(String[]::new))
        .param("severities", wanted.severities().stream().map(Enum::name).toArray(String[]::new))
        .param("channel", wanted.url() == null ? "MAIL" : "WEBHOOK")
        .param("url", wanted.url())
        .param("language", wanted.language().getLanguage())
        .param("gathering", wanted.gathering().name())
        .param("wait", wanted.gatherFor().toSeconds())
        .param("repeat", wanted.repeat() == null ? null : wanted.repeat().toSeconds());
  }

  private void insert(String id, byte[] secret) {
    database
        .sql("INSERT INTO telling.secret (subscription_id, secret) VALUES (:id, :secret)")
        .param("id", id)
        .param("secret", secret)
        .update();
  }

  /** Ends it; what waits is not sent. */
  public boolean end(String owner, String id) {
    return Boolean.TRUE.equals(
        transaction.execute(_ -> {
          boolean ended =
              database
                      .sql(
                          """
                          UPDATE telling.subscription SET ended_at = now(), ended_because = 'OWNER'
                          WHERE owner = :owner AND subscription_id = :id AND ended_at IS NULL
                          """)
                      .param("owner", owner)
                      .param("id", id)
                      .update()
                  == 1;
          if (ended) {
            endWaiting(database, id);
          }
          return ended;
        }));
  }

  static void endWaiting(JdbcClient database, String id) {
    database
        .sql(
            "UPDATE telling.delivery SET state = 'ENDED' WHERE subscription_id = :id AND state ="
                + " 'WAITING'")
        .param("id", id)
        .update();
  }

  /**
   * A new secret. Those before it sign beside it for as long as settings say, so that the receiver
   * can change at leisure.
   *
   * @return the secret, shown this once; nothing where it has none or has ended
   */
  public Optional<String> rotate(String owner, String id) {
    return Optional.ofNullable(
        transaction.execute(_ -> {
          boolean signs =
              database
                  .sql(
                      """
                      SELECT true FROM telling.subscription WHERE owner = :owner
                        AND subscription_id = :id AND ended_at IS NULL AND channel = 'WEBHOOK'
                      FOR UPDATE
                      """)
                  .param("owner", owner)
                  .param("id", id)
                  .query(Boolean.class)
                  .optional()
                  .isPresent();
          if (!signs) {
            return null;
          }
          byte[] secret = Signature.secret();
          database
              .sql(
                  """
                  UPDATE telling.secret SET ends_at = now() + :overlap * interval '1 second'
                  WHERE subscription_id = :id AND ends_at IS NULL
                  """)
              .param("overlap", settings.webhook().secretsOverlap().toSeconds())
              .param("id", id)
              .update();
          insert(id, secret);
          database
              .sql(
                  """
                  DELETE FROM telling.secret WHERE subscription_id = :id AND seq NOT IN (
                    SELECT seq FROM telling.secret WHERE subscription_id = :id
                    ORDER BY seq DESC LIMIT :most)
                  """)
              .param("id", id)
              .param("most", MOST_SECRETS)
              .update();
          return Signature.text(secret);
        }));
  }

  /**
   * Sends something that says it is a test.
   *
   * @return the id of the delivery; nothing where it has ended
   */
  public Optional<String> test(String owner, String id) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String delivery = "msg_" + HexFormat.of().formatHex(random);
    int made =
        database
            .sql(
                """
                INSERT INTO telling.delivery (delivery_id, subscription_id, owner, person, channel,
                  address, receiver, language, gathered_by, reason, state, due_at)
                SELECT :delivery, subscription_id, owner, owner, channel, coalesce(url, ''),
                  CASE channel WHEN 'MAIL' THEN 'mail ' || owner ELSE subscription_id END,
                  CASE channel WHEN 'MAIL' THEN coalesce(
                    (SELECT p.language FROM telling.person p WHERE p.person = owner), language)
                    ELSE language END,
                  'test', 'TEST', 'WAITING', now()
                FROM telling.subscription
                WHERE owner = :owner AND subscription_id = :id AND ended_at IS NULL
                """)
            .param("delivery", delivery)
            .param("owner", owner)
            .param("id", id)
            .update();
    return made == 1 ? Optional.of(delivery) : Optional.empty();
  }
}
