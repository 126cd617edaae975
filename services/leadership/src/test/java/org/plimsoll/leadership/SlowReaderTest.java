package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who asks for the stream and does not read it. */
class SlowReaderTest {
  /**
   * 20,000 items with a request of 2,000 characters make 40 MB, far more than the buffers of a
   * connection hold, so that the service cannot hand everything to the system and be done.
   */
  private static final int ITEMS = 20_000;

  /** What the other reader takes before it hangs up and resumes: less than the buffers hold. */
  private static final int AT_ONCE = 500;

  /** Some readers that stop, so that a thread held for each of them would be missed. */
  private static final int STOPPED = 12;

  private static House house;

  @BeforeAll
  static void open() {
    House.emptyTopics();
    house = new House("plimsoll.leadership.heartbeat=2s");
    house
        .sql()
        .update(
            """
            INSERT INTO delivered (escalation_id, node_id, node_level, delivered_to, level, kind,
              request, on_date, tier, partition, sequence, taken_at)
            SELECT 'slow-' || i, 'school', 'PROJECT', 'enbek', 'PROGRAM', 'ASSISTANCE',
              repeat('help ', 400), DATE '2020-01-31', 'PROGRAM', 0, i, now()
            FROM generate_series(1, ?) i
            """,
            ITEMS);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void whoDoesNotReadIsCutAndHoldsUpNobody() throws Exception {
    Socket[] stopped = new Socket[STOPPED];
    try {
      for (int i = 0; i < STOPPED; i++) {
        stopped[i] = askAndNotRead();
      }

      List<Long> read = new ArrayList<>();
      while (read.size() < ITEMS) {
        Long last = read.isEmpty() ? null : read.getLast();
        read.addAll(Client.ids(house.url("/v1/escalations/stream?after=0"), last, AT_ONCE));
      }

      assertThat(read)
          .containsExactlyElementsOf(house.numbers("SELECT seq FROM delivered ORDER BY seq"));
      for (Socket socket : stopped) {
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(isCut(socket)).isTrue());
      }
    } finally {
      for (Socket socket : stopped) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  private static Socket askAndNotRead() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress("127.0.0.1", house.port()));
    socket
        .getOutputStream()
        .write(
            "GET /v1/escalations/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** A connection that the other side has given up answers what is written to it with a reset. */
  private static boolean isCut(Socket socket) {
    try {
      // Between two requests HTTP lets a line end stand.
      socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
