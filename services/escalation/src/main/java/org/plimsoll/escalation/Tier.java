package org.plimsoll.escalation;

import java.util.Locale;
import java.util.regex.Pattern;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.wire.Topics;

/**
 * What one tier reads and writes.
 *
 * @param trail where its entries go
 * @param standings where its snapshots go
 */
record Tier(Level level, Pattern inputs, String trail, String standings) {
  static final Tier PROGRAM =
      new Tier(
          Level.PROGRAM, Topics.PROGRAM_INPUTS, Topics.TRAIL_PROGRAM, Topics.PROGRAM_STANDINGS);
  static final Tier PORTFOLIO =
      new Tier(
          Level.PORTFOLIO,
          Topics.PORTFOLIO_INPUTS,
          Topics.TRAIL_PORTFOLIO,
          Topics.PORTFOLIO_STANDINGS);

  /** The name of something of this tier within the topology. */
  String name(String what) {
    return level.name().toLowerCase(Locale.ROOT) + "-" + what;
  }
}
