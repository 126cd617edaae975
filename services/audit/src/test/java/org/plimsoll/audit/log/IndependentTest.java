package org.plimsoll.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Roots, proofs and signed notes against an implementation that shares nothing with ours: Go's
 * checksum database, as Debian packages it ({@code golang-go golang-golang-x-mod-dev}). Skipped
 * where that is not installed.
 */
class IndependentTest {
  private static final Path GO_SOURCES = Path.of("/usr/share/gocode");
  private static final int SIZE = 80;

  @TempDir private Path directory = Path.of("");

  @Test
  void anotherImplementationComesToTheSameRootsAndProofsAndOpensOurNotes() throws Exception {
    assumeTrue(
        Files.exists(GO_SOURCES.resolve("src/golang.org/x/mod/sumdb/tlog"))
            && Files.isExecutable(Path.of("/usr/bin/go")),
        "needs Debian's golang-go and golang-golang-x-mod-dev");
    Tree tree = TreeTest.treeOf(SIZE);
    SigningKey key = SigningKey.generate("plimsoll.test/log");
    Checkpoint checkpoint = new Checkpoint("plimsoll.test/log", SIZE, tree.root(SIZE));
    Path note = directory.resolve("note");
    Files.writeString(note, SignedNote.sign(checkpoint.text(), List.of(key)).toString());

    List<String> expected = new ArrayList<>();
    expected.add("note \"" + checkpoint.text().replace("\n", "\\n") + "\"");
    for (int size = 1; size <= SIZE; size++) {
      expected.add("root " + size + " " + tree.root(size));
      for (int i = 0; i < size; i++) {
        expected.add("inclusion " + i + " " + size + " " + shown(tree.inclusion(i, size)));
        expected.add(
            "consistency " + (i + 1) + " " + size + " " + shown(tree.consistency(i + 1L, size)));
      }
    }

    assertThat(reckoned(key.verifier(SignatureType.NOTE), note)).isEqualTo(expected);
  }

  private static String shown(List<Hash> proof) {
    return proof.stream().map(Hash::toString).collect(Collectors.joining(" ", "[", "]"));
  }

  private List<String> reckoned(VerifierKey key, Path note) throws Exception {
    Path out = directory.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
            "/usr/bin/go",
            "run",
            Path.of("src/test/resources/independent/main.go").toAbsolutePath().toString(),
            String.valueOf(SIZE),
            key.toString(),
            note.toString());
    builder.environment().put("GO111MODULE", "off");
    builder.environment().put("GOPATH", GO_SOURCES.toString());
    builder.environment().put("GOCACHE", directory.resolve("cache").toString());
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    assertThat(builder.start().waitFor()).as(() -> read(out)).isZero();
    return read(out).lines().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
