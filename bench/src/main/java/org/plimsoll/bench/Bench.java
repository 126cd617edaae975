package org.plimsoll.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.plimsoll.wire.TopicSetup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures on this machine; in two minutes unless told otherwise. Nothing of it runs in a build.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the engine on this machine, beside its limits and its peers.",
    subcommands = {
      Bench.Quick.class,
      Bench.Compare.class,
      Bench.Delay.class,
      Bench.Projection.class,
      Backtesting.class,
      Growth.class,
      Pictures.class,
      PastState.class,
      Restart.class,
      Screens.class,
      Verify.class
    })
public final class Bench implements Callable<Integer> {
  /** As many as a large program's agencies might run; they keep the topic coming. */
  static final int PRODUCERS = 2;

  static final int BEACONS = 100;

  /** One for each second of all rounds of a read model. */
  private static final int MAX_BEACONS = 1_000;

  static final List<String> LEADERSHIP_JVM = List.of("-Xmx512m");

  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() {
    return new CommandLine(new Quick()).execute();
  }

  static void say(String line) {
    System.out.println(line);
  }

  /** What all have in common. */
  static final class Setting {
    @Option(
        names = "--partitions",
        defaultValue = "4",
        description = "of every topic; ${DEFAULT-VALUE} unless given")
    int partitions;

    @Option(
        names = "--threads",
        defaultValue = "2",
        description = "of every contender; ${DEFAULT-VALUE} unless given")
    int threads;

    @Option(
        names = "--instances",
        defaultValue = "1",
        description = "of the engine, which share the partitions; ${DEFAULT-VALUE} unless given")
    int instances;

    @Option(
        names = "--agencies",
        defaultValue = "1",
        description =
            "with a topic each, of which all but one stay empty; ${DEFAULT-VALUE} unless given")
    int agencies;

    @Option(
        names = "--heap",
        defaultValue = "1800",
        description = "of every contender, in megabytes; ${DEFAULT-VALUE} unless given")
    int heapMegabytes;

    @Option(names = "--jvm", description = "one more option for every contender's JVM")
    List<String> jvm = new ArrayList<>();

    /** Options of every contender's JVM: those of the image that is shipped. */
    List<String> jvm() {
      List<String> options =
          new ArrayList<>(
              List.of(
                  "-Xmx" + heapMegabytes + "m",
                  "-XX:+UseParallelGC",
                  "-XX:+UseCompactObjectHeaders"));
      if (System.getProperty("os.name").equals("Linux")) {
        options.add("-XX:+UseTransparentHugePages");
      }
      options.addAll(jvm);
      return options;
    }

    @Option(
        names = "--seed",
        defaultValue = "1",
        description = "of the workload; ${DEFAULT-VALUE} unless given")
    long seed;

    @Option(names = "--results", description = "a file NAME.json; NAME.md gets the table")
    @Nullable Path results;

    @Option(names = "--page", description = "a page whose marked table is replaced")
    @Nullable Path page;

    Machine machine() throws IOException {
      say("Starting a broker, a registry and a database.");
      Machine machine = new Machine(partitions);
      TopicSetup.ensure(machine.admin, partitions, (short) 1);
      TopicSetup.ensureIntake(machine.admin, Workload.AGENCY, partitions, (short) 1);
      for (int other = 1; other < agencies; other++) {
        TopicSetup.ensureIntake(machine.admin, "agency-" + other, partitions, (short) 1);
      }
      return machine;
    }

    Results compare(Workload workload, int rounds, Set<Contender> contenders) throws IOException {
      List<Run.Result> all = new ArrayList<>();
      try (Machine machine = machine()) {
        Publisher publisher = new Publisher(workload, machine);
        long begin = System.nanoTime();
        publisher.setup();
        publisher.statuses(PRODUCERS);
        var expected = workload.expectation();
        say(
            "Published %,d statuses of %,d projects in %.0f s; %,d exceptions are to be raised and %,d cleared."
                .formatted(
                    workload.statuses(),
                    workload.projects(),
                    (System.nanoTime() - begin) / 1e9,
                    expected.raised(),
                    expected.cleared()));
        for (int round = 1; round <= rounds; round++) {
          for (Contender contender : contenders) {
            // Without ticks: written now, they would lie behind all statuses.
            try (Run run =
                new Run(
                    machine,
                    contender,
                    contender == Contender.ENGINE ? instances : 1,
                    threads,
                    "0s",
                    jvm())) {
              Run.Result result = run.measure(round, workload.statuses(), expected);
              all.add(result);
              say(
                  "round %d of %d, %s: %,.0f thousand statuses/s"
                      .formatted(round, rounds, contender.title, result.perSecond() / 1_000));
            }
          }
        }
      }
      Results found = new Results(all);
      if (results != null) {
        Results.write(results, all, found.table());
      }
      if (page != null) {
        Results.replace(page, "throughput", found.table());
      }
      say("%n%s".formatted(found.table()));
      return found;
    }
  }

  @Command(
      name = "quick",
      mixinStandardHelpOptions = true,
      description = "The engine and the exactly-once copy, in about two minutes.")
  static final class Quick implements Callable<Integer> {
    private static final int PROJECTS = 20_000;
    private static final int REPORTS = 25;
    private static final int ROUNDS = 3;

    @Mixin Setting setting = new Setting();

    @Override
    public Integer call() throws IOException {
      Results results =
          setting.compare(
              new Workload(setting.seed, PROJECTS, REPORTS, 0),
              ROUNDS,
              EnumSet.of(Contender.COPY, Contender.ENGINE));
      say(
          "engine / exactly-once copy: %s"
              .formatted(results.ratio(Contender.ENGINE, Run.Result::perSecond)));
      return 0;
    }
  }

  @Command(
      name = "compare",
      mixinStandardHelpOptions = true,
      description = "All contenders, one after the other in each round.")
  static final class Compare implements Callable<Integer> {
    @Mixin Setting setting = new Setting();

    @Option(
        names = "--projects",
        defaultValue = "100000",
        description = "a multiple of 50; ${DEFAULT-VALUE} unless given")
    int projects;

    @Option(
        names = "--statuses",
        defaultValue = "2000000",
        description = "of all projects together; ${DEFAULT-VALUE} unless given")
    int statuses;

    @Option(names = "--rounds", defaultValue = "3", description = "${DEFAULT-VALUE} unless given")
    int rounds;

    @Option(
        names = "--only",
        split = ",",
        description = "of ${COMPLETION-CANDIDATES}; all unless given")
    @Nullable Set<Contender> only;

    @Override
    public Integer call() throws IOException {
      setting.compare(
          new Workload(setting.seed, projects, statuses / projects, 0),
          rounds,
          only == null ? EnumSet.allOf(Contender.class) : EnumSet.copyOf(only));
      return 0;
    }
  }

  @Command(
      name = "latency",
      mixinStandardHelpOptions = true,
      description = "From a published status to the committed escalation on three levels.")
  static final class Delay implements Callable<Integer> {
    @Mixin Setting setting = new Setting();

    @Option(
        names = "--projects",
        defaultValue = "100000",
        description = "a multiple of 50; ${DEFAULT-VALUE} unless given")
    int projects;

    @Option(
        names = "--rates",
        split = ",",
        defaultValue = "5000,50000",
        description = "statuses a second; ${DEFAULT-VALUE} unless given")
    List<Integer> rates = List.of();

    @Option(
        names = "--seconds",
        defaultValue = "30",
        description = "to warm up and then to measure, each; ${DEFAULT-VALUE} unless given")
    int seconds;

    @Option(
        names = "--only",
        split = ",",
        defaultValue = "ENGINE,FLINK,STREAMS",
        description = "${DEFAULT-VALUE} unless given")
    Set<Contender> only = Set.of();

    @Override
    public Integer call() throws IOException {
      List<Latency.Result> all = new ArrayList<>();
      Workload workload = new Workload(setting.seed, projects, Workload.MAX_REPORTS, BEACONS);
      for (int rate : rates) {
        for (Contender contender : EnumSet.copyOf(only)) {
          // A machine of its own for each, because each must see nothing but its own statuses.
          try (Machine machine = setting.machine()) {
            new Publisher(workload, machine).setup();
            try (Run run = new Run(machine, contender, setting.threads, "60s", setting.jvm())) {
              Latency latency =
                  new Latency(machine, workload, contender, rate, Duration.ofSeconds(seconds));
              latency.begin();
              run.awaitTaken();
              say(
                  "Publishing %,d statuses/s for %d s to: %s"
                      .formatted(rate, 2 * seconds, contender.title));
              all.add(latency.measure());
            }
          }
        }
      }
      String table = Latency.table(all);
      if (setting.results != null) {
        Results.write(setting.results, all, table);
      }
      if (setting.page != null) {
        Results.replace(setting.page, "latency", table);
      }
      say("%n%s".formatted(table));
      return 0;
    }
  }

  @Command(
      name = "projection",
      mixinStandardHelpOptions = true,
      description = "The read model over a trail, and escalations beside it.")
  static final class Projection implements Callable<Integer> {
    @Mixin Setting setting = new Setting();

    @Option(
        names = "--leadership",
        defaultValue = "services/local/target/plimsoll/lib/*",
        description =
            "class path of the service; several are measured in turn; ${DEFAULT-VALUE} unless given")
    List<String> classPaths = List.of();

    @Option(
        names = "--projects",
        defaultValue = "20000",
        description = "a multiple of 50; ${DEFAULT-VALUE} unless given")
    int projects;

    @Option(
        names = "--reports",
        defaultValue = "10",
        description = "of each project; ${DEFAULT-VALUE} unless given")
    int reports;

    @Option(names = "--rounds", defaultValue = "3", description = "${DEFAULT-VALUE} unless given")
    int rounds;

    @Option(
        names = "--beacons",
        negatable = true,
        defaultValue = "true",
        fallbackValue = "true",
        description = "whether escalations are published meanwhile; yes unless given")
    boolean withBeacons;

    @Override
    public Integer call() throws IOException {
      Workload workload =
          new Workload(setting.seed, projects, reports, withBeacons ? MAX_BEACONS : 0);
      try (Machine machine = setting.machine()) {
        Publisher publisher = new Publisher(workload, machine);
        publisher.setup();
        try (Run engine =
            new Run(machine, Contender.ENGINE, setting.threads, "0s", setting.jvm())) {
          engine.awaitTaken();
          publisher.statuses(PRODUCERS);
          engine.awaitTaken();
          say("The engine has weighed %,d statuses.".formatted(workload.statuses()));
          Beacons beacons = withBeacons ? new Beacons(workload, publisher) : null;
          for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < classPaths.size(); i++) {
              String database = "leadership_%d_%d".formatted(round, i);
              try (ReadModel readModel =
                  new ReadModel(machine, classPaths.get(i), database, Map.of(), LEADERSHIP_JVM)) {
                say(
                    "round %d of %d, %d: %s"
                        .formatted(round, rounds, i + 1, readModel.measure(beacons).text()));
              }
            }
          }
        }
      }
      return 0;
    }
  }
}
