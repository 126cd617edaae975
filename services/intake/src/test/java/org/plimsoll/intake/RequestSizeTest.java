package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.intake.RunningIntake.OPERATOR;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.plimsoll.intake.RunningIntake.World;

class RequestSizeTest {
  private static final int FIFTY_MEGABYTES = 50_000_000;

  private final RunningIntake intake = RunningIntake.shared();

  @Test
  void aBodyThatAnnouncesFiftyMegabytesIsRefusedBeforeItIsSent() throws Exception {
    World world = intake.world();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), intake.port())) {
      head(socket, world.token(), "/v1/status-changes", "Content-Length: " + FIFTY_MEGABYTES);

      assertThat(statusLine(socket)).contains("413");
    }
    assertThat(intake.post("/v1/status-changes", world.token(), world.status()).statusCode())
        .isEqualTo(202);
  }

  @Test
  void aBodyOfUnknownLengthIsRefusedAsSoonAsItIsTooLong() throws Exception {
    World world = intake.world();
    byte[] chunk =
        "10000\r\n%s\r\n".formatted("x".repeat(0x10000)).getBytes(StandardCharsets.UTF_8);
    int sent = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), intake.port())) {
      head(socket, world.token(), "/v1/status-changes", "Transfer-Encoding: chunked");
      OutputStream out = socket.getOutputStream();
      try {
        while (sent < FIFTY_MEGABYTES && socket.getInputStream().available() == 0) {
          out.write(chunk);
          sent += 0x10000;
        }
      } catch (IOException e) {
        // The service has hung up, which is its right.
      }

      assertThat(sent).isLessThan(FIFTY_MEGABYTES);
      assertThat(statusLine(socket)).contains("413");
    }
  }

  @Test
  void theOperatorsBodiesAreBoundedToo() throws Exception {
    String large = "{\"id\":\"x\",\"name\":\"" + "x".repeat(RequestSize.MAX_JSON_BYTES) + "\"}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), intake.port())) {
      head(socket, OPERATOR, "/v1/agencies", "Content-Length: " + large.length());

      assertThat(statusLine(socket)).contains("413");
    }
  }

  private static void head(Socket socket, String token, String path, String length)
      throws IOException {
    socket
        .getOutputStream()
        .write(
            """
            POST %s HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer %s\r
            Content-Type: application/json\r
            %s\r
            \r
            """
                .formatted(path, token, length)
                .getBytes(StandardCharsets.UTF_8));
  }

  private static String statusLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }
}
