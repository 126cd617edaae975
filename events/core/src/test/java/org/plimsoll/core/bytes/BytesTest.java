package org.plimsoll.core.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Admission;

/** What is put is read again in the same order. */
class BytesTest {
  private static final long[] NUMBERS = {
    0, 1, -1, 63, 64, -64, -65, 127, 128, 8_191, 8_192, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE
  };

  @Test
  void everyKindOfValueIsReadAsItWasPut() {
    Random random = new Random(1);
    BytesOut out = new BytesOut();
    for (int i = 0; i < 200; i++) {
      int count = random.nextInt(Integer.MAX_VALUE);
      long bits = random.nextLong();
      int flags = random.nextInt(256);
      byte[] bytes = new byte[random.nextInt(2_000)];
      random.nextBytes(bytes);
      LocalDate day = LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000);
      out.begin();
      out.flags(flags);
      out.count(count);
      out.bits(bits);
      out.day(day);
      out.bytes(bytes);
      out.day(Admission.EARLIEST_DATE);
      out.day(Admission.LATEST_DATE);
      out.text("Мектеп");
      out.text("");
      for (long number : NUMBERS) {
        out.number(number);
      }

      BytesIn in = new BytesIn(out.copy());

      assertThat(in.flags()).isEqualTo(flags);
      assertThat(in.count()).isEqualTo(count);
      assertThat(in.bits()).isEqualTo(bits);
      assertThat(in.day()).isEqualTo(day);
      assertThat(in.bytes()).isEqualTo(bytes);
      assertThat(in.day()).isEqualTo(Admission.EARLIEST_DATE);
      assertThat(in.day()).isEqualTo(Admission.LATEST_DATE);
      assertThat(in.text()).isEqualTo("Мектеп");
      assertThat(in.text()).isEmpty();
      for (long number : NUMBERS) {
        assertThat(in.number()).isEqualTo(number);
      }
    }
  }

  @Test
  void whatIsSmallTakesFewBytes() {
    BytesOut out = new BytesOut();
    out.begin();
    out.number(-64);
    out.count(127);
    out.day(LocalDate.EPOCH.plusDays(63));
    out.day(LocalDate.EPOCH);
    assertThat(out.copy()).hasSize(4);
  }
}
