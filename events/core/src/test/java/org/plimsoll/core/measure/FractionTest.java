package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FractionTest {

  @Test
  void aProductThatFitsInItsLowestTermsIsExact() {
    BigInteger common = BigInteger.TEN.pow(30);

    assertThat(Fraction.of(common.multiply(BigInteger.valueOf(-6)), common.shiftLeft(2)))
        .isEqualTo(new Fraction(-3, 2));
  }

  /** (2^64 + 1) / 2^63 has no lower terms; it is 2.000000000 to nine decimals. */
  @Test
  void whatDoesNotFitIsRoundedToBillionths() {
    BigInteger numerator = BigInteger.ONE.shiftLeft(64).add(BigInteger.ONE);

    assertThat(Fraction.of(numerator, BigInteger.ONE.shiftLeft(63)))
        .isEqualTo(new Fraction(2_000_000_000, 1_000_000_000));
  }

  @ParameterizedTest
  @CsvSource({"5, 2, 3", "-5, 2, -2", "-7, 4, -2", "7, 3, 2", "0, 9, 0", "-1, 3, 0", "-6, 3, -2"})
  void halvesAreRoundedUp(long numerator, long denominator, long rounded) {
    assertThat(Fraction.halfUp(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator)))
        .isEqualTo(BigInteger.valueOf(rounded));
  }
}
