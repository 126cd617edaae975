package org.plimsoll.core.measure;

import java.math.BigInteger;
import java.util.Collection;

/**
 * What one threat is expected to cost: probability x impact.
 *
 * @param probabilityTenThousandths that it comes about, 0 to 10,000
 * @param impactMinor what it would then cost, in minor units, 0 or more
 */
public record Exposure(int probabilityTenThousandths, long impactMinor) {

  /**
   * The exposure of a whole risk register in minor units, rounded half up once, and held at {@link
   * Figures#EAC_CEILING_MINOR}. Total, also for what has yet to be refused.
   */
  public static long sumMinor(Collection<Exposure> register) {
    BigInteger tenThousandths = BigInteger.ZERO;
    for (Exposure each : register) {
      tenThousandths =
          tenThousandths.add(
              BigInteger.valueOf(each.probabilityTenThousandths)
                  .multiply(BigInteger.valueOf(each.impactMinor)));
    }
    return Quotient.rounded(tenThousandths, BigInteger.valueOf(10_000), Figures.EAC_CEILING_MINOR);
  }
}
