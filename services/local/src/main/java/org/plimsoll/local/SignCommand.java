package org.plimsoll.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.plimsoll.audit.OwnDirectory.TakenException;
import org.plimsoll.audit.Recomputation.AlteredException;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.publication.CheckpointClock;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.wire.SchemaRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll sign}. */
@Command(
    name = "sign",
    description = {
      "Signs a checkpoint of the trail every so often until Ctrl-C, when something has come since,"
          + " and once more at its end. `plimsoll up` does so by itself; this is for brokers of"
          + " your own.",
      "Signs in to the broker as the user audit, which `plimsoll prepare` makes and which can write"
          + " checkpoints and nothing else. Its password comes from the environment:"
          + " PLIMSOLL_KAFKA_AUDIT_PASSWORD.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  plimsoll sign --bootstrap-servers kafka-1:9092 --security-protocol SASL_SSL \\",
      "      --registry https://registry.example/apis/ccompat/v7 --dir /var/lib/plimsoll/audit"
    })
final class SignCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Mixin private Brokers brokers = new Brokers();

  @Option(
      names = "--registry",
      required = true,
      paramLabel = "URL",
      description = "The schema registry, whose schemas entries are read again with.")
  private String registry = "";

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIRECTORY",
      description = "Holds the keys and what was signed last; made where there is none. Keep it.")
  private Path directory = Path.of("");

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "For example 90s, 15m or 2h. Default: ${DEFAULT-VALUE}.")
  private String every = "";

  @Option(names = "--once", description = "Signs one and ends, for whoever has a clock: cron.")
  private boolean once;

  @Override
  public Integer call() throws InterruptedException {
    Duration pause = pause(every);
    CheckpointClock clock =
        CheckpointClock.start(
            brokers.client(Access.AUDIT), new SchemaRegistry(registry), directory, pause);
    Runtime.getRuntime().addShutdownHook(new Thread(clock::close));
    try {
      clock.keys().forEach(key -> System.out.println("key " + key));
      if (once) {
        System.out.println(
            clock
                .sign()
                .flatMap(RootLog::last)
                .map(last -> "checkpoint " + last.checkpoint().size())
                .orElse("nothing has come since the last one"));
        return ExitCode.DONE;
      }
    } catch (AlteredException | NoteException | TakenException e) {
      throw new Failure(e.getMessage() + "; nothing was signed", e);
    }
    System.out.println("Ctrl-C ends it.");
    Thread.currentThread().join();
    return ExitCode.DONE;
  }

  private static Duration pause(String every) {
    try {
      Duration pause = Duration.parse("PT" + every.toUpperCase(Locale.ROOT));
      if (pause.compareTo(SHORTEST) >= 0) {
        return pause;
      }
    } catch (DateTimeParseException e) {
      // Said below, in the same words.
    }
    throw new Failure("--every: " + every + " - expected a second or more, as in 90s, 15m or 2h");
  }
}
