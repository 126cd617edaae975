package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Answering.Claim;
import org.plimsoll.leadership.Answering.State;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Decisions.Refused;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.persons.PersonKeys;
import org.springframework.stereotype.Component;

/**
 * Takes a decision from a screen to intake and waits until the trail shows what became of it. A
 * state of an exception is answered once: whoever comes second is told who was first, and nothing
 * of theirs is sent.
 */
@Component
class Deciding {
  /** As long as a person waits for a page; what takes longer is told as being on its way. */
  private static final Duration WAIT = Duration.ofSeconds(8);

  private static final long LOOK_MILLIS = 40;

  /** What became of it. */
  sealed interface Answer {
    /** The engine took it. */
    record Taken() implements Answer {}

    /** It was handed in; the trail has not shown it yet. */
    record Underway() implements Answer {}

    /** It was not taken. */
    record NotTaken(Refused refused) implements Answer {}

    /**
     * The state that it answers has passed.
     *
     * @param by the decision that was first; null where figures changed, or it is on its way
     * @param claim whose decision is on its way; null where none is
     */
    record Overtaken(@Nullable Decision by, @Nullable Claim claim) implements Answer {}

    /** Intake did not answer. */
    record NoAnswer() implements Answer {}
  }

  private final Answering answering;
  private final IntakeClient intake;
  private final PersonKeys keys;
  private final PersonsInWords persons;

  Deciding(Answering answering, IntakeClient intake, PersonKeys keys, PersonsInWords persons) {
    if (intake.isThere() && !keys.isThere()) {
      throw new IllegalStateException(
          "plimsoll.leadership.persons.secret: absent - expected where decisions are handed in, so"
              + " that what persons write can be erased");
    }
    this.answering = answering;
    this.intake = intake;
    this.keys = keys;
    this.persons = persons;
  }

  Answer decide(Seen seen, Episode episode, DecisionForm form) {
    String eventId = form.eventId();
    State answered = form.answers();
    Instant at = now();
    boolean note = form.kind().equals("NOTE");
    if (!note && !answering.state(episode).equals(answered)) {
      return new Answer.Overtaken(first(seen, episode, answered), null);
    }
    // A note answers no state; it is kept so that a form sent twice is one note.
    Claim claim =
        answering.claim(
            note ? eventId : episode.id(),
            answered.sequence(),
            new Claim(eventId, form.decidedBy(), form.kind(), at));
    boolean ofOpen = episode.state().equals("OPEN") && !form.kind().equals("ASSIST");
    Instant decidedAt = moment(seen, episode.raisedBy(), claim);
    return handedIn(form, claim, decidedAt, ofOpen ? answered.revision() : null);
  }

  /** Answers a call for help; the first answer is the only one. */
  Answer assist(Seen seen, Item call, DecisionForm form) {
    String requestId = requireNonNull(call.cause().eventId());
    Claim mine = new Claim(form.eventId(), form.decidedBy(), form.kind(), now());
    Claim claim = answering.claim(requestId, 0, mine);
    return handedIn(form, claim, moment(seen, call.cause(), claim), null);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * When it was decided, by the clock of the trail. To the millisecond, as the topic keeps it: the
   * same event has the same content.
   */
  private static Instant moment(Seen seen, Position in, Claim claim) {
    return seen.trail().moment(in, claim.at()).truncatedTo(ChronoUnit.MILLIS);
  }

  private Answer handedIn(
      DecisionForm form, Claim claim, Instant decidedAt, @Nullable Integer answersRevision) {
    String eventId = form.eventId();
    if (!claim.eventId().equals(eventId)) {
      return new Answer.Overtaken(null, claim);
    }
    return switch (intake.decide(toHandIn(form, decidedAt, answersRevision))) {
      case IntakeClient.Said.Accepted _ -> awaited(eventId);
      case IntakeClient.Said.Refused(var reason, var field, var value, var expected) -> {
        answering.release(eventId);
        yield new Answer.NotTaken(new Refused(reason, field, value, expected));
      }
      case IntakeClient.Said.Silent _ -> new Answer.NoAnswer();
    };
  }

  /** The decision with what the person wrote sealed, and others as events name them. */
  private Map<String, Object> toHandIn(
      DecisionForm form, Instant at, @Nullable Integer answersRevision) {
    Map<String, Object> decision = form.decision(at, answersRevision);
    decision.put("reason", keys.seal(form.decidedBy(), form.eventId(), form.reason()));
    decision.computeIfPresent("handedTo", (_, given) -> persons.of(String.valueOf(given)));
    return decision;
  }

  private Answer awaited(String eventId) {
    long beganNanos = System.nanoTime();
    Decision decided = answering.decided(eventId);
    while (decided == null && System.nanoTime() - beganNanos < WAIT.toNanos()) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Answer.Underway();
      }
      decided = answering.decided(eventId);
    }
    if (decided == null) {
      return new Answer.Underway();
    }
    Refused refused = decided.refused();
    if (refused == null) {
      return new Answer.Taken();
    }
    answering.release(eventId);
    return refused.reason().equals("STATE_PASSED")
        ? new Answer.Overtaken(null, null)
        : new Answer.NotTaken(refused);
  }

  /** The decision that came first; null where it was not a decision that changed the state. */
  private @Nullable Decision first(Seen seen, Episode episode, State answered) {
    return seen.decisions().ofNode(episode.nodeId(), null, LOOKED_AT).items().stream()
        .filter(d ->
            d.taken()
                && !d.kind().equals("NOTE")
                && d.cause().sequence() > answered.sequence()
                && (episode.id().equals(d.exceptionId())
                    || d.kind().equals("APPROVE_BASELINE")
                    || d.kind().equals("ASSIST")))
        .findFirst()
        .orElse(null);
  }

  /** Decisions about a node among which the one that came first is looked for. */
  private static final int LOOKED_AT = 50;
}
