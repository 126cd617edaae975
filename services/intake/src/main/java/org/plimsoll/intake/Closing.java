package org.plimsoll.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.intake.Ledger.Closed;
import org.plimsoll.intake.Submission.EventId;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Waits for what the engine says of events that were published. */
@Component
final class Closing {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Ledger ledger;
  private final JsonMapper json;
  private final Duration weighWithin;

  Closing(Ledger ledger, JsonMapper json, IntakeSettings settings) {
    this.ledger = ledger;
    this.json = json;
    this.weighWithin = settings.intake().weighWithin();
  }

  interface OnClosed {
    void closed(EventId id, Closed closed) throws IOException;
  }

  interface Waiting {
    void goesOn() throws IOException;
  }

  /**
   * Returns when the engine has said something of all of them, each told once; what is closed at
   * the same time is told in the given order.
   *
   * @throws Problem 504 when it says nothing for too long
   */
  void await(Collection<EventId> ids, OnClosed onClosed, Waiting waiting)
      throws IOException, InterruptedException {
    List<EventId> open = new ArrayList<>(ids);
    long deadline = System.nanoTime() + weighWithin.toNanos();
    while (!open.isEmpty()) {
      Map<EventId, Closed> closed = ledger.closed(open);
      for (EventId id : open) {
        Closed one = closed.get(id);
        if (one != null) {
          onClosed.closed(id, one);
        }
      }
      open.removeAll(closed.keySet());
      if (!closed.isEmpty()) {
        deadline = System.nanoTime() + weighWithin.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw Problem.of(
            HttpStatus.GATEWAY_TIMEOUT,
            "The engine has weighed nothing for %s. What was published stays so; start services/escalation and send the same again, which adds nothing twice."
                .formatted(weighWithin));
      } else {
        waiting.goesOn();
      }
      if (!open.isEmpty()) {
        Thread.sleep(POLL);
      }
    }
  }

  /** Why the engine did not take it. */
  Refusal refusal(Closed closed) {
    var node = json.readTree(closed.verdict());
    Refusal.Reason reason = Refusal.Reason.MALFORMED;
    String name = node.path("reason").asString();
    for (Refusal.Reason known : Refusal.Reason.values()) {
      if (known.name().equals(name)) {
        reason = known;
      }
    }
    return new Refusal(
        reason,
        node.path("field").asString(),
        node.path("value").asString(),
        node.path("expected").asString());
  }
}
