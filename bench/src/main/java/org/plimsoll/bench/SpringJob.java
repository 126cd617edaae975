package org.plimsoll.bench;

import static java.util.Objects.requireNonNullElseGet;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.plimsoll.bench.Peer.Fact;
import org.plimsoll.bench.Peer.Node;
import org.plimsoll.wire.RecordReader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Kafka and Postgres as most teams would build it, in batches: state, what was raised and
 * where to read on stand in one transaction of the database, which is its exactly-once. Whole
 * batches go to and fro as arrays, one statement for each table. No trail.
 */
public final class SpringJob {
  private static final int BATCH = 500;

  static final String TABLES =
      """
      create table node (id text primary key, promised bigint, forecast bigint, open int);
      create table escalation (
        id bigserial primary key, node_id text, tolerance_id text, is_raised boolean);
      create table next_offset (partition int primary key, next bigint)
      """;

  private final JdbcTemplate sql;
  private final TransactionTemplate transaction;
  private final ThreadLocal<RecordReader> records;

  private SpringJob(Job job, DataSource database) {
    this.sql = new JdbcTemplate(database);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    this.records = ThreadLocal.withInitial(job::records);
  }

  /** Runs until its process is ended; the one argument names its settings. */
  public static void main(String[] arguments) {
    Job job = Job.read(arguments);
    HikariDataSource database = new HikariDataSource();
    database.setJdbcUrl(job.text("database.url"));
    database.setUsername(job.text("database.user"));
    database.setPassword(job.text("database.password"));
    database.setMaximumPoolSize(job.threads());
    SpringJob spring = new SpringJob(job, database);
    Map<Integer, Long> next = new HashMap<>();
    spring.sql.query(
        "select partition, next from next_offset",
        row -> {
          next.put(row.getInt(1), row.getLong(2));
        });
    TopicPartitionOffset[] from = new TopicPartitionOffset[job.number("partitions")];
    for (int p = 0; p < from.length; p++) {
      from[p] = new TopicPartitionOffset(Job.INTAKE, p, next.getOrDefault(p, 0L));
    }
    Map<String, Object> consumer = job.kafka();
    consumer.put("group.id", job.name());
    consumer.put("enable.auto.commit", false);
    consumer.put("max.poll.records", BATCH);
    ContainerProperties container = new ContainerProperties(from);
    // Nothing is acknowledged to the broker; the database knows where to read on.
    container.setAckMode(ContainerProperties.AckMode.MANUAL);
    container.setMessageListener((BatchMessageListener<byte[], byte[]>) spring::take);
    var listener =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            container);
    listener.setConcurrency(job.threads());
    listener.start();
  }

  private void take(List<ConsumerRecord<byte[], byte[]>> batch) {
    List<Fact> facts = new ArrayList<>(batch.size());
    Set<String> ids = new HashSet<>();
    Map<Integer, Long> next = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      Fact fact =
          Fact.of(
              new String(record.key(), StandardCharsets.UTF_8),
              Job.status(records.get(), record.value()));
      facts.add(fact);
      ids.add(fact.projectId);
      ids.add(fact.programId);
      next.put(record.partition(), record.offset() + 1);
    }
    transaction.executeWithoutResult(status -> weigh(facts, ids, next));
  }

  private record Told(String nodeId, String toleranceId, boolean isRaised) {}

  private void weigh(List<Fact> facts, Set<String> ids, Map<Integer, Long> next) {
    Map<String, Node> nodes = new HashMap<>();
    sql.query(
        "select id, promised, forecast, open from node where id = any(?)",
        statement -> array(statement, 1, "text", ids.toArray()),
        row -> {
          nodes.put(row.getString(1), new Node(row.getLong(2), row.getLong(3), row.getInt(4)));
        });
    List<Told> told = new ArrayList<>();
    Peer.Raised raised =
        (nodeId, watched, isRaised) -> told.add(new Told(nodeId, watched.toleranceId(), isRaised));
    Map<String, Node> exchanged = new TreeMap<>();
    for (Fact fact : facts) {
      Node before = requireNonNullElseGet(nodes.get(fact.projectId), Node::new);
      Node now = new Node(fact.promisedMinor, fact.forecastMinor, fact.beyond);
      nodes.put(fact.projectId, now);
      Node program = nodes.computeIfAbsent(fact.programId, _ -> new Node());
      int openBefore = program.open;
      program.exchange(before, now);
      program.open = Peer.beyond(program, Workload.GROWTH_LIMIT_BASIS_POINTS);
      Peer.changes(fact.projectId, before.open, now.open, raised);
      Peer.changes(fact.programId, openBefore, program.open, raised);
      exchanged
          .computeIfAbsent(Workload.portfolioOf(fact.programId), _ -> new Node())
          .exchange(before, now);
    }
    store(nodes);
    // Last, because every batch wants the row of the portfolio; and in the same order everywhere.
    exchanged.forEach((id, exchange) -> store(id, exchange, raised));
    store(told);
    next.forEach((partition, offset) ->
        sql.update(
            "insert into next_offset values (?, ?)"
                + " on conflict (partition) do update set next = excluded.next",
            partition,
            offset));
  }

  private void store(Map<String, Node> nodes) {
    List<String> ids = List.copyOf(nodes.keySet());
    List<Node> values = ids.stream().map(nodes::get).toList();
    sql.update(
        "insert into node select * from unnest(?, ?, ?, ?) on conflict (id) do update set"
            + " promised = excluded.promised, forecast = excluded.forecast, open = excluded.open",
        statement -> {
          array(statement, 1, "text", ids.toArray());
          array(statement, 2, "bigint", values.stream().map(n -> n.promisedMinor).toArray());
          array(statement, 3, "bigint", values.stream().map(n -> n.forecastMinor).toArray());
          array(statement, 4, "int", values.stream().map(n -> n.open).toArray());
        });
  }

  private void store(String portfolioId, Node exchange, Peer.Raised raised) {
    Node now =
        sql.queryForObject(
            "insert into node values (?, ?, ?, 0) on conflict (id) do update set"
                + " promised = node.promised + excluded.promised,"
                + " forecast = node.forecast + excluded.forecast"
                + " returning promised, forecast, open",
            (row, _) -> new Node(row.getLong(1), row.getLong(2), row.getInt(3)),
            portfolioId,
            exchange.promisedMinor,
            exchange.forecastMinor);
    int open = Peer.beyond(now, Workload.PORTFOLIO_LIMIT_BASIS_POINTS);
    if (open != now.open) {
      Peer.changes(portfolioId, now.open, open, raised);
      sql.update("update node set open = ? where id = ?", open, portfolioId);
    }
  }

  private void store(List<Told> told) {
    if (told.isEmpty()) {
      return;
    }
    sql.update(
        "insert into escalation (node_id, tolerance_id, is_raised) select * from unnest(?, ?, ?)",
        statement -> {
          array(statement, 1, "text", told.stream().map(Told::nodeId).toArray());
          array(statement, 2, "text", told.stream().map(Told::toleranceId).toArray());
          array(statement, 3, "boolean", told.stream().map(Told::isRaised).toArray());
        });
  }

  private static void array(PreparedStatement statement, int index, String type, Object[] values)
      throws SQLException {
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }
}
