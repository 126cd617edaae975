package org.plimsoll.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;

/**
 * Entries of the trail, written from what core says straight to the bytes of a Kafka record: the
 * same ones that {@link EntryWriter#entry} through a {@link RecordWriter} comes to, which is what
 * this is compared with. Not for use by several threads at once.
 */
public final class EntryBytes {
  private static final byte[] NOTHING = {};

  private final AvroBytes bytes = new AvroBytes();
  private final AssessedBytes assessed = new AssessedBytes(bytes);
  private final OutcomeBytes outcomes = new OutcomeBytes(bytes, assessed);
  private final byte[] header;

  private EntryBytes(byte[] header) {
    this.header = header;
  }

  /** Registers the schema of entries for the trail's values and writes with its id. */
  public static EntryBytes register(SchemaRegistry registry, String trail) {
    return new EntryBytes(RecordWriter.header(registry, trail, TrailEntry.getClassSchema()));
  }

  /**
   * An entry as the value of a Kafka record.
   *
   * @param met the standings that the input met, as they were before it: their tolerances were in
   *     force
   */
  public byte[] write(
      Taken taken, Reading reading, List<? extends Standing> met, List<Outcome> followed) {
    bytes.begin(header);
    assessed.position(taken.at());
    bytes.number(taken.takenAt().toEpochMilli());
    bytes.text(taken.topic());
    bytes.number(taken.partition());
    bytes.number(taken.offset());
    key(taken);
    bytes.bytes(taken.value() == null ? NOTHING : taken.value());
    bytes.optionalText(reading.schemaSha256());
    bytes.symbol(Symbols.INPUT_TYPE.place(reading.type()));
    bytes.optionalText(reading.eventId());
    bytes.optionalText(Topics.agencyOf(taken.topic()).orElse(null));
    bytes.flag(isAccepted(reading, followed));
    inForce(met);
    outcomes(reading, followed);
    return bytes.copy();
  }

  /** As text, and so with another character in the place of what is no UTF-8. */
  private void key(Taken taken) {
    byte[] key = taken.key();
    if (key != null && isAscii(key)) {
      bytes.given();
      bytes.bytes(key);
    } else {
      bytes.optionalText(taken.keyText());
    }
  }

  private static boolean isAscii(byte[] text) {
    for (byte character : text) {
      if (character < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAccepted(Reading reading, List<Outcome> followed) {
    if (reading.refused() != null) {
      return false;
    }
    for (Outcome outcome : followed) {
      if (outcome instanceof Outcome.Refused) {
        return false;
      }
    }
    return true;
  }

  private void inForce(List<? extends Standing> met) {
    int count = 0;
    for (Standing standing : met) {
      count += watches(standing).size();
    }
    bytes.items(count);
    for (Standing standing : met) {
      for (Watch watch : watches(standing)) {
        bytes.text(standing.nodeId());
        bytes.text(watch.tolerance().toleranceId());
        bytes.number(watch.tolerance().version());
      }
    }
    bytes.endOfItems();
  }

  private static List<Watch> watches(Standing standing) {
    return standing instanceof Known known ? known.watches() : List.of();
  }

  private void outcomes(Reading reading, List<Outcome> followed) {
    boolean refusedEarly = reading.refused() != null;
    bytes.items(followed.size() + (refusedEarly ? 1 : 0));
    if (refusedEarly) {
      outcomes.refused(requireNonNull(reading.refused()));
    }
    for (Outcome outcome : followed) {
      outcomes.outcome(outcome);
    }
    bytes.endOfItems();
  }
}
