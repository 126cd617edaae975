package org.plimsoll.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.plimsoll.processes.KafkaProcess;
import org.plimsoll.processes.Ports;
import org.plimsoll.processes.PostgresProcess;
import org.plimsoll.processes.RegistryProcess;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A real broker, registry and database for the tests of one JVM, started on first use and stopped
 * with it. The broker is a process of its own, which a test may kill; with {@code
 * PLIMSOLL_TEST_KAFKA=testcontainers} in the environment it is a container instead.
 */
public final class Cluster {
  private static final String PASSWORD = "for-tests-only";
  private static final String KAFKA_IMAGE = "apache/kafka:4.2.1";
  private static @Nullable Cluster shared;

  private final Path directory;
  private final Map<String, Object> kafka;
  private final @Nullable KafkaProcess broker;
  private final @Nullable KafkaContainer container;
  private final PostgresProcess postgres;
  private final RegistryProcess registry;

  private Cluster() throws IOException {
    directory = Files.createTempDirectory("plimsoll-test");
    if ("testcontainers".equals(System.getenv("PLIMSOLL_TEST_KAFKA"))) {
      broker = null;
      container = new KafkaContainer(KAFKA_IMAGE);
      container.start();
      kafka = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, container.getBootstrapServers());
    } else {
      container = null;
      broker =
          KafkaProcess.start(
              directory.resolve("kafka"),
              KafkaProcess.Options.defaults()
                  .withPorts(Ports.free(), Ports.free())
                  .withAdminPassword(PASSWORD)
                  .withSettings(
                      Map.of(
                          // So that a killed writer's transaction ends with its time-out.
                          "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500")));
      kafka = broker.adminClientConfig();
    }
    postgres = PostgresProcess.start(directory.resolve("postgres"), Ports.free(), PASSWORD);
    postgres.createRoleAndDatabase("registry", PASSWORD, "registry");
    registry =
        RegistryProcess.start(
            directory.resolve("registry"),
            Ports.free(),
            Ports.free(),
            postgres.jdbcUrl("registry"),
            "registry",
            PASSWORD);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-cluster"));
  }

  /** The cluster of this JVM. */
  public static synchronized Cluster shared() {
    if (shared == null) {
      try {
        shared = new Cluster();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  /** Settings of a Kafka client that may do everything, addresses included. */
  public Map<String, Object> kafka() {
    return new HashMap<>(kafka);
  }

  /** The broker as a process, for tests that kill it; empty when it is a container. */
  public Optional<KafkaProcess> broker() {
    return Optional.ofNullable(broker);
  }

  /** Address of the registry's Confluent-compatible interface. */
  public String registryUrl() {
    return registry.confluentUrl();
  }

  /** Address of the registry's own interface, for its serializers. */
  public String apicurioUrl() {
    return registry.apicurioUrl();
  }

  /**
   * An empty database with an owner of the same name.
   *
   * @return its JDBC address; the password is {@link #password()}
   */
  public String createDatabase(String name) {
    postgres.createRoleAndDatabase(name, PASSWORD, name);
    return postgres.jdbcUrl(name);
  }

  /** The password of every role that {@link #createDatabase} makes. */
  public String password() {
    return PASSWORD;
  }

  private void stop() {
    registry.close();
    if (broker != null) {
      broker.close();
    }
    if (container != null) {
      container.stop();
    }
    postgres.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + directory);
    }
  }
}
