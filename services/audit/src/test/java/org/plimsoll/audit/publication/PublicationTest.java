package org.plimsoll.audit.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.audit.Published;
import org.plimsoll.audit.ReceiptReader;
import org.plimsoll.audit.Recomputation;
import org.plimsoll.audit.Trail;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.Proofs;
import org.plimsoll.audit.log.Receipt;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;

@Timeout(300)
class PublicationTest {
  private static final TrailPartition PROGRAMS = new TrailPartition(Level.PROGRAM, 0);

  /** A place within the name of the input's topic, so that the entry stays one. */
  private static final int IN_TOPIC = 20;

  @TempDir private Path directory = Path.of("");
  private SchemaRegistry registry = new SchemaRegistry("http://127.0.0.1:1");
  private List<byte[]> trail = List.of();

  @BeforeEach
  void anEmptyTrail() throws Exception {
    Published.nothing();
    registry = new SchemaRegistry(Cluster.shared().registryUrl());
    trail = Trail.ofSchool(registry).bytes();
  }

  private Publication publication() {
    return new Publication(Cluster.shared().kafka(), registry, (short) 1);
  }

  private RootLog checkpoint() {
    try (LogSigner signer = LogSigner.open(directory.resolve("audit"))) {
      return publication().checkpoint(signer, _ -> {});
    }
  }

  @Test
  void everyCheckpointIsConsistentWithTheOneBefore() throws Exception {
    Published.append(trail.subList(0, 4));
    RootLog first = checkpoint();
    assertThat(checkpoint().last()).as("nothing has come since").isEqualTo(first.last());
    Published.append(trail.subList(4, 9));
    RootLog second = checkpoint();

    Checkpoint before = first.last().orElseThrow().checkpoint();
    Checkpoint after = second.last().orElseThrow().checkpoint();
    assertThat(after.size()).isEqualTo(before.size() + 2);
    assertThat(
            Proofs.isConsistent(
                before.size(),
                before.root(),
                after.size(),
                after.root(),
                second.tree().consistency(before.size(), after.size())))
        .isTrue();
    assertThat(second.heads(PROGRAMS)).extracting(s -> s.head().size()).containsExactly(4L, 9L);
    assertThat(second.partitions()).hasSize(2);
    assertThat(Files.getPosixFilePermissions(directory.resolve("audit/key.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aReceiptProvesItsEntryAndNoOther() {
    Published.append(trail);
    RootLog log = checkpoint();
    TrailReader reader = new TrailReader(Cluster.shared().kafka());
    for (int sequence = 1; sequence <= trail.size(); sequence++) {
      Receipt receipt = ReceiptReader.read(reader, log, PROGRAMS, sequence);
      Receipt read = Receipt.parse(receipt.toString());
      assertThat(read.entry()).isEqualTo(trail.get(sequence - 1));
      assertThat(read.verify(log.keys())).isEqualTo(log.last().orElseThrow().checkpoint());
      byte[] altered = read.entry().clone();
      altered[altered.length - 1] ^= 1;
      Receipt forged =
          new Receipt(
              sequence,
              altered,
              read.entryProof(),
              read.head(),
              read.index(),
              read.leafProof(),
              read.note());
      assertThatThrownBy(() -> forged.verify(log.keys())).isInstanceOf(NoteException.class);
    }
    assertThatThrownBy(() -> ReceiptReader.read(reader, log, PROGRAMS, 10))
        .hasMessageContaining("expected 1 to 9");
  }

  @Test
  void aNewKeyTakesOverAndTheFormerOneSignsNoMore() throws Exception {
    Published.append(trail.subList(0, 4));
    Path former = Files.createDirectories(directory.resolve("former"));
    try (LogSigner signer = LogSigner.open(directory.resolve("audit"))) {
      RootLog log = publication().checkpoint(signer, _ -> {});
      for (String name : List.of("key.pem", "keys.txt", "origin", "last-round")) {
        Files.copy(directory.resolve("audit").resolve(name), former.resolve(name));
      }
      Round handOver = publication().rotate(signer, log);
      assertThat(handOver.note().signatures()).hasSize(2);
      assertThat(handOver.checkpoint().nextKey()).contains(log.keys().getLast());
      assertThat(signer.keys()).isEqualTo(log.keys()).hasSize(2);
    }
    Published.append(trail.subList(4, 9));
    RootLog log = checkpoint();
    VerifierKey second = log.keys().getLast();
    assertThat(log.last().orElseThrow().note().signers(log.keys())).containsExactly(second);

    try (LogSigner signer = LogSigner.open(former)) {
      assertThatThrownBy(() -> publication().checkpoint(signer, _ -> {}))
          .hasMessageContaining("is not the one that was signed last");
      Round stolen = signer.sign(log, List.of());
      assertThatThrownBy(() -> log.add(stolen))
          .isInstanceOf(NoteException.class)
          .hasMessageContaining("signed by none of the keys in charge");
    }
  }

  @Test
  void whatWasSignedAndNotPublishedIsPublishedFirst() {
    Published.append(trail.subList(0, 4));
    RootLog published = checkpoint();
    Published.append(trail.subList(4, 6));
    Round lost;
    try (LogSigner signer = LogSigner.open(directory.resolve("audit"))) {
      lost =
          signer.sign(
              published,
              Recomputation.statements(
                  new TrailReader(Cluster.shared().kafka()), registry, published, _ -> {}));
    }
    Published.append(trail.subList(6, 9));

    RootLog log = checkpoint();

    assertThat(log.rounds()).hasSize(3);
    assertThat(log.rounds().get(1)).hasToString(lost.toString());
  }

  @Test
  void nothingIsSignedOfATrailThatIsNotWhatWasSigned() throws Exception {
    Published.append(trail);
    RootLog log = checkpoint();
    Published.nothing();
    new CheckpointTopic(Cluster.shared().kafka()).ensure((short) 1);
    log.rounds().forEach(new CheckpointTopic(Cluster.shared().kafka())::append);
    byte[] altered = trail.get(3).clone();
    altered[IN_TOPIC] ^= 1;
    Published.append(trail.subList(0, 3));
    assertThatThrownBy(this::checkpoint)
        .hasMessage("trail program 0 was cut off: 3 entries are left, and 9 were signed");
    Published.append(List.of(altered));
    Published.append(trail.subList(4, 9));

    assertThatThrownBy(this::checkpoint)
        .isInstanceOf(Recomputation.AlteredException.class)
        .hasMessageContaining("trail program 0 was changed: its first 9 entries");
  }

  @Test
  void nothingIsSignedWhereTheLogItselfWasShortened() throws Exception {
    Published.append(trail.subList(0, 4));
    checkpoint();
    Published.append(trail.subList(4, 9));
    RootLog log = checkpoint();
    Published.nothing();
    CheckpointTopic topic = new CheckpointTopic(Cluster.shared().kafka());
    topic.ensure((short) 1);
    Published.append(trail);

    assertThatThrownBy(this::checkpoint)
        .hasMessageContaining("nothing is signed until somebody has found out why");
    topic.append(log.rounds().get(0));
    assertThat(checkpoint().rounds()).as("the second is the one signed last").hasSize(2);
  }
}
