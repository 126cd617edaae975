package org.plimsoll.leadership;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The service on a database of its own, against the cluster of this JVM. */
final class House implements AutoCloseable {
  static final int PARTITIONS = 4;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Cluster cluster = Cluster.shared();
  private final String database = "leadership_" + DATABASES.incrementAndGet();
  private final String url = cluster.createDatabase(database);
  private ConfigurableApplicationContext context;

  House(String... more) {
    context = run(more);
  }

  /** Topics with nothing in them. */
  static void emptyTopics() {
    try (Admin admin = Admin.create(Cluster.shared().kafka())) {
      admin.deleteTopics(ours(admin)).all().get();
      // The broker may still name for a moment what its controller has deleted.
      await().atMost(Duration.ofSeconds(30)).until(() -> ours(admin).isEmpty());
      TopicSetup.ensure(admin, PARTITIONS, (short) 1);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> ours(Admin admin) throws ExecutionException, InterruptedException {
    return admin.listTopics().names().get().stream()
        .filter(name -> name.startsWith("plimsoll."))
        .toList();
  }

  private ConfigurableApplicationContext run(String... more) {
    return new SpringApplicationBuilder(LeadershipApplication.class)
        .properties("spring.config.name=leadership")
        .run(arguments(more).toArray(String[]::new));
  }

  private List<String> arguments(String... more) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("server.port", "0");
    settings.put("spring.datasource.url", url);
    settings.put("spring.datasource.username", database);
    settings.put("spring.datasource.password", cluster.password());
    settings.put("plimsoll.registry.url", cluster.registryUrl());
    cluster
        .kafka()
        .forEach((key, value) ->
            settings.put(
                key.equals("bootstrap.servers")
                    ? "spring.kafka.bootstrap-servers"
                    : "spring.kafka.properties." + key,
                value));
    settings.put("plimsoll.leadership.statistics", "0s");
    settings.put("plimsoll.leadership.persons.secret", SignIns.SECRET);
    settings.putAll(SignIns.settings());
    for (String setting : more) {
      settings.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    return settings.entrySet().stream()
        .map(each -> "--" + each.getKey() + "=" + each.getValue())
        .toList();
  }

  /** A second instance on the same data, as a process of its own that can be killed. */
  Process apart(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Xmx256m");
    command.add("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=org.plimsoll.schema");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(LeadershipApplication.class.getName());
    command.addAll(arguments(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Ends the service and starts it again on the same data. */
  void restart(String... more) {
    context.close();
    context = run(more);
  }

  int port() {
    return Integer.parseInt(
        String.valueOf(context.getEnvironment().getProperty("local.server.port")));
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  JdbcTemplate sql() {
    return context.getBean(JdbcTemplate.class);
  }

  long count(String table) {
    Long count = sql().queryForObject("SELECT count(*) FROM " + table, Long.class);
    return count == null ? 0 : count;
  }

  /** The numbers in the first column. */
  List<Long> numbers(String query) {
    return sql().query(query, (row, number) -> row.getLong(1));
  }

  /** What the read model says, table by table, without the ids that are drawn from a sequence. */
  Map<String, List<Map<String, @Nullable Object>>> rows() {
    Map<String, List<Map<String, @Nullable Object>>> rows = new LinkedHashMap<>();
    for (String table :
        List.of(
            "node",
            "figures",
            "tolerance",
            "exception",
            "exception_change",
            "delivered",
            "refusal",
            "baseline",
            "flow",
            "node_entry",
            "tick",
            "decision",
            "suppression",
            "handling",
            "passed_up",
            "tolerance_period",
            "signal",
            "restraint",
            "given_on",
            "answered",
            "status_count")) {
      List<Map<String, @Nullable Object>> all = sql().queryForList("SELECT * FROM " + table);
      all.forEach(row -> row.remove("seq"));
      all.sort(Comparator.comparing(Map::toString));
      rows.put(table, all);
    }
    return rows;
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** One of several of a type. */
  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  /** Waits until so many trail entries and delivered items are shown. */
  void awaitShown(List<ProducerRecord<byte[], byte[]>> written) {
    long entries = written.stream().filter(w -> !w.topic().equals(Topics.ESCALATIONS)).count();
    long items = written.size() - entries;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> count("trail_entry") >= entries && count("delivered") >= items);
  }

  @Override
  public void close() {
    context.close();
  }
}
