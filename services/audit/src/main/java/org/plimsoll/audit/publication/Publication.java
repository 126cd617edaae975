package org.plimsoll.audit.publication;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.plimsoll.audit.PublishedLog;
import org.plimsoll.audit.Recomputation;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailReader;

/** Reads the log from its topic, recomputes the trail, signs and publishes what it has come to. */
public final class Publication {
  private final Map<String, Object> kafka;
  private final SchemaRegistry registry;
  private final CheckpointTopic topic;

  /**
   * @param kafka settings of a client that may read the trail and write checkpoints
   * @param replication of the topic of checkpoints, where it is created
   */
  public Publication(Map<String, Object> kafka, SchemaRegistry registry, short replication) {
    this.kafka = kafka;
    this.registry = registry;
    this.topic = new CheckpointTopic(kafka);
    topic.ensure(replication);
  }

  /**
   * The log as it was published.
   *
   * @param keys of the log, in order
   * @throws NoteException naming the first round that is not what it must be
   */
  public RootLog published(List<VerifierKey> keys) {
    return new PublishedLog(kafka, keys).read();
  }

  /**
   * Brings the log up to what the trail is now. What a crash has left signed but not published is
   * published first.
   *
   * @param progress told the number of entries read, now and then
   * @return the log, whose last round is the newest checkpoint
   * @throws Recomputation.AlteredException when the trail is not what was signed; nothing is signed
   */
  public RootLog checkpoint(LogSigner signer, LongConsumer progress) {
    RootLog log = published(signer.keys());
    Optional<Round> unpublished = signer.unpublished(log);
    unpublished.ifPresent(round -> append(log, round));
    List<Statement> statements =
        Recomputation.statements(new TrailReader(kafka), registry, log, progress);
    if (!statements.isEmpty()) {
      append(log, signer.sign(log, statements));
    }
    return log;
  }

  /** Hands over to a new key; call it behind {@link #checkpoint}. */
  public Round rotate(LogSigner signer, RootLog log) {
    Round round = signer.rotate(log);
    append(log, round);
    return round;
  }

  /** Publishes the newest checkpoint once more, with the signatures of witnesses. */
  public void append(RootLog log, Round round) {
    log.add(round);
    topic.append(round);
  }
}
