package org.plimsoll.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.plimsoll.processes.Ports;
import org.plimsoll.wire.Topics;

/**
 * One read model, from an empty database over everything that the engine has written. The clock
 * starts when its first rows are committed and stops when all of them are. Meanwhile beacons cross
 * their limits, one a second, and it is looked how long after its publication each is in the inbox.
 */
final class ReadModel implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;
  private static final long BEACON_MILLIS = 1_000;

  /** Longer than a contribution to the portfolio is on its way. */
  private static final long STILL_MILLIS = 200;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> FOLLOWED =
      List.of(Topics.TRAIL_PROGRAM, Topics.TRAIL_PORTFOLIO, Topics.ESCALATIONS);

  /**
   * Behind the last record of a partition lie the marks of the last transactions, one of each
   * thread that wrote into it.
   */
  private static final long MARKS = 4;

  private final Machine machine;
  private final String database;
  private final int port = Ports.free();
  private final Path directory;
  private final ContenderProcess service;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * What was measured.
   *
   * @param entries of the trail, between the clock's start and its end
   * @param serviceCpu in seconds for a million entries, as {@code databaseCpu}
   * @param walMegabytes what the database wrote ahead
   * @param inboxMillis from publishing a beacon's status to its exception in the inbox, for each
   *     that was published while entries waited, the shortest first
   */
  record Result(
      long entries,
      double seconds,
      double perSecond,
      double perSecondInSecondHalf,
      double serviceCpu,
      double databaseCpu,
      long walMegabytes,
      long residentMegabytes,
      List<Long> inboxMillis) {

    /** In a line. */
    String text() {
      return "%,d entries in %.1f s: %,.0f entries/s, %,.0f in the second half; CPU for a million: service %.1f s, database %.1f s; %,d MB written ahead, %,d MB of memory; in the inbox after %s ms"
          .formatted(
              entries,
              seconds,
              perSecond,
              perSecondInSecondHalf,
              serviceCpu,
              databaseCpu,
              walMegabytes,
              residentMegabytes,
              inboxMillis.isEmpty()
                  ? "-"
                  : "%,d to %,d, median %,d"
                      .formatted(
                          inboxMillis.getFirst(),
                          inboxMillis.getLast(),
                          inboxMillis.get(inboxMillis.size() / 2)));
    }
  }

  private record Sample(
      long entries,
      boolean isAtTheEnd,
      long nanos,
      double serviceCpu,
      double databaseCpu,
      long walMegabytes) {}

  /**
   * Makes an empty database and starts the service on it.
   *
   * @param more settings of the service
   */
  ReadModel(
      Machine machine,
      String classPath,
      String database,
      Map<String, String> more,
      List<String> jvm)
      throws IOException {
    this.machine = machine;
    this.database = database;
    this.directory = Files.createTempDirectory(machine.directory, database);
    machine.postgres.createRoleAndDatabase(database, machine.password, database);
    this.service =
        ContenderProcess.leadership(machine, directory, classPath, database, port, more, jvm);
  }

  /** Where a path of the service is. */
  URI at(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  int port() {
    return port;
  }

  long pid() {
    return service.pid();
  }

  /** A connection to its database, as its owner. */
  Connection database() throws SQLException {
    return DriverManager.getConnection(
        machine.postgres.jdbcUrl(database), database, machine.password);
  }

  /** What the database does by itself within some minutes. */
  void analyze() {
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum analyze");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes, and returns when it has read something since then and nothing more for a while. */
  void awaitRead(Runnable publish) {
    try (Connection connection = database()) {
      long before = read(connection);
      publish.run();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      long read = before;
      long still = System.nanoTime();
      while (read == before || System.nanoTime() - still < STILL_MILLIS * 1_000_000) {
        if (System.nanoTime() > deadline) {
          throw service.failed("the read model reads nothing");
        }
        Machine.pause(LOOK_MILLIS);
        long now = read(connection);
        if (now != read) {
          read = now;
          still = System.nanoTime();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How far its topics are read, all together. */
  private static long read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select sum(next_offset) from consumed")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** What a program signs in with. */
  String authorization() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("bench:" + machine.password).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Measures.
   *
   * @param beacons whose statuses are published meanwhile; null: none
   */
  Result measure(@Nullable Beacons beacons) {
    Map<TopicPartition, Long> ends = machine.ends(FOLLOWED);
    List<Long> inboxMillis = new ArrayList<>();
    Beacons.@Nullable Lit waiting = null;
    long lit = System.nanoTime();
    List<Sample> samples = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Connection connection = database()) {
      while (samples.isEmpty() || !samples.getLast().isAtTheEnd || waiting != null) {
        Machine.pause(LOOK_MILLIS);
        service.expectAlive();
        Sample now = sample(connection, ends);
        if (now != null && (samples.isEmpty() || !samples.getLast().isAtTheEnd)) {
          if (samples.isEmpty() || now.entries > samples.getLast().entries) {
            deadline = System.nanoTime() + PATIENCE.toNanos();
          }
          samples.add(now);
        }
        if (waiting != null && isInInbox(waiting)) {
          inboxMillis.add(Duration.ofNanos(System.nanoTime() - waiting.nanos()).toMillis());
          waiting = null;
        } else if (beacons != null
            && waiting == null
            && now != null
            && !now.isAtTheEnd
            && System.nanoTime() - lit > BEACON_MILLIS * 1_000_000) {
          waiting = beacons.next();
          lit = System.nanoTime();
        }
        if (System.nanoTime() > deadline) {
          throw service.failed(
              "the read model has stopped at " + (samples.isEmpty() ? "the beginning" : now));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return result(samples, inboxMillis);
  }

  private Result result(List<Sample> samples, List<Long> inboxMillis) {
    Sample start = samples.getFirst();
    Sample end = samples.getLast();
    long half = (start.entries + end.entries) / 2;
    Sample middle = samples.stream().filter(s -> s.entries >= half).findFirst().orElse(end);
    long entries = end.entries - start.entries;
    double seconds = (end.nanos - start.nanos) / 1e9;
    double millions = entries / 1e6;
    Collections.sort(inboxMillis);
    return new Result(
        entries,
        seconds,
        entries / seconds,
        (end.entries - middle.entries) * 1e9 / (end.nanos - middle.nanos),
        (end.serviceCpu - start.serviceCpu) / millions,
        (end.databaseCpu - start.databaseCpu) / millions,
        end.walMegabytes - start.walMegabytes,
        service.residentMegabytes("VmRSS"),
        List.copyOf(inboxMillis));
  }

  /** Null before the first entry is there. */
  private @Nullable Sample sample(Connection connection, Map<TopicPartition, Long> ends)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet there = statement.executeQuery("select to_regclass('consumed')")) {
        if (!there.next() || there.getString(1) == null) {
          return null;
        }
      }
      Map<TopicPartition, Long> next = new HashMap<>();
      long entries = 0;
      long wal = 0;
      try (ResultSet rows =
          statement.executeQuery(
              "select topic, partition, next_offset, sequence, pg_current_wal_lsn() - '0/0' from consumed")) {
        while (rows.next()) {
          next.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
          entries += rows.getLong(4);
          wal = rows.getLong(5) >> 20;
        }
      }
      boolean isAtTheEnd =
          ends.entrySet().stream()
              .allMatch(end -> next.getOrDefault(end.getKey(), 0L) + MARKS >= end.getValue());
      return entries == 0
          ? null
          : new Sample(
              entries,
              isAtTheEnd,
              System.nanoTime(),
              service.cpuSeconds(),
              ContenderProcess.cpuSeconds(machine.postgres.pid()),
              wal);
    }
  }

  private boolean isInInbox(Beacons.Lit lit) {
    try {
      return http.send(
              HttpRequest.newBuilder(at("/inbox/program?node=%s".formatted(lit.programId())))
                  .header("HX-Request", "true")
                  .header("Authorization", authorization())
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body()
          .contains(lit.projectId());
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    service.close();
    http.close();
    try (Connection connection =
            DriverManager.getConnection(
                machine.postgres.jdbcUrl("postgres"), "postgres", machine.password);
        Statement statement = connection.createStatement()) {
      statement.execute("drop database " + database + " with (force)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Machine.delete(directory);
  }
}
