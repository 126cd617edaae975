package org.plimsoll.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.audit.archive.Verification;
import org.plimsoll.audit.archive.Verification.Given;
import org.plimsoll.audit.archive.Verification.Report;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.Receipt;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plimsoll verify}. */
@Command(
    name = "verify",
    description = {
      "Checks an export with no network: every root, the consistency of all checkpoints, signatures"
          + " and receipts; then derives every outcome again from the recorded inputs. Names the"
          + " first entry of each partition that was altered, dropped, inserted, duplicated or"
          + " reordered, and says what could not be checked.",
      "Without an export, checks receipts alone with the log's key.",
      ""
    },
    footer = {
      "",
      "Exit code 0 when everything that was checked holds, 3 when something does not, 1 when there"
          + " is no complete export that can be read.",
      "",
      "Examples:",
      "  ${COMMAND-FULL-NAME} trail-2026",
      "  ${COMMAND-FULL-NAME} trail-2026 --key KEY --checkpoint kept-checkpoint.txt",
      "  ${COMMAND-FULL-NAME} trail-2026 --keep-states",
      "  ${COMMAND-FULL-NAME} --receipt receipt.txt --key KEY"
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final long MAX_FILE_BYTES = Receipt.MAX_CHARACTERS;

  @Parameters(
      paramLabel = "EXPORT",
      arity = "0..1",
      description = "The directory that `plimsoll export` wrote.")
  private @Nullable Path export;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The log's key, NAME+ID+KEY, as you were given it.")
  private List<String> keys = List.of();

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "A checkpoint that you kept; it must be a former state of the log.")
  private List<Path> checkpoints = List.of();

  @Option(names = "--receipt", paramLabel = "FILE", description = "A receipt that you kept.")
  private List<Path> receipts = List.of();

  @Option(
      names = "--witness",
      paramLabel = "KEY",
      description = "The key of a witness that must have cosigned.")
  private List<String> witnesses = List.of();

  @Option(
      names = "--proofs-only",
      description = "Leaves out deriving the outcomes again, which takes longest.")
  private boolean proofsOnly;

  @Option(
      names = "--keep-states",
      description =
          "Keeps what stood on the way in EXPORT/states, for the command `state`; only when nothing"
              + " is found. What was kept before is replaced.")
  private boolean keepStates;

  @Option(
      names = "--states-every",
      paramLabel = "N",
      description =
          "Entries of a partition from one state to the next. Default: as many as take 100 bytes for"
              + " each of its nodes, and at least 2.5 MB. Fewer let `state` answer sooner and take"
              + " more room.")
  private @Nullable Integer statesEvery;

  @Override
  public Integer call() {
    if (statesEvery != null && (statesEvery < 1 || !keepStates)) {
      throw new Failure(
          "--states-every: %d - expected a number of entries, 1 or more, and --keep-states"
              .formatted(statesEvery));
    }
    if (keepStates && (proofsOnly || export == null)) {
      throw new Failure(
          "--keep-states: expected an export and no --proofs-only - a state is kept when all that"
              + " led to it was derived again");
    }
    try {
      Given given =
          new Given(
              keys.stream().map(VerifierKey::parse).toList(),
              checkpoints.stream().map(file -> read(file, SignedNote::parse)).toList(),
              receipts.stream().map(file -> read(file, Receipt::parse)).toList(),
              witnesses.stream().map(VerifierKey::parse).toList(),
              proofsOnly);
      Path directory = export;
      return directory == null ? receiptsAlone(given) : exported(directory, given);
    } catch (NoteException | ArchiveException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> T read(Path file, Function<String, T> parser) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new Failure(file + " is longer than a checkpoint or receipt can be");
      }
      return parser.apply(Files.readString(file));
    } catch (IOException e) {
      throw new Failure(file + " cannot be read: " + e, e);
    } catch (NoteException e) {
      throw new Failure(file + ": " + e.getMessage(), e);
    }
  }

  private static int receiptsAlone(Given given) {
    if (given.receipts().isEmpty() || given.keys().isEmpty()) {
      throw new Failure("expected an export, or --receipt FILE and --key KEY");
    }
    boolean all = true;
    for (Receipt receipt : given.receipts()) {
      String what =
          "entry %d of trail %s".formatted(receipt.sequence(), receipt.head().partition());
      try {
        long size = receipt.verify(given.keys()).size();
        System.out.printf("%s stands in the log of checkpoint %d%n", what, size);
      } catch (NoteException e) {
        System.out.println(what + ": " + e.getMessage());
        all = false;
      }
    }
    return all ? ExitCode.DONE : ExitCode.ATTENTION;
  }

  private int exported(Path directory, Given given) {
    Terminal terminal = new Terminal(System.out);
    Archive archive = Archive.open(directory);
    LongConsumer progress = entries -> terminal.progress("%,d entries read".formatted(entries));
    Report report =
        keepStates
            ? Verification.keepingStates(
                archive, given, statesEvery == null ? 0 : statesEvery, progress)
            : Verification.run(archive, given, progress);
    terminal.progress("");
    report.findings().forEach(finding -> terminal.line(finding.toString()));
    report.unchecked().forEach(what -> terminal.line("not checked: " + what));
    terminal.line(
        "%s, %s, %s derived again: %s."
            .formatted(
                Counted.of(report.rounds(), "checkpoint", "checkpoints"),
                Counted.of(report.entries(), "entry", "entries"),
                Counted.of(report.derived(), "outcome", "outcomes"),
                report.findings().isEmpty()
                    ? "everything that was checked holds"
                    : Counted.of(report.findings().size(), "finding", "findings")));
    if (keepStates) {
      terminal.line(
          report.findings().isEmpty()
              ? "%s kept in %s"
                  .formatted(
                      Counted.of(report.states(), "state", "states"), directory.resolve("states"))
              : "no state was kept, because something was found");
    }
    return report.findings().isEmpty() ? ExitCode.DONE : ExitCode.ATTENTION;
  }
}
