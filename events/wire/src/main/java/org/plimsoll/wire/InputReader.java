package org.plimsoll.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.Tick;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.CoreReader.UnrecognisedException;

/** From a record on an input topic to an input of core, or to the reason why there is none. */
public final class InputReader {
  /** Of the schema that this version would write a status change with. */
  private static final String STATUS_SCHEMA =
      RecordReader.sha256(org.plimsoll.schema.StatusChange.getClassSchema());

  private final RecordReader records;
  private final StatusInput statuses = new StatusInput();
  private final int partitions;
  private final MessageDigest sha256;

  public InputReader(RecordReader records, int partitions) {
    this.records = records;
    this.partitions = partitions;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /**
   * A record as it lay in the log.
   *
   * @param at the place that its entry takes in the trail
   * @param takenAt the broker's time
   */
  @SuppressWarnings("ArrayRecordComponent") // Kafka's bytes as they are; nobody compares them.
  public record Taken(
      String topic,
      int partition,
      long offset,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Instant takenAt,
      Position at) {
    public @Nullable String keyText() {
      return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
  }

  /**
   * What the record says.
   *
   * @param input null when it is refused before core is asked
   * @param refused null when there is an input
   */
  public record Reading(
      InputType type,
      @Nullable String schemaSha256,
      @Nullable String eventId,
      @Nullable Input input,
      @Nullable Refused refused) {}

  /** Reads one record. Throws only when the registry does not answer. */
  public Reading read(Taken taken) {
    return switch (taken.topic()) {
      case Topics.PROGRAM_FACTS, Topics.PORTFOLIO_FACTS -> facts(taken);
      case Topics.PROGRAM_GRANTS, Topics.PORTFOLIO_GRANTS ->
          read(
              taken,
              ToleranceGrant.class,
              InputType.TOLERANCE_GRANT,
              ToleranceGrant::getEventId,
              grant ->
                  new Input.ToleranceGranted(
                      taken.at(),
                      grant.getEventId(),
                      grant.getNodeId(),
                      CoreReader.tolerance(grant),
                      grant.getGrantedBy(),
                      null,
                      false));
      case Topics.PROGRAM_DECISIONS, Topics.PORTFOLIO_DECISIONS ->
          read(
              taken,
              Decision.class,
              InputType.DECISION,
              Decision::getEventId,
              decision ->
                  new Input.Decided(
                      taken.at(),
                      decision.getEventId(),
                      decision.getNodeId(),
                      CoreReader.choice(decision),
                      decision.getDecidedBy(),
                      decision.getDecidedAs(),
                      CoreReader.decidedOn(decision, taken.takenAt()),
                      decision.getAnswersRevision(),
                      null));
      case Topics.PROGRAM_TICKS, Topics.PORTFOLIO_TICKS ->
          read(
              taken,
              Tick.class,
              InputType.TICK,
              Tick::getEventId,
              tick -> new Input.Ticked(taken.at(), "", tick.getAt()));
      case Topics.PORTFOLIO_CONTRIBUTIONS -> contribution(taken);
      default -> status(taken);
    };
  }

  /** Nearly every record is a status, and nearly every status is written as this version would. */
  private Reading status(Taken taken) {
    String agencyId =
        Topics.agencyOf(taken.topic())
            .orElseThrow(() -> new IllegalStateException("not an input topic: " + taken.topic()));
    byte[] value = taken.value();
    StatusChange status =
        value != null && records.isWrittenWith(STATUS_SCHEMA, value)
            ? statuses.read(value, RecordReader.HEADER_BYTES)
            : null;
    return status == null
        ? statusOfRecord(taken, agencyId)
        : new Reading(
            InputType.STATUS_CHANGE,
            STATUS_SCHEMA,
            status.eventId(),
            new Input.StatusChanged(taken.at(), status, origin(taken, agencyId)),
            null);
  }

  /** The general way to a status, through an Avro record of it. */
  Reading statusOfRecord(Taken taken, String agencyId) {
    return read(
        taken,
        org.plimsoll.schema.StatusChange.class,
        InputType.STATUS_CHANGE,
        org.plimsoll.schema.StatusChange::getEventId,
        record ->
            new Input.StatusChanged(
                taken.at(), CoreReader.statusChange(record), origin(taken, agencyId)));
  }

  private Origin origin(Taken taken, String agencyId) {
    return new Origin(
        agencyId,
        LocalDate.ofInstant(taken.takenAt(), ZoneOffset.UTC),
        taken.keyText(),
        isPlaced(taken),
        HexFormat.of().formatHex(sha256.digest(taken.value())));
  }

  private Reading facts(Taken taken) {
    Reading reading =
        read(
            taken,
            NodeFacts.class,
            InputType.NODE_FACTS,
            NodeFacts::getEventId,
            facts ->
                new Input.FactsStated(
                    taken.at(), facts.getEventId(), CoreReader.facts(facts), null));
    return reading.input() instanceof Input.FactsStated(var _, var _, Facts facts, var _)
        ? keyed(reading, taken, facts)
        : reading;
  }

  /** Facts decide where a node lives, so they must lie where its key belongs. */
  private Reading keyed(Reading reading, Taken taken, Facts facts) {
    boolean ofPortfolio = facts.level() == Level.PORTFOLIO;
    if (ofPortfolio != (taken.at().tier() == Level.PORTFOLIO)) {
      return refused(
          reading,
          "WRONG_LEVEL",
          "level",
          facts.level().name(),
          ofPortfolio ? "portfolios in " + Topics.PORTFOLIO_FACTS : "a portfolio");
    }
    String expected =
        facts.level() == Level.PROJECT ? String.valueOf(facts.parentId()) : facts.nodeId();
    if (!expected.equals(taken.keyText())) {
      return refused(reading, "WRONG_KEY", "key", String.valueOf(taken.keyText()), expected);
    }
    return reading;
  }

  private Reading contribution(Taken taken) {
    return read(
        taken,
        org.plimsoll.schema.Contribution.class,
        InputType.CONTRIBUTION,
        contribution -> null,
        record -> {
          Contribution contribution = CoreReader.contribution(record);
          return new Input.ChildContributed(taken.at(), contribution, null);
        });
  }

  private <T extends SpecificRecord> Reading read(
      Taken taken,
      Class<T> recordType,
      InputType type,
      Function<T, @Nullable String> eventId,
      Function<T, Input> toInput) {
    return switch (records.read(taken.value(), recordType)) {
      case RecordReader.Unreadable<T> unreadable ->
          new Reading(
              InputType.UNREADABLE,
              unreadable.schemaSha256().orElse(null),
              null,
              null,
              CoreWriter.refused(unreadable));
      case RecordReader.Read<T>(T value, String schemaSha256) -> {
        Reading reading;
        try {
          reading =
              new Reading(type, schemaSha256, eventId.apply(value), toInput.apply(value), null);
        } catch (UnrecognisedException e) {
          yield new Reading(
              type,
              schemaSha256,
              eventId.apply(value),
              null,
              new Refused("MALFORMED", e.field(), e.value(), e.expected()));
        }
        yield mustBePlaced(type) && !isPlaced(taken)
            ? refused(
                reading,
                "WRONG_PARTITION",
                "key",
                String.valueOf(taken.keyText()),
                "the partition that murmur2 of the key gives")
            : reading;
      }
    };
  }

  private static Reading refused(
      Reading reading, String reason, String field, String value, String expected) {
    return new Reading(
        reading.type(),
        reading.schemaSha256(),
        reading.eventId(),
        null,
        new Refused(reason, field, value, expected));
  }

  /** A status's place is weighed by core, together with its project; a tick lies everywhere. */
  private static boolean mustBePlaced(InputType type) {
    return switch (type) {
      case NODE_FACTS, TOLERANCE_GRANT, DECISION, CONTRIBUTION -> true;
      case STATUS_CHANGE, TICK, UNREADABLE, UNRECOGNISED -> false;
    };
  }

  private boolean isPlaced(Taken taken) {
    return taken.key() != null && Topics.partitionOf(taken.key(), partitions) == taken.partition();
  }
}
