package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.plimsoll.bench.Workload.Expectation;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;

/**
 * One contender once over the whole topic. The clock starts when something of every partition is
 * committed, which for the engine is after everything but statuses was weighed, and stops when all
 * of it is committed; what was committed before the clock started does not count.
 */
final class Run implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A mark of the last transaction may lie behind the last record of a topic between tiers. */
  private static final long MARK = 1;

  private final Machine machine;
  private final Contender contender;
  private final Path directory;
  private final Supplier<ContenderProcess> start;
  private ContenderProcess process;

  /** The others of one application, where it runs more than once. */
  private final List<ContenderProcess> others = new ArrayList<>();

  /** What was measured. CPU in seconds for a million statuses, memory in megabytes. */
  record Result(
      String contender,
      int round,
      long statuses,
      double seconds,
      double perSecond,
      double perSecondInSecondHalf,
      double jobCpu,
      double brokerCpu,
      double databaseCpu,
      long residentMegabytes,
      long peakMegabytes,
      long raised,
      long cleared) {}

  private record Sample(
      long committed,
      long nanos,
      double jobCpu,
      double brokerCpu,
      double databaseCpu,
      long residentMegabytes,
      long peakMegabytes) {}

  /** Makes what the contender needs and starts it. */
  Run(Machine machine, Contender contender, int threads, String tickEvery, List<String> jvm)
      throws IOException {
    this(machine, contender, 1, threads, tickEvery, jvm);
  }

  /** The same, as so many processes that share the work. */
  Run(
      Machine machine,
      Contender contender,
      int instances,
      int threads,
      String tickEvery,
      List<String> jvm)
      throws IOException {
    this.machine = machine;
    this.contender = contender;
    this.directory = Files.createTempDirectory(machine.directory, contender.group());
    switch (contender) {
      case READ, DECODE -> {}
      case COPY -> machine.createTopics(List.of(Job.COPY_TOPIC));
      case ENTRIES -> machine.createTopics(List.of(EntriesJob.TOPIC));
      case ENGINE -> TopicSetup.ensure(machine.admin, machine.partitions, (short) 1);
      case FLINK -> machine.createTopics(List.of(FlinkJob.ESCALATIONS));
      case STREAMS ->
          machine.createTopics(
              List.of(StreamsJob.PROGRAMS, StreamsJob.PORTFOLIOS, StreamsJob.ESCALATIONS));
      case SPRING -> sql(SpringJob.TABLES);
    }
    this.start = () -> new ContenderProcess(contender, machine, directory, threads, tickEvery, jvm);
    this.process = start.get();
    for (int i = 1; i < instances; i++) {
      others.add(
          new ContenderProcess(
              contender,
              machine,
              Files.createTempDirectory(machine.directory, contender.group()),
              threads,
              tickEvery,
              jvm));
    }
  }

  /** Measures, and checks what was raised. */
  Result measure(int round, long statuses, Expectation expected) {
    Map<TopicPartition, Long> ends = machine.ends(List.of(Job.INTAKE));
    Sample start = null;
    Sample half = null;
    Sample end = null;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long before = 0;
    while (end == null) {
      Machine.pause(LOOK_MILLIS);
      Map<TopicPartition, Long> committed = committed();
      long sum = ends.keySet().stream().mapToLong(p -> committed.getOrDefault(p, 0L)).sum();
      if (start == null
          && ends.keySet().stream().allMatch(p -> committed.getOrDefault(p, 0L) > 0)) {
        start = sample(sum);
      }
      if (half == null && sum >= statuses / 2) {
        half = sample(sum);
      }
      if (sum == statuses && hasWorkedOff(committed)) {
        end = sample(sum);
      }
      if (sum > before) {
        before = sum;
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw process.failed(
            "%s has stopped at %,d of %,d statuses".formatted(contender, sum, statuses));
      }
      process.expectAlive();
    }
    Tally tally = checked(expected, statuses);
    return result(round, requireNonNull(start), requireNonNull(half), end, tally);
  }

  private Result result(int round, Sample start, Sample half, Sample end, Tally tally) {
    long statuses = end.committed - start.committed;
    double seconds = (end.nanos - start.nanos) / 1e9;
    double millions = statuses / 1e6;
    return new Result(
        contender.name(),
        round,
        statuses,
        seconds,
        statuses / seconds,
        (end.committed - half.committed) * 1e9 / (end.nanos - half.nanos),
        (end.jobCpu - start.jobCpu) / millions,
        (end.brokerCpu - start.brokerCpu) / millions,
        contender == Contender.SPRING ? (end.databaseCpu - start.databaseCpu) / millions : 0,
        end.residentMegabytes,
        end.peakMegabytes,
        tally.raised(),
        tally.cleared());
  }

  private Sample sample(long committed) {
    return new Sample(
        committed,
        System.nanoTime(),
        process.cpuSeconds() + others.stream().mapToDouble(ContenderProcess::cpuSeconds).sum(),
        ContenderProcess.cpuSeconds(machine.broker.pid()),
        ContenderProcess.cpuSeconds(machine.postgres.pid()),
        residentMegabytes("VmRSS"),
        residentMegabytes("VmHWM"));
  }

  /** Of all instances together. */
  long residentMegabytes(String which) {
    return process.residentMegabytes(which)
        + others.stream().mapToLong(other -> other.residentMegabytes(which)).sum();
  }

  /** Starts it anew. */
  void restart() {
    process = start.get();
  }

  /** What it says of how it came back to where it was. */
  List<String> restored() {
    return process.logged("PROGRAM partition");
  }

  /** Deletes what it left on its disk. */
  void deleteState() {
    Machine.delete(directory.resolve("state"));
  }

  /** Ends it as a crash would. */
  void kill() {
    process.kill();
  }

  /** Ends it in good order. */
  void stop() {
    process.close();
  }

  /** Up to where each partition is committed. */
  private Map<TopicPartition, Long> committed() {
    Map<TopicPartition, Long> committed = new HashMap<>();
    if (contender == Contender.SPRING) {
      try (Connection database = database();
          Statement statement = database.createStatement();
          ResultSet rows = statement.executeQuery("select partition, next from next_offset")) {
        while (rows.next()) {
          committed.put(new TopicPartition(Job.INTAKE, rows.getInt(1)), rows.getLong(2));
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return committed;
    }
    try {
      Machine.await(
              machine
                  .admin
                  .listConsumerGroupOffsets(contender.group())
                  .partitionsToOffsetAndMetadata())
          .forEach((partition, offset) -> {
            if (offset != null) {
              committed.put(partition, offset.offset());
            }
          });
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
    return committed;
  }

  private boolean hasWorkedOff(Map<TopicPartition, Long> committed) {
    return machine.ends(contender.between()).entrySet().stream()
        .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) + MARK >= end.getValue());
  }

  /** Waits until everything published so far is taken, for the engine facts and grants, too. */
  void awaitTaken() {
    List<String> topics = new ArrayList<>(List.of(Job.INTAKE));
    if (contender == Contender.ENGINE) {
      topics.addAll(
          List.of(
              Topics.PROGRAM_FACTS,
              Topics.PROGRAM_GRANTS,
              Topics.PORTFOLIO_FACTS,
              Topics.PORTFOLIO_GRANTS));
    }
    Map<TopicPartition, Long> ends = machine.ends(topics);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<TopicPartition, Long> committed = committed();
    long before = 0;
    while (!ends.entrySet().stream()
        .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
      process.expectAlive();
      long sum = committed.values().stream().mapToLong(Long::longValue).sum();
      if (sum > before) {
        before = sum;
        deadline = System.nanoTime() + PATIENCE.toNanos();
      }
      if (System.nanoTime() > deadline) {
        throw process.failed(contender + " did not take what was published");
      }
      Machine.pause(LOOK_MILLIS);
      committed.putAll(committed());
    }
  }

  private Tally checked(Expectation expected, long statuses) {
    Tally tally = new Tally();
    if (contender == Contender.SPRING) {
      addFromDatabase(tally);
    } else if (contender.escalations != null) {
      try (Exceptions exceptions = new Exceptions(machine, contender, tally)) {
        exceptions.readUntil(() -> tally.is(expected));
        process.close();
        others.forEach(ContenderProcess::close);
        exceptions.readToTheEnd();
      }
    } else if (contender == Contender.COPY) {
      counted(Job.COPY_TOPIC, statuses);
    } else if (contender == Contender.ENTRIES) {
      counted(EntriesJob.TOPIC, statuses);
    }
    if (contender.raisesExceptions() && !tally.is(expected)) {
      throw process.failed(contender + ": " + tally.against(expected));
    }
    return tally;
  }

  private void counted(String topic, long statuses) {
    long copied = Exceptions.count(machine, topic);
    if (copied != statuses) {
      throw new IllegalStateException(
          "%s has %,d statuses - expected %,d".formatted(topic, copied, statuses));
    }
  }

  private void addFromDatabase(Tally tally) {
    try (Connection database = database();
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select node_id, tolerance_id, is_raised from escalation order by id")) {
      while (rows.next()) {
        tally.add(rows.getString(1), rows.getString(2), rows.getBoolean(3));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection database() throws SQLException {
    return DriverManager.getConnection(
        machine.postgres.jdbcUrl(Machine.DATABASE), Machine.DATABASE, machine.password);
  }

  private void sql(String text) {
    try (Connection database = database();
        Statement statement = database.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the contender and takes away what it left, so that the next one finds nothing of it. */
  @Override
  public void close() {
    process.close();
    others.forEach(ContenderProcess::close);
    forgetGroup();
    machine.deleteTopics(contender::leaves);
    if (contender == Contender.SPRING) {
      sql("drop table node, escalation, next_offset");
    }
    Machine.delete(directory);
  }

  private void forgetGroup() {
    String group = contender.group();
    if (Machine.await(machine.admin.listGroups().all()).stream()
        .noneMatch(listed -> listed.groupId().equals(group))) {
      return;
    }
    var described =
        requireNonNull(
            Machine.await(machine.admin.describeConsumerGroups(List.of(group)).all()).get(group));
    if (!described.members().isEmpty()) {
      // A Streams application does not say good-bye.
      Machine.await(
          machine
              .admin
              .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
              .all());
    }
    Machine.await(machine.admin.deleteConsumerGroups(List.of(group)).all());
  }
}
