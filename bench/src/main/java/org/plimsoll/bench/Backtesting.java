package org.plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.PolicyReader;
import org.plimsoll.policy.backtest.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A trail weighed again in each of the ways that there are, in one process. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description = "A trail read, weighed, audited and back-tested again, without a broker.")
final class Backtesting implements Callable<Integer> {
  private static final long TOLD_EVERY = 200_000;

  private static final String CANDIDATE =
      """
      name: a stricter one
      source: bench
      granted by: law
      reason: bench
      applies to: every project
      tolerances:
        - id: cost
          kind: cost
          measure: cost growth over original baseline
          limit: at most +8 %
        - id: spi
          kind: time
          measure: schedule performance index
          limit: at least 0.95
        - id: time
          kind: time
          measure: finish slip against original baseline
          limit: at most 60 days
      """;

  @Option(
      names = "--projects",
      defaultValue = "20000",
      description = "a multiple of 50; ${DEFAULT-VALUE} unless given")
  int projects;

  @Option(
      names = "--reports",
      defaultValue = "50",
      description = "of each project; ${DEFAULT-VALUE} unless given")
  int reports;

  @Option(names = "--partitions", defaultValue = "4", description = "${DEFAULT-VALUE} unless given")
  int partitions;

  @Option(names = "--rounds", defaultValue = "2", description = "${DEFAULT-VALUE} unless given")
  int rounds;

  @Option(names = "--seed", defaultValue = "1", description = "${DEFAULT-VALUE} unless given")
  long seed;

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("plimsoll-bench");
    try (StubRegistry registry = new StubRegistry()) {
      Reweighing trail =
          new Reweighing(
              new Workload(seed, projects, reports, 0), directory, partitions, registry.client());
      long entries = trail.write();
      Bench.say("Wrote %,d entries, %,d MB.".formatted(entries, trail.bytes() >> 20));
      Policy policy = PolicyReader.read(CANDIDATE);
      for (int round = 1; round <= rounds; round++) {
        Bench.say("round %d of %d".formatted(round, rounds));
        double decode = timed("whole entries read", entries, trail::decode);
        timed("inputs read", entries, trail::readInputs);
        double weigh = timed("inputs read and weighed", entries, trail::weigh);
        double replay = timed("audited", entries, trail::replay);
        timed("back-tested", entries, () -> told(trail.backtest(policy, Backtesting::told)));
        Bench.say(
            "weighed / whole entries read: %.2f; audited / whole entries read: %.2f"
                .formatted(decode / weigh, decode / replay));
      }
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return 0;
  }

  private static double timed(String what, long entries, Runnable work) {
    long begun = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    Bench.say("  %-24s %6.1f s, %,9.0f a second".formatted(what, seconds, entries / seconds));
    return seconds;
  }

  private static void told(long entries) {
    if (entries % TOLD_EVERY == 0) {
      Bench.say("    %,d entries weighed".formatted(entries));
    }
  }

  private static void told(Report report) {
    Bench.say(
        "    %,d inputs: %,d exceptions recorded, %,d of the candidate"
            .formatted(report.inputs(), report.recorded(), report.candidate()));
  }
}
