package org.plimsoll.core.measure;

/** Which side of a limit or target is the allowed one. */
public enum Direction {
  /** The value may be no more. */
  AT_MOST,
  /** The value may be no less. */
  AT_LEAST
}
