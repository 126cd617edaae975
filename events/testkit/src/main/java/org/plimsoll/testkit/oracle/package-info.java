/**
 * A second answer to every question that core answers, written from the same documents and not from
 * core's code: plain, slow, and in whole numbers of any size. Of core it uses the records that go
 * in and come out, and none of what decides.
 *
 * <p>It covers, for one program and its projects: what is refused; authority; tolerances by date;
 * every measure; raising, persistence, steps, hysteresis and hold; silence; ticks and what waits
 * too long; grouping; silence windows and what each level was told; corrections and good news taken
 * back; baselines; calls for help; roll-up.
 *
 * <p>It does not cover, and {@link org.plimsoll.testkit.WiderHistories} leaves out: expected
 * exceptions, what a program gives on of its tolerances, and contributions that a program holds
 * back. Signals happen in these histories and are not compared. A portfolio's tier is not covered,
 * nor are the bounds on how much a standing holds: 64 tolerances on a node, 32 that wait for their
 * first day, 256 remembered events.
 */
@NullMarked
package org.plimsoll.testkit.oracle;

import org.jspecify.annotations.NullMarked;
