package org.plimsoll.core.measure;

import java.time.LocalDate;

/**
 * One point of a time-phased baseline.
 *
 * @param date end of a period; for the first point, the start
 * @param pvMinor value planned until the end of that day, cumulative, in minor units
 */
public record PlannedPoint(LocalDate date, long pvMinor) {}
