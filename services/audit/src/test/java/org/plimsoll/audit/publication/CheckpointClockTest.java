package org.plimsoll.audit.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.audit.Published;
import org.plimsoll.audit.PublishedLog;
import org.plimsoll.audit.Trail;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailPartition;

@Timeout(300)
class CheckpointClockTest {
  private static final TrailPartition PROGRAMS = new TrailPartition(Level.PROGRAM, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory = Path.of("");
  private SchemaRegistry registry = new SchemaRegistry("http://127.0.0.1:1");
  private List<byte[]> trail = List.of();

  @BeforeEach
  void anEmptyTrail() throws Exception {
    Published.nothing();
    new CheckpointTopic(Cluster.shared().kafka()).ensure((short) 1);
    registry = new SchemaRegistry(Cluster.shared().registryUrl());
    trail = Trail.ofSchool(registry).bytes();
  }

  private CheckpointClock clock(Duration every) {
    return CheckpointClock.start(
        Cluster.shared().kafka(), registry, directory.resolve("audit"), every);
  }

  /** Sizes of the trail in the checkpoints so far. */
  private List<Long> sizes() throws IOException {
    RootLog log = new PublishedLog(Cluster.shared().kafka(), keys()).read();
    return log.heads(PROGRAMS).stream().map(stated -> stated.head().size()).toList();
  }

  private List<VerifierKey> keys() throws IOException {
    return Files.readAllLines(directory.resolve("audit/keys.txt")).stream()
        .map(VerifierKey::parse)
        .toList();
  }

  @Test
  void aCheckpointIsSignedEverySoOftenWhenSomethingHasCome() throws Exception {
    Published.append(trail.subList(0, 4));
    try (CheckpointClock _ = clock(Duration.ofMillis(100))) {
      await().atMost(PATIENCE).until(() -> directory.resolve("audit/last-round").toFile().exists());
      await().atMost(PATIENCE).until(() -> sizes().equals(List.of(4L)));
      Published.append(trail.subList(4, 9));
      await().atMost(PATIENCE).until(() -> sizes().getLast() == 9L);
      Thread.sleep(Duration.ofSeconds(1));
      assertThat(sizes().stream().filter(size -> size == 9L)).hasSize(1);
    }
  }

  @Test
  void whatHasComeSinceIsSignedAtTheStop() throws IOException {
    CheckpointClock clock = clock(Duration.ofHours(1));
    Published.append(trail);
    clock.close();
    assertThat(sizes()).containsExactly(9L);
  }

  @Test
  void whileAnotherSignsItWaitsForTheNextTime() {
    Published.append(trail);
    CheckpointClock clock;
    try (LogSigner other = LogSigner.open(directory.resolve("audit"))) {
      assertThat(other.keys()).hasSize(1);
      clock = clock(Duration.ofMillis(100));
      assertThatThrownBy(clock::sign).hasMessageContaining("another process works with");
    }
    try (clock) {
      await().atMost(PATIENCE).until(() -> sizes().equals(List.of(9L)));
    }
  }
}
