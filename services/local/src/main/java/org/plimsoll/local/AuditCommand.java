package org.plimsoll.local;

import java.util.concurrent.Callable;
import org.plimsoll.audit.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll audit}. */
@Command(
    name = "audit",
    description = {
      "Derives the whole trail again from its recorded inputs and compares what follows with what"
          + " was recorded. Exits with 3 when they differ.",
      ""
    },
    footer = {"", "Examples:", "  plimsoll audit"})
final class AuditCommand implements Callable<Integer> {
  /** Progress is told whenever this many more entries are derived. */
  private static final long PROGRESS_ENTRIES = 10_000;

  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  private long told;

  @Override
  public Integer call() {
    try (Session session = Session.open(plimsoll)) {
      session.lag().awaitNone(_ -> {});
      Replay replay = session.replay(this::tell);
      for (Replay.Difference difference : replay.differences()) {
        System.out.printf(
            "%s, partition %d, entry %d:%n  recorded %s%n  derived  %s%n",
            difference.at().tier(),
            difference.at().partition(),
            difference.at().sequence(),
            difference.recorded(),
            difference.derived());
      }
      System.out.printf(
          "%,d entries replayed, %s%n",
          replay.entries(),
          replay.differences().isEmpty()
              ? "no difference"
              : replay.differences().size() + " partitions differ");
      return replay.differences().isEmpty() ? Plimsoll.DONE : Plimsoll.ATTENTION;
    }
  }

  private void tell(long entries) {
    if (entries >= told + PROGRESS_ENTRIES) {
      told = entries;
      System.err.printf("%,d entries replayed%n", entries);
    }
  }
}
