package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.Tick;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.InputWriter;

/** Beside the histories, which wire does not see. */
class InputWriterTest {

  @Test
  void anInputIsReadAsItWasWritten() {
    Law.holds(history -> history.forEach(input -> assertThat(read(input)).isEqualTo(input)));
  }

  /** The input as its record states it; what no record states is taken over. */
  private static Input read(Input input) {
    return switch (InputWriter.record(input)) {
      case StatusChange s when input instanceof Input.StatusChanged i ->
          new Input.StatusChanged(i.at(), CoreReader.statusChange(s), i.origin());
      case NodeFacts f when input instanceof Input.FactsStated i ->
          new Input.FactsStated(i.at(), f.getEventId(), CoreReader.facts(f), i.parent());
      case ToleranceGrant g when input instanceof Input.ToleranceGranted i ->
          new Input.ToleranceGranted(
              i.at(),
              g.getEventId(),
              g.getNodeId(),
              CoreReader.tolerance(g),
              g.getGrantedBy(),
              i.above(),
              i.byNodeInTask());
      case Decision d when input instanceof Input.Decided i ->
          new Input.Decided(
              i.at(),
              d.getEventId(),
              d.getNodeId(),
              CoreReader.choice(d),
              d.getDecidedBy(),
              d.getDecidedAs(),
              CoreReader.decidedOn(d, Instant.MAX),
              d.getAnswersRevision(),
              i.above());
      case Tick t -> new Input.Ticked(input.at(), "", t.getAt());
      default -> throw new AssertionError("no input of a history: " + input);
    };
  }
}
