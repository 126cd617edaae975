package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.intake.Mapping.CellException;
import org.plimsoll.intake.Mapping.Field;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceUnit;

class MappingTest {
  /** A mapping that a test changes by one line. */
  static final String SMALL =
      """
      portfolio: { id: roads, name: Roads }
      currency: KZT
      source: A test
      dates: dd.MM.yyyy
      columns:
        project: Id
        name: Name
        program: Program
        agency: Agency
        data-date: Date
        cost-forecast: Forecast
        forecast-finish: Finish
      """;

  @Test
  void theShippedSampleIsReadAsItIsMeant() throws IOException {
    Mapping mapping;
    try (InputStream sample = getClass().getResourceAsStream("/mappings/nyc-capital.yaml")) {
      mapping = MappingReader.read(new String(sample.readAllBytes(), StandardCharsets.UTF_8));
    }

    assertThat(mapping.portfolio().id()).isEqualTo("nyc-capital");
    assertThat(mapping.columns()).containsEntry(Field.COST_FORECAST, "Budget Forecast").hasSize(8);
    assertThat(mapping.tolerances()).hasSize(2);
    Mapping.Tolerance cost = mapping.tolerances().get(0);
    assertThat(cost.measure()).isEqualTo(Measure.COST_GROWTH_ORIGINAL);
    assertThat(cost.unit()).isEqualTo(ToleranceUnit.PERCENT);
    assertThat(cost.limitTenThousandths()).isEqualTo(100_000);
    assertThat(cost.breach()).isEqualTo(Direction.AT_MOST);
    assertThat(mapping.tolerances().get(1).limitTenThousandths()).isEqualTo(1_800_000);
  }

  @Test
  void theExampleOfTheReadmeIsReadAsItIsMeantAndNamesWhatCanBeNamed() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Mapping mapping = MappingReader.read(block(readme, "yaml"));

    assertThat(mapping.separator()).isEqualTo(';');
    assertThat(mapping.minorUnits(Field.COST_FORECAST, "1 234,5")).isEqualTo(123_450_000_000L);
    assertThat(mapping.date(Field.DATA_DATE, "31.03.2026")).isEqualTo("2026-03-31");
    assertThat(mapping.tolerances())
        .extracting(Mapping.Tolerance::unit)
        .containsExactly(ToleranceUnit.PERCENT, ToleranceUnit.DAYS);
    for (org.plimsoll.core.measure.Measure measure : org.plimsoll.core.measure.Measure.values()) {
      assertThat(readme).contains("`" + measure.name() + "`");
    }
  }

  /** What stands between the first fence of this kind and its end. */
  static String block(String readme, String kind) {
    String fence = "\n```" + kind + "\n";
    int from = readme.indexOf(fence) + fence.length();
    return readme.substring(from, readme.indexOf("```", from));
  }

  @Test
  void amountsAreExactToTheCent() throws Exception {
    Mapping whole = MappingReader.read(SMALL);
    Mapping thousands =
        MappingReader.read(SMALL + "amounts: { unit: thousands, decimal: comma }\n");
    Mapping rounded = MappingReader.read(SMALL + "amounts: { unit: whole, rounding: half-up }\n");

    assertThat(whole.minorUnits(Field.COST_FORECAST, "169276392.71")).isEqualTo(16_927_639_271L);
    assertThat(whole.minorUnits(Field.COST_FORECAST, "1 000")).isEqualTo(100_000L);
    assertThat(thousands.minorUnits(Field.COST_FORECAST, "0,00005")).isEqualTo(5L);
    assertThat(rounded.minorUnits(Field.COST_FORECAST, "0.005")).isEqualTo(1L);
    assertThat(rounded.minorUnits(Field.COST_FORECAST, "0.0049")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, NEGATIVE_AMOUNT",
    "0.005, MALFORMED",
    "1e5, MALFORMED",
    "$5, MALFORMED",
    "NaN, MALFORMED",
    "99999999999999999999, OUT_OF_BOUNDS"
  })
  void anAmountThatCannotBeTakenNamesItsColumn(String amount, Reason reason) {
    Mapping mapping = MappingReader.read(SMALL);

    CellException refused =
        catchThrowableOfType(
            CellException.class, () -> mapping.minorUnits(Field.COST_FORECAST, amount));

    assertThat(refused.refusals().getFirst().reason()).isEqualTo(reason);
    assertThat(refused.refusals().getFirst().field()).isEqualTo("Forecast");
    assertThat(refused.refusals().getFirst().value()).isEqualTo(amount);
  }

  @Test
  void aTimeOfDayBehindADateIsIgnored() throws Exception {
    Mapping mapping = MappingReader.read(SMALL);

    assertThat(mapping.date(Field.DATA_DATE, "31.03.2026 12:00:00 AM"))
        .isEqualTo(LocalDate.of(2026, 3, 31));
    assertThat(
            catchThrowableOfType(
                    CellException.class, () -> mapping.date(Field.DATA_DATE, "30.02.2026"))
                .refusals()
                .getFirst()
                .expected())
        .contains("dd.MM.yyyy");
    assertThat(
            catchThrowableOfType(
                CellException.class, () -> mapping.date(Field.DATA_DATE, "31.03.2026x")))
        .isNotNull();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          currency: KZT | currency: tenge | mapping, line 2, currency
          dates: dd.MM.yyyy | dates: tomorrow | mapping, line 4, dates
          id: roads | id: ro ads | mapping, line 1, id
          source: A test | sources: A test | mapping, line 1, source
          source: A test | currency: USD | mapping, line 3, currency
          project: Id | projekt: Id | mapping, line 6, projekt
          source: A test | source: [ | mapping, line 5
          """)
  void aWrongMappingIsExplainedByItsLine(String right, String wrong, String field) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> MappingReader.read(SMALL.replace(right, wrong)));

    assertThat(problem.status().value()).isEqualTo(400);
    assertThat(problem.body()).containsEntry("field", field);
  }

  /** A list stands where a column is named: it is told as that, and not as missing. */
  @Test
  void everythingThatIsWrongIsToldAtOnceInTheOrderOfLines() {
    String wrong =
        SMALL
                .replace("id: roads", "id: ro ads")
                .replace("currency: KZT", "currency: tenge")
                .replace("dates: dd.MM.yyyy", "dates: tomorrow")
                .replace("project: Id", "project: [Id]")
                .replace("  agency: Agency\n", "")
            + """
            tolerances:
              programs:
                - { id: cost, kind: cost, measure: beauty, at-most: 10 % }
                - { id: time, kind: time, measure: finish_slip, at-most: soon }
              projects:
                - { id: spi, kind: time, measure: spi, at-least: 0.9, colour: red }
            colour: red
            """;

    Problem problem = catchThrowableOfType(Problem.class, () -> MappingReader.read(wrong));

    assertThat(problem.body().get("errors"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .map(each -> each.get("value"))
        .satisfiesExactlyInAnyOrder(
            value -> assertThat(value).isEqualTo("ro ads"),
            value -> assertThat(value).isEqualTo("tenge"),
            value -> assertThat(value).isEqualTo("tomorrow"),
            value -> assertThat(value).isEqualTo("sequence"),
            value -> assertThat(value).isEqualTo("nothing for 'agency'"),
            value -> assertThat(value).asString().containsIgnoringCase("beauty"),
            value -> assertThat(value).asString().contains("soon"),
            value -> assertThat(value).asString().contains("colour"),
            value -> assertThat(value).asString().contains("colour"));
    assertThat(problem.detail()).startsWith("9 errors; found first: mapping, line 1");
  }

  @Test
  void aMappingThatLacksARequiredFieldSaysWhich() {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> MappingReader.read(SMALL.replace("  agency: Agency\n", "")));

    assertThat(problem.detail()).contains("'agency'").contains("constants");
  }

  @Test
  void anAliasIsNotFollowedForEver() {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> MappingReader.read("a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n"));

    assertThat(problem.status().value()).isEqualTo(400);
  }

  @Test
  void namesBecomeIdsAlsoFromCyrillic() {
    assertThat(Slug.of("Wastewater Treatment", 64)).isEqualTo("wastewater-treatment");
    assertThat(Slug.of("Нұрлы жер", 64)).isEqualTo("nurly-zher");
    assertThat(Slug.of("Дорожная карта занятости", 64)).isEqualTo("dorozhnaya-karta-zanyatosti");
    assertThat(Slug.of("Café & Ñandú", 64)).isEqualTo("cafe-nandu");
    assertThat(Slug.of("---", 64)).isEmpty();
    assertThat(Slug.of("a".repeat(39) + " b", 40)).hasSize(39);
  }
}
