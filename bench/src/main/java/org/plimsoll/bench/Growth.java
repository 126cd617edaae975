package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Alike;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.snapshot.Snapshot;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.EntryBytes;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How time, memory and restoration grow with each of four things while the others stay: what a task
 * of the engine does with its inputs, on one thread and without a broker.
 */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = "How the engine grows with projects, tolerances, open exceptions and history.")
final class Growth implements Callable<Integer> {
  /** Where a dimension stays while another one grows. */
  private static final Size USUAL = new Size(20_000, 3, 0, 6);

  private static final int STEPS = 5;
  private static final int MANY_TOLERANCES = 15;

  /** Statuses are written before the clock runs, so many at once. */
  private static final int AT_ONCE = 2_000;

  private static final int RESTORED = 7;
  private static final double NANOS = 1e9;
  private static final double MEGABYTE = 1 << 20;

  @Option(names = "--rounds", defaultValue = "3", description = "${DEFAULT-VALUE} unless given")
  int rounds;

  @Option(names = "--picture", description = "a file NAME.svg that gets the picture")
  @Nullable Path picture;

  @Option(names = "--page", description = "a page whose marked table is replaced")
  @Nullable Path page;

  /**
   * What is weighed.
   *
   * @param tolerances of each project
   * @param open of them, whose exception is open from the first report on
   * @param reports of each project
   */
  record Size(int projects, int tolerances, int open, int reports) {}

  /**
   * What it took.
   *
   * @param weighing seconds for reading, weighing and writing the entries of all statuses
   * @param megabytes of heap that what stands takes
   * @param restoring seconds from the bytes of a snapshot to what stands
   */
  record Taking(double weighing, double megabytes, double restoring) {}

  /** One thing that grows, on an axis from its first to its last size. */
  record Dimension(String title, List<Integer> axis, List<Size> sizes) {}

  private static List<Dimension> dimensions() {
    return List.of(
        dimension("projects", i -> new Size(20_000 * i, 3, 0, USUAL.reports()), Size::projects),
        dimension(
            "tolerances of a project",
            i -> new Size(USUAL.projects(), i * MANY_TOLERANCES / STEPS, 0, USUAL.reports()),
            Size::tolerances),
        dimension(
            "open exceptions of a project",
            i ->
                new Size(
                    USUAL.projects(),
                    MANY_TOLERANCES,
                    i * MANY_TOLERANCES / STEPS,
                    USUAL.reports()),
            Size::open),
        dimension(
            "reports of a project", i -> new Size(USUAL.projects(), 3, 0, 12 * i), Size::reports));
  }

  private static Dimension dimension(
      String title, IntFunction<Size> size, ToIntFunction<Size> axis) {
    List<Size> sizes = IntStream.rangeClosed(1, STEPS).mapToObj(size).toList();
    return new Dimension(title, sizes.stream().map(axis::applyAsInt).toList(), sizes);
  }

  @Override
  public Integer call() throws IOException {
    List<Lines.Chart> charts = new ArrayList<>();
    StringBuilder table =
        new StringBuilder(
            """
            | what grows | from, to | weighing, s | what stands, MB | restoring, s | furthest from the line, % |
            |---|---|---|---|---|---|
            """);
    try (StubRegistry stub = new StubRegistry()) {
      SchemaRegistry registry = stub.client();
      Bench.say("Warming up.");
      IntStream.range(0, 3).forEach(_ -> new Weighed(registry, new Size(20_000, 15, 5, 20)).run());
      for (Dimension dimension : dimensions()) {
        List<Taking> takings =
            dimension.sizes().stream().map(size -> median(registry, size)).toList();
        List<Lines.Chart> row =
            List.of(
                chart(dimension, "weighing, s", takings, Taking::weighing),
                chart(dimension, "what stands, MB", takings, Taking::megabytes),
                chart(dimension, "restoring, s", takings, Taking::restoring));
        charts.addAll(row);
        Taking first = takings.getFirst();
        Taking last = takings.getLast();
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | %,d, %,d | %.2f, %.2f | %.0f, %.0f | %.3f, %.3f | %s |%n",
                dimension.title(),
                dimension.axis().getFirst(),
                dimension.axis().getLast(),
                first.weighing(),
                last.weighing(),
                first.megabytes(),
                last.megabytes(),
                first.restoring(),
                last.restoring(),
                String.join(
                    ", ",
                    row.stream()
                        .map(c -> String.format(Locale.ROOT, "%.0f", 100 * c.furthest()))
                        .toList())));
      }
    }
    if (picture != null) {
      Files.writeString(picture, Lines.svg(charts, 3));
    }
    if (page != null) {
      Results.replace(page, "growth", table.toString());
    }
    Bench.say("%n%s".formatted(table));
    return 0;
  }

  private static Lines.Chart chart(
      Dimension dimension, String title, List<Taking> takings, ToDoubleFunction<Taking> value) {
    return new Lines.Chart(
        dimension.title(),
        title,
        IntStream.range(0, takings.size())
            .mapToObj(
                i -> new Lines.Point(dimension.axis().get(i), value.applyAsDouble(takings.get(i))))
            .toList());
  }

  /** Of each figure its own median. */
  private Taking median(SchemaRegistry registry, Size size) {
    List<Taking> all =
        IntStream.range(0, rounds).mapToObj(_ -> new Weighed(registry, size).run()).toList();
    Taking median =
        new Taking(
            median(all, Taking::weighing),
            median(all, Taking::megabytes),
            median(all, Taking::restoring));
    Bench.say("%s: %s".formatted(size, median));
    return median;
  }

  private static double median(List<Taking> all, ToDoubleFunction<Taking> value) {
    return all.stream().mapToDouble(value).sorted().toArray()[all.size() / 2];
  }

  /** One run. */
  private static final class Weighed {
    private final Size size;
    private final Workload workload;
    private final RecordWriter<NodeFacts> facts;
    private final RecordWriter<ToleranceGrant> grants;
    private final RecordWriter<StatusChange> statuses;
    private final InputReader inputs;
    private final EntryBytes entries;
    private final List<Standing> met = new ArrayList<>();
    private Fold fold = new Fold(this::met);
    private long sequence;

    private Weighed(SchemaRegistry registry, Size size) {
      this.size = size;
      this.workload = new Workload(1, size.projects(), size.reports(), 0);
      facts = RecordWriter.register(registry, Topics.PROGRAM_FACTS, NodeFacts.class);
      grants = RecordWriter.register(registry, Topics.PROGRAM_GRANTS, ToleranceGrant.class);
      statuses = RecordWriter.register(registry, Job.INTAKE, StatusChange.class);
      inputs = new InputReader(new RecordReader(registry), 1);
      entries = EntryBytes.register(registry, Topics.TRAIL_PROGRAM);
    }

    private void met(Standing before, Standing after) {
      if (met.stream().noneMatch(earlier -> earlier.nodeId().equals(after.nodeId()))) {
        met.add(before);
      }
    }

    Taking run() {
      double before = heapMegabytes();
      for (int program = 0; program < workload.programs(); program++) {
        String id = Workload.programId(program);
        take(taken(Topics.PROGRAM_FACTS, id, facts, workload.programFacts(id)));
      }
      for (int project = 0; project < size.projects(); project++) {
        String program = Workload.programOf(project);
        take(taken(Topics.PROGRAM_FACTS, program, facts, workload.projectFacts(project)));
        for (int i = 1; i <= size.tolerances(); i++) {
          take(taken(Topics.PROGRAM_GRANTS, program, grants, grant(project, program, i)));
        }
      }
      long weighing = 0;
      List<Taken> next = new ArrayList<>();
      for (int report = 0; report < size.reports(); report++) {
        for (int project = 0; project < size.projects(); project++) {
          next.add(
              taken(Job.INTAKE, Workload.programOf(project), statuses, status(project, report)));
          if (next.size() == AT_ONCE) {
            long begun = System.nanoTime();
            next.forEach(this::take);
            weighing += System.nanoTime() - begun;
            next.clear();
          }
        }
      }
      double standing = heapMegabytes() - before;
      List<byte[]> parts = snapshot();
      return new Taking(weighing / NANOS, standing, restored(parts));
    }

    private <T extends SpecificRecord> Taken taken(
        String topic, String program, RecordWriter<T> writer, T record) {
      return Workload.taken(topic, program, writer.write(record), ++sequence);
    }

    private void take(Taken taken) {
      Reading reading = inputs.read(taken);
      met.clear();
      List<Outcome> outcomes = fold.next(requireNonNull(reading.input()));
      if (outcomes.stream().anyMatch(Outcome.Refused.class::isInstance)) {
        throw new IllegalStateException(outcomes.toString());
      }
      entries.write(taken, reading, met, outcomes);
    }

    /** The n-th limit of growth is n per mille; the first ones are crossed. */
    private ToleranceGrant grant(int project, String program, int number) {
      return ToleranceGrant.newBuilder(
              Workload.costGrowth(Workload.projectId(project), program, 10 * number))
          .setEventId("grant-%d-%d".formatted(number, project))
          .setToleranceId("cost-" + number)
          .build();
    }

    private StatusChange status(int project, int report) {
      long cost = workload.costMinor(project);
      int basisPoints = size.open() == 0 ? 0 : 10 * size.open() + 1 + report % 8;
      return StatusChange.newBuilder(workload.status(project, report))
          .setCostForecastMinor(cost + cost / 10_000 * basisPoints)
          .build();
    }

    private List<byte[]> snapshot() {
      Snapshot snapshot = new Snapshot(sequence, fold);
      List<byte[]> parts = new ArrayList<>();
      while (!snapshot.isComplete()) {
        parts.add(snapshot.next());
      }
      return parts;
    }

    /** Seconds for it, the median of some: it is over soon. */
    private double restored(List<byte[]> parts) {
      return IntStream.range(0, RESTORED)
          .mapToDouble(_ -> {
            fold = new Fold();
            System.gc();
            long begun = System.nanoTime();
            restore(parts);
            return (System.nanoTime() - begun) / NANOS;
          })
          .sorted()
          .toArray()[RESTORED / 2];
    }

    private void restore(List<byte[]> parts) {
      try {
        Alike alike = new Alike();
        for (byte[] part : parts) {
          Snapshot.Part.read(part, alike).standings().forEach(fold::restore);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      if (fold.atRest().size() != workload.programs() + size.projects()) {
        throw new IllegalStateException("restored " + fold.atRest().size());
      }
    }

    private static double heapMegabytes() {
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    }
  }
}
