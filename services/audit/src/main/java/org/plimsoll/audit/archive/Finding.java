package org.plimsoll.audit.archive;

import org.jspecify.annotations.Nullable;
import org.plimsoll.wire.TrailPartition;

/**
 * Something that is not as it was signed, or not as it follows.
 *
 * @param partition null when it concerns no single partition
 * @param sequence of the first entry concerned, from 1; 0 when it concerns no single entry
 * @param detail for whoever has to act on it
 */
public record Finding(Kind kind, @Nullable TrailPartition partition, long sequence, String detail) {

  /** What was done. A further kind is a deliberate change. */
  public enum Kind {
    /** The entry has other bytes than those that were signed. */
    ALTERED,
    /** The entry is missing; others follow. */
    DROPPED,
    /** The entry was never signed. */
    INSERTED,
    /** The entry stands a second time. */
    DUPLICATED,
    /** The entry stands further behind. */
    REORDERED,
    /** The entry and all behind it are missing. */
    TRUNCATED,
    /** What was published is not one log that only grew. */
    CHECKPOINT,
    /** The log is consistent in itself, but not with what somebody has kept of it. */
    REWRITTEN,
    /** Signed by nobody who may. */
    SIGNATURE,
    /** A schema is not the one that the records were written with. */
    SCHEMA,
    /** Another outcome follows from the inputs than was recorded. */
    OUTCOME,
    /** The list of hashes that helps to name entries was changed; the entries were not. */
    HASHES
  }

  static Finding of(Kind kind, String detail) {
    return new Finding(kind, null, 0, detail);
  }

  @Override
  public String toString() {
    String where = partition == null ? "" : " trail " + partition;
    return kind + where + (sequence == 0 ? "" : " entry " + sequence) + ": " + detail;
  }
}
