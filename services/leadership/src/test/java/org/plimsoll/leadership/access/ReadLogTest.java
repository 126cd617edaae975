package org.plimsoll.leadership.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.access.SignedIn.Way;
import org.plimsoll.testkit.Cluster;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** What becomes of the notes of reads at the end of the service, and at their own. */
class ReadLogTest {
  private static final SignedIn READER =
      new SignedIn(
          new Reader("A. Person", new Scope(false, List.of(), List.of())), Way.BASIC, null, null);

  private static HikariDataSource pool;
  private static JdbcTemplate database;

  @BeforeAll
  static void make() {
    Cluster cluster = Cluster.shared();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(cluster.createDatabase("read_log"));
    config.setUsername("read_log");
    config.setPassword(cluster.password());
    config.setMaximumPoolSize(4);
    pool = new HikariDataSource(config);
    Flyway.configure().dataSource(pool).locations("classpath:db/leadership").load().migrate();
    database = new JdbcTemplate(pool);
  }

  @AfterAll
  static void end() {
    pool.close();
  }

  @BeforeEach
  void empty() {
    database.update("TRUNCATE access.read_log");
  }

  private static void read(ReadLog log, int times) {
    for (int i = 0; i < times; i++) {
      log.note(MockServerWebExchange.from(MockServerHttpRequest.get("/v1/nodes/n" + i)), READER);
    }
  }

  private static long noted() {
    Long count = database.queryForObject("SELECT count(*) FROM access.read_log", Long.class);
    return count == null ? -1 : count;
  }

  /** The first batch is being written when the service ends, and the others wait behind it. */
  @Test
  void theLastReadsAreNotedBeforeAStop() throws Exception {
    ReadLog log = new ReadLog(database, Duration.ofSeconds(20));
    log.start();
    try (Connection other = pool.getConnection()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE access.read_log IN EXCLUSIVE MODE");
      read(log, 1_700);
      Thread stop = Thread.ofVirtual().start(log::stop);
      Thread.sleep(300);
      assertThat(stop.isAlive()).isTrue();
      other.rollback();
      stop.join();
    }
    assertThat(noted()).isEqualTo(1_700);
    assertThat(log.isRunning()).isFalse();
  }

  @Test
  void aStopWaitsNoLongerThanItMay() throws Exception {
    ReadLog log = new ReadLog(database, Duration.ofMillis(300));
    log.start();
    try (Connection other = pool.getConnection()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE access.read_log IN EXCLUSIVE MODE");
      read(log, 10);
      Instant begun = Instant.now();
      log.stop();
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
      other.rollback();
    }
    // What was being written is written late, and not into the next test.
    await().until(() -> noted() > 0);
  }

  @Test
  void whatIsOlderThanIsKeptGoesAndNothingElse() {
    int old = ReadLogRetention.BATCH + 2_000;
    rows(-old, -1, "401 days");
    rows(1, 50, "399 days");
    rows(51, 60, "0 days");
    ReadLogRetention retention = new ReadLogRetention(database, settings(Duration.ofDays(400)));
    assertThat(retention.prune(Instant.now())).isEqualTo(old);
    assertThat(noted()).isEqualTo(60);
    assertThat(retention.prune(Instant.now())).isZero();
    assertThat(retention.prune(Instant.now().plus(Duration.ofDays(2)))).isEqualTo(50);
  }

  @Test
  void aRetentionThatWouldKeepNothingIsRefused() {
    assertThatThrownBy(() -> settings(Duration.ofHours(1)))
        .hasMessageContaining("reads-kept")
        .hasMessageContaining("1d or more");
  }

  private static AccessSettings settings(Duration readsKept) {
    return new AccessSettings(
        List.of(), "name", Duration.ofMinutes(30), Duration.ofHours(12), 10, 1_200, readsKept);
  }

  private static void rows(int from, int until, String age) {
    database.update(
        """
        INSERT INTO access.read_log (seq, at, person, way, address, method, kind, path, status)
        SELECT i, now() - ?::interval, 'A', 'BASIC', '', 'GET', 'LIST', '/v1/nodes', 200
        FROM generate_series(?, ?) i
        """,
        age,
        from,
        until);
  }
}
