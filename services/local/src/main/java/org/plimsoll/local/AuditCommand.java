package org.plimsoll.local;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.OwnDirectory;
import org.plimsoll.audit.ReceiptReader;
import org.plimsoll.audit.Recomputation.AlteredException;
import org.plimsoll.audit.Replay;
import org.plimsoll.audit.Replay.Difference;
import org.plimsoll.audit.TrailReplay;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.audit.publication.LogSigner;
import org.plimsoll.audit.publication.Publication;
import org.plimsoll.verify.Counted;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll audit}. */
@Command(
    name = "audit",
    subcommands = RowsCommand.class,
    description = {
      "Derives the trail again from nothing but its recorded inputs, and compares what follows with"
          + " what was recorded.",
      ""
    },
    footer = {
      "",
      "Exit code 3 means that there are differences; the first of each partition is listed.",
      "",
      "Examples:",
      "  plimsoll audit",
      "  plimsoll audit rows",
      "  plimsoll audit checkpoint > kept-checkpoint.txt",
      "  plimsoll audit receipt program 0 17 > receipt.txt",
      "  plimsoll audit key"
    })
final class AuditCommand implements Callable<Integer> {
  /** A minute. */
  private static final int MAX_LOOKS = 300;

  private static final int LOOK_MILLIS = 200;

  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  Plimsoll plimsoll() {
    return plimsoll;
  }

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(System.out);
    Replay replay;
    try (Session session = Session.open(plimsoll)) {
      replay =
          TrailReplay.run(
              session.broker(),
              session.registry(),
              entries -> terminal.progress("%,d entries replayed".formatted(entries)));
    }
    terminal.progress("");
    for (Difference difference : replay.differences()) {
      terminal.line(
          "%s: recorded %s, derived %s"
              .formatted(difference.at(), difference.recorded(), difference.derived()));
    }
    boolean same = replay.differences().isEmpty();
    terminal.line(
        "%s replayed, %s."
            .formatted(
                Counted.of(replay.entries(), "entry", "entries"),
                same
                    ? "no difference"
                    : Counted.of(
                        replay.differences().size(), "partition differs", "partitions differ")));
    return same ? ExitCode.DONE : ExitCode.ATTENTION;
  }

  /** Signs and publishes what the trail has come to. */
  @Command(
      name = "checkpoint",
      description = {
        "Reads the whole trail again, compares it with every checkpoint so far, and signs and"
            + " publishes what it has come to. Prints the checkpoint; whoever keeps it can show"
            + " later that the log was rewritten.",
        ""
      },
      footer = {"", "Example:", "  plimsoll audit checkpoint > kept-checkpoint.txt"})
  int checkpoint(
      @Option(
              names = "--witness",
              paramLabel = "URL",
              description = "Asks this witness to cosign; its signature is published, too.")
          @Nullable List<URI> witnesses) {
    try (Session session = Session.open(plimsoll);
        LogSigner signer = signer(session)) {
      RootLog log = checkpointed(session, signer);
      for (URI witness : witnesses == null ? List.<URI>of() : witnesses) {
        SignedNote cosigned = new WitnessClient(witness).cosigned(log);
        publication(session).append(log, new Round(List.of(), cosigned));
      }
      System.out.print(log.last().orElseThrow().note());
      System.err.println("key     " + log.keys().getLast());
    }
    return ExitCode.DONE;
  }

  /** Hands the log over to a new key. */
  @Command(
      name = "rotate",
      description = {
        "Hands over to a new key: publishes a checkpoint that names it, signed by the former and by"
            + " the new one. The former is kept as key-ID.pem and may be destroyed.",
        ""
      },
      footer = {"", "Example:", "  plimsoll audit rotate"})
  int rotate() {
    try (Session session = Session.open(plimsoll);
        LogSigner signer = signer(session)) {
      RootLog log = checkpointed(session, signer);
      System.out.print(publication(session).rotate(signer, log).note());
      System.err.println("key     " + log.keys().getLast());
    }
    return ExitCode.DONE;
  }

  /** Prints the log's public key. */
  @Command(
      name = "key",
      description = {
        "Prints the public key of the log that is in charge, as `plimsoll verify --key` takes it;"
            + " wherever the data is, and whether something runs there or not.",
        ""
      },
      footer = {
        "",
        "Example:",
        "  plimsoll verify --receipt receipt.txt --key \"$(plimsoll audit key)\""
      })
  int key(
      @Option(
              names = "--all",
              description = "Every key that was in charge, each on a line, the present one last.")
          boolean all) {
    Home home = plimsoll.running().map(Plimsoll.Running::home).orElseGet(plimsoll::home);
    List<VerifierKey> keys = LogSigner.keysIn(home.audit());
    if (keys.isEmpty() && !plimsoll.asksForDataDir()) {
      keys = LogSigner.keysIn(plimsoll.demoHome().audit());
    }
    if (keys.isEmpty()) {
      throw new Failure(
          "%s holds no key of a log - the first `plimsoll up` or `plimsoll demo` makes one, and"
                  .formatted(home.audit())
              + " --data-dir names another place");
    }
    (all ? keys : keys.subList(keys.size() - 1, keys.size())).forEach(System.out::println);
    return ExitCode.DONE;
  }

  /** Proves of one entry that it stands in the trail. */
  @Command(
      name = "receipt",
      description = {
        "Prints a receipt for one entry of the trail: the entry, the proof that it is in the log,"
            + " and the signed checkpoint. `plimsoll verify --receipt` checks it with nothing but"
            + " the log's key.",
        ""
      },
      footer = {"", "Example:", "  plimsoll audit receipt program 0 17 > receipt.txt"})
  int receipt(
      @Parameters(paramLabel = "TIER", description = "program or portfolio.") String tier,
      @Parameters(paramLabel = "PARTITION", description = "From 0.") String partition,
      @Parameters(paramLabel = "SEQUENCE", description = "From 1.") long sequence) {
    TrailPartition of;
    try {
      of = Statement.partition(tier, partition);
    } catch (NoteException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    try (Session session = Session.open(plimsoll);
        LogSigner signer = signer(session)) {
      RootLog log = publication(session).published(signer.keys());
      if (log.latest(of).map(stated -> stated.head().size()).orElse(0L) < sequence) {
        log = checkpointed(session, signer);
      }
      System.out.print(ReceiptReader.read(new TrailReader(session.broker()), log, of, sequence));
    } catch (NoteException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    return ExitCode.DONE;
  }

  /**
   * The log's signer. Who comes while the clock of `plimsoll up` signs waits for it.
   *
   * @throws Failure when another process signs for more than a minute
   */
  static LogSigner signer(Session session) {
    for (int looks = 1; ; looks++) {
      try {
        return LogSigner.open(session.home().audit());
      } catch (OwnDirectory.TakenException e) {
        if (looks == MAX_LOOKS) {
          throw new Failure(String.valueOf(e.getMessage()), e);
        }
        try {
          Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new Failure("interrupted", interrupted);
        }
      }
    }
  }

  static Publication publication(Session session) {
    return new Publication(session.broker(), session.registry(), Installation.REPLICATION);
  }

  /** The log behind a new checkpoint, unless nothing has come since the last one. */
  static RootLog checkpointed(Session session, LogSigner signer) {
    Terminal terminal = new Terminal(System.err);
    try {
      RootLog log =
          publication(session)
              .checkpoint(
                  signer,
                  entries -> terminal.progress("%,d entries read again".formatted(entries)));
      terminal.progress("");
      return log;
    } catch (AlteredException | NoteException e) {
      throw new Failure(e.getMessage() + "; nothing was signed", e);
    }
  }
}
