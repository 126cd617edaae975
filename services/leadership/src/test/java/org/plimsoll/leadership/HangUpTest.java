package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whoever hangs up during a query costs no connection to the database. */
class HangUpTest {
  /** Longer than it takes to notice that the other side is gone. */
  private static final String SLEEP = "pg_sleep(3)";

  private static House house;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeAll
  static void open() {
    House.emptyTopics();
    house = new House();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void listen() {
    logged.start();
    root().addAppender(logged);
  }

  @AfterEach
  void listenNoMore() {
    root().detachAppender(logged);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** A filter asks before any handler is chosen. */
  @Test
  void whileItIsAskedWhoSignsIn() throws Exception {
    hangsUpDuring("access.local_user", "TABLE");
  }

  @Test
  void whileAHandlerAsks() throws Exception {
    hangsUpDuring("seen.flow", "VIEW");
  }

  /** In the place of what is read stands for a while what takes longer. */
  private void hangsUpDuring(String name, String kind) throws Exception {
    house.sql().execute("ALTER " + kind + " " + name + " RENAME TO at_once");
    String schema = name.split("\\.", 2)[0];
    house
        .sql()
        .execute(
            "CREATE VIEW %s AS SELECT t.* FROM %s.at_once t, (SELECT %s) slow"
                .formatted(name, schema, SLEEP));
    try {
      hangsUp();
    } finally {
      house.sql().execute("DROP VIEW " + name);
      house
          .sql()
          .execute(
              "ALTER %s %s.at_once RENAME TO %s"
                  .formatted(kind, schema, name.substring(schema.length() + 1)));
    }
  }

  private void hangsUp() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      String request =
          "GET /v1/flow HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
              + SignIns.basic(SignIns.AUDITOR)
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await().atMost(Duration.ofSeconds(10)).until(() -> !sleeping().isEmpty());
    }
    List<Long> connections = sleeping();
    assertThat(connections).hasSize(1);
    await().atMost(Duration.ofSeconds(10)).until(() -> sleeping().isEmpty());

    // The process of a lost connection ends as soon as it has something to answer.
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(10))
        .until(() -> house.numbers("SELECT pid FROM pg_stat_activity").containsAll(connections));
    assertThat(new ArrayList<>(logged.list))
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  /** The processes of the database that are in the middle of the slow query. */
  private static List<Long> sleeping() {
    return house.numbers(
        "SELECT pid FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event = 'PgSleep'");
  }
}
