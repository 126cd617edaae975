package org.plimsoll.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plimsoll.processes.DiesWithParent;

/** A contender as a process of its own, with what it costs. */
final class ContenderProcess implements AutoCloseable {
  private static final int LOG_LINES_SHOWN = 40;
  private static final Duration CLOSE_PATIENCE = Duration.ofMinutes(2);
  private static final String ADDITIONAL = "--spring.config.additional-location=file:";

  private final Path log;
  private final Process process;

  /** Starts a contender without waiting. */
  ContenderProcess(
      Contender contender,
      Machine machine,
      Path directory,
      int threads,
      String tickEvery,
      List<String> jvm) {
    this(
        directory,
        contender == Contender.ENGINE
            ? engine(machine, directory, threads, tickEvery)
            : job(contender, machine, directory, threads),
        file -> {
          List<String> arguments = new ArrayList<>();
          if (contender == Contender.ENGINE) {
            Path cache = machine.directory.resolve("engine.aot");
            arguments.add((Files.exists(cache) ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + cache);
          }
          if (contender == Contender.FLINK) {
            for (String name : List.of("java.lang", "java.util", "java.time")) {
              arguments.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
            }
          }
          arguments.addAll(
              List.of(
                  "-cp",
                  contender == Contender.ENGINE ? shipped() : System.getProperty("java.class.path"),
                  DiesWithParent.class.getName(),
                  contender.main.getName(),
                  contender == Contender.ENGINE ? ADDITIONAL + file : file.toString()));
          return arguments;
        },
        jvm);
  }

  /**
   * Starts the read model's service without waiting, with its own settings but for addresses.
   *
   * @param classPath of the service as it was built
   * @param database its own, and the role that owns it
   * @param port where it answers
   * @param more of its settings
   */
  static ContenderProcess leadership(
      Machine machine,
      Path directory,
      String classPath,
      String database,
      int port,
      Map<String, String> more,
      List<String> jvm) {
    Properties settings = spring(machine);
    settings.putAll(more);
    settings.put("server.port", String.valueOf(port));
    settings.put("spring.datasource.url", machine.postgres.jdbcUrl(database));
    settings.put("spring.datasource.username", database);
    settings.put("spring.datasource.password", machine.password);
    // Who looks whether the beacons are in the inbox.
    String looker = "plimsoll.leadership.access.persons[0].";
    settings.put(looker + "person", "Bench");
    settings.put(looker + "user", "bench");
    settings.put(looker + "password", machine.password);
    settings.put(looker + "everything", "true");
    String minister = "plimsoll.leadership.access.persons[1].";
    settings.put(minister + "person", "Minister");
    settings.put(minister + "user", "minister");
    settings.put(minister + "password", machine.password);
    settings.put(minister + "nodes", Workload.PORTFOLIO);
    return new ContenderProcess(
        directory,
        settings,
        file ->
            List.of(
                "-cp",
                classPath,
                DiesWithParent.class.getName(),
                "org.plimsoll.leadership.LeadershipApplication",
                ADDITIONAL + file),
        jvm);
  }

  private ContenderProcess(
      Path directory,
      Properties settings,
      Function<Path, List<String>> arguments,
      List<String> jvm) {
    log = directory.resolve("log");
    // Not in the command line, which everybody can read.
    Path file = directory.resolve("settings.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=org.plimsoll.schema",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(arguments.apply(file));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties job(Contender contender, Machine machine, Path directory, int threads) {
    Properties settings = new Properties();
    machine.kafka().forEach((name, value) -> settings.put("kafka." + name, value.toString()));
    settings.put("name", contender.group());
    settings.put("threads", String.valueOf(threads));
    settings.put("partitions", String.valueOf(machine.partitions));
    settings.put("registry", machine.registry.confluentUrl());
    settings.put("directory", directory.resolve("state").toString());
    settings.put("database.url", machine.postgres.jdbcUrl(Machine.DATABASE));
    settings.put("database.user", Machine.DATABASE);
    settings.put("database.password", machine.password);
    return settings;
  }

  /** The engine's own settings stand, but for addresses, threads and ticks. */
  private static Properties engine(Machine machine, Path directory, int threads, String tickEvery) {
    Properties settings = spring(machine);
    settings.put("spring.kafka.streams.properties.num.stream.threads", String.valueOf(threads));
    settings.put("server.port", "0");
    settings.put("plimsoll.partitions", String.valueOf(machine.partitions));
    settings.put("plimsoll.escalation.state-dir", directory.resolve("state").toString());
    settings.put("plimsoll.escalation.tick-every", tickEvery);
    settings.put("logging.level.org.plimsoll.escalation.Restoration", "INFO");
    // As ./plimsoll does: who comes back under its own name need not wait for its session to end.
    settings.put("plimsoll.escalation.instance-id", directory.getFileName().toString());
    return settings;
  }

  /** The class path without what measures: a class data archive is made of libraries alone. */
  private static String shipped() {
    Path own =
        Path.of(
            URI.create(Bench.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).toAbsolutePath().equals(own))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Where broker and registry are, as every service of Plimsoll is told. */
  private static Properties spring(Machine machine) {
    Properties settings = new Properties();
    machine
        .kafka()
        .forEach((name, value) ->
            settings.put(
                name.equals("bootstrap.servers")
                    ? "spring.kafka.bootstrap-servers"
                    : "spring.kafka.properties." + name,
                value.toString()));
    settings.put("plimsoll.registry.url", machine.registry.confluentUrl());
    return settings;
  }

  /** CPU seconds of a process and of those that it started and that still run. */
  static double cpuSeconds(long pid) {
    return ProcessHandle.of(pid).stream()
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .flatMap(process -> process.info().totalCpuDuration().stream())
            .mapToLong(Duration::toNanos)
            .sum()
        / 1e9;
  }

  double cpuSeconds() {
    return cpuSeconds(process.pid());
  }

  long pid() {
    return process.pid();
  }

  /** Resident memory in megabytes, {@code VmRSS} now or {@code VmHWM} at most; 0 where unknown. */
  long residentMegabytes(String which) {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
              .filter(line -> line.startsWith(which + ":"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalStateException with the end of its log, when it has ended
   */
  void expectAlive() {
    if (!process.isAlive()) {
      throw failed("it has ended with status " + process.exitValue());
    }
  }

  /** Lines of its log that hold this text, from there on. */
  List<String> logged(String text) {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> line.contains(text))
          .map(line -> line.substring(line.indexOf(text)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  IllegalStateException failed(String what) {
    try {
      List<String> lines = Files.readAllLines(log);
      return new IllegalStateException(
          what
              + "; the end of its log:\n"
              + String.join(
                  "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a crash would. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it in good order, or kills it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
