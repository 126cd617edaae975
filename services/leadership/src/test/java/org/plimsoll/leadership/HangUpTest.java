package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
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
  private static String session;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeAll
  static void open() {
    House.emptyTopics();
    house = new House();
    String link = URI.create(SignIns.link(house, SignIns.AUDITOR)).getPath();
    session =
        Client.get(house.url(link)).headers().allValues("Set-Cookie").stream()
            .filter(each -> each.startsWith("plimsoll-session="))
            .findFirst()
            .orElseThrow()
            .split(";", 2)[0];
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

  /** Who is signed in is asked before a handler is chosen, on a thread of the filters. */
  @Test
  void whileItIsAskedWhoIsSignedIn() throws Exception {
    house
        .sql()
        .execute(
            """
            CREATE FUNCTION access.slow() RETURNS trigger LANGUAGE plpgsql AS
              'BEGIN PERFORM %s; RETURN NEW; END';
            CREATE TRIGGER slow BEFORE UPDATE ON access.session
              FOR EACH ROW EXECUTE FUNCTION access.slow()
            """
                .formatted(SLEEP));
    try {
      hangsUp("/v1/flow", "Cookie: " + session);
    } finally {
      house.sql().execute("DROP FUNCTION access.slow CASCADE");
    }
  }

  @Test
  void whileAHandlerAsks() throws Exception {
    house.sql().execute("ALTER VIEW seen.flow RENAME TO flow_at_once");
    house
        .sql()
        .execute(
            "CREATE VIEW seen.flow AS SELECT f.* FROM seen.flow_at_once f, (SELECT %s) slow"
                .formatted(SLEEP));
    try {
      hangsUp("/v1/flow", "Authorization: " + SignIns.basic(SignIns.AUDITOR));
    } finally {
      house.sql().execute("DROP VIEW seen.flow");
      house.sql().execute("ALTER VIEW seen.flow_at_once RENAME TO flow");
    }
  }

  private void hangsUp(String path, String header) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n";
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
