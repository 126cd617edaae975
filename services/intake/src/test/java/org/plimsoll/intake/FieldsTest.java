package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FieldsTest {
  private static StatusChange status(String json) {
    return StatusIntake.read(json.getBytes(StandardCharsets.UTF_8), "id", LocalDate.of(2026, 4, 1));
  }

  private static String withMembers(String members) {
    return "{\"source\":\"s\",\"projectId\":\"p\",\"dataDate\":\"2026-03-31\",\"currency\":\"KZT\""
        + members
        + "}";
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
    assertThat(problem.body()).doesNotContainKeys("errors", "omitted");
  }

  /** Fields and values of the errors, as they are listed. */
  private static List<String> errors(Problem problem) {
    JsonNode errors = JsonMapper.shared().valueToTree(problem.body()).path("errors");
    assertThat(errors)
        .allSatisfy(error -> assertThat(error.path("expected").asString()).isNotEmpty());
    return errors
        .valueStream()
        .map(error -> error.path("field").asString() + " = " + error.path("value").asString())
        .toList();
  }

  private static List<String> errors(String json) {
    return errors(catchThrowableOfType(Problem.class, () -> status(json)));
  }

  @Test
  void everythingThatIsWrongIsNamedInTheOrderOfTheBody() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                status(
                    """
                    {"phase":7,"evMinor":-5,"source":"","colour":"red","currency":"KZT",
                     "dataDate":"31.03.2026",
                     "risks":[{"probability":2,"riskId":"r","impactMinor":"x"},7,
                              {"riskId":"s","probability":0,"impactMinor":-1}],
                     "assistance":{"request":"help","addressedTo":"MINISTER"}}\
                    """));

    assertThat(errors(problem))
        .containsExactly(
            "phase = 7",
            "evMinor = -5",
            "source = 0 characters",
            "colour = \"red\"",
            "dataDate = \"31.03.2026\"",
            "risks.impactMinor = -1",
            "risks[0].probability = 2",
            "risks[0].impactMinor = \"x\"",
            "risks[1] = 7",
            "assistance.addressedTo = \"MINISTER\"",
            "projectId = absent");
    assertThat(problem.body())
        .containsEntry("type", "about:blank")
        .containsEntry("status", 400)
        .containsEntry("reason", "MISSING")
        .containsEntry("field", "projectId")
        .containsEntry("value", "absent")
        .containsEntry("expected", "text")
        .containsEntry("detail", "11 errors; found first: projectId: absent - expected text")
        .doesNotContainKey("omitted");
  }

  @Test
  void oneErrorIsToldWithoutAList() {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> status(withMembers(",\"phase\":7")));

    assertThat(problem.body())
        .containsOnly(
            entry("type", "about:blank"),
            entry("title", "Bad Request"),
            entry("status", 400),
            entry("detail", "phase: 7 - expected text in quotation marks"),
            entry("reason", "MALFORMED"),
            entry("field", "phase"),
            entry("value", "7"),
            entry("expected", "text in quotation marks"));
  }

  /** Each body has one error, which a careless reader would also find elsewhere. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          projectId  | {"source":"s","projectId":7,"dataDate":"2026-03-31"}
          source     | {"source":["s"],"projectId":"p","dataDate":"2026-03-31"}
          currency   | {"source":"s","projectId":"p","dataDate":"2026-03-31","pvMinor":1,"currency":7}
          pvMinor    | {"source":"s","projectId":"p","dataDate":"2026-03-31","pvMinor":"1"}
          eventId    | {"source":"s","projectId":"p","dataDate":"2026-03-31","eventId":"not this"}
          assistance | {"source":"s","projectId":"p","dataDate":"2026-03-31","assistance":"help"}
          milestones[0].milestoneId | {"source":"s","projectId":"p","dataDate":"2026-03-31","milestones":[{}]}
          indicators[1].value | {"source":"s","projectId":"p","dataDate":"2026-03-31","indicators":[{"indicatorId":"i","value":1},{"indicatorId":"i"}]}
          risks[0].impactMinor | {"source":"s","projectId":"p","dataDate":"2026-03-31","risks":[{"riskId":"r","probability":1,"impactMinor":"1"}]}
          """)
  void whatFollowsFromAnErrorIsNotNamed(String field, String json) {
    Problem problem = catchThrowableOfType(Problem.class, () -> status(json));

    assertThat(problem.body()).containsEntry("field", field).doesNotContainKey("errors");
  }

  @Test
  void whatIsTwiceThereDoesNotHideTheRest() {
    assertThat(
            errors(
                withMembers(
                    ",\"indicators\":[{\"indicatorId\":\"i\",\"value\":1},"
                        + "{\"indicatorId\":\"i\",\"value\":2}],\"acMinor\":-1")))
        .containsExactly("indicators.indicatorId = i", "acMinor = -1");
  }

  @Test
  void theStatusIsThatOfTheErrorFoundFirst() {
    String early = withMembers("").replace("2026-03-31", "2026-05-01");
    Problem tooEarly =
        catchThrowableOfType(Problem.class, () -> status(early.replace("}", ",\"acMinor\":-1}")));
    Problem unreadable =
        catchThrowableOfType(Problem.class, () -> status(early.replace("}", ",\"acMinor\":{}}")));

    assertThat(tooEarly.status().value()).isEqualTo(422);
    assertThat(errors(tooEarly)).containsExactly("dataDate = 2026-05-01", "acMinor = -1");
    assertThat(unreadable.status().value()).isEqualTo(400);
    assertThat(errors(unreadable)).containsExactly("dataDate = 2026-05-01", "acMinor = {}");
  }

  @ParameterizedTest
  @CsvSource({"2, 2, ", "20, 20, ", "21, 20, 1", "5000, 20, 4980"})
  void atMostTwentyErrorsAreListedAndTheOthersCounted(
      int wrong, int listed, @Nullable Integer omitted) {
    String members =
        IntStream.range(0, wrong).mapToObj(",\"x%d\":0"::formatted).collect(Collectors.joining());

    Problem problem = catchThrowableOfType(Problem.class, () -> status(withMembers(members)));

    assertThat(errors(problem)).hasSize(listed).startsWith("x0 = 0", "x1 = 0");
    assertThat(problem.body().get("omitted")).isEqualTo(omitted);
    assertThat(problem.detail()).startsWith(wrong + " errors; found first: x0: 0 - ");
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
    Fields fields = Fields.parse(json.getBytes(StandardCharsets.UTF_8));
    NodeFacts facts = EventJson.nodeFacts(fields, "id");
    fields.place().raise();
    return facts;
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
