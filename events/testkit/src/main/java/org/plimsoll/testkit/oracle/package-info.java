/**
 * A second answer to every question that core answers, written from the same documents and not from
 * core's code: plain, slow, and in whole numbers of any size. Of core it uses the records that go
 * in and come out, and none of what decides.
 *
 * <p>It covers, for a program and its projects and for their portfolio: what is refused; authority;
 * tolerances by date; every measure; raising, persistence, steps, hysteresis and hold; expected
 * exceptions; signals; silence; ticks and what waits too long; grouping; silence windows and what
 * each level was told; corrections and good news taken back; baselines; calls for help; roll-up;
 * what a program gives on of its tolerances, and what of that does not fit; contributions, those
 * that are held back, those that come before the facts of their portfolio, and those that are too
 * much to be added.
 *
 * <p>It does not cover, and {@link org.plimsoll.testkit.WiderHistories} leaves out: projects that
 * are too much to be added, and the bounds on how much a standing holds: 64 tolerances on a node,
 * 32 that wait for their first day, 256 remembered events. Of the figures before the data date that
 * stands it remembers, for the signal of unchanged figures, what the engine can: a correction of an
 * older date changes them only where nothing had moved.
 */
@NullMarked
package org.plimsoll.testkit.oracle;

import org.jspecify.annotations.NullMarked;
