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
  record None(NotYet reason) implements Amount {
    private static final None NOT_REPORTED = new None(NotYet.NOT_REPORTED);
    private static final None ZERO_DENOMINATOR = new None(NotYet.ZERO_DENOMINATOR);
  }

  /** What was reported. */
  static Amount reported(@Nullable Long minor) {
    return minor == null ? None.NOT_REPORTED : new Of(minor);
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
        ? None.NOT_REPORTED
        : new Of(f.acMinor() + f.etcMinor());
  }

  /** AC + (BAC - EV). */
  static Amount remainingAtBudget(Figures f) {
    return f.bacMinor() == null || f.acMinor() == null || f.evMinor() == null
        ? None.NOT_REPORTED
        : new Of(f.acMinor() + (f.bacMinor() - f.evMinor()));
  }

  /** BAC / CPI = BAC x AC / EV. Without cost there is no CPI; the project will not cost nothing. */
  static Amount atCpi(Figures f) {
    if (f.bacMinor() == null || f.acMinor() == null || f.evMinor() == null) {
      return None.NOT_REPORTED;
    }
    return f.evMinor() == 0 || f.acMinor() == 0
        ? None.ZERO_DENOMINATOR
        : new Of(
            Quotient.ofProduct(f.bacMinor(), f.acMinor(), f.evMinor(), Figures.EAC_CEILING_MINOR));
  }

  /** AC + (BAC - EV) / (CPI x SPI) = AC + (BAC - EV) x AC x PV / EV^2. */
  static Amount atCpiAndSpi(Figures f) {
    if (f.bacMinor() == null || f.acMinor() == null || f.evMinor() == null || f.pvMinor() == null) {
      return None.NOT_REPORTED;
    }
    if (f.evMinor() == 0 || f.acMinor() == 0 || f.pvMinor() == 0) {
      return None.ZERO_DENOMINATOR;
    }
    long ac = f.acMinor();
    long bac = f.bacMinor();
    long ev = f.evMinor();
    long pv = f.pvMinor();
    long ceiling = Figures.EAC_CEILING_MINOR;
    if (ac < 0 || ac > ceiling) {
      BigInteger earnedSquared = big(ev).pow(2);
      BigInteger rest = big(bac - ev).multiply(big(ac)).multiply(big(pv));
      return new Of(
          Quotient.rounded(big(ac).multiply(earnedSquared).add(rest), earnedSquared, ceiling));
    }
    // AC is whole: the sum is rounded by rounding what is added to it.
    long rest = Quotient.ofProduct(bac - ev, ac, pv, ev, 2 * ceiling);
    return new Of(Math.clamp(ac + rest, -ceiling, ceiling));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
