package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.intake.RunningIntake.OPERATOR;
import static org.plimsoll.intake.RunningIntake.fresh;
import static org.plimsoll.intake.RunningIntake.json;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.plimsoll.intake.RunningIntake.World;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

class ImportTest {
  private static final String HEADER = "Id,Name,Program,Agency,Date,Forecast,Finish\n";

  private final RunningIntake intake = RunningIntake.shared();
  private final String portfolio = fresh("imported");
  private final String program = fresh("Program");
  private final String agency = fresh("Bureau");
  private final String project = fresh("P");

  private String mapping() {
    return MappingTest.SMALL.replace("id: roads", "id: " + portfolio)
        + "tolerances: { projects: [ { id: cost, kind: COST, measure: COST_GROWTH_ORIGINAL, at-most: 10 % } ] }\n";
  }

  private String row(String date, String amount) {
    return "%s,A project,%s,%s,%s,%s,\n".formatted(project, program, agency, date, amount);
  }

  private HttpResponse<String> post(String token, String mapping, String csv) throws Exception {
    String body =
        """
        --b\r
        Content-Disposition: form-data; name="mapping"; filename="m.yaml"\r
        \r
        %s\r
        --b\r
        Content-Disposition: form-data; name="file"; filename="f.csv"\r
        \r
        %s\r
        --b--\r
        """
            .formatted(mapping, csv);
    return intake.send(
        intake
            .request("/v1/imports", token)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body)));
  }

  private JsonNode summary(String csv) throws Exception {
    HttpResponse<String> answer = post(OPERATOR, mapping(), csv);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode last = RunningIntake.lines(answer).getLast();
    assertThat(last.path("type").asString()).as(answer.body()).isEqualTo("summary");
    return last;
  }

  @Test
  void aFileIsImportedInTheOrderOfItsDatesAndASecondTimeChangesNothing() throws Exception {
    String csv =
        HEADER
            + row("31.03.2026", "200")
            + row("31.01.2026", "100")
            + row("28.02.2026", "-1")
            + row("28.02.2026", "");

    JsonNode first = summary(csv);
    List<String> taken = intake.engine.taken();
    JsonNode second = summary(csv);

    assertThat(first.path("rows").asInt()).isEqualTo(4);
    assertThat(first.path("published").asInt()).isEqualTo(3);
    assertThat(first.path("refused").asInt()).isEqualTo(1);
    assertThat(first.path("weighed").asInt()).isEqualTo(3);
    assertThat(first.path("programs").asInt()).isEqualTo(1);
    assertThat(first.path("projects").asInt()).isEqualTo(1);
    assertThat(first.path("agencies").asInt()).isEqualTo(1);
    assertThat(second.path("published").asInt()).isZero();
    assertThat(second.path("alreadyKnown").asInt()).isEqualTo(3);
    assertThat(second.path("weighed").asInt()).isEqualTo(3);
    assertThat(intake.engine.taken()).isEqualTo(taken);
    var nodes = intake.bean(Nodes.class);
    assertThat(nodes.find(project).orElseThrow().agencyId())
        .isEqualTo(agency.toLowerCase(Locale.ROOT));
    assertThat(nodes.find(project).orElseThrow().parentId())
        .isEqualTo(program.toLowerCase(Locale.ROOT));
  }

  @Test
  void aRefusedRowIsToldWithItsNumberColumnAndValue() throws Exception {
    HttpResponse<String> answer =
        post(OPERATOR, mapping(), HEADER + row("31.01.2026", "100") + row("28.02.2026", "-1"));

    JsonNode refused =
        RunningIntake.lines(answer).stream()
            .filter(line -> line.path("type").asString().equals("refused"))
            .findFirst()
            .orElseThrow();
    assertThat(refused.path("row").asInt()).isEqualTo(3);
    assertThat(refused.path("field").asString()).isEqualTo("Forecast");
    assertThat(refused.path("value").asString()).isEqualTo("-1");
    assertThat(refused.path("reason").asString()).isEqualTo("NEGATIVE_AMOUNT");
    assertThat(refused.path("expected").asString()).isEqualTo("0 or more");
  }

  @Test
  void rowsOfAProjectThatTheEngineRefusedAreRefusedWithItsReason() throws Exception {
    intake.engine.refuse(project);

    JsonNode summary = summary(HEADER + row("31.01.2026", "100") + row("28.02.2026", "90"));

    assertThat(summary.path("refused").asInt()).isEqualTo(2);
    assertThat(summary.path("published").asInt()).isZero();
  }

  @Test
  void aProjectThatBelongsToAnotherProgramIsNotPublishedUnderThisOne() throws Exception {
    World world = intake.world();
    String csv =
        HEADER + "%s,A,%s,%s,31.01.2026,1,\n".formatted(project, world.portfolio(), agency);

    HttpResponse<String> answer = post(OPERATOR, mapping(), csv);

    assertThat(answer.body()).contains("UNKNOWN_PARENT");
    assertThat(intake.bean(Nodes.class).find(project)).isEmpty();
  }

  @Test
  void mappingAndFileThatDoNotFitAreExplainedBeforeAnythingIsPublished() throws Exception {
    HttpResponse<String> column =
        post(OPERATOR, mapping().replace("Forecast", "Forcast"), HEADER + row("31.01.2026", "100"));
    HttpResponse<String> empty = post(OPERATOR, mapping(), "");
    HttpResponse<String> yaml = post(OPERATOR, "currency: [", HEADER);

    assertThat(column.statusCode()).isEqualTo(400);
    assertThat(json(column).path("detail").asString())
        .startsWith(
            "column 'Forcast' is not in the file; nearest: 'Forecast'; the file has: Id, Name,");
    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(json(yaml).path("field").asString()).startsWith("mapping, line");
  }

  @Test
  void aFileThatBreaksOffPublishesNothing() throws Exception {
    HttpResponse<String> answer =
        post(OPERATOR, mapping(), HEADER + row("31.01.2026", "100") + "x,\"open");

    JsonNode last = RunningIntake.lines(answer).getLast();
    assertThat(last.path("type").asString()).isEqualTo("failed");
    assertThat(last.path("problem").path("detail").asString()).contains("behind row 2");
    assertThat(intake.bean(Nodes.class).find(project)).isEmpty();
  }

  @Test
  void aFaultOfTheServiceIsTheLastLineAndTheSameFileSentAgainAddsTheRest() throws Exception {
    JdbcTemplate database = intake.bean(JdbcTemplate.class);
    String csv = HEADER + row("31.01.2026", "100");
    database.execute("alter table node add constraint fault check (id <> '%s')".formatted(project));
    JsonNode last;
    try {
      last = RunningIntake.lines(post(OPERATOR, mapping(), csv)).getLast();
    } finally {
      database.execute("alter table node drop constraint fault");
    }

    assertThat(last.path("type").asString()).isEqualTo("failed");
    assertThat(last.path("problem").path("status").asInt()).isEqualTo(500);
    assertThat(last.path("problem").path("detail").asString()).contains("send the same again");
    assertThat(summary(csv).path("weighed").asInt()).isEqualTo(1);
  }

  @Test
  void aFormThatLacksAPartOrComesFromAnAgencyIsRefused() throws Exception {
    World world = intake.world();
    HttpResponse<String> form =
        intake.send(
            intake
                .request("/v1/imports", OPERATOR)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(
                    BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n")));

    assertThat(form.statusCode()).isEqualTo(400);
    assertThat(json(form).path("detail").asString()).contains("'mapping'");
    assertThat(post(world.token(), mapping(), HEADER).statusCode()).isEqualTo(403);
  }
}
