package org.plimsoll.audit.witness;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.plimsoll.audit.OwnDirectory;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.NoteSignature;
import org.plimsoll.audit.log.Proofs;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.TreeHasher;
import org.plimsoll.audit.log.VerifierKey;

/**
 * Cosigns a checkpoint only when it is consistent with the one that it cosigned last, which it
 * keeps on disk, a file for each log. The new one is on the disk before its signature leaves.
 */
public final class Witness {
  private final SigningKey key;
  private final Map<String, List<VerifierKey>> logs;
  private final OwnDirectory directory;
  private final InstantSource clock;

  /**
   * @param logs keys that are trusted, by origin
   * @param directory where the last checkpoint of each log is kept
   */
  public Witness(
      SigningKey key,
      Map<String, List<VerifierKey>> logs,
      OwnDirectory directory,
      InstantSource clock) {
    this.key = key;
    this.logs = new TreeMap<>(logs);
    this.directory = directory;
    this.clock = clock;
  }

  /** What its cosignatures are checked with. */
  public VerifierKey verifier() {
    return key.verifier(SignatureType.COSIGNATURE);
  }

  /** Answers one request; one after the other, so that none is checked against what has passed. */
  public synchronized Answer answer(AddCheckpoint request) {
    Checkpoint checkpoint = Checkpoint.parse(request.note().text());
    List<VerifierKey> trusted = logs.get(checkpoint.origin());
    if (trusted == null) {
      return new Answer.UnknownLog(checkpoint.origin());
    }
    try {
      if (request.note().signers(trusted).isEmpty()) {
        return new Answer.Untrusted("signed by none of " + trusted);
      }
    } catch (NoteException e) {
      return new Answer.Untrusted(String.valueOf(e.getMessage()));
    }
    Optional<Checkpoint> last =
        last(checkpoint.origin()).map(note -> Checkpoint.parse(note.text()));
    long size = last.map(Checkpoint::size).orElse(0L);
    Hash root = last.map(Checkpoint::root).orElseGet(() -> new TreeHasher().empty());
    if (request.oldSize() != size
        || (checkpoint.size() == size && !checkpoint.root().equals(root))) {
      return new Answer.Conflict(size);
    }
    if (!Proofs.isConsistent(size, root, checkpoint.size(), checkpoint.root(), request.proof())) {
      return new Answer.Inconsistent(
          "the proof does not lead from size %d to size %d".formatted(size, checkpoint.size()));
    }
    NoteSignature signature = key.cosign(request.note().text(), clock.instant());
    directory.write(file(checkpoint.origin()), request.note().with(List.of(signature)).toString());
    return new Answer.Cosigned(signature);
  }

  /** The checkpoint of a log that was cosigned last, with the cosignature. */
  public Optional<SignedNote> last(String origin) {
    return directory.read(file(origin)).map(SignedNote::parse);
  }

  /** Origins may contain what names of files may not. */
  private static String file(String origin) {
    return "checkpoint-" + HexFormat.of().formatHex(origin.getBytes(StandardCharsets.UTF_8));
  }
}
