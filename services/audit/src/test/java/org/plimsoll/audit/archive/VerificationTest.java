package org.plimsoll.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.audit.Published;
import org.plimsoll.audit.ReceiptReader;
import org.plimsoll.audit.Trail;
import org.plimsoll.audit.archive.Finding.Kind;
import org.plimsoll.audit.archive.Verification.Given;
import org.plimsoll.audit.archive.Verification.Report;
import org.plimsoll.audit.log.Receipt;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.audit.publication.LogSigner;
import org.plimsoll.audit.publication.Publication;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;

/** Everything that can be done to an export by hand, and what it is called. */
@Timeout(300)
class VerificationTest {
  private static final TrailPartition PROGRAMS = new TrailPartition(Level.PROGRAM, 0);
  private static final Instant AT = Instant.parse("2024-06-01T00:00:00Z");
  private static final int ENTRIES = 21;

  @TempDir private static Path shared = Path.of("");
  @TempDir private Path directory = Path.of("");
  private static SchemaRegistry registry = new SchemaRegistry("http://127.0.0.1:1");
  private static RootLog log = new RootLog(List.of());
  private static VerifierKey key = SigningKey.generate("nobody").verifier(SignatureType.NOTE);
  private static SignedNote keptCheckpoint =
      SignedNote.sign("\n", List.of(SigningKey.generate("n")));
  private static List<Receipt> receipts = List.of();

  private Copy copy = new Copy(Path.of(""));

  /** Three rounds, after 9, 15 and 21 entries. */
  @BeforeAll
  static void export() throws Exception {
    Published.nothing();
    registry = new SchemaRegistry(Cluster.shared().registryUrl());
    Trail trail = Trail.ofSchool(registry);
    for (int month = 4; month < 16; month++) {
      trail.report(month, 1100 + 37L * month);
    }
    List<byte[]> entries = trail.bytes();
    assertThat(entries).hasSize(ENTRIES);
    Publication publication = new Publication(Cluster.shared().kafka(), registry, (short) 1);
    try (LogSigner signer = LogSigner.open(shared.resolve("audit"))) {
      key = signer.keys().getFirst();
      Published.append(entries.subList(0, 9));
      keptCheckpoint = publication.checkpoint(signer, _ -> {}).last().orElseThrow().note();
      Published.append(entries.subList(9, 15));
      publication.checkpoint(signer, _ -> {});
      Published.append(entries.subList(15, ENTRIES));
      log = publication.checkpoint(signer, _ -> {});
    }
    receipts = List.of(ReceiptReader.read(trail(), log, PROGRAMS, 8));
    assertThat(write(shared.resolve("export"))).isEqualTo(new Export.Written(ENTRIES, ENTRIES));
  }

  private static TrailReader trail() {
    return new TrailReader(Cluster.shared().kafka());
  }

  private static Export.Written write(Path directory) {
    return Export.write(directory, trail(), log, registry, AT, _ -> {});
  }

  @BeforeEach
  void aCopy() {
    copy = Copy.of(shared.resolve("export"), directory.resolve("export"));
  }

  private Report verify(Given given) {
    return Verification.run(Archive.open(copy.directory()), given, _ -> {});
  }

  private static Given everything() {
    return new Given(List.of(key), List.of(keptCheckpoint), receipts, List.of(), false);
  }

  private Finding only() {
    List<Finding> findings = verify(everything()).findings();
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private void assertFound(Kind kind, long sequence) {
    Finding finding = only();
    assertThat(finding.kind()).as(finding.toString()).isEqualTo(kind);
    assertThat(finding.sequence()).as(finding.toString()).isEqualTo(sequence);
  }

  @Test
  void whatNobodyTouchedIsVerified() {
    Report report = verify(everything());

    assertThat(report.findings()).isEmpty();
    assertThat(report.unchecked()).isEmpty();
    assertThat(report.rounds()).isEqualTo(3);
    assertThat(report.entries()).isEqualTo(ENTRIES);
    assertThat(report.derived()).isEqualTo(ENTRIES);
  }

  @Test
  void whatCannotBeCheckedIsSaid() {
    Report report = verify(new Given(List.of(), List.of(), List.of(), List.of(), true));

    assertThat(report.findings()).isEmpty();
    assertThat(report.unchecked())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("whether the key is the log's"))
        .anyMatch(line -> line.startsWith("whether the log was rewritten as a whole"))
        .anyMatch(line -> line.startsWith("whether the outcomes follow"));
  }

  @Test
  void aFlippedBitIsFoundInEveryEntry() throws IOException {
    Random random = new Random(6);
    List<byte[]> entries = copy.entries();
    for (int i = 0; i < ENTRIES; i++) {
      List<byte[]> changed = new ArrayList<>(entries);
      byte[] entry = entries.get(i).clone();
      entry[random.nextInt(entry.length)] ^= (byte) (1 << random.nextInt(8));
      changed.set(i, entry);
      copy.write(changed);
      Finding finding = verify(everything()).findings().getFirst();
      assertThat(finding.kind()).isEqualTo(Kind.ALTERED);
      assertThat(finding.sequence()).isEqualTo(i + 1L);
    }
  }

  @Test
  void aDroppedEntryIsNamed() throws IOException {
    copy.change(entries -> entries.remove(4));
    assertFound(Kind.DROPPED, 5);
  }

  @Test
  void aDuplicatedEntryIsNamed() throws IOException {
    copy.change(entries -> entries.add(6, entries.get(4)));
    assertFound(Kind.DUPLICATED, 7);
  }

  @Test
  void reorderedEntriesAreNamed() throws IOException {
    copy.change(entries -> Collections.swap(entries, 4, 5));
    assertFound(Kind.REORDERED, 5);
    copy.change(entries -> {
      Collections.swap(entries, 4, 5);
      entries.add(15, entries.remove(4));
    });
    assertFound(Kind.REORDERED, 5);
  }

  @Test
  void anInsertedEntryIsNamed() throws IOException {
    byte[] foreign = {0, 0, 0, 0, 1, 7};
    copy.change(entries -> entries.add(4, foreign));
    assertFound(Kind.INSERTED, 5);
    copy.change(entries -> {
      entries.remove(4);
      entries.add(foreign);
    });
    assertFound(Kind.INSERTED, ENTRIES + 1L);
  }

  @Test
  void aTruncatedTrailIsNamed() throws IOException {
    copy.change(entries -> entries.subList(18, ENTRIES).clear());
    assertFound(Kind.TRUNCATED, 19);
    Path segment = copy.directory().resolve("entries/program-0/000000000000001.entries");
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    Finding finding = only();
    assertThat(finding.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(finding.sequence()).isEqualTo(18);
    assertThat(finding.detail()).contains("ends in the middle of a record");
  }

  @Test
  void whoAlsoForgesTheHashesIsFoundBetweenTwoCheckpoints() throws IOException {
    copy.change(entries -> entries.get(11)[20] ^= 1);
    copy.rehash();
    List<Finding> findings = verify(everything()).findings();
    assertThat(findings.getFirst().kind()).isEqualTo(Kind.ALTERED);
    assertThat(findings.getFirst().sequence()).isEqualTo(10);
    assertThat(findings.getFirst().detail()).contains("up to entry 15");
  }

  @Test
  void forgedHashesBesideGenuineEntriesAreNotTakenForForgedEntries() throws IOException {
    Path leaves = copy.directory().resolve("entries/program-0/leaves");
    byte[] bytes = Files.readAllBytes(leaves);
    bytes[32 * 7] ^= 1;
    Files.write(leaves, bytes);
    assertFound(Kind.HASHES, 8);
  }

  /** The same school, but cheaper in March: a history that follows from its inputs. */
  private void rewrite() throws Exception {
    Trail trail = new Trail(registry);
    Trail genuine = Trail.ofSchool(registry);
    for (int i = 0; i < 8; i++) {
      var entry = genuine.entries().get(i);
      trail.takeBytes(entry.getInputTopic(), entry.getInputBytes().array());
    }
    trail.report(3, 1090);
    for (int month = 4; month < 16; month++) {
      trail.report(month, 1100 + 37L * month);
    }
    copy.write(trail.bytes());
    String pem =
        Files.readString(shared.resolve("audit/key.pem")).replaceAll("-----[A-Z ]+-----|\\s", "");
    String origin = Files.readString(shared.resolve("audit/origin")).strip();
    copy.resign(SigningKey.ofPkcs8(origin, Base64.getDecoder().decode(pem)));
  }

  @Test
  void aRewrittenAndResignedLogIsCaughtByWhatOthersKept() throws Exception {
    rewrite();
    Report alone = verify(new Given(List.of(key), List.of(), List.of(), List.of(), false));
    assertThat(alone.findings()).as("it is right in itself").isEmpty();
    assertThat(alone.unchecked())
        .anyMatch(line -> line.startsWith("whether the log was rewritten as a whole"));

    assertThat(
            verify(new Given(List.of(key), List.of(keptCheckpoint), List.of(), List.of(), false))
                .findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.REWRITTEN);
    List<Finding> byReceipt =
        verify(new Given(List.of(key), List.of(), receipts, List.of(), false)).findings();
    assertThat(byReceipt).extracting(Finding::kind).containsExactly(Kind.REWRITTEN);
    assertThat(byReceipt.getFirst().detail()).contains("receipt for trail program 0 entry 8");
    VerifierKey witness = SigningKey.generate("w").verifier(SignatureType.COSIGNATURE);
    assertThat(
            verify(new Given(List.of(key), List.of(), List.of(), List.of(witness), false))
                .findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.SIGNATURE);
  }

  @Test
  void aCheckpointFromAForkIsNamed() throws Exception {
    List<Round> genuine = copy.rounds();
    rewrite();
    List<Round> forked = new ArrayList<>(genuine);
    forked.set(1, new Round(genuine.get(1).statements(), copy.rounds().get(1).note()));
    copy = Copy.of(shared.resolve("export"), directory.resolve("forked"));
    copy.writeRounds(forked);

    Finding finding = verify(everything()).findings().getFirst();

    assertThat(finding.kind()).isEqualTo(Kind.CHECKPOINT);
    assertThat(finding.detail()).startsWith("round 2").contains("is of a fork");
  }

  @Test
  void anotherKeyIsNotTheLogs() throws IOException {
    copy.resign(SigningKey.generate(log.rounds().getFirst().checkpoint().origin()));
    assertThat(verify(everything()).findings()).extracting(Finding::kind).contains(Kind.SIGNATURE);
    copy.edit("rounds", "head program", "head Program");
    assertThat(verify(everything()).findings()).extracting(Finding::kind).contains(Kind.CHECKPOINT);
  }

  @Test
  void aReplacedSchemaIsNamed() throws IOException {
    for (var each : Archive.open(copy.directory()).schemas(log, new ArrayList<>()).entrySet()) {
      copy = Copy.of(shared.resolve("export"), directory.resolve("schema-" + each.getKey()));
      String name = each.getValue().getFields().getFirst().name();
      String sha256 = RecordReader.sha256(each.getValue());
      copy.edit("schemas/" + sha256 + ".avsc", "\"" + name + "\"", "\"x" + name + "\"");
      List<Finding> findings = verify(everything()).findings();
      assertThat(findings).extracting(Finding::kind).contains(Kind.SCHEMA);
      assertThat(findings.toString()).contains("schema " + each.getKey() + " was replaced");

      var replaced =
          new org.apache.avro.Schema.Parser()
              .parse(Files.readString(copy.directory().resolve("schemas/" + sha256 + ".avsc")));
      String another = RecordReader.sha256(replaced);
      Files.move(
          copy.directory().resolve("schemas/" + sha256 + ".avsc"),
          copy.directory().resolve("schemas/" + another + ".avsc"));
      copy.edit("schemas/ids.txt", sha256, another);
      assertThat(verify(everything()).findings())
          .as("and its name with it")
          .extracting(Finding::kind)
          .contains(Kind.SCHEMA);
    }
  }

  @Test
  void whatIsNoCompleteExportIsRefused() throws IOException {
    assertThatThrownBy(() -> Archive.open(directory.resolve("nothing")))
        .hasMessageContaining("holds no export");
    copy.edit("manifest.txt", "plimsoll-export 1", "plimsoll-export 2");
    assertThatThrownBy(() -> verify(everything())).hasMessageContaining("version 2");
    Files.delete(copy.directory().resolve("manifest.txt"));
    assertThatThrownBy(() -> verify(everything())).hasMessageContaining("is not complete");
  }

  @Test
  void hostileFilesAreRefused() throws IOException {
    Path segment = copy.directory().resolve("entries/program-0/000000000000001.entries");
    Files.write(segment, new byte[] {0x7f, -1, -1, -1, 0});
    assertThat(only().detail()).contains("announces a record of 2147483647 bytes");
    Files.delete(segment);
    Files.createSymbolicLink(segment, Path.of("/dev/zero"));
    assertThat(only().detail()).contains("is not there, or no file");
    Files.createDirectory(copy.directory().resolve("entries/program-7"));
    assertThat(verify(everything()).findings())
        .extracting(Finding::detail)
        .contains("entries/program-7 is of no partition that is signed");
    copy.edit("schemas/ids.txt", " ", " ../../../etc/");
    assertThatThrownBy(() -> verify(everything())).hasMessageContaining("expected ID SHA256");
  }

  @Test
  void filesWithoutAnEndEndTheVerification() throws IOException {
    Path segment = copy.directory().resolve("entries/program-0/000000000000001.entries");
    try (RandomAccessFile sparse = new RandomAccessFile(segment.toFile(), "rw")) {
      sparse.setLength(1L << 40); // records without a byte, two to the power of 38 of them
    }
    assertFound(Kind.INSERTED, ENTRIES + 1L);
    copy = Copy.of(shared.resolve("export"), directory.resolve("leaves"));
    Path leaves = copy.directory().resolve("entries/program-0/leaves");
    try (RandomAccessFile sparse = new RandomAccessFile(leaves.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertFound(Kind.HASHES, 1);
    copy.change(entries -> entries.get(3)[20] ^= 1);
    assertThat(only().kind()).isEqualTo(Kind.ALTERED);
  }

  @Test
  void directoriesThatLeadElsewhereAreRefused() throws IOException {
    for (String name : List.of("entries", "schemas")) {
      copy = Copy.of(shared.resolve("export"), directory.resolve("linked-" + name));
      Path genuine = copy.directory().resolve(name);
      Path elsewhere = directory.resolve("elsewhere-" + name);
      Files.move(genuine, elsewhere);
      Files.createSymbolicLink(genuine, elsewhere);
      assertThatThrownBy(() -> verify(everything())).hasMessageContaining("no directory");
    }
    copy = Copy.of(shared.resolve("export"), directory.resolve("linked-partition"));
    Path partition = copy.directory().resolve("entries/program-0");
    Path elsewhere = directory.resolve("elsewhere-partition");
    Files.move(partition, elsewhere);
    Files.createSymbolicLink(partition, elsewhere);
    assertFound(Kind.TRUNCATED, 1);
  }

  @Test
  void keysOfAnotherKindVerifyNothing() throws IOException {
    Path keys = copy.directory().resolve("keys.txt");
    SigningKey other = SigningKey.generate(log.rounds().getFirst().checkpoint().origin());
    Files.writeString(keys, other.verifier(SignatureType.COSIGNATURE) + "\n");
    assertThat(verify(everything()).findings())
        .extracting(Finding::kind)
        .contains(Kind.CHECKPOINT, Kind.SIGNATURE);
    Files.writeString(keys, "ssh-rsa AAAAB3NzaC1yc2E= somebody\n");
    assertThatThrownBy(() -> verify(everything())).isInstanceOf(ArchiveException.class);
    Files.writeString(keys, "");
    assertThatThrownBy(() -> verify(everything())).hasMessageContaining("names no key");
    assertThatThrownBy(() ->
            Receipt.parse(
                receipts.getFirst().toString().replace("plimsoll-receipt 1", "plimsoll-receipt 2")))
        .hasMessageContaining("plimsoll-receipt 2 - expected plimsoll-receipt 1");
  }

  @Test
  void aSchemaIdIsNamedOnceAndFitsFourBytes() throws IOException {
    Path ids = copy.directory().resolve("schemas/ids.txt");
    String genuine = Files.readString(ids);
    Files.writeString(ids, genuine + genuine.lines().findFirst().orElseThrow() + "\n");
    assertThatThrownBy(() -> verify(everything())).hasMessageContaining("expected each id once");
    Files.writeString(ids, "4294967297" + genuine.substring(genuine.indexOf(' ')));
    assertThatThrownBy(() -> verify(everything())).hasMessageContaining("expected ID SHA256");
  }

  @Test
  void aSchemaThatIsNestedWithoutEndIsRefused() throws IOException {
    String ids = Files.readString(copy.directory().resolve("schemas/ids.txt"));
    String sha256 = ids.substring(ids.indexOf(' ') + 1, ids.indexOf('\n'));
    Files.writeString(
        copy.directory().resolve("schemas/" + sha256 + ".avsc"),
        "{\"type\":\"array\",\"items\":".repeat(100_000));
    assertThatThrownBy(() -> verify(everything())).isInstanceOf(ArchiveException.class);
  }

  @Test
  void anExportThatWasCutOffGoesOn() throws IOException {
    Path cut = directory.resolve("cut");
    assertThatThrownBy(() ->
            Export.write(
                cut,
                trail(),
                log,
                registry,
                AT,
                entries -> {
                  if (entries == 13) {
                    throw new IllegalStateException("the cable");
                  }
                }))
        .hasMessage("the cable");
    assertThatThrownBy(() -> Archive.open(cut)).hasMessageContaining("is not complete");
    Files.write(cut.resolve("entries/program-0/000000000000014.entries"), new byte[] {0, 0, 9});
    Files.write(
        cut.resolve("entries/program-0/leaves"),
        new byte[40],
        java.nio.file.StandardOpenOption.APPEND);

    assertThat(write(cut)).isEqualTo(new Export.Written(ENTRIES - 13, ENTRIES));

    copy = new Copy(cut);
    assertThat(verify(everything()).findings()).isEmpty();
    assertThat(verify(everything()).unchecked()).isEmpty();
    assertThat(write(cut))
        .as("and one that is complete stays as it is")
        .isEqualTo(new Export.Written(0, ENTRIES));
    assertThat(verify(everything()).findings()).isEmpty();
  }

  @Test
  void nothingIsWrittenOverWhatIsNoExport() throws IOException {
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> write(foreign)).hasMessageContaining("holds something else");
  }
}
