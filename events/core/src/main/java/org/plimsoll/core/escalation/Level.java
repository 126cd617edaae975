package org.plimsoll.core.escalation;

/** The tier a node stands on. */
public enum Level {
  PORTFOLIO,
  PROGRAM,
  PROJECT
}
