package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plimsoll.intake.RunningIntake.json;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.intake.RunningIntake.World;
import tools.jackson.databind.JsonNode;

class StatusLinesTest {
  private final RunningIntake intake = RunningIntake.shared();

  @Test
  void everyLineIsAnsweredInOrderAndABadOneDoesNotStopTheNext() throws Exception {
    World world = intake.world();
    String long1 = world.status(",\"note\":\"" + "x".repeat(RequestSize.MAX_JSON_BYTES) + "\"");

    List<JsonNode> answers =
        intake.lines(
            world.token(),
            String.join(
                "\n",
                world.status(",\"eventId\":\"" + world.project() + "-1\""),
                "{ not json",
                "",
                world.status(",\"pvMinor\":-1,\"currency\":\"KZT\""),
                long1,
                world.status().replace(world.project(), "nowhere"),
                world.status(",\"eventId\":\"" + world.project() + "-1\",\"note\":\"other\""),
                world.status() + "\r"));

    assertThat(answers)
        .extracting(answer -> answer.path("line").asInt())
        .containsExactly(1, 2, 4, 5, 6, 7, 8);
    assertThat(answers)
        .extracting(answer -> answer.path("status").asInt())
        .containsExactly(202, 400, 400, 413, 404, 409, 202);
    assertThat(answers.get(0).path("eventId").asString()).isEqualTo(world.project() + "-1");
    assertThat(answers.get(2).path("problem").path("field").asString()).isEqualTo("pvMinor");
  }

  @Test
  void everythingThatIsWrongWithALineIsNamed() throws Exception {
    World world = intake.world();

    List<JsonNode> answers =
        intake.lines(
            world.token(),
            String.join("\n", world.status(",\"phase\":7,\"etcMinor\":-1"), world.status()));

    assertThat(answers.getFirst().path("problem").path("errors").valueStream())
        .extracting(error -> error.path("field").asString())
        .containsExactly("phase", "etcMinor", "currency");
    assertThat(answers.getLast().path("status").asInt()).isEqualTo(202);
  }

  @Test
  void aClientThatReadsOnlyAfterItSentEverythingIsAnsweredToo() throws Exception {
    World world = intake.world();
    int lines = 20_000;
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + intake.port() + "/v1/status-changes")
                .toURL()
                .openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(1 << 16);
    connection.setRequestProperty("Authorization", "Bearer " + world.token());
    connection.setRequestProperty("Content-Type", "application/x-ndjson");
    try (OutputStream out = connection.getOutputStream()) {
      for (int i = 0; i < lines; i++) {
        out.write(
            (world.status(",\"note\":\"" + i + "\"") + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }

    int answered = 0;
    int taken = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = in.readLine()) != null) {
        answered++;
        taken += line.contains("\"status\":202") ? 1 : 0;
      }
    }

    assertThat(answered).isEqualTo(lines);
    assertThat(taken).isEqualTo(lines);
  }

  @Test
  void aSlowSenderIsAnsweredLineByLine() throws Exception {
    World world = intake.world();
    String line = world.status() + "\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), intake.port())) {
      OutputStream out = socket.getOutputStream();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      out.write(
          """
          POST /v1/status-changes HTTP/1.1\r
          Host: 127.0.0.1\r
          Authorization: Bearer %s\r
          Content-Type: application/x-ndjson\r
          Transfer-Encoding: chunked\r
          \r
          """
              .formatted(world.token())
              .getBytes(StandardCharsets.UTF_8));
      for (int i = 1; i <= 3; i++) {
        out.write("%x\r\n%s\r\n".formatted(line.length(), line).getBytes(StandardCharsets.UTF_8));
        out.flush();
        String answer;
        do {
          answer = in.readLine();
        } while (!answer.startsWith("{"));

        assertThat(answer).contains("\"line\":" + i).contains("202");
      }
    }
  }

  @Test
  void aSenderThatBreaksOffLeavesWhatItSentTakenAndTheServiceUp() throws Exception {
    World world = intake.world();
    String id = world.project() + "-before-the-break";
    String line = world.status(",\"eventId\":\"" + id + "\"") + "\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), intake.port())) {
      socket
          .getOutputStream()
          .write(
              """
              POST /v1/status-changes HTTP/1.1\r
              Host: 127.0.0.1\r
              Authorization: Bearer %s\r
              Content-Type: application/x-ndjson\r
              Content-Length: 1000000\r
              \r
              %s{"source":\
              """
                  .formatted(world.token(), line)
                  .getBytes(StandardCharsets.UTF_8));
      new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }

    await()
        .untilAsserted(() ->
            assertThat(
                    json(intake.get("/v1/status-changes/" + id, world.token()))
                        .path("state")
                        .asString())
                .isEqualTo("WEIGHED"));
  }
}
