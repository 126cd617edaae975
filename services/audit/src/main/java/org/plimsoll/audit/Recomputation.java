package org.plimsoll.audit;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.audit.log.Statement.Head;
import org.plimsoll.audit.log.Statement.WriterSchema;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TakenReader;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;

/**
 * What the trail has come to, reckoned from nothing but the entries that the broker gives out now.
 * Every head that was ever stated is compared on the way, so nothing is stated of a trail that was
 * changed since.
 */
public final class Recomputation {
  /** Between two reports of progress. */
  private static final int ENTRIES_A_TIME = 10_000;

  private final SchemaRegistry registry;
  private final RootLog log;
  private final TakenReader reader;
  private final Map<TrailPartition, Course> courses = new TreeMap<>();
  private final Map<Integer, String> schemas = new TreeMap<>();
  private long entries;

  private Recomputation(SchemaRegistry registry, RootLog log) {
    this.registry = registry;
    this.log = log;
    this.reader = new TakenReader(registry);
  }

  /** How far a partition was read, and which stated heads lie before it. */
  private static final class Course {
    private final Frontier frontier = new Frontier();
    private final Deque<Head> stated = new ArrayDeque<>();
  }

  /** The trail is not what was signed, or is no dense sequence; the message says where. */
  public static final class AlteredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AlteredException(String message) {
      super(message);
    }
  }

  /**
   * Reads the whole trail and says what the log is to state next: schemas that it does not know
   * yet, then the heads of all partitions in their order.
   *
   * @return empty when nothing has come since the last round
   * @throws AlteredException when a stated head does not hold any more
   */
  public static List<Statement> statements(
      TrailReader trail, SchemaRegistry registry, RootLog log, LongConsumer progress) {
    Recomputation all = new Recomputation(registry, log);
    trail.ends().keySet().forEach(all::course);
    log.partitions().forEach(all::course);
    trail.read((partition, offset, entry) -> {
      all.next(partition, entry);
      if (all.entries % ENTRIES_A_TIME == 0) {
        progress.accept(all.entries);
      }
      return true;
    });
    return all.statements();
  }

  private Course course(TrailPartition partition) {
    return courses.computeIfAbsent(
        partition,
        p -> {
          Course course = new Course();
          log.heads(p).forEach(stated -> course.stated.add(stated.head()));
          compare(course);
          return course;
        });
  }

  private void next(TrailPartition partition, byte[] entry) {
    Course course = course(partition);
    long sequence = sequence(course, partition, entry);
    if (sequence != course.frontier.size() + 1) {
      throw new AlteredException(
          "trail %s: entry %d stands where entry %d must"
              .formatted(partition, sequence, course.frontier.size() + 1));
    }
    schemas.computeIfAbsent(ByteBuffer.wrap(entry, 1, Integer.BYTES).getInt(), this::sha256);
    course.frontier.append(entry);
    entries++;
    compare(course);
  }

  private long sequence(Course course, TrailPartition partition, byte[] entry) {
    try {
      return reader.read(entry).at().sequence();
    } catch (IllegalStateException e) {
      throw new AlteredException(
          "trail %s: what stands in the place of entry %d is none: %s"
              .formatted(partition, course.frontier.size() + 1, e.getMessage()));
    }
  }

  private static void compare(Course course) {
    while (!course.stated.isEmpty() && course.stated.getFirst().size() == course.frontier.size()) {
      Head head = course.stated.removeFirst();
      Hash root = course.frontier.root();
      if (!head.root().equals(root)) {
        throw new AlteredException(
            "trail %s was changed: its first %d entries have the root %s, and %s was signed"
                .formatted(head.partition(), head.size(), root, head.root()));
      }
    }
  }

  private String sha256(int id) {
    return RecordReader.sha256(
        registry
            .byId(id)
            .orElseThrow(() -> new AlteredException("schema " + id + " is not in the registry")));
  }

  private List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    schemas.forEach((id, sha256) -> {
      String known = log.schemas().get(id);
      if (known == null) {
        statements.add(new WriterSchema(id, sha256));
      } else if (!known.equals(sha256)) {
        throw new AlteredException(
            "schema %d in the registry has SHA-256 %s, and %s was signed"
                .formatted(id, sha256, known));
      }
    });
    boolean grown = false;
    for (var each : courses.entrySet()) {
      Course course = each.getValue();
      if (!course.stated.isEmpty()) {
        throw new AlteredException(
            "trail %s was cut off: %d entries are left, and %d were signed"
                .formatted(each.getKey(), course.frontier.size(), course.stated.getLast().size()));
      }
      long before = log.latest(each.getKey()).map(s -> s.head().size()).orElse(-1L);
      grown |= before != course.frontier.size();
      statements.add(
          new Head(each.getKey(), course.frontier.size(), requireNonNull(course.frontier.root())));
    }
    return grown ? statements : List.of();
  }
}
