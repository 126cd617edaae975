package org.plimsoll.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * A Postgres server as a child process listening on 127.0.0.1 only, for users with a password
 * (SCRAM-SHA-256). What it has committed is on disk.
 */
public final class PostgresProcess implements AutoCloseable {

  /** The user who may do everything; for making roles and databases, not for services. */
  public static final String SUPER_USER = "postgres";

  private static final String CLUSTER = "cluster";
  private static final Duration INIT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);
  private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(10);

  /** The last line of postmaster.pid when connections are accepted. */
  private static final String READY = "ready";

  /**
   * Ends the server when the parent is gone: waits for the end of its input, then asks for a fast
   * shutdown, if the process of that number still is the server of that directory.
   */
  private static final String WATCH =
      """
      cat >/dev/null
      case "$(cat "/proc/$1/cmdline" 2>/dev/null || ps -o args= -p "$1")" in
        *"$2"*) kill -s INT "$1" ;;
      esac
      """;

  private final DataDirectory directory;
  private final int port;
  private final String superuserPassword;
  private final Child server;
  private final Child watch;

  private PostgresProcess(DataDirectory directory, int port, String superuserPassword) {
    this.directory = directory;
    this.port = port;
    this.superuserPassword = superuserPassword;
    Path binaries = RuntimeDirectory.find().require("postgres").resolve("bin");
    endOrphan();
    Ports.requireFree(port, "Postgres");
    if (!Files.exists(directory.file(CLUSTER))) {
      initialize(binaries);
    }
    this.server = Child.start("postgres", directory, serverCommand(binaries));
    try {
      this.watch = startWatch();
    } catch (RuntimeException e) {
      server.kill();
      throw e;
    }
  }

  /**
   * Starts a server and returns when it accepts connections. The first start on a directory creates
   * its databases; later ones find them there.
   *
   * @param port 0 takes a free one
   * @param superuserPassword set at the first start; the same ever after
   * @throws PortTakenException if somebody listens on the port
   * @throws ChildFailedException if the server does not come up; nothing is left running then
   * @throws IllegalStateException if the directory is in use, or Postgres's files are missing
   */
  public static PostgresProcess start(Path dataDir, int port, String superuserPassword) {
    DataDirectory directory = DataDirectory.open(dataDir);
    try {
      var postgres = new PostgresProcess(directory, Ports.orFree(port), superuserPassword);
      postgres.awaitReady();
      return postgres;
    } catch (RuntimeException e) {
      directory.release();
      throw e;
    }
  }

  private Child startWatch() {
    String pid = Long.toString(server.pid());
    String place = directory.path().toString();
    return Child.start("postgres-watch", directory, List.of("sh", "-c", WATCH, "sh", pid, place));
  }

  private void awaitReady() {
    try {
      server.awaitReady(START_PATIENCE, () -> pidFileLines().getLast().strip().equals(READY));
    } catch (ChildFailedException e) {
      watch.kill();
      throw e;
    }
  }

  /** Creates the cluster beside its place first, so that one cut short is never taken for whole. */
  private void initialize(Path binaries) {
    Path unfinished = directory.file(CLUSTER + ".new");
    Path password = directory.writePrivately("superuser.secret", superuserPassword + "\n");
    var command = new ArrayList<>(asOrdinaryUser());
    command.addAll(
        List.of(
            binaries.resolve("initdb").toString(),
            "--pgdata=" + unfinished,
            "--username=" + SUPER_USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
    try {
      delete(unfinished);
      Child.start("initdb", directory, command).awaitSuccess(INIT_PATIENCE);
      Files.move(unfinished, directory.file(CLUSTER));
      Files.delete(password);
    } catch (IOException e) {
      throw new UncheckedIOException("Postgres cannot create " + directory.file(CLUSTER), e);
    }
  }

  private List<String> serverCommand(Path binaries) {
    var command = new ArrayList<>(asOrdinaryUser());
    command.addAll(
        List.of(binaries.resolve("postgres").toString(), "-D", directory.file(CLUSTER).toString()));
    for (String setting :
        List.of(
            // After a checkpoint each page is written ahead whole once; with the usual gigabyte
            // writing in bulk brings one every few seconds. More would be long to recover.
            "max_wal_size=2GB",
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off")) {
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  /** Postgres refuses to run as root; in a user namespace of its own root looks like nobody. */
  private static List<String> asOrdinaryUser() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return root ? List.of("unshare", "--user") : List.of();
  }

  /**
   * Ends the server that an earlier parent left behind. Its file goes too: Postgres itself would
   * take any process that has the number now, after a restart of the machine say, for a server.
   */
  private void endOrphan() {
    String pid = pidFileLines().getFirst().strip();
    if (!pid.isEmpty()) {
      var orphan = new Orphan(Long.parseLong(pid), directory);
      for (String signal : List.of("INT", "QUIT", "KILL")) {
        if (orphan.isAlive()) {
          Child.signal(signal, orphan.pid());
          orphan.endsWithin(ORPHAN_PATIENCE);
        }
      }
      pidFile().toFile().delete();
    }
  }

  private Path pidFile() {
    return directory.file(CLUSTER).resolve("postmaster.pid");
  }

  /** At least one line, empty if there is no file. */
  private List<String> pidFileLines() {
    try {
      List<String> lines = Files.readAllLines(pidFile());
      return lines.isEmpty() ? List.of("") : lines;
    } catch (IOException e) {
      return List.of("");
    }
  }

  /** The port. */
  public int port() {
    return port;
  }

  /** The server's process id. */
  public long pid() {
    return server.pid();
  }

  /** Whether the server runs. */
  public boolean isAlive() {
    return server.isAlive();
  }

  /** Where a database is, for JDBC. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /**
   * Makes a role that may log in and owns one database, and may not connect to any other. Where
   * they are there already, sets the password.
   *
   * @throws IllegalStateException if Postgres refuses, for instance because the superuser's
   *     password is not the one of the first start
   */
  public void createRoleAndDatabase(String role, String password, String database) {
    try (Connection connection =
        DriverManager.getConnection(jdbcUrl("postgres"), SUPER_USER, superuserPassword)) {
      if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
        execute(connection, "CREATE ROLE " + quoted(role) + " LOGIN");
      }
      // Hashes on this side, so that no log of the server can show the password.
      connection
          .unwrap(PGConnection.class)
          .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
        execute(connection, "CREATE DATABASE " + quoted(database) + " OWNER " + quoted(role));
      }
      for (String shut : List.of(database, "postgres", "template1")) {
        execute(connection, "REVOKE ALL ON DATABASE " + quoted(shut) + " FROM PUBLIC");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "role %s and database %s cannot be made: %s".formatted(role, database, e.getMessage()),
          e);
    }
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Kills the server as a crash would (SIGKILL), and returns when it is gone. */
  public void kill() {
    watch.kill();
    server.kill();
    directory.release();
  }

  /** Ends the server and its connections in good order, or kills it after 15 s. */
  @Override
  public void close() {
    watch.kill();
    if (server.isAlive()) {
      // SIGTERM would wait for every client to leave.
      Child.signal("INT", server.pid());
    }
    server.awaitEnd(CLOSE_PATIENCE);
    directory.release();
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (var files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
