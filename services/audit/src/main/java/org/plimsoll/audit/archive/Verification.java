package org.plimsoll.audit.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.avro.Schema;
import org.plimsoll.audit.archive.Finding.Kind;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.Receipt;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.wire.TrailPartition;

/**
 * Checks an export against its own signatures and against what others have kept. Nothing is taken
 * on trust but the keys that are given; where none is, that is among the things not checked.
 */
public final class Verification {
  /** Twice the processors: while one partition waits for the disk another one is reckoned. */
  private static final int THREADS = 2 * Runtime.getRuntime().availableProcessors();

  private final Archive archive;
  private final Given given;
  private final long statesEvery;
  private final LongConsumer progress;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();
  private final AtomicLong read = new AtomicLong();

  private Verification(Archive archive, Given given, long statesEvery, LongConsumer progress) {
    this.archive = archive;
    this.given = given;
    this.statesEvery = statesEvery;
    this.progress = progress;
  }

  /**
   * What the one who verifies has from elsewhere.
   *
   * @param keys of the log; one that was in charge at any time is enough
   * @param checkpoints that were kept
   * @param receipts that were kept
   * @param witnesses each of which must have cosigned
   * @param proofsOnly whether outcomes are left unchecked
   */
  public record Given(
      List<VerifierKey> keys,
      List<SignedNote> checkpoints,
      List<Receipt> receipts,
      List<VerifierKey> witnesses,
      boolean proofsOnly) {
    public Given {
      keys = List.copyOf(keys);
      checkpoints = List.copyOf(checkpoints);
      receipts = List.copyOf(receipts);
      witnesses = List.copyOf(witnesses);
    }

    /** Nothing but the export. */
    public static Given nothing() {
      return new Given(List.of(), List.of(), List.of(), List.of(), false);
    }
  }

  /**
   * What came out.
   *
   * @param findings empty when everything that was checked holds
   * @param unchecked what could not be checked, and what would help
   * @param rounds checkpoints that hold and are consistent with each other
   * @param entries that were read
   * @param derived entries whose outcomes were derived again
   * @param states that are kept now; 0 when none were to be, or something was found
   */
  public record Report(
      List<Finding> findings,
      List<String> unchecked,
      long rounds,
      long entries,
      long derived,
      int states) {
    public Report {
      findings = List.copyOf(findings);
      unchecked = List.copyOf(unchecked);
    }
  }

  /**
   * Checks everything.
   *
   * @param progress told the number of entries read, now and then, by several threads at once
   * @throws ArchiveException when there is too little of an export to check anything
   */
  public static Report run(Archive archive, Given given, LongConsumer progress) {
    return new Verification(archive, given, 0, progress).run(Optional.empty());
  }

  /**
   * Checks everything and keeps what stood on the way, for {@link States}. What is kept counts when
   * nothing was found, and takes the place of what was kept before.
   *
   * @param statesEvery entries of a partition from one state to the next; 0: as many as take 100
   *     bytes a node, and at least 2.5 MB
   * @param progress told the number of entries read, now and then, by several threads at once
   * @throws ArchiveException when there is too little of an export to check anything, or states
   *     cannot be written
   */
  public static Report keepingStates(
      Archive archive, Given given, long statesEvery, LongConsumer progress) {
    try (StatesBegun begun = new StatesBegun(archive.layout())) {
      Report report =
          new Verification(archive, given, statesEvery, progress)
              .run(Optional.of(begun.directory()));
      if (report.findings().isEmpty()) {
        begun.count();
      }
      return report;
    }
  }

  private Report run(Optional<Path> states) {
    RootLog log = archive.log(findings);
    checkKeys(log);
    given.checkpoints().forEach(note -> checkKept(log, note, "the checkpoint that was kept"));
    given.receipts().forEach(receipt -> checkReceipt(log, receipt));
    given.witnesses().forEach(witness -> checkWitness(log, witness));
    Map<Integer, Schema> schemas = archive.schemas(log, findings);
    boolean replaced = findings.stream().anyMatch(f -> f.kind() == Kind.SCHEMA);
    if (given.proofsOnly() || replaced) {
      unchecked.add(
          "whether the outcomes follow from the inputs"
              + (replaced ? ", for want of the schemas" : ": left out as asked"));
    }
    long entries = 0;
    long derived = 0;
    int kept = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      boolean outcomes = !given.proofsOnly() && !replaced;
      // Partitions have nothing to do with each other; what is found is told in their order.
      List<CompletableFuture<Part>> parts =
          log.partitions().stream()
              .map(partition ->
                  CompletableFuture.supplyAsync(
                      () ->
                          checked(
                              log,
                              partition,
                              outcomes
                                  ? Optional.of(
                                      new OutcomeCheck(partition, schemas, archive.partitions()))
                                  : Optional.empty(),
                              states),
                      threads))
              .toList();
      for (CompletableFuture<Part> each : parts) {
        Part part = joined(each);
        findings.addAll(part.findings());
        unchecked.addAll(part.unchecked());
        entries += part.entries();
        derived += part.derived();
        kept += part.states();
      }
    }
    archive
        .others(log.partitions())
        .forEach(name ->
            findings.add(
                Finding.of(
                    Kind.INSERTED, "entries/" + name + " is of no partition that is signed")));
    return new Report(
        findings, unchecked, log.rounds().size(), entries, derived, findings.isEmpty() ? kept : 0);
  }

  private static Part joined(CompletableFuture<Part> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void checkKeys(RootLog log) {
    if (given.keys().isEmpty()) {
      unchecked.add(
          "whether the key is the log's: compare %s with what you were given, or give it with --key"
              .formatted(archive.keys().getLast()));
    } else if (log.keys().stream().noneMatch(given.keys()::contains)) {
      findings.add(
          Finding.of(
              Kind.SIGNATURE,
              "the export is signed by %s - expected %s".formatted(log.keys(), given.keys())));
    }
    if (given.checkpoints().isEmpty()
        && given.receipts().isEmpty()
        && given.witnesses().isEmpty()) {
      unchecked.add(
          "whether the log was rewritten as a whole and signed anew: only a checkpoint, a receipt"
              + " or a witness's signature from before can show that");
    }
    if (log.rounds().isEmpty()) {
      findings.add(Finding.of(Kind.CHECKPOINT, "there is no checkpoint that holds"));
    }
  }

  /** Whether what somebody kept is a former state of this log. */
  private boolean checkKept(RootLog log, SignedNote note, String what) {
    try {
      Checkpoint kept = Checkpoint.parse(note.text());
      List<VerifierKey> keys = new ArrayList<>(log.keys());
      keys.addAll(given.keys());
      if (note.signers(keys).isEmpty()) {
        findings.add(
            Finding.of(Kind.SIGNATURE, what + " is signed by none of the log's keys " + keys));
      } else if (kept.size() > log.tree().size()) {
        findings.add(
            Finding.of(
                Kind.TRUNCATED,
                "%s is of %d statements, and the log has only %d"
                    .formatted(what, kept.size(), log.tree().size())));
      } else if (!log.tree().root(kept.size()).equals(kept.root())) {
        findings.add(
            Finding.of(
                Kind.REWRITTEN,
                "%s, of %d statements, is of another history than this log: one was rewritten"
                    .formatted(what, kept.size())));
      } else {
        return true;
      }
    } catch (NoteException e) {
      findings.add(Finding.of(Kind.SIGNATURE, what + ": " + e.getMessage()));
    }
    return false;
  }

  private void checkReceipt(RootLog log, Receipt receipt) {
    String what =
        "the receipt for trail %s entry %d"
            .formatted(receipt.head().partition(), receipt.sequence());
    if (checkKept(log, receipt.note(), what)) {
      List<VerifierKey> keys = new ArrayList<>(log.keys());
      keys.addAll(given.keys());
      try {
        receipt.verify(keys);
      } catch (NoteException e) {
        findings.add(Finding.of(Kind.SIGNATURE, what + ": " + e.getMessage()));
      }
    }
  }

  private void checkWitness(RootLog log, VerifierKey witness) {
    long size = -1;
    try {
      for (Round round : log.rounds()) {
        if (witness.type() == SignatureType.COSIGNATURE
            && !round.note().signers(List.of(witness)).isEmpty()) {
          size = round.checkpoint().size();
        }
      }
      if (size < 0) {
        findings.add(Finding.of(Kind.SIGNATURE, "no checkpoint is cosigned by " + witness));
      } else if (size < log.tree().size()) {
        unchecked.add(
            "statements %d to %d of the log are not cosigned by %s"
                .formatted(size + 1, log.tree().size(), witness.name()));
      }
    } catch (NoteException e) {
      findings.add(Finding.of(Kind.SIGNATURE, String.valueOf(e.getMessage())));
    }
  }

  /** What came out of one partition. */
  private record Part(
      List<Finding> findings, List<String> unchecked, long entries, long derived, int states) {}

  private Part checked(
      RootLog log,
      TrailPartition partition,
      Optional<OutcomeCheck> outcomes,
      Optional<Path> directory) {
    Optional<StateKeeper> states =
        directory.flatMap(
            to -> outcomes.map(check -> new StateKeeper(to, partition, check, statesEvery)));
    long[] entries = {0};
    Optional<Finding> wrong =
        PartitionCheck.run(
            archive,
            partition,
            log,
            (upTo, entry) -> {
              outcomes.ifPresent(check -> check.next(upTo.size(), entry.bytes()));
              states.ifPresent(keeper -> keeper.next(upTo, entry));
            },
            sequence -> {
              progress.accept(read.addAndGet(sequence - entries[0]));
              entries[0] = sequence;
            });
    List<Finding> found = new ArrayList<>();
    wrong.ifPresent(found::add);
    outcomes.flatMap(OutcomeCheck::finding).ifPresent(found::add);
    if (found.isEmpty()) {
      states.ifPresent(StateKeeper::end);
    }
    long derived = outcomes.map(OutcomeCheck::entries).orElse(0L);
    return new Part(
        found,
        outcomes.isPresent() && derived < entries[0]
            ? List.of(
                "whether outcomes follow in trail %s behind entry %d".formatted(partition, derived))
            : List.of(),
        entries[0],
        derived,
        states.map(StateKeeper::states).orElse(0));
  }
}
