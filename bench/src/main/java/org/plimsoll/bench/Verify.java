package org.plimsoll.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.Verification;
import org.plimsoll.audit.archive.Verification.Given;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast an export is verified, beside what cannot be left out. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "The verification of an export, beside reading and decoding the same bytes.")
final class Verify implements Callable<Integer> {
  private static final int TREE_PARTITIONS = 4;
  private static final int BUFFER_BYTES = 1 << 20;

  @Option(
      names = "--projects",
      defaultValue = "50000",
      description =
          "a multiple of 50; with 16 reports of each, 20 entries a project; ${DEFAULT-VALUE}"
              + " unless given")
  int projects;

  @Option(names = "--reports", defaultValue = "16", description = "${DEFAULT-VALUE} unless given")
  int reports;

  @Option(names = "--rounds", defaultValue = "5", description = "${DEFAULT-VALUE} unless given")
  int rounds;

  @Option(
      names = "--outcomes",
      description = "Derives outcomes as well, beside decoding the entries; takes minutes")
  boolean outcomes;

  @Option(names = "--export", description = "a directory to keep the export in, and to use again")
  @Nullable Path export;

  @Override
  public Integer call() throws IOException {
    Path directory =
        export == null ? Files.createTempDirectory("plimsoll-export").resolve("export") : export;
    if (!Files.exists(directory.resolve("manifest.txt"))) {
      long begin = System.nanoTime();
      SampleExport.write(directory, new Workload(1, projects, reports, 0), TREE_PARTITIONS, 0);
      System.out.printf("Made an export in %.0f s.%n", (System.nanoTime() - begin) / 1e9);
    }
    try {
      measure(directory);
    } finally {
      if (export == null) {
        delete(directory);
      }
    }
    return 0;
  }

  private void measure(Path directory) throws IOException {
    List<Path> files = files(directory);
    List<Double> fromDisk = new ArrayList<>();
    List<Double> fromMemory = new ArrayList<>();
    List<Double> derived = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      forget(files);
      double readFromDisk = seconds(() -> read(files));
      forget(files);
      double verifiedFromDisk = seconds(() -> verify(directory, true));
      double readFromMemory = seconds(() -> read(files));
      double verifiedFromMemory = seconds(() -> verify(directory, true));
      System.out.printf(
          "round %d: from disk read %.2f s, verified %.2f s; from memory read %.2f s, verified"
              + " %.2f s",
          round, readFromDisk, verifiedFromDisk, readFromMemory, verifiedFromMemory);
      if (round > 0) { // before that the JVM has not compiled it yet
        fromDisk.add(readFromDisk / verifiedFromDisk);
        fromMemory.add(readFromMemory / verifiedFromMemory);
      }
      if (outcomes) {
        double decoded = seconds(() -> decode(files));
        double all = seconds(() -> verify(directory, false));
        System.out.printf("; decoded %.2f s, derived %.2f s", decoded, all);
        derived.add(decoded / all);
      }
      System.out.println();
    }
    System.out.println("reading / verifying the proofs, from disk: " + spread(fromDisk));
    System.out.println("reading / verifying the proofs, from memory: " + spread(fromMemory));
    if (outcomes) {
      System.out.println("decoding / verifying with outcomes: " + spread(derived));
    }
  }

  private static String spread(List<Double> ratios) {
    Collections.sort(ratios);
    return "%.2f (%.2f to %.2f)"
        .formatted(ratios.get(ratios.size() / 2), ratios.getFirst(), ratios.getLast());
  }

  private interface Step {
    void run() throws IOException;
  }

  private static double seconds(Step step) throws IOException {
    long begin = System.nanoTime();
    step.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("entries"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Takes the files out of the operating system's memory, where coreutils can. */
  private static void forget(List<Path> files) throws IOException {
    for (Path file : files) {
      try {
        new ProcessBuilder("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** All bytes, one file after the other. */
  private static void read(List<Path> files) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file)) {
        while (channel.read(buffer.clear()) >= 0) {
          // That is all.
        }
      }
    }
  }

  /** All entries to records, as many partitions at a time as the verification. */
  private static void decode(List<Path> files) {
    try (StubRegistry stub = new StubRegistry()) {
      SchemaRegistry registry = stub.client();
      RecordWriter.register(registry, Topics.TRAIL_PROGRAM, TrailEntry.class);
      files.parallelStream()
          .filter(file -> file.toString().endsWith(".entries"))
          .forEach(file -> decode(file, new RecordReader(registry)));
    }
  }

  private static void decode(Path file, RecordReader reader) {
    try (DataInputStream in =
        new DataInputStream(
            new java.io.BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      long bytes = Files.size(file);
      while (bytes > 0) {
        byte[] entry = in.readNBytes(in.readInt());
        if (!(reader.read(entry, TrailEntry.class) instanceof RecordReader.Read<TrailEntry>)) {
          throw new IllegalStateException(file + " holds what is no entry");
        }
        bytes -= Integer.BYTES + entry.length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void verify(Path directory, boolean proofsOnly) {
    Verification.Report report =
        Verification.run(
            Archive.open(directory),
            new Given(List.of(), List.of(), List.of(), List.of(), proofsOnly),
            _ -> {});
    if (!report.findings().isEmpty()) {
      throw new IllegalStateException(report.findings().toString());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    Files.delete(java.util.Objects.requireNonNull(directory.getParent()));
  }
}
