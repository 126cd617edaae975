package org.plimsoll.audit.witness;

import org.plimsoll.audit.log.NoteSignature;

/**
 * What a witness says to a checkpoint (C2SP tlog-witness). A further answer is a deliberate change:
 * each has its HTTP status.
 */
public sealed interface Answer {
  /** 200: the log only grew, and this is the witness's signature on it. */
  record Cosigned(NoteSignature signature) implements Answer {}

  /** 404: no log of this origin is known. */
  record UnknownLog(String origin) implements Answer {}

  /** 403: signed by none of the keys that are trusted for the log. */
  record Untrusted(String detail) implements Answer {}

  /**
   * 409: the witness's last checkpoint of this log is of another size, or of this size and another
   * root.
   */
  record Conflict(long size) implements Answer {}

  /** 422: the proof does not lead from the witness's last checkpoint to this one. */
  record Inconsistent(String detail) implements Answer {}
}
