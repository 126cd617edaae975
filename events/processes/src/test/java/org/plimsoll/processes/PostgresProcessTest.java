package org.plimsoll.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresProcessTest {

  private static final String PASSWORD = "it's the \"superuser\"";

  @TempDir static Path directory;

  private static PostgresProcess postgres;

  @BeforeAll
  static void start() {
    postgres = PostgresProcess.start(directory, 0, PASSWORD);
    postgres.createRoleAndDatabase("leadership", "first-password", "leadership");
    postgres.createRoleAndDatabase("registry", "registry-password", "registry");
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  private static Connection connect(String role, String password, String database)
      throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(database), role, password);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void committedRowsSurviveKill() throws Exception {
    try (var connection = connect("registry", "registry-password", "registry")) {
      run(connection, "CREATE TABLE kept (name text)");
      run(connection, "INSERT INTO kept VALUES ('before')");
    }

    int port = postgres.port();
    postgres.kill();
    postgres = PostgresProcess.start(directory, port, PASSWORD);

    try (var connection = connect("registry", "registry-password", "registry")) {
      assertThat(ask(connection, "SELECT name FROM kept")).isEqualTo("before");
    }
  }

  @Test
  void whatIsCommittedIsOnDisk() throws Exception {
    try (var connection = connect("registry", "registry-password", "registry")) {
      assertThat(ask(connection, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(connection, "SHOW synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(() -> connect("registry", "wrong", "registry"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    assertThatThrownBy(() -> connect(PostgresProcess.SUPER_USER, "wrong", "postgres"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void aRoleReachesItsOwnDatabaseOnly() throws Exception {
    for (String other : new String[] {"leadership", "postgres", "template1"}) {
      assertThatThrownBy(() -> connect("registry", "registry-password", other))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied for database");
    }
    try (var connection = connect("registry", "registry-password", "registry")) {
      assertThatThrownBy(() -> run(connection, "CREATE ROLE another"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void makingARoleAgainSetsItsPassword() throws Exception {
    postgres.createRoleAndDatabase("leadership", "second-password", "leadership");

    connect("leadership", "second-password", "leadership").close();
    assertThatThrownBy(() -> connect("leadership", "first-password", "leadership"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void noPasswordIsLeftInAFileOrALog() throws Exception {
    assertThat(directory.resolve("superuser.secret")).doesNotExist();
    assertThat(Files.readString(directory.resolve("postgres.log")))
        .doesNotContain("first-password", "superuser\"");
  }

  @Test
  void itListensOnTheOneAddressOnly() {
    assertThat(List.of(postgres.port()))
        .allMatch(Ports::answers)
        .noneMatch(Loopback::answersOnAnotherAddress);
  }
}
