package org.plimsoll.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.publication.CheckpointClock;
import org.plimsoll.audit.publication.CheckpointTopic;
import org.plimsoll.processes.ChildFailedException;
import org.plimsoll.processes.KafkaProcess;
import org.plimsoll.processes.PortTakenException;
import org.plimsoll.processes.PostgresProcess;
import org.plimsoll.processes.RegistryProcess;
import org.plimsoll.verify.Failure;
import org.plimsoll.wire.TickWriter;
import org.plimsoll.wire.TopicSetup;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs on one machine: broker, database and registry as child processes, the three
 * services in this JVM. What does not depend on each other starts at the same time.
 */
final class Installation implements AutoCloseable {
  static final int PARTITIONS = 4;
  static final short REPLICATION = 1;

  /** More than a child may take (15 s) before it is killed. */
  private static final long STOP_SECONDS = 25;

  private static final List<String> DATABASES =
      List.of("registry", Access.INTAKE, Access.LEADERSHIP);

  private final Home home;
  private final Secrets secrets;
  private final Addresses addresses;
  private final Consumer<String> progress;
  private final AutoCloseable lock;
  private final List<String> agencies;
  private final long beganNanos = System.nanoTime();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("start-", 0).factory());
  private final Deque<AutoCloseable> children = new ArrayDeque<>();
  private final List<AutoCloseable> running = new ArrayList<>();
  private volatile @Nullable Services services;
  private final Map<String, BooleanSupplier> alive = new ConcurrentHashMap<>();
  private volatile @Nullable CheckpointClock checkpoints;
  private volatile boolean closed;

  private Installation(
      Home home,
      Addresses addresses,
      AutoCloseable lock,
      List<String> agencies,
      Consumer<String> progress) {
    this.home = home;
    this.secrets = Secrets.of(home);
    this.addresses = addresses;
    this.lock = lock;
    this.agencies = agencies;
    this.progress = progress;
  }

  /**
   * Starts everything, and returns when all of it answers.
   *
   * @param lock the data directory's; let go when the installation is closed
   * @param agencies whose intake topics the engine is to find when it starts; one that comes later
   *     is noticed within seconds
   * @param progress is told of each part that is up
   */
  static Installation start(
      Home home,
      Addresses addresses,
      AutoCloseable lock,
      List<String> agencies,
      Consumer<String> progress) {
    Installation installation = new Installation(home, addresses, lock, agencies, progress);
    Thread hook = Thread.ofPlatform().unstarted(installation::close);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Instance.own(addresses, false).write(home);
      installation.startAll();
      Instance.own(addresses, true).write(home);
      return installation;
    } catch (RuntimeException e) {
      installation.close();
      throw installation.explained(e);
    }
  }

  /** What those say who were written to be read goes through; the rest goes to the log. */
  private Failure explained(RuntimeException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && !(cause instanceof ChildFailedException || cause instanceof PortTakenException)) {
      cause = cause.getCause();
    }
    LoggerFactory.getLogger(Installation.class).error("not started", failure);
    return new Failure(
        "not started: %s%n(everything that was said is in %s)"
            .formatted(cause.getMessage() == null ? cause : cause.getMessage(), home.log()),
        failure);
  }

  private void startAll() {
    var postgres = async("Postgres", this::startPostgres);
    var kafka = async("Kafka", this::startKafka);
    var registry =
        postgres.thenCompose(database -> async("registry", () -> startRegistry(database)));
    var all = kafka.thenCombine(registry, (broker, r) -> services(broker, postgres.join(), r));
    services = all.join();
    Services s = requireNonNull(services);
    CompletableFuture.allOf(
            async("leadership", () -> kept(s.leadership())),
            async("intake", () -> kept(s.intake())),
            async("escalation", () -> kept(s.escalation())))
        .join();
  }

  private Services services(
      KafkaProcess kafka, PostgresProcess postgres, RegistryProcess registry) {
    return new Services(home, addresses, secrets, kafka, postgres, registry.confluentUrl());
  }

  private <T> CompletableFuture<T> async(String name, Callable<T> start) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            T started = start.call();
            progress.accept("%-11s %5.1f s".formatted(name, secondsSinceBegin()));
            return started;
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }

  double secondsSinceBegin() {
    return (System.nanoTime() - beganNanos) / 1e9;
  }

  private PostgresProcess startPostgres() {
    PostgresProcess postgres =
        child(
            "Postgres",
            PostgresProcess.start(home.postgres(), addresses.postgres(), secrets.postgresAdmin()),
            p -> p::isAlive);
    for (String database : DATABASES) {
      postgres.createRoleAndDatabase(database, secrets.postgres(database), database);
    }
    return postgres;
  }

  private KafkaProcess startKafka() {
    KafkaProcess kafka =
        child(
            "Kafka",
            KafkaProcess.start(
                home.kafka(),
                KafkaProcess.Options.defaults()
                    .withPorts(addresses.kafka(), addresses.kafkaController())
                    .withAdminPassword(secrets.kafkaAdmin())),
            k -> k::isAlive);
    try (Admin admin = Admin.create(kafka.adminClientConfig())) {
      new CheckpointTopic(kafka.adminClientConfig()).ensure(REPLICATION);
      Access.grant(admin, secrets::kafka);
      TopicSetup.ensure(admin, PARTITIONS, REPLICATION);
      agencies.forEach(agency -> TopicSetup.ensureIntake(admin, agency, PARTITIONS, REPLICATION));
    }
    return kafka;
  }

  private RegistryProcess startRegistry(PostgresProcess postgres) {
    return child(
        "registry",
        RegistryProcess.start(
            home.registry(),
            addresses.registry(),
            addresses.registryManagement(),
            postgres.jdbcUrl("registry"),
            "registry",
            secrets.postgres("registry")),
        r -> r::isAlive);
  }

  private synchronized <T extends AutoCloseable> T child(
      String name, T process, java.util.function.Function<T, BooleanSupplier> isAlive) {
    children.push(process);
    alive.put(name, isAlive.apply(process));
    return process;
  }

  /** From now on checkpoints are signed by the clock and at the stop, and the log is served. */
  void keepLog(Duration every) {
    Services s = requireNonNull(services, "started");
    CheckpointClock clock = s.checkpoints(every);
    checkpoints = clock;
    // A process of its own, with a user that can write nothing.
    child("log", LogProcess.start(home, addresses, secrets, clock.keys()), p -> p::isAlive);
  }

  /** Signs what has come since the last checkpoint; to be called behind {@link #keepLog}. */
  void checkpoint() {
    var _ = requireNonNull(checkpoints, "kept").sign();
  }

  /** Writes the time of a story, as the engine writes that of this machine. */
  TickWriter clock() {
    return requireNonNull(services, "started").clock(PARTITIONS);
  }

  private synchronized <T extends AutoCloseable> T kept(T service) {
    running.add(service);
    return service;
  }

  Addresses addresses() {
    return addresses;
  }

  /** The name of a child process that has ended though nobody stopped it. */
  Optional<String> fallen() {
    return alive.entrySet().stream()
        .filter(child -> !closed && !child.getValue().getAsBoolean())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Stops the services first, then what they stand on; what takes too long is killed. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    progress.accept("stopping");
    stopTogether(running);
    // The engine has written its last entry, and the broker still takes a checkpoint.
    CheckpointClock clock = checkpoints;
    if (clock != null) {
      stopTogether(List.of(clock));
    }
    // Everything has let go of the broker and the database; the registry is the database's client.
    stopTogether(children.stream().filter(c -> !(c instanceof PostgresProcess)).toList());
    stopTogether(children.stream().filter(PostgresProcess.class::isInstance).toList());
    threads.shutdown();
    try {
      Instance.forget(home);
      lock.close();
      progress.accept("stopped");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void stopTogether(List<AutoCloseable> parts) {
    List<CompletableFuture<Void>> stops = new ArrayList<>();
    for (AutoCloseable part : parts) {
      stops.add(
          CompletableFuture.runAsync(
                  () -> {
                    try {
                      part.close();
                    } catch (Exception e) {
                      throw new CompletionException(e);
                    }
                  },
                  threads)
              .completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS)
              .exceptionally(e -> {
                progress.accept("stopping: " + e.getMessage());
                return null;
              }));
    }
    stops.forEach(CompletableFuture::join);
  }
}
