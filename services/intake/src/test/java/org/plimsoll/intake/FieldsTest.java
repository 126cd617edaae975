package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.core.escalation.Admission;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.PlannedPoint;
import org.plimsoll.schema.Risk;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.CoreReader;

class FieldsTest {
  private static StatusChange status(String json) {
    Fields fields = Fields.parse(json.getBytes(StandardCharsets.UTF_8));
    return EventJson.statusChange(fields, "id");
  }

  private static String withMembers(String members) {
    return "{\"source\":\"s\",\"projectId\":\"p\",\"dataDate\":\"2026-03-31\"" + members + "}";
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          pvMinor | NaN
          pvMinor | Infinity
          pvMinor | -Infinity
          pvMinor | 1.5
          pvMinor | 9223372036854775808
          pvMinor | 1e999999999
          pvMinor | -1e-999999999
          pvMinor | "100"
          pvMinor | true
          pvMinor | [1]
          dataDate2 | 1
          forecastFinish | "2026-02-30"
          forecastFinish | "31.03.2026"
          forecastFinish | "+12026-03-31"
          forecastFinish | 20260331
          phase | 7
          note | {}
          milestones | {}
          milestones[0] | [7]
          indicators[0].value | [{"indicatorId":"i","value":4.80001}]
          indicators[0].value | [{"indicatorId":"i","value":1e15}]
          indicators[0].value | [{"indicatorId":"i","value":NaN}]
          indicators[0].value | [{"indicatorId":"i"}]
          indicators[0].name | [{"indicatorId":"i","value":1,"name":"x"}]
          assistance.addressedTo | {"addressedTo":"MINISTER","request":"x"}
          assistance.addressedTo | {"addressedTo":"UNRECOGNISED","request":"x"}
          assistance.request | {"addressedTo":"PROGRAM"}
          risks | {}
          risks[0].probability | [{"riskId":"r","probability":1.0001,"impactMinor":1}]
          risks[0].probability | [{"riskId":"r","probability":-0.1,"impactMinor":1}]
          risks[0].probability | [{"riskId":"r","probability":0.00001,"impactMinor":1}]
          risks[0].impactMinor | [{"riskId":"r","probability":0.5}]
          risks[0].impactMinor | [{"riskId":"r","probability":0.5,"impactMinor":1.5}]
          risks[0].owner | [{"riskId":"r","probability":0.5,"impactMinor":1,"owner":"x"}]
          """)
  void aFieldThatCannotBeReadIsNamed(String field, String value) {
    String name = field.replaceAll("[\\[.].*", "");

    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> status(withMembers(",\"" + name + "\":" + value)));

    assertThat(problem.status().value()).isEqualTo(400);
    assertThat(problem.body()).containsEntry("field", field);
    assertThat(problem.body().get("value")).asString().isNotEmpty();
    assertThat(problem.body().get("expected")).asString().isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"source":"s"
          {"source":"s"} {}
          {"source":"s"} x
          {"source":"s","source":"t"}
          {'source':'s'}
          []
          "text"
          null
          ` `
          {"source":"\\ud800"
          """)
  void whatIsNotOneObjectIsRefusedAsAWhole(String json) {
    Problem problem = catchThrowableOfType(Problem.class, () -> status(json));

    assertThat(problem.status().value()).isEqualTo(400);
    assertThat(problem.body()).containsEntry("field", "body");
  }

  @Test
  void aRequiredFieldThatIsAbsentIsNamed() {
    Problem problem = catchThrowableOfType(Problem.class, () -> status("{\"source\":\"s\"}"));

    assertThat(problem.body())
        .containsEntry("field", "projectId")
        .containsEntry("reason", "MISSING");
  }

  @Test
  void decimalsAreConvertedExactly() {
    StatusChange status =
        status(
            withMembers(
                ",\"indicators\":[{\"indicatorId\":\"i\",\"value\":4.8},"
                    + "{\"indicatorId\":\"j\",\"value\":-0.0001},"
                    + "{\"indicatorId\":\"k\",\"value\":93.30000}]"));

    assertThat(status.getIndicators())
        .extracting(indicator -> indicator.getValueTenThousandths())
        .containsExactly(48_000L, -1L, 933_000L);
  }

  @Test
  void aProbabilityIsAPartOfOne() {
    StatusChange status =
        status(
            withMembers(
                ",\"risks\":[{\"riskId\":\"r\",\"probability\":0.25,\"impactMinor\":400},"
                    + "{\"riskId\":\"s\",\"name\":\"Frost\",\"probability\":1,\"impactMinor\":0}]"));

    assertThat(status.getRisks())
        .containsExactly(new Risk("r", null, 2_500, 400L), new Risk("s", "Frost", 10_000, 0L));
  }

  @Test
  void noRisksAreNotTheSameAsNoRegister() {
    assertThat(status(withMembers(",\"risks\":[]")).getRisks()).isEmpty();
    assertThat(status(withMembers(",\"risks\":null")).getRisks()).isNull();
    assertThat(status(withMembers("")).getRisks()).isNull();
  }

  private static NodeFacts facts(String baseline) {
    String json =
        """
        {"nodeId":"p","level":"PROJECT","parentId":"q","name":{"en":"P"},"agencyId":"a",
         "currency":"KZT","baselineSource":"DECLARED","source":"s","baseline":%s}\
        """
            .formatted(baseline);
    return EventJson.nodeFacts(Fields.parse(json.getBytes(StandardCharsets.UTF_8)), "id");
  }

  @Test
  void aBaselineMayHaveATimePhasedPlan() {
    assertThat(facts("{\"costMinor\":5}").getBaseline())
        .isEqualTo(new Baseline(5L, null, List.of()));
    assertThat(
            facts(
                    """
                    {"timePhased":[{"date":"2026-01-01","pvMinor":0},
                                   {"date":"2026-01-31","pvMinor":100}]}\
                    """)
                .getBaseline())
        .isEqualTo(
            new Baseline(
                null,
                null,
                List.of(
                    new PlannedPoint(LocalDate.of(2026, 1, 1), 0L),
                    new PlannedPoint(LocalDate.of(2026, 1, 31), 100L))));
    assertThat(
            catchThrowableOfType(
                    Problem.class, () -> facts("{\"timePhased\":[{\"date\":\"2026-01-01\"}]}"))
                .body())
        .containsEntry("field", "baseline.timePhased[0].pvMinor");
  }

  @Test
  void anOfficeMayBeGivenInTheThreeLanguages() {
    String accountable =
        "{\"costMinor\":5},\"accountable\":{\"person\":\"A. Person\",\"role\":\"head\"%s}";
    assertThat(facts(accountable.formatted("")).getAccountable())
        .isEqualTo(new Accountable("A. Person", "head", null));
    assertThat(
            facts(accountable.formatted(",\"roleText\":{\"kk\":\"басшы\",\"en\":\"head\"}"))
                .getAccountable())
        .as("what is missing is as in another language")
        .isEqualTo(
            new Accountable("A. Person", "head", new LocalizedText("басшы", "head", "head")));
    assertThat(
            catchThrowableOfType(
                    Problem.class, () -> facts(accountable.formatted(",\"roleText\":\"head\"")))
                .body())
        .containsEntry("field", "accountable.roleText");
  }

  @Test
  void aFieldThatIsNullIsNotReported() {
    StatusChange status = status(withMembers(",\"pvMinor\":null,\"evMinor\":0"));

    assertThat(status.getPvMinor()).isNull();
    assertThat(status.getEvMinor()).isZero();
  }

  @Test
  void theStatusesOfTheReadmeCanBeTaken() throws IOException {
    List<StatusChange> statuses =
        Files.readString(Path.of("README.md"))
            .lines()
            .filter(line -> line.startsWith("  {\"source\""))
            .map(line -> status(line.substring(0, line.lastIndexOf('}') + 1)))
            .toList();

    assertThat(statuses).hasSize(2);
    assertThat(statuses.getLast().getAssistance().getAddressedTo()).isEqualTo(Level.PROGRAM);
    for (StatusChange status : statuses) {
      assertThat(Admission.refusalOf(CoreReader.statusChange(status), LocalDate.of(2026, 4, 1)))
          .isEmpty();
    }
  }
}
