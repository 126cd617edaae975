package org.plimsoll.audit.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.plimsoll.audit.archive.Finding.Kind;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.Topics;
import org.plimsoll.wire.TrailPartition;

/**
 * An export as it lies in a directory, written by nobody knows whom. Only names that this class
 * makes itself are opened, no links are followed, and nothing is read that is longer than it can
 * be.
 */
public final class Archive {
  private static final int MAX_TEXT_BYTES = 4 << 20;

  /** A registry's ids, of which our own engine writes one and each agency some. */
  private static final int MAX_SCHEMAS = 10_000;

  /** Of the broker's record, the entry is the larger part. */
  private static final int MAX_ENTRY_BYTES = Topics.MAX_ENTRY_BYTES;

  private final Layout layout;
  private final String origin;
  private final int partitions;

  private Archive(Layout layout, String origin, int partitions) {
    this.layout = layout;
    this.origin = origin;
    this.partitions = partitions;
  }

  /**
   * Opens a complete export.
   *
   * @throws ArchiveException when it is none, not complete or of a later version
   */
  public static Archive open(Path directory) {
    Layout layout = new Layout(directory);
    if (!isFile(layout.manifest())) {
      throw new ArchiveException(
          directory
              + (isFile(layout.readme())
                  ? " holds an export that is not complete - `plimsoll export` goes on with it"
                  : " holds no export: it has no manifest.txt"));
    }
    for (Path part : List.of(layout.allEntries(), layout.allSchemas())) {
      if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
        throw new ArchiveException(part + " is not there, or no directory");
      }
    }
    Map<String, String> manifest = new TreeMap<>();
    for (String line : lines(layout.manifest())) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new ArchiveException(layout.manifest() + ": " + line + " - expected NAME VALUE");
      }
      manifest.putIfAbsent(line.substring(0, space), line.substring(space + 1));
    }
    String version = manifest.getOrDefault(Layout.FORMAT, "");
    if (!version.equals(String.valueOf(Layout.VERSION))) {
      throw new ArchiveException(
          "%s: version %s - this program reads version %d"
              .formatted(layout.manifest(), version, Layout.VERSION));
    }
    try {
      int partitions =
          Math.toIntExact(Checkpoint.size(manifest.getOrDefault("partitions", "missing")));
      return new Archive(layout, manifest.getOrDefault("origin", ""), partitions);
    } catch (NoteException | ArithmeticException e) {
      throw new ArchiveException(layout.manifest() + ": partitions: " + e.getMessage(), e);
    }
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  private static String text(Path file) {
    try {
      if (!isFile(file) || Files.size(file) > MAX_TEXT_BYTES) {
        throw new ArchiveException(file + " is not there, no file, or longer than 4 MiB");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new ArchiveException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Name of the log, as the manifest says. */
  public String origin() {
    return origin;
  }

  /** Number of partitions of every topic. */
  int partitions() {
    return partitions;
  }

  Layout layout() {
    return layout;
  }

  /**
   * The keys that the export comes with, in order. Nobody has to believe that they are the log's.
   */
  List<VerifierKey> keys() {
    try {
      List<VerifierKey> keys = lines(layout.keys()).stream().map(VerifierKey::parse).toList();
      if (keys.isEmpty()) {
        throw new ArchiveException(layout.keys() + " names no key");
      }
      return keys;
    } catch (NoteException e) {
      throw new ArchiveException(layout.keys() + ": " + e.getMessage(), e);
    }
  }

  /** The log, as far as each round is the next one. */
  RootLog log(List<Finding> findings) {
    RootLog log = new RootLog(keys().subList(0, 1));
    try (Frames rounds = new Frames(List.of(layout.rounds()), Round.MAX_BYTES)) {
      for (byte[] round = rounds.next(); round != null; round = rounds.next()) {
        log.add(Round.parse(round));
      }
    } catch (NoteException e) {
      findings.add(
          Finding.of(
              Kind.CHECKPOINT,
              e.getMessage() + "; what lies behind it was not used to check anything"));
    }
    return log;
  }

  /** The schemas by their ids, each with the SHA-256 that it has and not that it should have. */
  Map<Integer, Schema> schemas(RootLog log, List<Finding> findings) {
    Map<Integer, Schema> schemas = new TreeMap<>();
    Map<String, Schema> bySha256 = new HashMap<>();
    List<String> ids = lines(layout.schemaIds());
    if (ids.size() > MAX_SCHEMAS) {
      throw new ArchiveException(
          "%s: %,d lines - expected at most %,d"
              .formatted(layout.schemaIds(), ids.size(), MAX_SCHEMAS));
    }
    for (String line : ids) {
      String[] words = line.split(" ", -1);
      if (words.length != 2 || !words[1].matches("[0-9a-f]{64}")) {
        throw new ArchiveException(layout.schemaIds() + ": " + line + " - expected ID SHA256");
      }
      int id = schemaId(line, words[0]);
      Schema schema = bySha256.computeIfAbsent(words[1], sha256 -> schema(layout.schema(sha256)));
      String sha256 = RecordReader.sha256(schema);
      String signed = log.schemas().getOrDefault(id, words[1]);
      if (!sha256.equals(signed)) {
        findings.add(
            Finding.of(
                Kind.SCHEMA,
                "schema %d was replaced: it has SHA-256 %s - expected %s"
                    .formatted(id, sha256, signed)));
      }
      if (schemas.put(id, schema) != null) {
        throw new ArchiveException(layout.schemaIds() + ": " + line + " - expected each id once");
      }
    }
    log.schemas()
        .forEach((id, sha256) -> {
          if (!schemas.containsKey(id)) {
            findings.add(
                Finding.of(Kind.SCHEMA, "schema %d (%s) is missing".formatted(id, sha256)));
          }
        });
    return schemas;
  }

  private int schemaId(String line, String id) {
    try {
      return Math.toIntExact(Checkpoint.size(id));
    } catch (NoteException | ArithmeticException e) {
      throw new ArchiveException(layout.schemaIds() + ": " + line + " - expected ID SHA256", e);
    }
  }

  private static Schema schema(Path file) {
    try {
      return new Schema.Parser().parse(text(file));
    } catch (AvroRuntimeException e) {
      throw new ArchiveException(file + " is no Avro schema: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new ArchiveException(file + " is nested too deeply for a schema", e);
    }
  }

  /** The entries of a partition, in the order in which they lie here. */
  Frames entries(TrailPartition partition) {
    return new Frames(segments(partition), MAX_ENTRY_BYTES);
  }

  /**
   * The entries of a partition from a place on, in the order in which they lie here.
   *
   * @param segment name of the file that the place is in
   * @param offset bytes of it that lie before the place
   */
  Frames entries(TrailPartition partition, String segment, long offset) {
    List<Path> segments =
        segments(partition).stream()
            .filter(file -> file.getFileName().toString().compareTo(segment) >= 0)
            .toList();
    boolean there =
        !segments.isEmpty() && segments.getFirst().getFileName().toString().equals(segment);
    return new Frames(segments, there ? offset : 0, MAX_ENTRY_BYTES);
  }

  private List<Path> segments(TrailPartition partition) {
    Path directory = layout.entries(partition);
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> Layout.SEGMENT.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The states of a partition that were kept, the newest first; that they hold is not asked. */
  List<Path> states(TrailPartition partition) {
    if (!Files.isDirectory(layout.states(), LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(layout.states())) {
      return files
          .filter(file -> Layout.isState(file.getFileName().toString(), partition))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Directories of entries that belong to none of these partitions. */
  List<String> others(List<TrailPartition> known) {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(layout.allEntries())) {
      files.map(file -> file.getFileName().toString()).sorted().forEach(names::add);
    } catch (IOException e) {
      throw new ArchiveException(layout.allEntries() + " cannot be read: " + e, e);
    }
    known.forEach(p -> names.remove(layout.entries(p).getFileName().toString()));
    return names;
  }
}
