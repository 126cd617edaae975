package org.plimsoll.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker that is its own controller, as a child process listening on 127.0.0.1 only.
 *
 * <p>Clients must log in (SASL_PLAINTEXT with SCRAM-SHA-512), and may do nothing without an ACL
 * except for the super user {@value #SUPER_USER}, whose password is set when the data directory is
 * first used.
 */
public final class KafkaProcess implements AutoCloseable {

  /** The user for whom no ACL is asked. */
  public static final String SUPER_USER = "plimsoll";

  private static final Duration FORMAT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

  /**
   * How to run a broker.
   *
   * @param port for clients; 0 takes a free one
   * @param controllerPort for the controllers among themselves; 0 takes a free one
   * @param adminPassword of the super user, at least 8 characters of {@code A-Z a-z 0-9 . _ ~ -};
   *     null generates one at the first start and keeps it in {@code admin.secret}
   * @param heapMegabytes heap of each broker
   * @param quickStart starts with a third less work, and never becomes as fast as a broker can be:
   *     for tests, not for measuring
   * @param settings more broker settings, which win over ours
   */
  public record Options(
      int port,
      int controllerPort,
      @Nullable String adminPassword,
      int heapMegabytes,
      boolean quickStart,
      Map<String, String> settings) {

    /** Copies the settings. */
    public Options {
      settings = Map.copyOf(settings);
    }

    /** Free ports, a generated password, 512 MB of heap. */
    public static Options defaults() {
      return new Options(0, 0, null, 512, false, Map.of());
    }

    /** The same with these ports. */
    public Options withPorts(int port, int controllerPort) {
      return new Options(port, controllerPort, adminPassword, heapMegabytes, quickStart, settings);
    }

    /** The same with this password of the super user. */
    public Options withAdminPassword(String adminPassword) {
      return new Options(port, controllerPort, adminPassword, heapMegabytes, quickStart, settings);
    }

    /** The same with this heap. */
    public Options withHeapMegabytes(int heapMegabytes) {
      return new Options(port, controllerPort, adminPassword, heapMegabytes, quickStart, settings);
    }

    /** The same with a quick start. */
    public Options withQuickStart() {
      return new Options(port, controllerPort, adminPassword, heapMegabytes, true, settings);
    }

    /** The same with these broker settings in place of earlier ones. */
    public Options withSettings(Map<String, String> settings) {
      return new Options(port, controllerPort, adminPassword, heapMegabytes, quickStart, settings);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Options[port=%d, controllerPort=%d, heapMegabytes=%d, quickStart=%s, settings=%s]"
          .formatted(port, controllerPort, heapMegabytes, quickStart, settings);
    }

    private List<String> jvm() {
      var options = new ArrayList<>(List.of("-Xmx" + heapMegabytes + "m"));
      if (quickStart) {
        options.add("-XX:TieredStopAtLevel=1");
      }
      return options;
    }
  }

  private final BrokerSettings settings;
  private final Options options;
  private final DataDirectory directory;
  private final Child child;

  /** Starts a broker without waiting until it answers; lets the directory go if that fails. */
  KafkaProcess(DataDirectory directory, BrokerSettings settings, Options options) {
    this.settings = settings;
    this.options = options;
    this.directory = directory;
    try {
      this.child = startChild();
    } catch (RuntimeException e) {
      directory.release();
      throw e;
    }
  }

  /**
   * Starts a broker and returns when it answers. The first start on a directory prepares it; later
   * ones find its data there.
   *
   * @throws PortTakenException if somebody listens on one of the ports
   * @throws ChildFailedException if the broker does not come up; nothing is left running then
   * @throws IllegalStateException if the directory is in use, was first used with another password,
   *     or the broker's files are missing
   */
  public static KafkaProcess start(Path dataDir, Options options) {
    int port = Ports.orFree(options.port());
    int controllerPort = Ports.orFree(options.controllerPort());
    DataDirectory directory = DataDirectory.open(dataDir);
    BrokerSettings settings;
    try {
      settings = BrokerSettings.of(directory, 1, port, new int[] {controllerPort}, options);
    } catch (RuntimeException e) {
      directory.release();
      throw e;
    }
    return new KafkaProcess(directory, settings, options).awaitReady();
  }

  /**
   * Starts the same broker again, on the same data and ports, after {@link #kill} or {@link
   * #close}. Returns when it answers.
   *
   * @throws ChildFailedException if the broker does not come up
   */
  public KafkaProcess restart() {
    DataDirectory again = DataDirectory.open(directory.path());
    return new KafkaProcess(again, settings, options).awaitReady();
  }

  KafkaProcess awaitReady() {
    try {
      child.awaitReady(START_PATIENCE, () -> Ports.answers(settings.port()));
      return this;
    } catch (ChildFailedException e) {
      directory.release();
      throw e;
    }
  }

  private Child startChild() {
    Child.awaitOrphan("broker", directory);
    String wantedBy = "the broker";
    Ports.requireFree(settings.port(), wantedBy);
    Ports.requireFree(settings.controllerPort(), wantedBy + "'s controller");
    RuntimeDirectory runtime = RuntimeDirectory.find();
    String jars = runtime.require("broker") + "/*:" + runtime.require("dies-with-parent.jar");
    var jvm = new ChildJvm(directory, jars, runtime.archive("broker"));
    Path config = directory.writePrivately("broker.properties", settings.properties());
    String logging = "-Dlog4j2.configurationFile=" + writeLogging();
    if (!Files.exists(directory.file(BrokerSettings.LOG_DIRECTORY).resolve("meta.properties"))) {
      format(jvm, config, logging);
    }
    List<String> command = options.jvm();
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            logging));
    return Child.start(
        "broker", directory, jvm.command(command, List.of("kafka.Kafka", config.toString())));
  }

  private void format(ChildJvm jvm, Path config, String logging) {
    String credential =
        "SCRAM-SHA-512=[name=%s,password=%s]"
            .formatted(SUPER_USER, settings.passwords().superUser());
    List<String> command =
        jvm.secretCommand(
            "format.arguments",
            List.of("-XX:TieredStopAtLevel=1", logging),
            List.of(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                settings.clusterId(),
                "--config",
                config.toString(),
                "--add-scram",
                credential));
    try {
      Child.start("format", directory, command).awaitSuccess(FORMAT_PATIENCE);
      // It shows what the password is checked against.
      directory.file("format.log").toFile().delete();
    } finally {
      directory.file("format.arguments").toFile().delete();
    }
  }

  private Path writeLogging() {
    try (InputStream in = KafkaProcess.class.getResourceAsStream("broker-log4j2.properties")) {
      if (in == null) {
        throw new IllegalStateException("broker-log4j2.properties is missing beside this class");
      }
      return directory.writePrivately("log4j2.properties", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For clients, {@code 127.0.0.1:PORT}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + settings.port();
  }

  /** The port for clients. */
  public int port() {
    return settings.port();
  }

  /** The port for the controllers among themselves. */
  public int controllerPort() {
    return settings.controllerPort();
  }

  /** Client settings of the super user. */
  public Map<String, Object> adminClientConfig() {
    return clientConfig(SUPER_USER, settings.passwords().superUser());
  }

  /** Client settings of a user: where the broker is and how to log in. */
  public Map<String, Object> clientConfig(String user, String password) {
    return Login.clientConfig(bootstrapServers(), user, password);
  }

  /** The broker's process id. */
  public long pid() {
    return child.pid();
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return child.isAlive();
  }

  /** Kills the broker as a crash would (SIGKILL), and returns when it is gone. */
  public void kill() {
    child.kill();
    directory.release();
  }

  /** Asks the broker to end, without waiting; {@link #close} does wait. */
  void askToEnd() {
    child.askToEnd();
  }

  /** Ends the broker in good order, or kills it after 15 s. */
  @Override
  public void close() {
    child.askToEnd();
    awaitEnd(CLOSE_PATIENCE);
  }

  /** Waits for a broker that was asked to end, and kills it when it takes too long. */
  void awaitEnd(Duration patience) {
    child.awaitEnd(patience);
    directory.release();
  }
}
