package org.plimsoll.processes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * An Apicurio schema registry as a child process listening on 127.0.0.1 only, with its data in a
 * Postgres database. It asks nobody for a password: whoever can open a port on this machine can use
 * it.
 */
public final class RegistryProcess implements AutoCloseable {

  private static final int HEAP_MEGABYTES = 256;
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);
  private static final int READY_MILLIS = 2_000;

  private final DataDirectory directory;
  private final int port;
  private final int managementPort;
  private final Child child;

  private RegistryProcess(
      DataDirectory directory, int port, int managementPort, Properties settings) {
    this.directory = directory;
    this.port = port;
    this.managementPort = managementPort;
    RuntimeDirectory runtime = RuntimeDirectory.find();
    String jars =
        runtime.require("registry/quarkus-run.jar") + ":" + runtime.require("dies-with-parent.jar");
    Child.awaitOrphan("registry", directory);
    Ports.requireFree(port, "the schema registry");
    Ports.requireFree(managementPort, "the schema registry's management");
    directory.writePrivately("config/application.properties", settings);
    var jvm = new ChildJvm(directory, jars, runtime.archive("registry"));
    this.child =
        Child.start(
            "registry",
            directory,
            jvm.command(
                List.of(
                    "-Xmx" + HEAP_MEGABYTES + "m",
                    // Rarely asked, so a quick start is worth more than the last bit of speed.
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    // What its jar's manifest asks for, which counts with java -jar only.
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"),
                List.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint")));
  }

  /**
   * Starts a registry and returns when it answers.
   *
   * @param port 0 takes a free one, as does {@code managementPort}
   * @param jdbcUrl of a Postgres database that {@code user} owns; its tables are made there
   * @throws PortTakenException if somebody listens on one of the ports
   * @throws ChildFailedException if the registry does not come up; nothing is left running then
   * @throws IllegalStateException if the directory is in use, or the registry's files are missing
   */
  public static RegistryProcess start(
      Path dataDir, int port, int managementPort, String jdbcUrl, String user, String password) {
    int own = Ports.orFree(port);
    int management = Ports.orFree(managementPort);
    var settings = settings(own, management);
    settings.putAll(
        Map.of(
            "apicurio.datasource.url", literal(jdbcUrl),
            "apicurio.datasource.username", literal(user),
            "apicurio.datasource.password", literal(password)));
    DataDirectory directory = DataDirectory.open(dataDir);
    try {
      var registry = new RegistryProcess(directory, own, management, settings);
      registry.child.awaitReady(START_PATIENCE, registry::isReady);
      return registry;
    } catch (RuntimeException e) {
      directory.release();
      throw e;
    }
  }

  private static Properties settings(int port, int managementPort) {
    var settings = new Properties();
    // It would open 20 connections before it answers, of the 100 that Postgres has for all.
    settings.putAll(
        Map.of(
            "apicurio.datasource.jdbc.initial-size", "2",
            "apicurio.datasource.jdbc.min-size", "2",
            "apicurio.datasource.jdbc.max-size", "10"));
    settings.putAll(
        Map.of(
            "quarkus.http.host", "127.0.0.1",
            "quarkus.http.port", Integer.toString(port),
            "quarkus.management.host", "127.0.0.1",
            "quarkus.management.port", Integer.toString(managementPort),
            "quarkus.log.category.\"io.apicurio\".level", "WARN",
            "quarkus.http.access-log.enabled", "false",
            "quarkus.banner.enabled", "false",
            "apicurio.storage.kind", "sql",
            "apicurio.storage.sql.kind", "postgresql"));
    return settings;
  }

  /** In its settings a dollar begins an expression; what callers give is meant as it stands. */
  private static String literal(String value) {
    return value.replace("$", "\\$");
  }

  private boolean isReady() {
    return answersOk("http://127.0.0.1:" + managementPort + "/health/ready")
        && answersOk(confluentUrl() + "/subjects");
  }

  private static boolean answersOk(String url) {
    try {
      var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(READY_MILLIS);
      connection.setReadTimeout(READY_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  /** The port for clients. */
  public int port() {
    return port;
  }

  /** The port for health and metrics. */
  public int managementPort() {
    return managementPort;
  }

  /** Where the registry is, {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Base of the API that Confluent's clients speak. */
  public String confluentUrl() {
    return url() + "/apis/ccompat/v7";
  }

  /** Base of Apicurio's own API. */
  public String apicurioUrl() {
    return url() + "/apis/registry/v3";
  }

  /** The registry's process id. */
  public long pid() {
    return child.pid();
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return child.isAlive();
  }

  /** Kills the registry as a crash would (SIGKILL), and returns when it is gone. */
  public void kill() {
    child.kill();
    directory.release();
  }

  /** Ends the registry in good order, or kills it after 15 s. */
  @Override
  public void close() {
    child.askToEnd();
    child.awaitEnd(CLOSE_PATIENCE);
    directory.release();
  }
}
