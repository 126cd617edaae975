package org.plimsoll.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.CoreWriter;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;

/**
 * Derives a trail again from nothing but its inputs. Each tier and partition begins with no
 * standing; every recorded input is read from its exact bytes and weighed by the same core that
 * weighed it live, and what follows must be what was recorded. Stops at the first difference of a
 * partition.
 */
public final class Replay {
  private final InputReader reader;
  private final Map<String, Course> courses = new HashMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private long entries;

  /**
   * @param registry where the writers' schemas are found
   * @param partitions number of partitions of every topic
   */
  public Replay(SchemaRegistry registry, int partitions) {
    this.reader = new InputReader(new RecordReader(registry), partitions);
  }

  /** How far a tier's partition was derived. */
  private static final class Course {
    private final Fold fold = new Fold();
    private long sequence;
    private boolean broken;
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

  /** Derives the next entry. Entries of one partition come in their order. */
  public void next(TrailEntry entry) {
    Position at = CoreReader.position(entry.getPosition());
    Course course = courses.computeIfAbsent(at.tier() + "-" + at.partition(), _ -> new Course());
    if (course.broken) {
      return;
    }
    Optional<Difference> difference = difference(course, at, entry);
    course.sequence = at.sequence();
    entries++;
    difference.ifPresent(found -> {
      course.broken = true;
      differences.add(found);
    });
  }

  private Optional<Difference> difference(Course course, Position at, TrailEntry entry) {
    if (at.sequence() != course.sequence + 1) {
      return Optional.of(
          new Difference(
              at, "sequence " + at.sequence(), "sequence " + (course.sequence + 1) + " is next"));
    }
    byte[] value = new byte[entry.getInputBytes().remaining()];
    entry.getInputBytes().duplicate().get(value);
    Reading reading =
        reader.read(
            new Taken(
                entry.getInputTopic(),
                entry.getInputPartition(),
                entry.getInputOffset(),
                entry.getInputKey() == null
                    ? null
                    : entry.getInputKey().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                value,
                Instant.ofEpochMilli(entry.getTakenAt().toEpochMilli()),
                at));
    List<SpecificRecord> derived = new ArrayList<>();
    Refused refused = reading.refused();
    if (refused != null) {
      derived.add(refused);
    }
    if (reading.input() != null) {
      for (Outcome outcome : course.fold.next(reading.input())) {
        derived.add(CoreWriter.outcome(outcome));
      }
    }
    List<SpecificRecord> recorded = Outcomes.of(entry);
    if (!recorded.equals(derived)) {
      return Optional.of(new Difference(at, recorded.toString(), derived.toString()));
    }
    boolean accepted = derived.stream().noneMatch(Refused.class::isInstance);
    return accepted == entry.getAccepted()
        ? Optional.empty()
        : Optional.of(
            new Difference(at, "accepted " + entry.getAccepted(), "accepted " + accepted));
  }
}
