package org.plimsoll.core.escalation;

/** The tier a node stands on. */
public enum Level {
  PORTFOLIO,
  PROGRAM,
  PROJECT;

  /** The level that answers for this one; a portfolio answers for itself. */
  public Level above() {
    return switch (this) {
      case PROJECT -> PROGRAM;
      case PROGRAM, PORTFOLIO -> PORTFOLIO;
    };
  }
}
