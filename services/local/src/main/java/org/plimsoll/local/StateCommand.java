package org.plimsoll.local;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
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
import org.plimsoll.local.Plimsoll.Failure;
import org.plimsoll.policy.text.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code plimsoll state}. */
@Command(
    name = "state",
    description = {
      "Says what stood at a past moment as it was known then, from an export and with no network:"
          + " what was out of tolerance, or all about one node. Begins with the newest states before"
          + " the moment that `plimsoll verify --keep-states` kept, each checked again, and weighs"
          + " the entries that were taken since; without one, from the beginning.",
      ""
    },
    footer = {
      "",
      "Exit code 0 when it is said, 3 when it is said and a state that was kept could not be used, 1"
          + " when an entry is not the one that was signed or the node was not known.",
      "",
      "Examples:",
      "  plimsoll state trail-2026 --at 2026-03-01T09:00:00Z",
      "  plimsoll state trail-2026 --at 2026-03-01T09:00:00Z --node nurly-zher"
    })
final class StateCommand implements Callable<Integer> {
  private static final double NANOS_A_SECOND = 1e9;

  @Parameters(paramLabel = "EXPORT", description = "The directory that `plimsoll export` wrote.")
  private Path export = Path.of("");

  @Option(
      names = "--at",
      required = true,
      paramLabel = "INSTANT",
      converter = Moment.class,
      description = "The moment: 2026-03-01T09:00:00Z, or with another zone, +05:00.")
  private Instant at = Instant.EPOCH;

  @Option(names = "--node", paramLabel = "ID", description = "All about this node.")
  private @Nullable String node;

  @Option(names = "--all", description = "Lists every open exception, not the first 50.")
  private boolean all;

  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      try {
        return OffsetDateTime.parse(value).toInstant();
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "%s - expected a moment with its zone, as 2026-03-01T09:00:00Z".formatted(value));
      }
    }
  }

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(System.out);
    try {
      long begin = System.nanoTime();
      List<Stood> stood =
          States.open(Archive.open(export))
              .at(at, entries -> terminal.progress("%,d entries weighed".formatted(entries)));
      double seconds = (System.nanoTime() - begin) / NANOS_A_SECOND;
      terminal.progress("");
      String asked = node;
      List<String> text =
          asked == null ? StateText.of(at, stood, all) : StateText.of(at, known(asked, stood));
      text.forEach(terminal::line);
      StateText.origin(stood, seconds).forEach(terminal::line);
      return stood.stream().allMatch(each -> each.refused().isEmpty())
          ? Plimsoll.DONE
          : Plimsoll.ATTENTION;
    } catch (ArchiveException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
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
        nodeIds.isEmpty()
            ? "--node: %s - nothing was known at this moment".formatted(nodeId)
            : "--node: %s - expected a node that was known then; nearest: '%s'"
                .formatted(nodeId, Nearest.to(nodeId, nodeIds)));
  }
}
