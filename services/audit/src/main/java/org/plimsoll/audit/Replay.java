package org.plimsoll.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.EntryWriter;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.WriterSchemas;

/**
 * Derives a trail again from nothing but its inputs. Each tier and partition begins with no
 * standing; every recorded input is read from its exact bytes and weighed by the same core that
 * weighed it live, and the whole entry must come out as it was recorded: what followed, and also
 * what was in force, who sent it and the schema it was written with. Stops at the first difference
 * of a partition.
 */
public final class Replay {
  private final InputReader reader;
  private final Map<String, Course> courses = new HashMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private long entries;

  /**
   * @param schemas where the writers' schemas are found
   * @param partitions number of partitions of every topic
   */
  public Replay(WriterSchemas schemas, int partitions) {
    this.reader = new InputReader(new RecordReader(schemas), partitions);
  }

  /** How far a tier's partition was derived. */
  private static final class Course {
    private final List<Standing> met = new ArrayList<>();
    private final Fold fold = new Fold(this::met);
    private long sequence;
    private boolean broken;

    /** What was in force is what stood before the input, of each node that it met. */
    private void met(Standing before, Standing after) {
      if (met.stream().noneMatch(earlier -> earlier.nodeId().equals(after.nodeId()))) {
        met.add(before);
      }
    }
  }

  /** The first place where a partition's trail is not what its inputs lead to. */
  public record Difference(Position at, String recorded, String derived) {}

  /** Entries derived again so far. */
  public long entries() {
    return entries;
  }

  /** At most one for each tier and partition. */
  public List<Difference> differences() {
    return List.copyOf(differences);
  }

  /** What stands in a partition after the entries so far; it goes on with the next one. */
  public Fold fold(TrailPartition partition) {
    return course(partition.tier(), partition.number()).fold;
  }

  private Course course(Level tier, int partition) {
    return courses.computeIfAbsent(tier + "-" + partition, _ -> new Course());
  }

  /**
   * An entry that came out as it was recorded.
   *
   * @param input null where it was refused before core was asked
   * @param before what stood before it, of each node that it met
   */
  public record Derived(
      TrailEntry entry,
      Position at,
      @Nullable Input input,
      List<Outcome> outcomes,
      List<Standing> before) {}

  /**
   * Derives the next entry. Entries of one partition come in their order.
   *
   * @return null where it differs, and behind a difference
   */
  public @Nullable Derived next(TrailEntry entry) {
    Position at = CoreReader.position(entry.getPosition());
    Course course = course(at.tier(), at.partition());
    if (course.broken) {
      return null;
    }
    if (at.sequence() != course.sequence + 1) {
      return differs(
          course,
          new Difference(
              at, "sequence " + at.sequence(), "sequence " + (course.sequence + 1) + " is next"));
    }
    Reading reading = reader.read(taken(entry, at));
    course.met.clear();
    List<Outcome> outcomes =
        reading.input() == null ? List.of() : course.fold.next(reading.input());
    List<ToleranceInForce> inForce = new ArrayList<>();
    course.met.forEach(standing -> EntryWriter.inForce(standing, inForce));
    TrailEntry derived = EntryWriter.entry(taken(entry, at), reading, inForce, outcomes);
    if (!derived.equals(entry)) {
      return differs(course, difference(at, entry, derived));
    }
    course.sequence = at.sequence();
    entries++;
    return new Derived(entry, at, reading.input(), outcomes, List.copyOf(course.met));
  }

  private @Nullable Derived differs(Course course, Difference found) {
    course.broken = true;
    entries++;
    differences.add(found);
    return null;
  }

  /** The standing of a node in a partition after the entries so far. */
  public Standing standing(Level tier, int partition, String nodeId) {
    return course(tier, partition).fold.standing(nodeId);
  }

  /** The standings of every node of a partition after the entries so far, in no order. */
  public Collection<Standing> standings(Level tier, int partition) {
    return course(tier, partition).fold.standings();
  }

  private static Taken taken(TrailEntry entry, Position at) {
    byte[] value = new byte[entry.getInputBytes().remaining()];
    entry.getInputBytes().duplicate().get(value);
    return new Taken(
        entry.getInputTopic(),
        entry.getInputPartition(),
        entry.getInputOffset(),
        entry.getInputKey() == null ? null : entry.getInputKey().getBytes(StandardCharsets.UTF_8),
        value,
        Instant.ofEpochMilli(entry.getTakenAt().toEpochMilli()),
        at);
  }

  /** What followed says most; otherwise the first field that is another one. */
  private static Difference difference(Position at, TrailEntry recorded, TrailEntry derived) {
    List<SpecificRecord> outcomes = Outcomes.of(recorded);
    if (!outcomes.equals(Outcomes.of(derived))) {
      return new Difference(at, outcomes.toString(), Outcomes.of(derived).toString());
    }
    for (Schema.Field field : recorded.getSchema().getFields()) {
      Object was = recorded.get(field.pos());
      Object is = derived.get(field.pos());
      if (!Objects.equals(was, is)) {
        return new Difference(at, field.name() + " " + was, field.name() + " " + is);
      }
    }
    return new Difference(at, recorded.toString(), derived.toString());
  }
}
