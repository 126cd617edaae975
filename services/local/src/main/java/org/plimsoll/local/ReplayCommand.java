package org.plimsoll.local;

import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.Part;
import org.plimsoll.audit.PartialReplay;
import org.plimsoll.audit.PartialReplay.Result;
import org.plimsoll.audit.PartialReplay.Source;
import org.plimsoll.audit.Replay.Difference;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.local.ReplayText.Told;
import org.plimsoll.policy.text.Nearest;
import org.plimsoll.processes.Login;
import org.plimsoll.verify.Counted;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Moment;
import org.plimsoll.verify.Terminal;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll replay}. */
@Command(
    name = "replay",
    description = {
      "Derives the trail again from its beginning, compares what follows with what was recorded,"
          + " and prints a part of it: each input with its place, tier, partition and sequence, and"
          + " below it what followed. With --at, how nodes were known at a moment, and beside it"
          + " how it turned out. Nothing can be sent: it reads an export, or a Plimsoll that runs,"
          + " as a user who may only read the trail. Of one that runs the names behind pseudonyms are"
          + " asked for as well.",
      ""
    },
    footer = {
      "",
      "When something was known is told by the trail's own clock: with the first tick from it on.",
      "Exit code 3 means that there are differences; what stands behind the first of a partition is"
          + " not printed.",
      "",
      "Examples:",
      "  plimsoll replay --node nurly-zher --from 2026-01-01 --to 2026-03-31",
      "  plimsoll replay --exception school-aktobe~lessons~1 --export trail-2026",
      "  plimsoll replay --node school-aktobe --at 2019-06-30"
    })
final class ReplayCommand implements Callable<Integer> {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Option(
      names = "--node",
      paramLabel = "ID",
      description = "This node and all below it; everything is derived.")
  private @Nullable String node;

  @Option(
      names = "--exception",
      paramLabel = "ID",
      description = "What became of this exception, and what was decided about it.")
  private @Nullable String exception;

  @Option(
      names = "--from",
      paramLabel = "MOMENT",
      converter = Moment.Reader.class,
      description = "Known from this moment on: 2026-01-01, or 2026-01-01T12:00:00Z.")
  private @Nullable Moment from;

  @Option(
      names = "--to",
      paramLabel = "MOMENT",
      converter = Moment.Reader.class,
      description = "Known to this moment; of a day, to its end.")
  private @Nullable Moment to;

  @Option(
      names = "--at",
      paramLabel = "MOMENT",
      converter = Moment.Reader.class,
      description =
          "Instead of inputs: figures, tolerances and open exceptions as they were known at this"
              + " moment, of a day at its end, and as they turned out. With --node or --exception.")
  private @Nullable Moment at;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "Reads what `plimsoll export` wrote, for which nothing needs to run. It is not verified"
              + " by this.")
  private @Nullable Path export;

  @Override
  public Integer call() {
    Part part = part();
    Instant moment = at == null ? null : at.last();
    Terminal terminal = new Terminal(System.err);
    UnaryOperator<String> named = names();
    Result result;
    try {
      result =
          new PartialReplay<Told>(
                  source(),
                  part,
                  moment,
                  ReplayText::of,
                  (knownAt, text) -> {
                    if (moment == null) {
                      terminal.progress("");
                      text.lines(knownAt).stream().map(named).forEach(System.out::println);
                    }
                  },
                  entries -> terminal.progress("%,d entries derived".formatted(entries)))
              .run();
    } catch (ArchiveException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } finally {
      terminal.progress("");
    }
    requireKnown("--node", "a node that the trail knows", node, result.nodeIds());
    requireKnown(
        "--exception", "the id of an exception that was raised", exception, result.exceptionIds());
    if (at != null) {
      KnownThenText.of(result.knownThen(), at.written()).forEach(System.out::println);
    }
    return summed(result, moment == null);
  }

  private static int summed(Result result, boolean inputs) {
    for (Difference difference : result.differences()) {
      System.out.printf(
          "%s: recorded %s, derived %s%n",
          ReplayText.place(difference.at()), difference.recorded(), difference.derived());
    }
    boolean same = result.differences().isEmpty();
    System.out.printf(
        "%s derived again, %s%s.%n",
        Counted.of(result.entries(), "entry", "entries"),
        inputs ? Counted.of(result.told(), "input", "inputs") + " told, " : "",
        same
            ? "no difference"
            : Counted.of(result.differences().size(), "partition differs", "partitions differ"));
    return same ? ExitCode.DONE : ExitCode.ATTENTION;
  }

  private Part part() {
    Moment first = from;
    Moment last = to;
    if (first != null && last != null && first.first().isAfter(last.last())) {
      throw new Failure(
          "--from: %s - expected no later than --to, %s"
              .formatted(first.written(), last.written()));
    }
    if (at != null && (first != null || last != null)) {
      throw new Failure(
          "--at: %s - expected without --from and --to, which ask for inputs"
              .formatted(at.written()));
    }
    if (at != null && node == null && exception == null) {
      throw new Failure("--at: %s - expected with --node or --exception".formatted(at.written()));
    }
    return new Part(
        node, exception, first == null ? null : first.first(), last == null ? null : last.last());
  }

  private static void requireKnown(
      String option, String expected, @Nullable String given, SortedSet<String> known) {
    if (given != null && !known.contains(given)) {
      throw new Failure(
          "%s: %s - expected %s%s"
              .formatted(
                  option,
                  given,
                  expected,
                  known.isEmpty() ? "" : "; nearest: '%s'".formatted(Nearest.to(given, known))));
    }
  }

  private Source source() {
    Path directory = export;
    if (directory != null) {
      return Source.of(Archive.open(directory));
    }
    Plimsoll.Running running =
        plimsoll
            .running()
            .orElseThrow(() ->
                new Failure(
                    "nothing runs on %s - expected a Plimsoll that runs, or --export DIR; a replay"
                            .formatted(plimsoll.home().path())
                        + " starts nothing, because what it started could send"));
    return Source.of(trail(running), registry(running));
  }

  /** An export names persons by pseudonyms alone; who they are is known to a Plimsoll that runs. */
  private UnaryOperator<String> names() {
    return export == null
        ? plimsoll
            .running()
            .<UnaryOperator<String>>map(running ->
                new LeadershipClient(running.instance(), Secrets.of(running.home()))::named)
            .orElseGet(UnaryOperator::identity)
        : UnaryOperator.identity();
  }

  /** The trail of what runs, for a user who may read it and no more. */
  static TrailReader trail(Plimsoll.Running running) {
    return new TrailReader(
        Login.clientConfig(
            "127.0.0.1:" + running.instance().addresses().kafka(),
            Access.LOG,
            Secrets.of(running.home()).kafka(Access.LOG)));
  }

  /** The registry of what runs. */
  static SchemaRegistry registry(Plimsoll.Running running) {
    return new SchemaRegistry(
        "http://127.0.0.1:" + running.instance().addresses().registry() + "/apis/ccompat/v7");
  }
}
