package org.plimsoll.core.measure;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a project, reported or estimated, or why there is none. An estimate is rounded half
 * up once, to a whole minor unit, and held within {@link Figures#EAC_CEILING_MINOR} on either side
 * of zero.
 */
sealed interface Amount {
  /** The amount in minor units. */
  record Of(long minor) implements Amount {}

  /** There is none, and this is why. */
  record None(NotYet reason) implements Amount {}

  /** What was reported. */
  static Amount reported(@Nullable Long minor) {
    return minor == null ? new None(NotYet.NOT_REPORTED) : new Of(minor);
  }

  /** This amount less the other. */
  default Amount minus(Amount other) {
    return switch (this) {
      case None none -> none;
      case Of(long minor) ->
          switch (other) {
            case None none -> none;
            case Of(long less) -> new Of(minor - less);
          };
    };
  }

  /** The estimate at completion where no method is named: see {@link Figures#eacMinor()}. */
  static Amount atCompletion(Figures f) {
    if (f.costForecastMinor() != null) {
      return new Of(f.costForecastMinor());
    }
    return bottomUp(f) instanceof Of own ? own : atCpi(f);
  }

  /** AC + ETC, the agency's own. */
  static Amount bottomUp(Figures f) {
    return f.acMinor() == null || f.etcMinor() == null
        ? new None(NotYet.NOT_REPORTED)
        : new Of(f.acMinor() + f.etcMinor());
  }

  /** AC + (BAC - EV). */
  static Amount remainingAtBudget(Figures f) {
    return f.bacMinor() == null || f.acMinor() == null || f.evMinor() == null
        ? new None(NotYet.NOT_REPORTED)
        : new Of(f.acMinor() + (f.bacMinor() - f.evMinor()));
  }

  /** BAC / CPI = BAC x AC / EV. Without cost there is no CPI; the project will not cost nothing. */
  static Amount atCpi(Figures f) {
    if (f.bacMinor() == null || f.acMinor() == null || f.evMinor() == null) {
      return new None(NotYet.NOT_REPORTED);
    }
    return f.evMinor() == 0 || f.acMinor() == 0
        ? new None(NotYet.ZERO_DENOMINATOR)
        : new Of(rounded(big(f.bacMinor()).multiply(big(f.acMinor())), big(f.evMinor())));
  }

  /** AC + (BAC - EV) / (CPI x SPI) = (AC x EV^2 + (BAC - EV) x AC x PV) / EV^2. */
  static Amount atCpiAndSpi(Figures f) {
    if (f.bacMinor() == null || f.acMinor() == null || f.evMinor() == null || f.pvMinor() == null) {
      return new None(NotYet.NOT_REPORTED);
    }
    if (f.evMinor() == 0 || f.acMinor() == 0 || f.pvMinor() == 0) {
      return new None(NotYet.ZERO_DENOMINATOR);
    }
    BigInteger earnedSquared = big(f.evMinor()).pow(2);
    BigInteger remaining =
        big(f.bacMinor() - f.evMinor()).multiply(big(f.acMinor())).multiply(big(f.pvMinor()));
    return new Of(rounded(big(f.acMinor()).multiply(earnedSquared).add(remaining), earnedSquared));
  }

  /** The quotient rounded half up to a whole minor unit and held within the ceiling. */
  static long rounded(BigInteger numerator, BigInteger denominator) {
    BigInteger ceiling = big(Figures.EAC_CEILING_MINOR);
    return Fraction.halfUp(numerator, denominator)
        .min(ceiling)
        .max(ceiling.negate())
        .longValueExact();
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
