package org.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;
import org.plimsoll.policy.text.MisreadException;

/** What docs/policies.md shows is read as it is meant. */
class PolicyPageTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private static String page() throws Exception {
    return Files.readString(Path.of("../../docs/policies.md"));
  }

  private static String example() throws Exception {
    Matcher block = YAML.matcher(page());
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  @Test
  void theExampleIsReadAsItIsMeant() throws Exception {
    Policy policy = PolicyReader.read(example());

    assertThat(policy.name()).isEqualTo("Construction under Nurly Zher");
    assertThat(policy.grantedBy()).isEqualTo("Nurly Zher");
    assertThat(policy.entries()).hasSize(6);
    Policy.Entry cost = policy.entries().getFirst();
    assertThat(cost.appliesTo()).isEqualTo(new Selection.Under(Level.PROJECT, "nurly-zher"));
    assertThat(cost.tolerance())
        .isEqualTo(
            new Tolerance(
                "cost",
                1,
                ToleranceKind.COST,
                Measure.COST_GROWTH_ORIGINAL,
                null,
                Direction.AT_MOST,
                ToleranceUnit.PERCENT,
                100_000,
                new Terms(
                    70_000L,
                    80_000L,
                    null,
                    2,
                    0,
                    3,
                    0,
                    null,
                    null,
                    new Terms.AnswerWithin(24, Terms.Calendar.KAZAKHSTAN))));
    assertThat(cost.reason())
        .isEqualTo(
            "Order of the Ministry of National Economy No. 31, section 4:"
                + " what a project may decide for itself");
    Policy.Entry dated = policy.entries().getLast();
    assertThat(dated.tolerance().limitTenThousandths()).isEqualTo(140_000);
    assertThat(dated.tolerance().terms().effectiveUntil()).isEqualTo(LocalDate.of(2027, 12, 31));
    assertThat(dated.reason()).endsWith("section 4: steel is dearer this year");
  }

  @Test
  void theMistakeThatIsShownIsToldInTheseWords() throws Exception {
    String wrong = example().replace("amber: +7 %", "amber: +12 %");

    MisreadException misread =
        catchThrowableOfType(MisreadException.class, () -> PolicyReader.read(wrong));

    assertThat(page()).contains("construction.yaml, " + misread.getMessage() + "\n");
  }

  @Test
  void everyMeasureAndEveryPresetStandsOnThePage() throws Exception {
    String page = page();

    for (Measure measure : Measure.values()) {
      String row =
          page.lines()
              .filter(line -> line.contains("`" + MeasureNames.of(measure) + "`"))
              .filter(line -> line.endsWith("| yes |") || line.endsWith("| no |"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(measure + " is not on the page"));
      assertThat(row.endsWith("| no |")).as(row).isEqualTo(measure.isOfProjectsAlone());
    }
    assertThat(Presets.NAMES).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
  }
}
