package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** As the documents write it: as regular expressions. */
class ShapeTest {
  private static final String NEAR = "AZaz09._:-@[`{/ \n";

  private static void isAs(String regex, Predicate<String> shape) {
    Predicate<String> expected = Pattern.compile(regex).asMatchPredicate();
    for (char c = 0; c < 0x250; c++) {
      for (String text : new String[] {"" + c, "a" + c, c + "a", "AB" + c, "A" + c + "C"}) {
        assertThat(shape.test(text)).as("'%s', %d", text, (int) c).isEqualTo(expected.test(text));
      }
    }
    for (int length = 0; length < 70; length++) {
      String text = "A".repeat(length);
      assertThat(shape.test(text)).as(text).isEqualTo(expected.test(text));
    }
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(5); left > 0; left--) {
        text.append(NEAR.charAt(random.nextInt(NEAR.length())));
      }
      assertThat(shape.test(text.toString())).as("'%s'", text).isEqualTo(expected.test(text + ""));
    }
    assertThat(shape.test("AB\uD835\uDC00")).isFalse();
    assertThat(shape.test("K\u0417T")).isFalse();
  }

  @Test
  void idsOfNodes() {
    isAs("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", Shape::isNodeId);
  }

  @Test
  void idsOfEvents() {
    isAs("[A-Za-z0-9._:-]{1,64}", Shape::isEventId);
  }

  @Test
  void currencies() {
    isAs("[A-Z]{3}", Shape::isCurrency);
  }
}
