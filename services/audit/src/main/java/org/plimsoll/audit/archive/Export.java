package org.plimsoll.audit.archive;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.avro.Schema;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.Statement.Head;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TakenReader;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;

/**
 * Writes the trail as far as the newest checkpoint goes, and everything that is needed to check it,
 * into a directory. Entries pass through and are never held all at once. One that was cut off goes
 * on behind the last segment that it finished, and one that is complete is extended.
 */
public final class Export {
  private static final int HEADER_BYTES = 5;

  private final Layout layout;
  private final SchemaRegistry registry;
  private final TakenReader reader;
  private final Map<TrailPartition, PartitionExport> partitions = new TreeMap<>();
  private final Map<Integer, Schema> schemas = new TreeMap<>();
  private final Set<Integer> unknown = new HashSet<>();
  private long before;
  private long entries;

  /**
   * Entries of an export.
   *
   * @param fresh those that were written now
   * @param all those that are in it
   */
  public record Written(long fresh, long all) {}

  private Export(Path directory, SchemaRegistry registry) {
    this.layout = new Layout(directory);
    this.registry = registry;
    this.reader = new TakenReader(registry);
  }

  /**
   * Writes the export, or goes on with it.
   *
   * @param directory empty, not there yet, or an earlier export of the same log
   * @param log with at least one checkpoint
   * @param at when, for the manifest
   * @param progress told the number of entries written now, now and then
   * @throws ArchiveException when the directory holds something else, or the trail is not what was
   *     signed
   */
  public static Written write(
      Path directory,
      TrailReader trail,
      RootLog log,
      SchemaRegistry registry,
      Instant at,
      LongConsumer progress) {
    try {
      return new Export(directory, registry).write(trail, log, at, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be written", e);
    }
  }

  private Written write(TrailReader trail, RootLog log, Instant at, LongConsumer progress)
      throws IOException {
    begin();
    try {
      Map<TrailPartition, Long> from = new TreeMap<>();
      for (TrailPartition partition : log.partitions()) {
        PartitionExport part =
            PartitionExport.resume(
                layout,
                partition,
                log.heads(partition).stream().map(RootLog.Stated::head).toList());
        partitions.put(partition, part);
        before += part.size();
        if (!part.isComplete()) {
          from.put(partition, part.nextOffset());
        }
      }
      readSchemas();
      if (!from.isEmpty()) {
        trail.read(
            from,
            trail.ends(),
            (partition, offset, entry) -> {
              take(partition, offset, entry);
              progress.accept(entries);
              return !requireNonNull(partitions.get(partition)).isComplete();
            });
      }
    } finally {
      for (PartitionExport part : partitions.values()) {
        part.close();
      }
    }
    for (PartitionExport part : partitions.values()) {
      part.requireComplete();
    }
    end(log, at);
    return new Written(entries, before + entries);
  }

  private void begin() throws IOException {
    Files.createDirectories(layout.directory());
    try (var files = Files.list(layout.directory())) {
      if (files.findAny().isPresent() && !Files.exists(layout.readme())) {
        throw new ArchiveException(
            layout.directory() + " holds something else - expected an empty or a new directory");
      }
    }
    Files.deleteIfExists(layout.manifest());
    write(layout.readme(), Layout.README);
    Files.createDirectories(requireNonNull(layout.schemaIds().getParent()));
  }

  /** Those of an export that is gone on with. */
  private void readSchemas() throws IOException {
    if (Files.exists(layout.schemaIds())) {
      for (String line : Files.readAllLines(layout.schemaIds())) {
        schema(Integer.parseInt(line.substring(0, line.indexOf(' '))));
      }
    }
  }

  private void take(TrailPartition partition, long offset, byte[] entry) {
    try {
      requireSchema(entry);
      byte[] input = reader.read(entry).value();
      if (input != null && input.length >= HEADER_BYTES && input[0] == 0) {
        schema(ByteBuffer.wrap(input, 1, Integer.BYTES).getInt());
      }
      requireNonNull(partitions.get(partition)).append(offset, entry);
      entries++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      throw new ArchiveException(
          "trail %s, offset %d is no entry: %s".formatted(partition, offset, e.getMessage()), e);
    }
  }

  private void requireSchema(byte[] entry) throws IOException {
    int id = ByteBuffer.wrap(entry, 1, Integer.BYTES).getInt();
    schema(id);
    if (unknown.contains(id)) {
      throw new ArchiveException("schema " + id + " of an entry is not in the registry");
    }
  }

  private void schema(int id) throws IOException {
    if (schemas.containsKey(id) || unknown.contains(id)) {
      return;
    }
    Optional<Schema> schema = registry.byId(id);
    if (schema.isEmpty()) {
      unknown.add(id); // an input that was refused for it
      return;
    }
    schemas.put(id, schema.get());
    write(layout.schema(RecordReader.sha256(schema.get())), schema.get().toString() + "\n");
    StringBuilder ids = new StringBuilder();
    schemas.forEach((known, its) ->
        ids.append(known).append(' ').append(RecordReader.sha256(its)).append('\n'));
    write(layout.schemaIds(), ids.toString());
  }

  private void end(RootLog log, Instant at) throws IOException {
    StringBuilder keys = new StringBuilder();
    for (VerifierKey key : log.keys()) {
      keys.append(key).append('\n');
    }
    write(layout.keys(), keys.toString());
    ByteArrayOutputStream rounds = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(rounds)) {
      for (Round round : log.rounds()) {
        byte[] bytes = round.bytes();
        out.writeInt(bytes.length);
        out.write(bytes);
      }
    }
    write(layout.rounds(), rounds.toByteArray());
    List<Head> heads =
        log.partitions().stream().map(p -> log.latest(p).orElseThrow().head()).toList();
    StringBuilder manifest = new StringBuilder();
    manifest.append("%s %d\n".formatted(Layout.FORMAT, Layout.VERSION));
    manifest.append("origin %s\n".formatted(log.rounds().getLast().checkpoint().origin()));
    manifest.append("created %s\n".formatted(at));
    long ofOneTier =
        heads.stream()
            .filter(h -> h.partition().tier() == heads.getFirst().partition().tier())
            .count();
    manifest.append("partitions %d\n".formatted(ofOneTier));
    heads.forEach(
        head -> manifest.append("trail %s %d\n".formatted(head.partition(), head.size())));
    write(layout.manifest(), manifest.toString());
  }

  private static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Whole or not at all. */
  private static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, content);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
