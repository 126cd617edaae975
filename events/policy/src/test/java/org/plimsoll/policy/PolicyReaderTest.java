package org.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;
import org.plimsoll.policy.text.MisreadException;
import org.plimsoll.policy.text.YamlObject;

class PolicyReaderTest {
  /** A policy that a test changes by a line. */
  private static final String SMALL =
      """
      name: Roads
      source: A decree, section 4
      granted by: Cabinet
      reason: a test
      applies to: every project
      tolerances:
        - id: cost
          kind: cost
          measure: cost growth over original baseline
          limit: at most +10 %
      """;

  private static Tolerance read(String measure, String limit, String... more) {
    String yaml =
        SMALL
            .replace("cost growth over original baseline", measure)
            .replace("at most +10 %", limit);
    for (String line : more) {
      yaml += "    " + line + "\n";
    }
    return PolicyReader.read(yaml).entries().getFirst().tolerance();
  }

  private static MisreadException misread(String yaml) {
    MisreadException misread =
        catchThrowableOfType(MisreadException.class, () -> PolicyReader.read(yaml));
    assertThat(misread).as(yaml).isNotNull();
    return misread;
  }

  @ParameterizedTest
  @CsvSource({
    "cost growth over original baseline, at most +10 %, AT_MOST, PERCENT, 100000",
    "cost growth over original baseline, at most 10%, AT_MOST, PERCENT, 100000",
    "cost growth over original baseline, less than +15 %, AT_MOST, PERCENT, 149999",
    "cost growth over original baseline, at most 500 million KZT, AT_MOST, MINOR_UNITS,"
        + " 500000000000000",
    "cost growth over original baseline, less than 0.03 USD, AT_MOST, MINOR_UNITS, 20000",
    "cost growth over original baseline, at most 1 thousand JPY, AT_MOST, MINOR_UNITS, 10000000",
    "cost performance index, at least 0.90, AT_LEAST, RATIO, 9000",
    "cost performance index, more than 0.9, AT_LEAST, RATIO, 9001",
    "schedule variance in time, at least -1.5, AT_LEAST, RATIO, -15000",
    "finish slip against original baseline, at most 180 days, AT_MOST, DAYS, 1800000",
    "finish slip against original baseline, less than 181 days, AT_MOST, DAYS, 1809999",
  })
  void aLimitIsReadExactly(
      String measure, String limit, Direction breach, ToleranceUnit unit, long tenThousandths) {
    Tolerance tolerance = read(measure, limit);

    assertThat(tolerance.breach()).isEqualTo(breach);
    assertThat(tolerance.unit()).isEqualTo(unit);
    assertThat(tolerance.limitTenThousandths()).isEqualTo(tenThousandths);
  }

  @Test
  void termsAreReadAsTheyAreWritten() {
    Terms terms =
        read(
                "cost growth over original baseline",
                "at most +10 %",
                "amber: +5.25 %",
                "clear: 8 %",
                "band: more than -20 %",
                "after: 2 reports and 30 days",
                "hold after: 3 raises",
                "from: 2027-01-01",
                "answer within: 30 days")
            .terms();

    assertThat(terms)
        .isEqualTo(
            new Terms(
                52_500L,
                80_000L,
                -199_999L,
                2,
                30,
                3,
                0,
                java.time.LocalDate.of(2027, 1, 1),
                null,
                new Terms.AnswerWithin(720, Terms.Calendar.ALWAYS)));
  }

  @Test
  void oneReportOrSomeDaysAreEnough() {
    String measure = "cost performance index";

    assertThat(read(measure, "at least 0.9", "after: 1 report").terms()).isEqualTo(Terms.PLAIN);
    assertThat(read(measure, "at least 0.9", "after: 30 days").terms().daysBeyond()).isEqualTo(30);
    assertThat(read(measure, "at least 0.9", "answer within: 1 office hour (Kazakhstan)").terms())
        .extracting(Terms::answerWithin)
        .isEqualTo(new Terms.AnswerWithin(1, Terms.Calendar.KAZAKHSTAN));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceInTheOrderOfLines() {
    MisreadException misread =
        misread(
            """
            name: Roads
            granted by: Cabinet
            reason: a test
            applies to: every bridge
            tolerances:
              - id: cost
                kind: costs
                measure: cost growth over original baseline
                limit: 10 percents
                amber: 5 %
              - id: time
                kind: time
                measure: finish slip against original baseline
                limit: at most 90 days
                ambr: 60 days
                from: 2027-13-01
            """);

    assertThat(misread.field()).isEqualTo("source");
    assertThat(misread.others())
        .extracting(each -> each.line() + " " + each.field())
        .containsExactly("4 applies to", "7 kind", "9 limit", "15 ambr", "16 from");
    assertThat(misread(SMALL.replace("10 %", "10")).others()).isEmpty();
  }

  @Test
  void aForecastIsCarriedThrough() {
    YamlObject object = YamlObject.parse("forecast: 90 days", "a test", "nothing");

    assertThat(Phrases.count(object, "forecast", "day")).isEqualTo(90);
    assertThat(Phrases.count(object, "absent", "day")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void everyMeasureHasANameOfItsOwn(Measure measure) {
    String name = MeasureNames.of(measure);

    assertThat(MeasureNames.find("The  " + name.toUpperCase(java.util.Locale.ROOT)))
        .contains(measure);
    assertThat(MeasureNames.plain(name)).isEqualTo(name);
  }

  @Test
  void nodesAreSelectedByLevelAncestorOrId() {
    assertThat(selection("every program")).isEqualTo(new Selection.Every(Level.PROGRAM));
    assertThat(selection("every project under enbek-1"))
        .isEqualTo(new Selection.Under(Level.PROJECT, "enbek-1"));
    assertThat(selection("projects a, under,b.c"))
        .isEqualTo(new Selection.Only(Level.PROJECT, List.of("a", "under", "b.c")));
    assertThat(selection("portfolio plan"))
        .isEqualTo(new Selection.Only(Level.PORTFOLIO, List.of("plan")));
  }

  private static Selection selection(String text) {
    return PolicyReader.read(SMALL.replace("every project", text)).entries().getFirst().appliesTo();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name: Roads | title: Roads | 1 | name | lacks 'name'
          source: A decree, section 4 | source: | 2 | source | text behind
          kind: cost | kind: costs | 8 | kind | nearest: 'cost'
          kind: cost | kind: COST | 8 | kind | nearest: 'cost'
          over original baseline | over orginal baseline | 9 | measure | nearest: 'cost growth over original baseline'
          at most +10 % | +10 % | 10 | limit | 'at most'
          at most +10 % | at most 10,5 % | 10 | limit | decimal point
          at most +10 % | at most 1e1 % | 10 | limit | decimal point
          at most +10 % | at most 10.00001 % | 10 | limit | decimal point
          at most +10 % | at most 0.001 KZT | 10 | limit | decimal point
          at most +10 % | at most 5 ABC | 10 | limit | decimal point
          at most +10 % | at most 99999 billion KZT | 10 | limit | decimal point
          at most +10 % | at most 180 days | 10 | limit | percent, such as 10 %, or an amount
          at most +10 % | at most -5 % | 10 | limit | no less than 0 %
          at most +10 % | at least +5 % | 10 | limit | no more than 0 %
          limit: | limits: | 7 | limit | what docs/policies.md shows
          every project | all projects | 5 | applies to | every project
          every project | every portfolio under x | 5 | applies to | nothing stands above
          id: cost | id: co st | 7 | id | letters, digits
          reason: a test | reasons: a test | 1 | reason | docs/policies.md
          """)
  void aMistakeIsToldByLineAndField(
      String right, String wrong, int line, String field, String told) {
    MisreadException misread = misread(SMALL.replace(right, wrong));

    assertThat(misread.line()).as(misread.getMessage()).isEqualTo(line);
    assertThat(misread.field()).isEqualTo(field);
    assertThat(misread.getMessage()).contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          amber: +12 % | amber | less than the limit, +10 %
          amber: 5 days | amber | unit of the limit
          amber: at most 5 % | amber | unit of the limit
          clear: +11 % | clear | the limit, +10 %, or less than it
          band: at least +11 % | band | other side
          band: at most -5 % | band | 'at least' or 'more than'
          band: at least -5 days | band | unit of the limit
          after: 2 weeks | after | 2 reports
          after: 2 reports 30 days | after | 2 reports
          after: and 30 days | after | 2 reports
          after: 25 reports | after | 1 to 24
          after: 731 days | after | 0 to 730
          hold after: 13 raises | hold after | 0 to 12
          hold after: three raises | hold after | 3 raises
          forecast: soon | forecast | 3 days
          from: 01.02.2027 | from | 2027-01-31
          until: 2027-02-30 | until | a day that exists
          until: 2300-01-01 | until | 2199-12-31
          answer within: 24 office hours (Almaty) | answer within | 24 office hours (Kazakhstan)
          answer within: 0 hours | answer within | 1 to 2000
          answer within: 90 days | answer within | 1 to 2000
          indicator: pupils | indicator | only there
          colour: red | colour | not known
          id: twice | id | twice
          """)
  void aMistakeInWhatMayBeLeftOutIsTold(String line, String field, String told) {
    MisreadException misread = misread(SMALL + "    " + line + "\n");

    assertThat(misread.line()).as(misread.getMessage()).isEqualTo(11);
    assertThat(misread.field()).isEqualTo(field);
    assertThat(misread.getMessage()).contains(told);
  }

  @Test
  void aDayUntilBeforeTheDayFromIsRefused() {
    MisreadException misread = misread(SMALL + "    from: 2027-03-01\n    until: 2027-02-01\n");

    assertThat(misread.line()).isEqualTo(12);
    assertThat(misread.field()).isEqualTo("until");
  }

  @Test
  void anIndicatorIsNeededWhereOneIsMeasured() {
    MisreadException misread =
        misread(
            SMALL
                .replace("cost growth over original baseline", "share of target")
                .replace("at most +10 %", "at least 80 %"));

    assertThat(misread.line()).isEqualTo(7);
    assertThat(misread.field()).isEqualTo("indicator");
    assertThat(misread.getMessage()).contains("nothing - expected an indicator");
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"PROGRAM", "PORTFOLIO"})
  void aMeasureThatDoesNotAddIsRefusedAboveAProject(Level level) {
    String word = level.name().toLowerCase(java.util.Locale.ROOT);

    MisreadException misread =
        misread(
            SMALL
                .replace("every project", "every " + word)
                .replace("cost growth over original baseline", "slip of worst milestone")
                .replace("at most +10 %", "at most 30 days"));

    assertThat(misread.line()).isEqualTo(9);
    assertThat(misread.field()).isEqualTo("measure");
    assertThat(misread.getMessage()).contains("applies it to a " + word);
  }

  private static String two(String first, String second) {
    StringBuilder yaml = new StringBuilder(SMALL.substring(0, SMALL.indexOf("  - id")));
    for (String lines : new String[] {first, second}) {
      String joined =
          """
          id: cost
          kind: cost
          measure: cost growth over original baseline
          limit: at most +10 %%
          %s\
          """
              .formatted(lines);
      List<String> all = Arrays.stream(joined.split("\n", -1)).filter(l -> !l.isBlank()).toList();
      for (int i = 0; i < all.size(); i++) {
        yaml.append(i == 0 ? "  - " : "    ").append(all.get(i)).append('\n');
      }
    }
    return yaml.toString();
  }

  @Test
  void twoOfOneIdOnTheSameDaysAreRefused() {
    assertThat(misread(two("", "amber: 5 %")))
        .satisfies(m -> assertThat(m.field()).isEqualTo("id"))
        .satisfies(m -> assertThat(m.line()).isEqualTo(11))
        .hasMessageContaining("line 7");
    assertThat(misread(two("from: 2027-01-01", "from: 2027-01-01")))
        .satisfies(m -> assertThat(m.field()).isEqualTo("from"))
        .satisfies(m -> assertThat(m.line()).isEqualTo(16));
    assertThat(
            misread(
                two("from: 2027-01-01\nuntil: 2027-06-30", "from: 2027-06-30\nuntil: 2027-12-31")))
        .satisfies(m -> assertThat(m.field()).isEqualTo("from"))
        .satisfies(m -> assertThat(m.line()).isEqualTo(17))
        .hasMessageContaining("2027-06-30");
  }

  @Test
  void twoOfOneIdMayFollowEachOtherOrGiveWay() {
    assertThat(PolicyReader.read(two("until: 2027-06-30", "")).entries())
        .extracting(entry -> entry.tolerance().terms().effectiveUntil())
        .as("the one without a last day is granted first")
        .startsWith((java.time.LocalDate) null);
    assertThat(PolicyReader.read(two("from: 2027-01-01", "")).entries()).hasSize(2);
    assertThat(
            PolicyReader.read(two("until: 2027-06-30", "from: 2027-07-01\nuntil: 2027-12-31"))
                .entries())
        .as("what they give way to may be granted by another policy")
        .hasSize(2);
  }

  @Test
  void oneIdIsForOneMeasure() {
    MisreadException misread =
        misread(
            two("", "from: 2027-01-01")
                .replaceFirst("(?s)(.*)cost growth over original", "$1cost growth over current"));

    assertThat(misread.field()).isEqualTo("measure");
    assertThat(misread.line()).isEqualTo(13);
  }

  @Test
  void oneIdOnDifferentNodesIsNoContradiction() {
    assertThat(PolicyReader.read(two("applies to: project a", "applies to: project b")).entries())
        .hasSize(2);
    assertThat(
            PolicyReader.read(two("applies to: every program", "applies to: every project"))
                .entries())
        .hasSize(2);
    assertThat(misread(two("applies to: projects a, b", "applies to: projects b, c")).field())
        .isEqualTo("id");
    assertThat(misread(two("applies to: every project", "applies to: project c")).field())
        .isEqualTo("id");
  }

  @Test
  void aFileThatIsNoPolicyIsRefused() {
    assertThat(misread("").line()).isZero();
    assertThat(misread("name: [").line()).isPositive();
    assertThat(misread(SMALL.substring(0, SMALL.indexOf("  - id"))).field())
        .isEqualTo("tolerances");
    assertThat(misread(SMALL.replace("reason: a test", "reason: " + "x".repeat(1_001))).field())
        .isEqualTo("reason");
  }
}
