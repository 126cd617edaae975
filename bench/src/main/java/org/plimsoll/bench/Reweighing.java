package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.plimsoll.audit.Replay;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.backtest.Backtest;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.policy.backtest.Scope;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.EntryBytes;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TakenReader;
import org.plimsoll.wire.Topics;

/**
 * The trail of a workload in files, one for each partition, and what can be done with it again. The
 * entries are those that the engine writes; no broker takes part, so what is measured is reading
 * and weighing alone.
 */
final class Reweighing {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int TOLD_EVERY = 10_000;

  private final Workload workload;
  private final Path directory;
  private final int partitions;
  private final SchemaRegistry registry;

  Reweighing(Workload workload, Path directory, int partitions, SchemaRegistry registry) {
    this.workload = workload;
    this.directory = directory;
    this.partitions = partitions;
    this.registry = registry;
  }

  private Path file(int partition) {
    return directory.resolve("program-" + partition);
  }

  /** Weighs the workload and writes its trail; returns the number of entries. */
  long write() {
    AtomicLong entries = new AtomicLong();
    inParallel(partition -> entries.addAndGet(new Writing(partition).write()));
    return entries.get();
  }

  /** Bytes of the whole trail. */
  long bytes() {
    return IntStream.range(0, partitions).mapToLong(p -> file(p).toFile().length()).sum();
  }

  /** The trail of one partition as the engine writes it. */
  private final class Writing {
    private final int partition;
    private final InputReader inputs = new InputReader(new RecordReader(registry), partitions);
    private final EntryBytes entries = EntryBytes.register(registry, Topics.TRAIL_PROGRAM);
    private final List<Standing> met = new ArrayList<>();
    private final Fold fold = new Fold((before, after) -> met(before, after));
    private long sequence;

    private Writing(int partition) {
      this.partition = partition;
    }

    private void met(Standing before, Standing after) {
      if (met.stream().noneMatch(earlier -> earlier.nodeId().equals(after.nodeId()))) {
        met.add(before);
      }
    }

    private long write() {
      var facts = RecordWriter.register(registry, Topics.PROGRAM_FACTS, NodeFacts.class);
      var grants = RecordWriter.register(registry, Topics.PROGRAM_GRANTS, ToleranceGrant.class);
      var statuses = RecordWriter.register(registry, Job.INTAKE, StatusChange.class);
      List<Integer> programs =
          IntStream.range(0, workload.programs())
              .filter(p -> Topics.partitionOf(key(Workload.programId(p)), partitions) == partition)
              .boxed()
              .toList();
      try (var out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file(partition)), BUFFER_BYTES))) {
        for (int program : programs) {
          String id = Workload.programId(program);
          take(out, Topics.PROGRAM_FACTS, id, facts, workload.programFacts(id));
          take(
              out,
              Topics.PROGRAM_GRANTS,
              id,
              grants,
              Workload.costGrowth(id, Workload.PORTFOLIO, Workload.GROWTH_LIMIT_BASIS_POINTS));
          for (int project : projects(program)) {
            take(out, Topics.PROGRAM_FACTS, id, facts, workload.projectFacts(project));
            for (ToleranceGrant grant : Workload.projectGrants(Workload.projectId(project), id)) {
              take(out, Topics.PROGRAM_GRANTS, id, grants, grant);
            }
          }
        }
        for (int report = 0; report < workload.reports(); report++) {
          for (int program : programs) {
            for (int project : projects(program)) {
              take(
                  out,
                  Job.INTAKE,
                  Workload.programId(program),
                  statuses,
                  workload.status(project, report));
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return sequence;
    }

    private <T extends SpecificRecord> void take(
        DataOutputStream out, String topic, String program, RecordWriter<T> writer, T record)
        throws IOException {
      sequence++;
      Taken taken =
          new Taken(
              topic,
              partition,
              sequence,
              key(program),
              writer.write(record),
              Instant.parse("2026-01-01T00:00:00Z"),
              new Position(Level.PROGRAM, partition, sequence));
      Reading reading = inputs.read(taken);
      met.clear();
      byte[] entry = entries.write(taken, reading, met, fold.next(requireNonNull(reading.input())));
      out.writeInt(entry.length);
      out.write(entry);
    }
  }

  private static byte[] key(String program) {
    return program.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Integer> projects(int program) {
    int first = program * Workload.PROJECTS_PER_PROGRAM;
    return IntStream.range(first, first + Workload.PROJECTS_PER_PROGRAM).boxed().toList();
  }

  /** Gives every entry of every partition to what is made for that partition, in parallel. */
  private void each(IntFunction<Consumer<byte[]>> ofPartition, LongConsumer progress) {
    AtomicLong entries = new AtomicLong();
    inParallel(partition -> {
      Consumer<byte[]> next = ofPartition.apply(partition);
      try (var in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(file(partition)), BUFFER_BYTES))) {
        while (true) {
          next.accept(in.readNBytes(in.readInt()));
          long now = entries.incrementAndGet();
          if (now % TOLD_EVERY == 0) {
            progress.accept(now);
          }
        }
      } catch (EOFException e) {
        // That was all.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** As the audit does it: not on the common pool, from which a registry must not be asked. */
  private void inParallel(IntConsumer ofPartition) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      IntStream.range(0, partitions)
          .mapToObj(p -> CompletableFuture.runAsync(() -> ofPartition.accept(p), threads))
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  /** Whole entries to Avro records, and nothing done with them. */
  void decode() {
    each(
        _ -> {
          RecordReader reader = new RecordReader(registry);
          return entry -> requireNonNull(reader.read(entry, TrailEntry.class));
        },
        _ -> {});
  }

  /** Of each entry what was taken, to inputs of core. */
  void readInputs() {
    each(_ -> inputs(input -> {}), _ -> {});
  }

  /** The same, and each through core's one decision. */
  void weigh() {
    each(
        _ -> {
          Fold fold = new Fold();
          return inputs(fold::next);
        },
        _ -> {});
  }

  /** As an audit does: whole entries, weighed again, and compared with what was recorded. */
  void replay() {
    each(
        _ -> {
          RecordReader reader = new RecordReader(registry);
          Replay replay = new Replay(registry, partitions);
          return entry -> {
            if (reader.read(entry, TrailEntry.class)
                instanceof RecordReader.Read<TrailEntry>(TrailEntry read, var _)) {
              replay.next(read);
            }
            if (!replay.differences().isEmpty()) {
              throw new IllegalStateException(replay.differences().toString());
            }
          };
        },
        _ -> {});
  }

  /** A back-test of a policy. */
  Report backtest(Policy policy, LongConsumer progress) {
    Backtest backtest = new Backtest(List.of(policy));
    each(
        _ -> {
          Backtest.Part part = backtest.part();
          return inputs(part::next);
        },
        progress);
    return backtest.reports(Scope.ALL).getFirst();
  }

  private Consumer<byte[]> inputs(Consumer<Input> next) {
    TakenReader taken = new TakenReader(registry);
    InputReader inputs = new InputReader(new RecordReader(registry), partitions);
    return entry -> next.accept(requireNonNull(inputs.read(taken.read(entry)).input()));
  }
}
