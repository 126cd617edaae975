package org.plimsoll.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.Verification;
import org.plimsoll.audit.archive.Verification.Given;
import org.plimsoll.audit.archive.Verification.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How soon it is known what stood at a past moment, from states that a verification kept, beside
 * weighing everything from the beginning. Each answer is one of {@code plimsoll state} as it is
 * shipped, from the start of its process to its end.
 */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = "What stood at a past moment, from kept states and from the beginning.")
final class PastState implements Callable<Integer> {
  @Option(
      names = "--projects",
      defaultValue = "100000",
      description = "a multiple of 50; ${DEFAULT-VALUE} unless given")
  int projects;

  @Option(
      names = "--reports",
      defaultValue = "2",
      description =
          "of each project, besides its facts and three grants; the moment is in the middle of"
              + " them; ${DEFAULT-VALUE} unless given")
  int reports;

  @Option(names = "--partitions", defaultValue = "4", description = "${DEFAULT-VALUE} unless given")
  int partitions;

  @Option(
      names = "--tick-every",
      defaultValue = "10000",
      description =
          "entries of a partition from one tick to the next, 0 for none; ${DEFAULT-VALUE} unless"
              + " given")
  int tickEvery;

  @Option(names = "--rounds", defaultValue = "5", description = "${DEFAULT-VALUE} unless given")
  int rounds;

  @Option(
      names = "--states-every",
      defaultValue = "0",
      description = "as of `plimsoll verify`; its default unless given")
  int statesEvery;

  @Option(
      names = "--command",
      defaultValue = "services/local/target/plimsoll/lib/*",
      description = "class path of the command line; ${DEFAULT-VALUE} unless given")
  String command = "";

  @Option(names = "--export", description = "a directory to keep the export in, and to use again")
  @Nullable Path export;

  @Override
  public Integer call() throws IOException {
    Path directory =
        export == null ? Files.createTempDirectory("plimsoll-export").resolve("export") : export;
    if (!Files.exists(directory.resolve("manifest.txt"))) {
      long begin = System.nanoTime();
      SampleExport.write(directory, new Workload(1, projects, reports, 0), partitions, tickEvery);
      Bench.say("Made an export in %.0f s.".formatted(seconds(begin)));
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
    Path states = directory.resolve("states");
    if (!Files.exists(states)) {
      long begin = System.nanoTime();
      Report report =
          Verification.keepingStates(
              Archive.open(directory), Given.nothing(), statesEvery, _ -> {});
      Bench.say(
          "Verified %,d entries and kept %d states of %,d MB beside %,d MB in %.0f s."
              .formatted(
                  report.entries(),
                  report.states(),
                  megabytes(states),
                  megabytes(directory.resolve("entries")),
                  seconds(begin)));
    }
    long perPartition = (long) projects * (4 + reports) / partitions;
    long afterFacts = (long) projects * 4 / partitions;
    // Partitions are of nearly the same length, and entry n of each was taken at millisecond n.
    Instant middle = SampleExport.BEGIN.plusMillis((afterFacts + perPartition) / 2);
    Path hidden = directory.resolve("states.hidden");
    Path classes = Files.createTempDirectory("plimsoll-classes").resolve("state.aot");
    List<Double> kept = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    Bench.say("The first run keeps its classes for the others, as the launcher lets it.");
    answered("the first run", directory, middle, "-XX:AOTCacheOutput=" + classes);
    String cached = "-XX:AOTCache=" + classes;
    for (int round = 1; round <= rounds; round++) {
      kept.add(answered("from states", directory, middle, cached));
      Files.move(states, hidden);
      try {
        whole.add(answered("from the beginning", directory, middle, cached));
      } finally {
        Files.move(hidden, states);
      }
    }
    Files.delete(classes);
    Collections.sort(kept);
    Collections.sort(whole);
    double with = kept.get(kept.size() / 2);
    double without = whole.get(whole.size() / 2);
    Bench.say(
        ("from states %.2f s (%.2f to %.2f), from the beginning %.2f s (%.2f to %.2f), medians of"
                + " %d; from the beginning / from states: %.1f")
            .formatted(
                with,
                kept.getFirst(),
                kept.getLast(),
                without,
                whole.getFirst(),
                whole.getLast(),
                rounds,
                without / with));
  }

  /** Seconds from the start of the command to its end. */
  private double answered(String how, Path directory, Instant at, String classes)
      throws IOException {
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx2g",
                "-XX:+UseSerialGC",
                classes,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=org.plimsoll.schema",
                "-cp",
                command,
                "org.plimsoll.local.Plimsoll",
                "state",
                directory.toString(),
                "--at=" + at)
            .redirectErrorStream(true)
            .start();
    List<String> said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join("\n", said));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    double seconds = seconds(begin);
    Bench.say("  %-18s %.2f s".formatted(how, seconds));
    said.stream()
        .filter(line -> line.contains("as known at") || line.contains("weighed for this"))
        .forEach(line -> Bench.say("    " + line));
    return seconds;
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static long megabytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          >> 20;
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
