package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A reader of the stream that stops reading, on a socket of its own. */
class StalledReaderTest {
  /** 30,000 items of about 2 KB: 60 MB, where the buffers between both ends hold less than 10. */
  private static final int ITEMS = 30_000;

  private static House house;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeAll
  static void fill() {
    House.emptyTopics();
    house = new House("plimsoll.leadership.heartbeat=1s");
    house
        .sql()
        .update(
            """
            INSERT INTO delivered (escalation_id, node_id, node_level, delivered_to, level, kind,
              request, on_date, tier, partition, sequence, event_id, taken_at)
            SELECT 'e-' || n, 'road', 'PROJECT', 'enbek', 'PROGRAM', 'ASSISTANCE',
              repeat('help ', 300), '2020-01-31', 'PROGRAM', 0, n, 'status-' || n, now()
            FROM generate_series(1, ?) n
            """,
            ITEMS);
  }

  @AfterAll
  static void end() {
    house.close();
  }

  @BeforeEach
  void listen() {
    ((Logger) LoggerFactory.getLogger(EscalationsApi.class)).setLevel(Level.INFO);
    logged.start();
    root().addAppender(logged);
  }

  @AfterEach
  void listenNoMore() {
    ((Logger) LoggerFactory.getLogger(EscalationsApi.class)).setLevel(null);
    root().detachAppender(logged);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private List<ILoggingEvent> logged() {
    return new ArrayList<>(logged.list);
  }

  private boolean isCut() {
    return logged().stream()
        .anyMatch(event -> event.getFormattedMessage().contains("takes nothing is cut"));
  }

  @Test
  void aReaderThatTakesNothingIsCutWithoutAnErrorAndGoesOnWhereItWas() throws Exception {
    List<Long> seen = new ArrayList<>();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(8_192);
      socket.setSoTimeout(30_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), house.port()));
      socket
          .getOutputStream()
          .write(
              ("GET /v1/escalations/stream?after=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                      + SignIns.basic(SignIns.AUDITOR)
                      + "\r\nAccept: text/event-stream\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");

      // Nothing is read here, until the service says that it has had enough.
      await().atMost(Duration.ofSeconds(60)).until(this::isCut);

      seen.addAll(ids(rest(in)));
    }
    assertThat(seen).isNotEmpty().isSorted().doesNotHaveDuplicates();
    assertThat(seen.size()).isLessThan(ITEMS);
    long next = seen.getLast();
    assertThat(Client.ids(house.url("/v1/escalations/stream"), next, 3))
        .containsExactly(next + 1, next + 2, next + 3);
    assertThat(logged())
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  /** What still lay in the buffers when the connection was cut. */
  private static String rest(InputStream in) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    byte[] buffer = new byte[65_536];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        rest.write(buffer, 0, read);
      }
    } catch (SocketException e) {
      // Cut with bytes on the way: a reset is an end as well.
      assertThat(requireNonNull(e.getMessage())).contains("reset");
    }
    return rest.toString(StandardCharsets.UTF_8);
  }

  /** The ids of the items that came whole: behind each stands an empty line. */
  private static List<Long> ids(String text) {
    List<Long> ids = new ArrayList<>();
    String unchunked = text.replaceAll("\r\n(?:[0-9a-f]+\r\n)?", "");
    Matcher item =
        Pattern.compile("id:(\\d+)\nevent:escalation\ndata:[^\n]*\n\n").matcher(unchunked);
    while (item.find()) {
      ids.add(Long.valueOf(item.group(1)));
    }
    return ids;
  }
}
