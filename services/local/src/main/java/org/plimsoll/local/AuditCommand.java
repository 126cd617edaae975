package org.plimsoll.local;

import java.util.concurrent.Callable;
import org.plimsoll.audit.Replay;
import org.plimsoll.audit.Replay.Difference;
import org.plimsoll.audit.TrailReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll audit}. */
@Command(
    name = "audit",
    description = {
      "Derives the trail again from nothing but its recorded inputs, and compares what follows with"
          + " what was recorded.",
      ""
    },
    footer = {
      "",
      "Exit code 3 means that there are differences; the first of each partition is listed.",
      "",
      "Example:",
      "  plimsoll audit"
    })
final class AuditCommand implements Callable<Integer> {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

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
        "%,d entries replayed, %s."
            .formatted(
                replay.entries(),
                same ? "no difference" : replay.differences().size() + " partitions differ"));
    return same ? Plimsoll.DONE : Plimsoll.ATTENTION;
  }
}
