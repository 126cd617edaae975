package org.plimsoll.audit.archive;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.TrailPartition;

/**
 * An export written without a broker, of one partition of programs and one of portfolios that is
 * empty. It can be written again with more entries, as an export that is gone on with.
 */
final class WrittenExport {
  static final TrailPartition PROGRAMS = new TrailPartition(Level.PROGRAM, 0);
  private static final TrailPartition PORTFOLIOS = new TrailPartition(Level.PORTFOLIO, 0);
  private static final String ORIGIN = "test.example/log";

  private final Path directory;
  private final SigningKey key = SigningKey.generate(ORIGIN);
  private final RootLog log = new RootLog(List.of(key.verifier(SignatureType.NOTE)));
  private final Frontier frontier = new Frontier();
  private final Map<Integer, Schema> schemas = new TreeMap<>();

  WrittenExport(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** A schema that somebody has registered, before or after what was written with it came. */
  void schema(int id, Schema schema) {
    schemas.put(id, schema);
  }

  /**
   * Appends these in a file of their own, and signs one round behind them.
   *
   * @param all entries so far; those that are there already are passed over
   */
  void append(List<byte[]> all) {
    Path entries = directory.resolve("entries/program-0");
    try {
      Files.createDirectories(entries);
      Files.createDirectories(directory.resolve("entries/portfolio-0"));
      Files.createDirectories(directory.resolve("schemas"));
      String segment = "%015d.entries".formatted(frontier.size() + 1);
      try (DataOutputStream out =
          new DataOutputStream(Files.newOutputStream(entries.resolve(segment)))) {
        List<byte[]> leaves = new ArrayList<>();
        for (byte[] entry : all.subList((int) frontier.size(), all.size())) {
          out.writeInt(entry.length);
          out.write(entry);
          leaves.add(frontier.append(entry).bytes());
          schema(ByteBuffer.wrap(entry, 1, Integer.BYTES).getInt(), TrailEntry.getClassSchema());
        }
        append(entries.resolve("leaves"), leaves);
      }
      sign();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Path file, List<byte[]> bytes) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      for (byte[] each : bytes) {
        out.write(each);
      }
    }
  }

  private void sign() throws IOException {
    StringBuilder ids = new StringBuilder();
    List<Statement> statements = new ArrayList<>();
    for (var schema : schemas.entrySet()) {
      String sha256 = RecordReader.sha256(schema.getValue());
      ids.append(schema.getKey()).append(' ').append(sha256).append('\n');
      Files.writeString(
          directory.resolve("schemas/" + sha256 + ".avsc"), schema.getValue().toString());
    }
    statements.add(new Statement.Head(PROGRAMS, frontier.size(), frontier.root()));
    statements.add(new Statement.Head(PORTFOLIOS, 0, new Frontier().root()));
    Round round =
        new Round(statements, SignedNote.sign(log.next(ORIGIN, statements).text(), List.of(key)));
    log.add(round);
    byte[] bytes = round.bytes();
    append(
        directory.resolve("rounds"),
        List.of(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array(), bytes));
    Files.writeString(directory.resolve("schemas/ids.txt"), ids);
    Files.writeString(directory.resolve("keys.txt"), key.verifier(SignatureType.NOTE) + "\n");
    Files.writeString(
        directory.resolve("manifest.txt"),
        "plimsoll-export 1\norigin %s\npartitions 1\n".formatted(ORIGIN));
  }
}
