package org.plimsoll.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.intake.Ledger.Held;
import org.plimsoll.intake.Ledger.State;
import org.plimsoll.intake.Submission.EventId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes events, a batch at a time, in the order given. An event is recorded as PENDING and
 * committed; then its row is locked, the event sent, and, when every broker that must has it,
 * marked PUBLISHED. Whoever dies in between leaves it PENDING, and the next submission with the
 * same id sends it again; the engine refuses the repetition. While the row is locked a twin waits
 * and then finds it published.
 */
@Component
final class Publishing {
  private static final Logger log = LoggerFactory.getLogger(Publishing.class);

  private final Ledger ledger;
  private final Producer<String, SpecificRecord> producer;
  private final TransactionTemplate transaction;

  Publishing(
      Ledger ledger, Producer<String, SpecificRecord> producer, TransactionTemplate transaction) {
    this.ledger = ledger;
    this.producer = producer;
    this.transaction = transaction;
  }

  /** What a submission came to. */
  sealed interface Answer {}

  /**
   * The broker has it.
   *
   * @param known whether it had it before
   */
  record Taken(String eventId, boolean known) implements Answer {}

  /** It was not published. */
  record NotTaken(Problem problem) implements Answer {}

  /** Publishes those that were not published before; one answer for each, in order. */
  List<Answer> take(List<Submission> batch) {
    return take(batch, _ -> {});
  }

  /**
   * As {@link #take(List)}.
   *
   * @param alongside writes what goes with the answers while the events are still locked, so that
   *     nothing the trail says of them is written before it
   */
  List<Answer> take(List<Submission> batch, Consumer<List<Answer>> alongside) {
    if (batch.isEmpty()) {
      return List.of();
    }
    Map<EventId, Submission> sorted = new TreeMap<>();
    batch.forEach(submission -> sorted.putIfAbsent(submission.id(), submission));
    ledger.record(sorted.values());
    return transaction.execute(_ -> {
      List<Answer> answers = publish(batch, ledger.lock(sorted.keySet()));
      alongside.accept(answers);
      return answers;
    });
  }

  private List<Answer> publish(List<Submission> batch, Map<EventId, Held> held) {
    Map<EventId, Future<RecordMetadata>> sent = new LinkedHashMap<>();
    Map<EventId, Problem> failed = new HashMap<>();
    for (Submission submission : batch) {
      EventId id = submission.id();
      if (held(held, id).state() == State.PENDING
          && isSame(submission, held)
          && !sent.containsKey(id)
          && !failed.containsKey(id)) {
        send(submission, sent, failed);
      }
    }
    await(sent, failed);
    ledger.markPublished(sent.keySet());

    List<Answer> answers = new ArrayList<>(batch.size());
    Collection<EventId> unanswered = new java.util.HashSet<>(sent.keySet());
    for (Submission submission : batch) {
      EventId id = submission.id();
      Problem failure = failed.get(id);
      if (!isSame(submission, held)) {
        answers.add(new NotTaken(reused(id)));
      } else if (failure != null) {
        answers.add(new NotTaken(failure));
      } else {
        answers.add(new Taken(id.eventId(), !unanswered.remove(id)));
      }
    }
    return answers;
  }

  private void send(
      Submission submission,
      Map<EventId, Future<RecordMetadata>> sent,
      Map<EventId, Problem> failed) {
    try {
      sent.put(
          submission.id(),
          producer.send(
              new ProducerRecord<>(submission.topic(), submission.key(), submission.value())));
    } catch (RuntimeException e) {
      // Kafka's own, or whatever the configured serializer throws when the registry is away.
      failed.put(submission.id(), unpublished(submission.id(), e));
    }
  }

  /** Leaves in {@code sent} only what arrived. */
  private static void await(
      Map<EventId, Future<RecordMetadata>> sent, Map<EventId, Problem> failed) {
    var entries = sent.entrySet().iterator();
    while (entries.hasNext()) {
      var entry = entries.next();
      try {
        entry.getValue().get();
      } catch (ExecutionException e) {
        failed.put(entry.getKey(), unpublished(entry.getKey(), e));
        entries.remove();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaException("interrupted while publishing", e);
      }
    }
  }

  private static boolean isSame(Submission submission, Map<EventId, Held> held) {
    return submission.bodySha256().equals(held(held, submission.id()).bodySha256());
  }

  private static Held held(Map<EventId, Held> held, EventId id) {
    return java.util.Objects.requireNonNull(held.get(id), "recorded just before");
  }

  private static Problem reused(EventId id) {
    return Problem.of(
        HttpStatus.CONFLICT,
        Refusal.Reason.EVENT_ID_REUSED,
        "eventId",
        id.eventId(),
        "the same content as the first time, or a new id");
  }

  private static Problem unpublished(EventId id, Throwable cause) {
    log.warn("event {} could not be published", id.eventId(), cause);
    return Problem.of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "Event %s is not published: broker or registry does not answer. Send it again with the same id; nothing is counted twice."
            .formatted(id.eventId()));
  }
}
