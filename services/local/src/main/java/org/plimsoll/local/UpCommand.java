package org.plimsoll.local;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll up}. */
@Command(
    name = "up",
    description = {
      "Starts the broker, the database, the schema registry and the services on this machine, and"
          + " keeps them running until Ctrl-C. Data are kept.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plimsoll up",
      "  plimsoll up --data-dir /var/lib/plimsoll --port 8400"
    })
final class UpCommand implements Callable<Integer> {
  static final int CHECKPOINT_MINUTES = 15;
  private static final int MAX_CHECKPOINT_MINUTES = 24 * 60;
  private static final Duration LOOK = Duration.ofMillis(500);

  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The first of the ports: the inbox at PORT, intake at PORT+1, the engine at PORT+2, Kafka"
              + " at PORT+10 and +11, the registry at PORT+12 and +13, Postgres at PORT+14."
              + " Default: 7400, or free ports where those are taken.")
  private @Nullable Integer port;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "MINUTES",
      defaultValue = "" + CHECKPOINT_MINUTES,
      description =
          "Signs a checkpoint of the trail so often, when something has come since, and at the"
              + " stop. Default: ${DEFAULT-VALUE}.")
  private int checkpointMinutes;

  @Override
  public Integer call() throws InterruptedException {
    Home home = plimsoll.home();
    if (checkpointMinutes < 1 || checkpointMinutes > MAX_CHECKPOINT_MINUTES) {
      throw new Failure(
          "--checkpoint-every: %d - expected 1 to %d minutes"
              .formatted(checkpointMinutes, MAX_CHECKPOINT_MINUTES));
    }
    AutoCloseable lock = home.lock();
    Terminal terminal = new Terminal(System.out);
    Installation installation = start(home, lock, port, List.of(), checkpointMinutes, terminal);
    terminal.line("");
    terminal.line("Ctrl-C stops everything; the data stay.");
    return stay(installation, home);
  }

  /** Starts everything, telling of each part, and then where it is. */
  static Installation start(
      Home home,
      AutoCloseable lock,
      @Nullable Integer port,
      List<String> agencies,
      int checkpointMinutes,
      Terminal terminal) {
    Addresses addresses;
    if (port == null) {
      Addresses.Chosen chosen = Addresses.free();
      chosen.remarks().forEach(terminal::line);
      addresses = chosen.addresses();
    } else {
      addresses = Addresses.exactly(port);
    }
    terminal.line("Starting on " + home.path());
    Installation installation =
        Installation.start(home, addresses, lock, agencies, part -> terminal.line("  " + part));
    installation.keepLog(Duration.ofMinutes(checkpointMinutes));
    terminal.line("");
    Where.of(addresses, home).forEach(terminal::line);
    terminal.line("");
    Persons.invitation(home, Instance.own(addresses, true)).forEach(terminal::line);
    return installation;
  }

  /** Returns only when a part has ended that nobody stopped; Ctrl-C ends the process instead. */
  static int stay(Installation installation, Home home) throws InterruptedException {
    while (true) {
      Optional<String> fallen = installation.fallen();
      if (fallen.isPresent()) {
        System.err.printf(
            "plimsoll: %s has ended though nobody stopped it; its log is under %s%n",
            fallen.get(), home.path());
        installation.close();
        return ExitCode.FAILED;
      }
      Thread.sleep(LOOK);
    }
  }
}
