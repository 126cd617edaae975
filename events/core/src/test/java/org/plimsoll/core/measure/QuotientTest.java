package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** In two longs as in any number of bits. */
class QuotientTest {
  private static final long[] EXTREMES = {
    0,
    1,
    2,
    3,
    0xFFFF_FFFEL,
    0xFFFF_FFFFL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    1_000_000_000_000_000L,
    Figures.EAC_CEILING_MINOR,
    1L << 61,
    1L << 62,
    (1L << 62) + 1,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    -1,
    -2,
    Long.MIN_VALUE
  };

  private static final long[] BOUNDS = {
    1, 1_000, Figures.EAC_CEILING_MINOR, 2 * Figures.EAC_CEILING_MINOR, Long.MAX_VALUE
  };

  private static BigInteger product(long... factors) {
    BigInteger product = BigInteger.ONE;
    for (long factor : factors) {
      product = product.multiply(BigInteger.valueOf(factor));
    }
    return product;
  }

  private static void check(long a, long b, long c, long divisor, long most) {
    assertThat(Quotient.ofProduct(a, b, divisor, most))
        .as("%d x %d / %d within %d", a, b, divisor, most)
        .isEqualTo(Quotient.rounded(product(a, b), product(divisor), most));
    assertThat(Quotient.ofProduct(a, b, c, divisor, most))
        .as("%d x %d x %d / %d^2 within %d", a, b, c, divisor, most)
        .isEqualTo(Quotient.rounded(product(a, b, c), product(divisor, divisor), most));
  }

  @Test
  void extremesAreExact() {
    for (long a : EXTREMES) {
      for (long b : EXTREMES) {
        for (long c : EXTREMES) {
          for (long divisor : EXTREMES) {
            if (divisor > 0) {
              check(a, b, c, divisor, BOUNDS[(int) ((a ^ b ^ c ^ divisor) & 3)]);
            }
          }
        }
      }
    }
  }

  /** Of all lengths, with runs of ones and zeros, where estimates of digits go wrong. */
  @Test
  void randomNumbersAreExact() {
    Random random = new Random(1);
    for (int i = 0; i < 300_000; i++) {
      check(
          number(random),
          number(random),
          number(random),
          Math.max(1, number(random)),
          BOUNDS[random.nextInt(BOUNDS.length)]);
    }
  }

  private static long number(Random random) {
    long bits =
        switch (random.nextInt(3)) {
          case 0 -> random.nextLong();
          case 1 -> -1L << random.nextInt(64);
          default -> (1L << random.nextInt(63)) + random.nextInt(3) - 1;
        };
    return bits >>> (1 + random.nextInt(63));
  }

  /** 7 x 3 / 6 = 3.5 is 4, and -3.5 is -3. */
  @Test
  void aHalfGoesUp() {
    assertThat(Quotient.ofProduct(7, 3, 6, 10)).isEqualTo(4);
    assertThat(Quotient.ofProduct(-7, 3, 6, 10)).isEqualTo(-3);
    assertThat(Quotient.ofProduct(7, 3, 6, 3)).isEqualTo(3);
    assertThat(Quotient.ofProduct(-70, 3, 6, 3)).isEqualTo(-3);
    assertThat(Quotient.ofProduct(2, 1, 1, 2, 10)).isEqualTo(1);
  }
}
