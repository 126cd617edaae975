package org.plimsoll.audit.witness;

import java.util.ArrayList;
import java.util.List;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.Proofs;
import org.plimsoll.audit.log.SignedNote;

/**
 * What a log asks of a witness (C2SP tlog-witness, "add-checkpoint"): {@code old SIZE}, a line of
 * base64 for each hash of the consistency proof, an empty line, and the signed checkpoint.
 *
 * @param oldSize of the checkpoint that the witness cosigned last, as the log believes; 0 for none
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, SignedNote note) {
  private static final String OLD = "old ";

  public AddCheckpoint {
    proof = List.copyOf(proof);
  }

  /**
   * From the body of a request.
   *
   * @throws NoteException when it is none
   */
  public static AddCheckpoint parse(String body) {
    int end = body.indexOf("\n\n");
    if (end < 0 || !body.startsWith(OLD)) {
      throw new NoteException("request: expected old SIZE, hashes, an empty line, a checkpoint");
    }
    List<String> lines = body.substring(0, end).lines().limit(Proofs.MAX_HASHES + 2L).toList();
    if (lines.size() > Proofs.MAX_HASHES + 1) {
      throw new NoteException("request: expected at most " + Proofs.MAX_HASHES + " hashes");
    }
    List<Hash> proof = new ArrayList<>();
    try {
      lines.subList(1, lines.size()).forEach(line -> proof.add(Hash.parse(line)));
    } catch (IllegalArgumentException e) {
      throw new NoteException("request: " + e.getMessage(), e);
    }
    SignedNote note = SignedNote.parse(body.substring(end + 2));
    long oldSize = Checkpoint.size(lines.getFirst().substring(OLD.length()));
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (oldSize > checkpoint.size()) {
      throw new NoteException(
          "request: old size %d - expected at most %d, the checkpoint's"
              .formatted(oldSize, checkpoint.size()));
    }
    return new AddCheckpoint(oldSize, proof, note);
  }

  /** The body of the request. */
  @Override
  public String toString() {
    StringBuilder body = new StringBuilder(OLD).append(oldSize).append('\n');
    proof.forEach(hash -> body.append(hash).append('\n'));
    return body.append('\n').append(note).toString();
  }
}
