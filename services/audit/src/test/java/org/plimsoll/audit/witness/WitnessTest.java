package org.plimsoll.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.audit.OwnDirectory;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.Tree;

class WitnessTest {
  private static final String ORIGIN = "plimsoll.test/log";
  private static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");

  private final SigningKey logKey = SigningKey.generate(ORIGIN);
  private final SigningKey key = SigningKey.generate("auditor.test/witness");
  private final Tree tree = new Tree();
  private final HttpClient http = HttpClient.newHttpClient();
  private final OwnDirectory own;
  private WitnessServer server;

  WitnessTest(@TempDir Path directory) throws IOException {
    own = OwnDirectory.open(directory);
    server = start();
    for (int i = 0; i < 40; i++) {
      tree.append(("statement " + i).getBytes(StandardCharsets.UTF_8));
    }
  }

  private Witness witness() {
    return new Witness(
        key,
        Map.of(ORIGIN, List.of(logKey.verifier(SignatureType.NOTE))),
        own,
        InstantSource.fixed(NOW));
  }

  private WitnessServer start() throws IOException {
    return WitnessServer.start(
        witness(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() {
    server.close();
    own.close();
  }

  private HttpResponse<String> post(String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.address().getPort() + "/add-checkpoint"))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private SignedNote note(long size, Hash root) {
    return SignedNote.sign(new Checkpoint(ORIGIN, size, root).text(), List.of(logKey));
  }

  private HttpResponse<String> add(long oldSize, long size) {
    return post(
        new AddCheckpoint(
                oldSize,
                oldSize <= size ? tree.consistency(oldSize, size) : List.of(),
                note(size, tree.root(size)))
            .toString());
  }

  @Test
  void aLogThatOnlyGrowsIsCosignedEachTime() {
    for (int[] step : new int[][] {{0, 3}, {3, 3}, {3, 8}, {8, 40}}) {
      HttpResponse<String> answer = add(step[0], step[1]);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      SignedNote note = note(step[1], tree.root(step[1]));
      SignedNote cosigned = SignedNote.parse(note + answer.body());
      assertThat(cosigned.signers(List.of(witness().verifier())))
          .containsExactly(witness().verifier());
    }
  }

  @Test
  void anotherSizeOrAnotherRootIsAConflictThatNamesTheSize() throws IOException {
    assertThat(add(5, 8).statusCode()).as("nothing was cosigned yet").isEqualTo(409);
    assertThat(add(0, 8).statusCode()).isEqualTo(200);

    HttpResponse<String> answer = add(3, 12);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).isEqualTo("8\n");
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
    assertThat(post(new AddCheckpoint(8, List.of(), note(8, tree.root(7))).toString()).statusCode())
        .isEqualTo(409);
    server.close();
    server = start();
    assertThat(add(0, 12).body()).as("it remembers across a restart").isEqualTo("8\n");
  }

  @Test
  void aForkIsNotCosigned() {
    assertThat(add(0, 8).statusCode()).isEqualTo(200);
    Tree fork = new Tree();
    for (int i = 0; i < 12; i++) {
      fork.append(("rewritten " + i).getBytes(StandardCharsets.UTF_8));
    }
    SignedNote forked = note(12, fork.root(12));
    String forkedProof = new AddCheckpoint(8, fork.consistency(8, 12), forked).toString();
    String genuineProof = new AddCheckpoint(8, tree.consistency(8, 12), forked).toString();

    assertThat(post(forkedProof).statusCode()).isEqualTo(422);
    assertThat(post(genuineProof).statusCode()).isEqualTo(422);
    assertThat(add(8, 12).statusCode()).as("nothing was kept of it").isEqualTo(200);
  }

  @Test
  void whoIsNotKnownIsTurnedAway() {
    SigningKey other = SigningKey.generate("other.test/log");
    String unknown = new Checkpoint("other.test/log", 1, tree.root(1)).text();
    assertThat(
            post(new AddCheckpoint(0, List.of(), SignedNote.sign(unknown, List.of(other)))
                    .toString())
                .statusCode())
        .isEqualTo(404);
    String forged = new Checkpoint(ORIGIN, 1, tree.root(1)).text();
    assertThat(
            post(new AddCheckpoint(0, List.of(), SignedNote.sign(forged, List.of(other)))
                    .toString())
                .statusCode())
        .isEqualTo(403);
    String altered =
        new AddCheckpoint(0, List.of(), note(1, tree.root(1))).toString().replace("\n1\n", "\n2\n");
    assertThat(post(altered).statusCode()).isEqualTo(403);
  }

  @Test
  void whatIsNoRequestIsSaid() {
    String good = new AddCheckpoint(0, List.of(), note(8, tree.root(8))).toString();
    List<String> bad = new ArrayList<>();
    bad.add("");
    bad.add(good.replace("old 0", "old 00"));
    bad.add(good.replace("old 0", "old 9"));
    bad.add(good.replace("old 0", "new 0"));
    bad.add(good.replace("old 0\n", "old 0\nAAAA\n"));
    bad.add(good.replace("old 0\n", "old 0\n" + (tree.root(1) + "\n").repeat(64)));
    bad.add(good + "x".repeat(SignedNote.MAX_BYTES + 4096));
    bad.forEach(body -> assertThat(post(body).statusCode()).as(body).isEqualTo(400));
    assertThat(add(0, 8).statusCode()).isEqualTo(200);
  }

  @Test
  void ofManyAtOnceNoneRollsBack() {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int size = 1; size <= 40; size++) {
      int to = size;
      answers.add(CompletableFuture.supplyAsync(() -> add(0, to)));
    }
    long cosigned = answers.stream().filter(a -> a.join().statusCode() == 200).count();
    assertThat(cosigned).isEqualTo(1);
    assertThat(witness().last(ORIGIN)).isPresent();
  }
}
