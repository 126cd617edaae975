package org.plimsoll.core.escalation;

import java.util.ArrayList;
import java.util.List;

/** The tier a node stands on, the highest first. */
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

  /** Whether this level is that one, or stands above it. */
  public boolean isAtOrAbove(Level other) {
    return compareTo(other) <= 0;
  }

  /** This level and those above it as far as the highest of them, the nearest first. */
  List<Level> upTo(Level highest) {
    List<Level> levels = new ArrayList<>(values().length);
    levels.add(this);
    while (levels.getLast() != highest && levels.getLast() != PORTFOLIO) {
      levels.add(levels.getLast().above());
    }
    return levels;
  }
}
