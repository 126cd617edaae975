package org.plimsoll.local;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.plimsoll.local.demo.History;
import org.plimsoll.local.demo.Portfolio;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import org.plimsoll.wire.TickWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code plimsoll demo}. */
@Command(
    name = "demo",
    description = {
      "Starts everything and plays two years of a government portfolio: five programs, 82 projects,"
          + " monthly statuses. Budgets and targets come from the study of 2020, the rest is"
          + " illustrative. Stays up until Ctrl-C.",
      "The demonstration has a data directory of its own, which is emptied at every start.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plimsoll demo",
      "  plimsoll demo --speed 4",
      "  plimsoll demo --speed max --exit-when-done"
    })
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Option(
      names = "--speed",
      paramLabel = "N|max",
      defaultValue = "1",
      converter = Speed.Converter.class,
      description =
          "1: a month every three seconds, 72 s in all; 2: twice as fast; max: no pauses.")
  private Speed speed = Speed.MAX;

  @Option(
      names = "--fresh",
      description =
          "Empty the --data-dir first even if it holds something else than a demonstration.")
  private boolean fresh;

  @Option(names = "--exit-when-done", description = "Stop everything after the last month.")
  private boolean exitWhenDone;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "As for `plimsoll up`. Default: 7400, or free ports where those are taken.")
  private @Nullable Integer port;

  /** Whoever looks on need not wait long for the proof of what they did. */
  private static final int CHECKPOINT_MINUTES = 1;

  private static final Duration TICK_EVERY = Duration.ofSeconds(60);

  /**
   * How fast the months are played.
   *
   * @param secondsPerMonth 0 for no pauses
   */
  record Speed(double secondsPerMonth) {
    static final Speed MAX = new Speed(0);
    private static final double USUAL_SECONDS = 3;

    static final class Converter implements picocli.CommandLine.ITypeConverter<Speed> {
      @Override
      public Speed convert(String value) {
        if (value.equals("max")) {
          return MAX;
        }
        try {
          double times = Double.parseDouble(value);
          if (times > 0 && times < 1_000_000) {
            return new Speed(USUAL_SECONDS / times);
          }
        } catch (NumberFormatException e) {
          // Told below.
        }
        throw new TypeConversionException(
            "'" + value + "' - expected max or a number above 0, for example 2");
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Home home = plimsoll.demoHome();
    Terminal terminal = new Terminal(System.out);
    AutoCloseable lock = home.lock();
    empty(home, terminal);
    home.markAsDemo();
    Portfolio portfolio = Portfolio.sample();
    History history = History.of(portfolio);
    Installation installation =
        UpCommand.start(
            home,
            lock,
            port,
            List.copyOf(portfolio.agencies().keySet()),
            CHECKPOINT_MINUTES,
            terminal);
    Instance instance = Instance.own(installation.addresses(), true);
    terminal.line("");
    try (TickWriter clock = installation.clock()) {
      DemoPlay play =
          new DemoPlay(
              new IntakeClient(instance, Secrets.of(home)),
              new LeadershipClient(instance, Secrets.of(home)),
              new Lag(instance, Secrets.of(home)),
              new DemoPersons(Persons.database(home, instance), Secrets.of(home).persons()),
              clock,
              terminal);
      play.all(portfolio, history, speed);
      installation.checkpoint();
      Checkpoints.last(home).ifPresent(last -> terminal.line("checkpoint " + last));
      terminal.line("Take the trail with you and check it without us:");
      terminal.line("  plimsoll export demo-trail --data-dir " + home.path());
      terminal.line("  plimsoll verify demo-trail");
      if (exitWhenDone) {
        installation.close();
        return ExitCode.DONE;
      }
      terminal.line("The inbox stays at " + instance.inbox() + " until Ctrl-C. To sign in anew:");
      terminal.line("  plimsoll sign-in --data-dir " + home.path());
      Instant end = history.months().getLast().evening();
      Thread.ofVirtual().start(() -> goOn(clock, end, Instant.now()));
      return UpCommand.stay(installation, home);
    }
  }

  /**
   * From the end of the story on its clock moves as any other, so that what is decided then has its
   * moment in the story, too.
   */
  private static void goOn(TickWriter clock, Instant end, Instant ended) {
    try {
      while (true) {
        Thread.sleep(TICK_EVERY);
        clock.write(end.plus(Duration.between(ended, Instant.now())));
      }
    } catch (InterruptedException | IllegalStateException | KafkaException e) {
      // The demonstration stops.
    }
  }

  private void empty(Home home, Terminal terminal) {
    if (home.isFresh()) {
      return;
    }
    if (!home.isDemo() && !fresh) {
      throw new Failure(
          "--data-dir: %s holds something else than a demonstration - name another directory, or add --fresh to empty it"
              .formatted(home.path()));
    }
    terminal.line("Emptying " + home.path() + ", so that the story begins at its beginning.");
    home.empty();
  }
}
