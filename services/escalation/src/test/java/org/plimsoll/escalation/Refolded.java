package org.plimsoll.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.escalation.PlayedHistories.Place;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.CoreWriter;
import org.plimsoll.wire.EntryWriter;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.Outcomes;

/**
 * One partition of the trail, derived again entry by entry by two plain folds: one over the
 * recorded bytes, and one over the inputs as the histories had them, which were never Avro.
 */
final class Refolded {
  private final InputReader reader;
  private final Map<Place, Input> histories;
  private final Fold recorded = new Fold();
  private final Fold original = new Fold();
  private final List<Escalation> escalations = new ArrayList<>();
  private long sequence;

  /**
   * @param histories the inputs that were produced, by where they lie; what is not among them is
   *     derived from the recorded bytes alone
   */
  Refolded(InputReader reader, Map<Place, Input> histories) {
    this.reader = reader;
    this.histories = histories;
  }

  /** What is to be committed as escalations after the entries so far. */
  List<Escalation> escalations() {
    return escalations;
  }

  /**
   * Derives the next entry.
   *
   * @throws AssertionError when it is not what was recorded
   */
  void next(TrailEntry entry) {
    Position at = CoreReader.position(entry.getPosition());
    String where = "%s %d-%d".formatted(at.tier(), at.partition(), at.sequence());
    assertThat(at.sequence()).as("%s: the sequence is dense", where).isEqualTo(++sequence);
    byte[] value = new byte[entry.getInputBytes().remaining()];
    entry.getInputBytes().duplicate().get(value);
    String key = entry.getInputKey();
    Taken taken =
        new Taken(
            entry.getInputTopic(),
            entry.getInputPartition(),
            entry.getInputOffset(),
            key == null ? null : key.getBytes(StandardCharsets.UTF_8),
            value,
            entry.getTakenAt(),
            at);
    Reading reading = reader.read(taken);
    Input input = reading.input();
    List<ToleranceInForce> inForce = inForce(input, entry);
    List<Outcome> outcomes = input == null ? List.of() : recorded.next(input);
    // As texts: Avro's own equals cannot compare dates in a list.
    assertThat(entry.toString())
        .as("%s: derived from the recorded bytes", where)
        .isEqualTo(EntryWriter.entry(taken, reading, inForce, outcomes).toString());
    escalations.addAll(EntryWriter.escalations(taken, reading, outcomes, recorded::standing));
    Input played = histories.get(new Place(taken.topic(), taken.partition(), taken.offset()));
    if (played != null && at.tier() == Level.PROGRAM) {
      List<SpecificRecord> again =
          original.next(at(at, played)).stream().map(CoreWriter::outcome).toList();
      assertThat(Outcomes.of(entry).toString())
          .as("%s: derived from %s", where, played)
          .isEqualTo(again.toString());
    }
  }

  /** As it was before the entry; which nodes a tick will touch is not known before, so recorded. */
  private List<ToleranceInForce> inForce(@Nullable Input input, TrailEntry entry) {
    if (input instanceof Input.Ticked) {
      return entry.getInForce();
    }
    List<ToleranceInForce> inForce = new ArrayList<>();
    if (input != null) {
      Standing node = recorded.standing(input.nodeId());
      EntryWriter.inForce(node, inForce);
      Facts facts =
          input instanceof Input.FactsStated stated
              ? stated.facts()
              : node instanceof Known known ? known.facts() : null;
      if (facts != null && facts.level() == Level.PROJECT && facts.parentId() != null) {
        EntryWriter.inForce(recorded.standing(facts.parentId()), inForce);
      }
    }
    return inForce;
  }

  /** The same input at the place that the trail gave it. */
  private static Input at(Position at, Input input) {
    return switch (input) {
      case Input.StatusChanged i -> new Input.StatusChanged(at, i.status(), i.origin());
      case Input.FactsStated i -> new Input.FactsStated(at, i.eventId(), i.facts(), i.parent());
      case Input.ToleranceGranted i ->
          new Input.ToleranceGranted(
              at,
              i.eventId(),
              i.nodeId(),
              i.tolerance(),
              i.grantedBy(),
              i.above(),
              i.byNodeInTask());
      case Input.Decided i ->
          new Input.Decided(
              at,
              i.eventId(),
              i.nodeId(),
              i.choice(),
              i.decidedBy(),
              i.decidedAs(),
              i.decidedOn(),
              i.answersRevision(),
              i.above());
      case Input.ChildContributed i -> new Input.ChildContributed(at, i.contribution(), i.held());
      case Input.Ticked i -> new Input.Ticked(at, i.nodeId(), i.instant());
    };
  }
}
