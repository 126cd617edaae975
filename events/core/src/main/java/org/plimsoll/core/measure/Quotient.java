package org.plimsoll.core.measure;

import java.math.BigInteger;

/**
 * Quotients of products that may be longer than 64 bits, rounded half up to a whole number and held
 * within a bound. Amounts are divided with each report, so this is done in two longs, high and low,
 * as far as these reach; what is longer or negative is done in {@link BigInteger}, with the same
 * result.
 */
final class Quotient {
  private static final long LOW_HALF = 0xFFFF_FFFFL;
  private static final int HALF = 32;

  /** Bits of a product that can be doubled, and of the greatest bound. */
  private static final int MAX_BITS = 126;

  private Quotient() {}

  /**
   * a x b / divisor.
   *
   * @param most the greatest result, above zero; its negative is the least
   * @param divisor above zero
   */
  static long ofProduct(long a, long b, long divisor, long most) {
    if ((a | b) < 0 || bits(a) + bits(b) > MAX_BITS) {
      return rounded(big(a).multiply(big(b)), big(divisor), most);
    }
    return rounded(Math.multiplyHigh(a, b), a * b, 0, divisor, most);
  }

  /** a x b x c / divisor^2, likewise. */
  static long ofProduct(long a, long b, long c, long divisor, long most) {
    if ((a | b | c) < 0 || bits(a) + bits(b) + bits(c) > MAX_BITS || 2 * bits(divisor) > MAX_BITS) {
      return rounded(big(a).multiply(big(b)).multiply(big(c)), big(divisor).pow(2), most);
    }
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return rounded(
        high * c + Math.unsignedMultiplyHigh(low, c),
        low * c,
        Math.multiplyHigh(divisor, divisor),
        divisor * divisor,
        most);
  }

  /** The quotient rounded half up to a whole number and held within the bound on either side. */
  static long rounded(BigInteger numerator, BigInteger denominator, long most) {
    return Fraction.halfUp(numerator, denominator).min(big(most)).max(big(-most)).longValueExact();
  }

  private static int bits(long positive) {
    return Long.SIZE - Long.numberOfLeadingZeros(positive);
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /** Numerator and divisor are of at most {@link #MAX_BITS} bits. */
  private static long rounded(long high, long low, long divisorHigh, long divisorLow, long most) {
    if (divisorHigh == 0 && Long.compareUnsigned(high, divisorLow) >= 0) {
      // The quotient alone is longer than 64 bits.
      return most;
    }
    long whole =
        divisorHigh == 0
            ? divided(high, low, divisorLow)
            : divided(high, low, divisorHigh, divisorLow);
    if (whole < 0 || whole >= most) {
      return most;
    }
    // Half up: what is left, twice, is no less than the divisor.
    long leftHigh = high - (whole * divisorHigh + Math.unsignedMultiplyHigh(whole, divisorLow));
    long productLow = whole * divisorLow;
    leftHigh -= Long.compareUnsigned(low, productLow) < 0 ? 1 : 0;
    long left = low - productLow;
    long twiceHigh = (leftHigh << 1) | (left >>> (Long.SIZE - 1));
    return compare(twiceHigh, left << 1, divisorHigh, divisorLow) >= 0 ? whole + 1 : whole;
  }

  private static int compare(long aHigh, long aLow, long bHigh, long bLow) {
    return aHigh == bHigh ? Long.compareUnsigned(aLow, bLow) : Long.compareUnsigned(aHigh, bHigh);
  }

  /**
   * 128 by 128 bits with a quotient of less than 64: the estimate with the leading bits of the
   * divisor is too great by one at most (H. S. Warren, "Hacker's Delight", 2nd edition, 9-5).
   */
  private static long divided(long high, long low, long divisorHigh, long divisorLow) {
    int shift = Long.numberOfLeadingZeros(divisorHigh);
    long leading = shift == 0 ? divisorHigh : shiftedHigh(divisorHigh, divisorLow, shift);
    long estimate =
        divided(high >>> 1, (high << (Long.SIZE - 1)) | (low >>> 1), leading)
            >>> (Long.SIZE - 1 - shift);
    long whole = Math.max(0, estimate - 1);
    long productHigh = whole * divisorHigh + Math.unsignedMultiplyHigh(whole, divisorLow);
    long productLow = whole * divisorLow;
    long leftHigh = high - productHigh - (Long.compareUnsigned(low, productLow) < 0 ? 1 : 0);
    return compare(leftHigh, low - productLow, divisorHigh, divisorLow) >= 0 ? whole + 1 : whole;
  }

  private static long shiftedHigh(long high, long low, int shift) {
    return (high << shift) | (low >>> (Long.SIZE - shift));
  }

  /**
   * 128 by 64 bits, unsigned, with a quotient of at most 64: the schoolbook's division with digits
   * of 32 bits (D. E. Knuth, "The Art of Computer Programming", volume 2, 4.3.1, algorithm D).
   *
   * @param high less than the divisor
   */
  private static long divided(long high, long low, long divisor) {
    if (high == 0) {
      return Long.divideUnsigned(low, divisor);
    }
    int shift = Long.numberOfLeadingZeros(divisor);
    long by = divisor << shift;
    long top = shift == 0 ? high : shiftedHigh(high, low, shift);
    long rest = low << shift;
    long first = digit(top, rest >>> HALF, by);
    long second = digit((top << HALF) + (rest >>> HALF) - first * by, rest & LOW_HALF, by);
    return (first << HALF) + second;
  }

  /** One digit of a quotient; the divisor has its highest bit. */
  private static long digit(long top, long next, long by) {
    long byHigh = by >>> HALF;
    long byLow = by & LOW_HALF;
    long digit = Long.divideUnsigned(top, byHigh);
    long left = top - digit * byHigh;
    while ((digit >>> HALF) != 0
        || Long.compareUnsigned(digit * byLow, (left << HALF) + next) > 0) {
      digit--;
      left += byHigh;
      if ((left >>> HALF) != 0) {
        break;
      }
    }
    return digit;
  }
}
