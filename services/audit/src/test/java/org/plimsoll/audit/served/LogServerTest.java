package org.plimsoll.audit.served;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.audit.Published;
import org.plimsoll.audit.Trail;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.Proofs;
import org.plimsoll.audit.log.Receipt;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.publication.LogSigner;
import org.plimsoll.audit.publication.Publication;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.SchemaRegistry;

@Timeout(300)
class LogServerTest {
  private static final int ENTRIES = 9;

  @TempDir private static Path directory = Path.of("");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static RootLog log = new RootLog(List.of());
  private static List<byte[]> trail = List.of();
  private static String base = "";
  private static AutoCloseable server = () -> {};

  /** Two checkpoints, after 4 and 9 entries. */
  @BeforeAll
  static void serve() throws Exception {
    Published.nothing();
    SchemaRegistry registry = new SchemaRegistry(Cluster.shared().registryUrl());
    trail = Trail.ofSchool(registry).bytes();
    Publication publication = new Publication(Cluster.shared().kafka(), registry, (short) 1);
    try (LogSigner signer = LogSigner.open(directory.resolve("audit"))) {
      Published.append(trail.subList(0, 4));
      publication.checkpoint(signer, _ -> {});
      Published.append(trail.subList(4, ENTRIES));
      log = publication.checkpoint(signer, _ -> {});
    }
    LogServer started =
        LogServer.start(
            Cluster.shared().kafka(),
            log.keys(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server = started;
    base = "http://127.0.0.1:" + started.address().getPort();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<byte[]> get(String path) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(base + path)));
  }

  private static String text(String path) throws IOException {
    HttpResponse<byte[]> answer = get(path);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as(body).isEqualTo(200);
    return body;
  }

  @Test
  void everyCheckpointAndTheKeysAreThere() throws IOException {
    assertThat(text("/v1/log/checkpoint")).isEqualTo(log.rounds().get(1).note().toString());
    long size = log.rounds().getFirst().checkpoint().size();
    assertThat(text("/v1/log/checkpoint?size=" + size))
        .isEqualTo(log.rounds().getFirst().note().toString());
    assertThat(text("/v1/log/keys")).isEqualTo(log.keys().getFirst() + "\n");
  }

  @Test
  void theRootFollowsFromTheTiles() throws IOException {
    int size = (int) log.tree().size();
    byte[] hashes = get("/v1/log/tile/0/000.p/" + size).body();
    Frontier ofHashes = new Frontier();
    for (int i = 0; i < size; i++) {
      ofHashes.appendHash(Arrays.copyOfRange(hashes, i * Hash.BYTES, (i + 1) * Hash.BYTES));
    }
    assertThat(ofHashes.root()).isEqualTo(log.tree().root(size));

    ByteBuffer bundle = ByteBuffer.wrap(get("/v1/log/tile/entries/000.p/" + size).body());
    Frontier ofStatements = new Frontier();
    while (bundle.hasRemaining()) {
      byte[] statement = new byte[Short.toUnsignedInt(bundle.getShort())];
      bundle.get(statement);
      ofStatements.append(statement);
    }
    assertThat(ofStatements.root()).isEqualTo(log.tree().root(size));
  }

  @Test
  void twoCheckpointsAreShownToBeOfOneLog() throws IOException {
    var before = log.rounds().get(0).checkpoint();
    var after = log.rounds().get(1).checkpoint();
    List<Hash> proof =
        text("/v1/log/consistency?from=%d&to=%d".formatted(before.size(), after.size()))
            .lines()
            .map(Hash::parse)
            .toList();
    assertThat(Proofs.isConsistent(before.size(), before.root(), after.size(), after.root(), proof))
        .isTrue();
  }

  @Test
  void aProofTogetherWithItsEntryIsAReceiptAndAloneSaysNothingOfIt() throws IOException {
    for (int sequence = 1; sequence <= ENTRIES; sequence++) {
      String proof = text("/v1/log/proof?tier=program&partition=0&sequence=" + sequence);
      byte[] entry = trail.get(sequence - 1);
      assertThat(proof).doesNotContain("school", "mlsp", Base64.getEncoder().encodeToString(entry));
      String receipt =
          proof
              .replaceFirst("plimsoll-proof 1", "plimsoll-receipt 1")
              .replaceFirst(
                  "(?m)^(entry program 0 \\d+) .*$",
                  "$1 " + Base64.getEncoder().encodeToString(entry));
      assertThat(Receipt.parse(receipt).verify(log.keys()))
          .isEqualTo(log.last().orElseThrow().checkpoint());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/log/checkpoint?size=01 | 400 | size | 01",
        "/v1/log/checkpoint?size=-1 | 400 | size | -1",
        "/v1/log/checkpoint?size=1 | 404 | size | 1",
        "/v1/log/checkpoint?colour=red | 400 | colour | red",
        "/v1/log/checkpoint?size=1&size=2 | 400 | size | 2",
        "/v1/log/consistency?from=9&to=1 | 400 | from | 9",
        "/v1/log/consistency?from=0&to=99999 | 404 | to | 99999",
        "/v1/log/proof?tier=project&partition=0&sequence=1 | 400 | tier | project",
        "/v1/log/proof?tier=program&partition=x&sequence=1 | 400 | partition | x",
        "/v1/log/proof?tier=program&partition=7&sequence=1 | 404 | partition | program 7",
        "/v1/log/proof?tier=program&partition=0&sequence=0 | 400 | sequence | 0",
        "/v1/log/proof?tier=program&partition=0&sequence=10 | 404 | sequence | 10",
        "/v1/log/proof?tier=program&partition=0&sequence=99999999999999999999 | 400 | sequence |"
            + " 99999999999999999999",
        "/v1/log/tile/0/0 | 400 | tile | 0/0",
        "/v1/log/tile/8/000 | 400 | tile | 8/000",
        "/v1/log/tile/0/000 | 404 | tile | 0/000",
        "/v1/log/tile/0/000.p/256 | 400 | tile | 0/000.p/256",
        "/v1/log/tile/entries/../../keys | 400 | tile | entries/../../keys",
        "/v1/log/receipt?tier=program | 404 | path | /v1/log/receipt",
        "/etc/passwd | 404 | path | /etc/passwd"
      })
  void whatCannotBeAnsweredIsExplained(String path, int status, String field, String value)
      throws IOException {
    HttpResponse<byte[]> answer = get(path);
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(problem.path("field").asText()).isEqualTo(field);
    assertThat(problem.path("value").asText()).isEqualTo(value);
    assertThat(problem.path("expected").asText()).isNotEmpty();
  }

  @Test
  void whoFollowsALinkToAProofThatIsNotThereYetReadsWhy() throws IOException {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(
                    URI.create(base + "/v1/log/proof?tier=program&partition=0&sequence=10"))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    // A page that checks proofs reads this, too.
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .startsWith("sequence: 10 - expected 1 to ")
        .endsWith("once the next is signed\n");
  }

  @Test
  void nothingCanBeWritten() throws IOException {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(URI.create(base + "/v1/log/checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofString("x")));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(get("/v1/log/checkpoint?size=" + "1".repeat(600)).statusCode()).isEqualTo(414);
  }
}
