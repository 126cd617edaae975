package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.plimsoll.processes.KafkaProcess;
import org.plimsoll.processes.Ports;
import org.plimsoll.processes.PostgresProcess;
import org.plimsoll.processes.RegistryProcess;

/** One broker, one registry and one database on loopback, for as long as a comparison lasts. */
final class Machine implements AutoCloseable {
  static final String DATABASE = "bench";

  /** 100 looks of 100 ms are 10 s. */
  private static final int MAX_LOOKS = 100;

  private static final int LOOK_MILLIS = 100;

  /**
   * Topics of a run that has ended make room at once, not after a minute; and a broker without a
   * second one has nobody to give way to when the machine is busy.
   */
  private static final Map<String, String> BROKER =
      Map.of("log.segment.delete.delay.ms", "1000", "broker.session.timeout.ms", "30000");

  final Path directory;
  final String password;
  final int partitions;
  final KafkaProcess broker;
  final PostgresProcess postgres;
  final RegistryProcess registry;
  final Admin admin;

  Machine(int partitions) throws IOException {
    this.partitions = partitions;
    this.directory = Files.createTempDirectory("plimsoll-bench");
    byte[] random = new byte[16];
    new java.security.SecureRandom().nextBytes(random);
    this.password = HexFormat.of().formatHex(random);
    this.postgres = PostgresProcess.start(directory.resolve("postgres"), Ports.free(), password);
    postgres.createRoleAndDatabase("registry", password, "registry");
    postgres.createRoleAndDatabase(DATABASE, password, DATABASE);
    this.broker =
        KafkaProcess.start(
            directory.resolve("kafka"), KafkaProcess.Options.defaults().withSettings(BROKER));
    this.registry =
        RegistryProcess.start(
            directory.resolve("registry"),
            Ports.free(),
            Ports.free(),
            postgres.jdbcUrl("registry"),
            "registry",
            password);
    this.admin = Admin.create(kafka());
  }

  /** Where the broker is and how to sign in. */
  Map<String, Object> kafka() {
    return new HashMap<>(broker.adminClientConfig());
  }

  /** Creates these, and returns when they take records. */
  void createTopics(List<String> names) {
    await(
        admin
            .createTopics(
                names.stream().map(name -> new NewTopic(name, partitions, (short) 1)).toList())
            .all());
    for (int looks = 1; ; looks++) {
      try {
        ends(names);
        return;
      } catch (IllegalStateException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || looks == MAX_LOOKS) {
          throw e;
        }
        pause(LOOK_MILLIS);
      }
    }
  }

  /** Deletes these, and returns when they are gone. */
  void deleteTopics(Predicate<String> which) {
    List<String> names = new ArrayList<>();
    for (String name : await(admin.listTopics().names())) {
      if (which.test(name)) {
        names.add(name);
      }
    }
    await(admin.deleteTopics(names).all());
    while (await(admin.listTopics().names()).stream().anyMatch(names::contains)) {
      pause(LOOK_MILLIS);
    }
  }

  /** The end of every partition that holds anything, open transactions included. */
  Map<TopicPartition, Long> ends(List<String> topics) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (String topic : topics) {
      for (int p = 0; p < partitions; p++) {
        latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
      }
    }
    return await(
            admin
                .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all())
        .entrySet()
        .stream()
        .filter(end -> end.getValue().offset() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  static <T> T await(Future<T> answer) {
    try {
      return requireNonNull(answer).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
    registry.close();
    broker.close();
    postgres.close();
    delete(directory);
  }
}
