package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Scope;
import org.plimsoll.schema.Contribution;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.Tick;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.RecordReader;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The entries of the trail, each with its input as it was sent. */
class Trail {
  /**
   * An entry and its input.
   *
   * @param input as it was sent; null when it cannot be read
   */
  record Entry(TrailEntry entry, @Nullable SpecificRecord input) {}

  private final JdbcClient database;
  private final TrailReaders readers;
  private final Scope scope;

  /**
   * @param scope what an entry says of other nodes than those within is left out
   */
  Trail(JdbcClient database, TrailReaders readers, Scope scope) {
    this.database = database;
    this.readers = readers;
    this.scope = scope;
  }

  /**
   * The entry at a place, with what it says of nodes that are seen.
   *
   * @param tier in any case
   * @throws BadParameterException when the place cannot be one
   * @throws UnknownException when nothing stands there
   */
  Entry entry(String tier, String partition, String sequence) {
    Position at = position(tier, partition, sequence);
    return entry(at.tier(), at.partition(), at.sequence())
        .flatMap(this::read)
        .map(this::seen)
        .orElseThrow(() ->
            new UnknownException(
                "sequence", sequence, "the number of an entry that has been taken"));
  }

  /**
   * A place as it is written in an address.
   *
   * @param tier in any case
   * @throws BadParameterException when the place cannot be one
   */
  static Position position(String tier, String partition, String sequence) {
    String known =
        switch (tier.toLowerCase(Locale.ROOT)) {
          case "program" -> "PROGRAM";
          case "portfolio" -> "PORTFOLIO";
          default -> throw new BadParameterException("tier", tier, "program or portfolio");
        };
    return new Position(
        known,
        (int) Parameters.number("partition", partition, 0, Integer.MAX_VALUE),
        Parameters.number("sequence", sequence, 1, Long.MAX_VALUE),
        null);
  }

  /** The entry at a known place; empty when it is not held, or cannot be read. */
  Optional<Entry> entry(Position at) {
    return entry(at.tier(), at.partition(), at.sequence()).flatMap(this::read);
  }

  /** An entry as it is held; empty when it cannot be read. */
  Optional<Entry> read(byte[] bytes) {
    return readers.read(reader ->
        reader.entry(bytes).map(entry -> new Entry(entry, input(entry, reader.records()))));
  }

  /**
   * The entries at these places of one partition, in their order; what is unreadable is left out.
   */
  List<Entry> entries(String tier, int partition, Collection<Long> sequences) {
    return database
        .sql(
            "SELECT entry FROM trail_entry WHERE tier = :tier AND partition = :partition AND"
                + " sequence = ANY(:sequences) ORDER BY sequence")
        .param("tier", tier)
        .param("partition", partition)
        .param("sequences", sequences.toArray(Long[]::new))
        .query((row, number) -> row.getBytes("entry"))
        .list()
        .stream()
        .flatMap(bytes -> read(bytes).stream())
        .toList();
  }

  /**
   * The bytes of an entry, for whoever sees all of it: they say of other nodes, too, what followed.
   * Empty for everybody else, and for a place at which no entry is held.
   */
  Optional<byte[]> bytes(Position at) {
    return scope.everything() ? entry(at.tier(), at.partition(), at.sequence()) : Optional.empty();
  }

  /**
   * The hash of an entry as its proof begins with it: that of a leaf as RFC 6962 has it, in base64.
   * Empty for a place at which no entry is held.
   */
  Optional<String> leafHash(Position at) {
    return entry(at.tier(), at.partition(), at.sequence())
        .map(bytes -> {
          try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0);
            return Base64.getEncoder().encodeToString(sha256.digest(bytes));
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
          }
        });
  }

  private Optional<byte[]> entry(String tier, int partition, long sequence) {
    return database
        .sql(
            "SELECT entry FROM trail_entry WHERE tier = :tier AND partition = :partition AND"
                + " sequence = :sequence")
        .param("tier", tier)
        .param("partition", partition)
        .param("sequence", sequence)
        .query((row, number) -> row.getBytes("entry"))
        .optional();
  }

  /**
   * What moment it is by the clock of the trail: the newest tick in a partition, and what has
   * passed since that was taken. Where a history is played, that is a moment of the history;
   * elsewhere it is now.
   *
   * @param now ticks that were taken later are left out, so that the answer is always the same
   */
  Instant moment(Position in, Instant now) {
    return database
        .sql(
            """
            SELECT at, taken_at FROM tick WHERE tier = :tier AND partition = :partition
              AND taken_at <= :now::timestamptz ORDER BY sequence DESC LIMIT 1
            """)
        .param("tier", in.tier())
        .param("partition", in.partition())
        .param("now", now.toString())
        .query((row, number) ->
            requireNonNull(Columns.moment(row, "at"))
                .plus(Duration.between(requireNonNull(Columns.moment(row, "taken_at")), now)))
        .optional()
        .filter(now::isAfter)
        .orElse(now);
  }

  /** By when it was known what stands at each place, by the clock of the trail. */
  Map<Position, Instant> known(Collection<Position> places) {
    List<Position> asked = List.copyOf(places);
    Map<Position, Instant> known = new HashMap<>();
    database
        .sql(
            """
            SELECT p.n, moment_of(p.tier, p.partition, p.sequence, NULL) AS known
            FROM unnest(:tiers::text[], :partitions::int[], :sequences::bigint[])
              WITH ORDINALITY AS p (tier, partition, sequence, n)
            """)
        .param("tiers", asked.stream().map(Position::tier).toArray(String[]::new))
        .param("partitions", asked.stream().map(Position::partition).toArray(Integer[]::new))
        .param("sequences", asked.stream().map(Position::sequence).toArray(Long[]::new))
        .query(row -> {
          Instant moment = Columns.moment(row, "known");
          if (moment != null) {
            known.put(asked.get(row.getInt("n") - 1), moment);
          }
        });
    return known;
  }

  /** Whether an entry stands at a place. */
  boolean stands(String tier, int partition, long sequence) {
    return entry(tier, partition, sequence).isPresent();
  }

  private static @Nullable SpecificRecord input(TrailEntry entry, RecordReader reader) {
    byte[] bytes = Plain.array(entry.getInputBytes());
    return switch (entry.getInputType()) {
      case STATUS_CHANGE -> read(reader, bytes, StatusChange.class);
      case NODE_FACTS -> read(reader, bytes, NodeFacts.class);
      case TOLERANCE_GRANT -> read(reader, bytes, ToleranceGrant.class);
      case DECISION -> read(reader, bytes, Decision.class);
      case TICK -> read(reader, bytes, Tick.class);
      case CONTRIBUTION -> read(reader, bytes, Contribution.class);
      case UNREADABLE, UNRECOGNISED -> null;
    };
  }

  private static <T extends SpecificRecord> @Nullable T read(
      RecordReader reader, byte[] bytes, Class<T> type) {
    return switch (reader.read(bytes, type)) {
      case RecordReader.Read<T> read -> read.value();
      case RecordReader.Unreadable<T> _ -> null;
    };
  }

  /** Without what is said of other nodes than those that are seen. */
  private Entry seen(Entry found) {
    if (scope.everything()) {
      return found;
    }
    TrailEntry entry = found.entry();
    SpecificRecord input = found.input();
    String own = input == null ? "" : subject(input);
    List<SpecificRecord> outcomes = Outcomes.of(entry);
    List<String> named = new ArrayList<>(outcomes.stream().map(Trail::subject).toList());
    named.add(own);
    entry.getInForce().forEach(each -> named.add(each.getNodeId()));
    Set<String> seen = seen(named);
    boolean mine =
        own.isEmpty()
            || seen.contains(own)
            || (outcomes.stream().anyMatch(Refused.class::isInstance) && isOurs(entry));
    TrailEntry.Builder left =
        TrailEntry.newBuilder(entry)
            .setInForce(
                entry.getInForce().stream()
                    .filter(each -> seen.contains(each.getNodeId()))
                    .toList())
            .setOutcomes(
                Outcomes.wrap(
                    outcomes.stream()
                        .filter(outcome -> {
                          String node = subject(outcome);
                          return node.isEmpty() ? mine : seen.contains(node);
                        })
                        .toList()));
    if (!mine) {
      left.setInputBytes(ByteBuffer.allocate(0));
    }
    return new Entry(left.build(), mine ? input : null);
  }

  /** Whether an agency of the reader sent it. */
  private boolean isOurs(TrailEntry entry) {
    return entry.getSender() != null && scope.agencies().contains(entry.getSender());
  }

  private Set<String> seen(Collection<String> nodeIds) {
    return new HashSet<>(
        database
            .sql("SELECT node_id FROM node WHERE node_id = ANY(:ids)")
            .param("ids", nodeIds.toArray(String[]::new))
            .query((row, number) -> row.getString(1))
            .list());
  }

  /** The node that a record is about; empty for one that is about none. */
  private static String subject(SpecificRecord record) {
    for (String name : List.of("nodeId", "projectId", "childId")) {
      Schema.Field field = record.getSchema().getField(name);
      if (field != null) {
        return String.valueOf(record.get(field.pos()));
      }
    }
    return "";
  }
}
