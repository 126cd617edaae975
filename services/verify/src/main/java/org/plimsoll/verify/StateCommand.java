package org.plimsoll.verify;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.audit.archive.States;
import org.plimsoll.audit.archive.States.Stood;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.policy.text.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plimsoll state}. */
@Command(
    name = "state",
    description = {
      "Says what stood at a past moment as it was known then, from an export and with no network:"
          + " what was out of tolerance, or all about one node. Begins with the newest states before"
          + " the moment that `verify --keep-states` kept, each checked again, and weighs"
          + " the entries that were taken since; without one, from the beginning.",
      ""
    },
    footer = {
      "",
      "When something was known is told by the trail's own clock, as by `replay`: with the"
          + " first tick from it on, behind the last tick with that one, and where a partition never"
          + " saw a tick, when it was taken.",
      "Exit code 0 when it is said, 3 when it is said and a state that was kept could not be used, 1"
          + " when an entry is not the one that was signed or the node was not known, 2 for a wrong"
          + " command line.",
      "",
      "Examples:",
      "  ${COMMAND-FULL-NAME} trail-2026 --at 2026-03-01",
      "  ${COMMAND-FULL-NAME} trail-2026 --at 2026-03-01T09:00:00Z --node nurly-zher"
    })
public final class StateCommand implements Callable<Integer> {
  private static final double NANOS_A_SECOND = 1e9;

  @Parameters(paramLabel = "EXPORT", description = "The directory that `plimsoll export` wrote.")
  private Path export = Path.of("");

  @Option(
      names = "--at",
      required = true,
      paramLabel = "MOMENT",
      converter = Moment.Reader.class,
      description =
          "As it was known at this moment, of a day at its end, by the trail's own clock:"
              + " 2026-03-01, or 2026-03-01T09:00:00Z, or with another zone, +05:00.")
  private Moment at = new Moment("", Instant.EPOCH, Instant.EPOCH);

  @Option(names = "--node", paramLabel = "ID", description = "All about this node.")
  private @Nullable String node;

  @Option(names = "--all", description = "Lists every open exception, not the first 50.")
  private boolean all;

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(System.out);
    try {
      long begin = System.nanoTime();
      States states = States.open(Archive.open(export));
      List<Stood> stood =
          states.at(
              at.last(), entries -> terminal.progress("%,d entries weighed".formatted(entries)));
      double seconds = (System.nanoTime() - begin) / NANOS_A_SECOND;
      terminal.progress("");
      String asked = node;
      List<String> text;
      if (stood.stream().allMatch(each -> each.fold().atRest().isEmpty())) {
        text = List.of(nothing(states));
        if (asked != null) {
          throw new Failure("--node: %s - %s".formatted(asked, text.getFirst()));
        }
      } else {
        text =
            asked == null
                ? StateText.of(at.written(), stood, all)
                : StateText.of(at.written(), known(asked, stood));
      }
      text.forEach(terminal::line);
      StateText.origin(stood, seconds).forEach(terminal::line);
      return stood.stream().allMatch(each -> each.refused().isEmpty())
          ? ExitCode.DONE
          : ExitCode.ATTENTION;
    } catch (ArchiveException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private String nothing(States states) {
    return states
        .begin()
        .map(begin ->
            "nothing was known yet at %s; the first input is known since %s, by the trail's own clock"
                .formatted(at.written(), begin))
        .orElse("the export holds no input");
  }

  private static Known known(String nodeId, List<Stood> stood) {
    for (Stood each : stood) {
      if (each.fold().standing(nodeId) instanceof Known known) {
        return known;
      }
    }
    Set<String> nodeIds =
        stood.stream()
            .flatMap(each -> each.fold().atRest().stream())
            .map(AtRest::nodeId)
            .collect(Collectors.toSet());
    throw new Failure(
        "--node: %s - expected a node that was known then; nearest: '%s'"
            .formatted(nodeId, Nearest.to(nodeId, nodeIds)));
  }
}
