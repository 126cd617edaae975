package org.plimsoll.core.escalation;

/**
 * A place in the trail.
 *
 * @param tier PROGRAM for the trail of programs and projects, PORTFOLIO for that of portfolios
 * @param sequence dense within tier and partition, beginning at 1
 */
public record Position(Level tier, int partition, long sequence) {}
