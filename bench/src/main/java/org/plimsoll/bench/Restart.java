package org.plimsoll.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long the engine is away, with what it had on its disk and without. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description = "How long the engine takes to go on after a stop and after a crash.")
final class Restart implements Callable<Integer> {
  @Mixin Bench.Setting setting = new Bench.Setting();

  @Option(
      names = "--projects",
      defaultValue = "1000000",
      description = "a multiple of 50; ${DEFAULT-VALUE} unless given")
  int projects;

  @Option(
      names = "--reports",
      defaultValue = "2",
      description = "of each project; ${DEFAULT-VALUE} unless given")
  int reports;

  @Option(names = "--rounds", defaultValue = "2", description = "${DEFAULT-VALUE} unless given")
  int rounds;

  @Override
  public Integer call() throws IOException {
    Workload workload = new Workload(setting.seed, projects, reports + rounds, Bench.BEACONS);
    try (Machine machine = setting.machine()) {
      Publisher publisher = new Publisher(workload, machine);
      publisher.setup();
      try (Run engine = new Run(machine, Contender.ENGINE, setting.threads, "0s", setting.jvm())) {
        engine.awaitTaken();
        Bench.say("The engine has taken %,d projects.".formatted(workload.projects()));
        weigh(engine, publisher, 0, reports);
        int beacon = 0;
        for (int round = 0; round < rounds; round++) {
          engine.stop();
          Bench.say("After a stop %s".formatted(gone(engine, publisher, beacon++)));
          weigh(engine, publisher, reports + round, reports + round + 1);
          engine.kill();
          Bench.say("After a crash %s".formatted(gone(engine, publisher, beacon++)));
          engine.stop();
          engine.deleteState();
          Bench.say("Without its disk %s".formatted(gone(engine, publisher, beacon++)));
        }
      }
    }
    return 0;
  }

  private static void weigh(Run engine, Publisher publisher, int from, int to) {
    publisher.statuses(Bench.PRODUCERS, from, to);
    engine.awaitTaken();
    Bench.say(
        "It has weighed %d reports of each and takes %,d MB."
            .formatted(to, engine.residentMegabytes("VmRSS")));
  }

  /** From the start of its process until a status is committed that came while it was away. */
  private static String gone(Run engine, Publisher publisher, int beacon) {
    publisher.beacon(beacon);
    long begun = System.nanoTime();
    engine.restart();
    engine.awaitTaken();
    return "it weighs again after %.1f s and takes %,d MB, at most %,d MB%n  %s"
        .formatted(
            (System.nanoTime() - begun) / 1e9,
            engine.residentMegabytes("VmRSS"),
            engine.residentMegabytes("VmHWM"),
            String.join("%n  ".formatted(), engine.restored()));
  }
}
