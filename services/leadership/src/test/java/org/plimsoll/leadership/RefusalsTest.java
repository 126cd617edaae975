package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.testkit.Cluster;

/** What was refused of an agency, for its engineer and nobody else, and a file that is harmless. */
class RefusalsTest {
  private static final int REFUSED = 25;

  private static Story story;
  private static House house;

  @BeforeAll
  static void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    Portfolio.months(story);
    refuse(story);
    story.flush();
    house = new House();
    house.awaitShown(story.written);
  }

  /** Projects that nobody registered, the first with an id that a spreadsheet would reckon with. */
  static void refuse(Story story) {
    for (int i = 0; i < REFUSED; i++) {
      String project = i == 0 ? "=1+1" : "bridge-" + i;
      story.status(Portfolio.status(project, 1).setEventId("refused-" + i).build());
    }
  }

  @AfterAll
  static void end() {
    story.close();
    house.close();
  }

  private static HttpResponse<String> get(String person, String path) {
    return Client.get(
        house.url(path), "Authorization", SignIns.basic(person), "Accept-Language", "en");
  }

  @Test
  void anEngineerBeginsWithWhatWasRefusedOfTheirAgencyAndOpensEachEvent() {
    assertThat(get(SignIns.ENGINEER, "/").headers().firstValue("Location")).hasValue("/refusals");
    String page = get(SignIns.ENGINEER, "/refusals").body();
    assertThat(page).contains("bridge-24", "The node is not registered", "plimsoll.intake.akimat");
    String place =
        house
            .sql()
            .queryForObject(
                "SELECT '/trail/' || lower(tier) || '/' || partition || '/' || sequence FROM refusal"
                    + " WHERE value = 'bridge-24'",
                String.class);
    assertThat(page).contains("\"" + place + "\"");
    assertThat(page).contains(">refused-24<", ">bridge-24</code>", "was never taken");
    assertThat(get(SignIns.ENGINEER, "/refusals.csv").body())
        .contains("\"refused-24\",\"bridge-24\",");
    // It names a node that nobody has; they sent it.
    HttpResponse<String> event = get(SignIns.ENGINEER, String.valueOf(place));
    assertThat(event.statusCode()).isEqualTo(200);
    assertThat(event.body()).contains("bridge-24");
    assertThat(get(SignIns.HEAD, String.valueOf(place)).statusCode()).isEqualTo(404);
    assertThat(get(SignIns.HEAD, "/refusals").body()).doesNotContain("bridge-24");
  }

  @ParameterizedTest
  @CsvSource({"kk, мәліметі бұрын берілген нысан", "ru, 'объект, сведения о котором уже поданы'"})
  void whatWasExpectedIsSaidInTheReadersLanguageAndAsTheTrailSaysIt(String language, String said) {
    String english = "a node whose facts were stated before";
    String page =
        Client.get(
                house.url("/refusals"),
                "Authorization",
                SignIns.basic(SignIns.ENGINEER),
                "Accept-Language",
                language)
            .body();
    assertThat(page).contains(">" + said + "<", "<span lang=\"en\">" + english + "</span>");
    assertThat(get(SignIns.ENGINEER, "/refusals").body())
        .contains(">" + english + "<")
        .doesNotContain("lang=\"en\">" + english);
    assertThat(get(SignIns.ENGINEER, "/refusals.csv").body()).contains("\"" + english + "\"");
  }

  @Test
  void pagesAndFiltersVisitEachOnce() {
    List<String> all = values(get(SignIns.ENGINEER, "/refusals.csv").body());
    assertThat(all).hasSize(REFUSED).doesNotHaveDuplicates().first().isEqualTo("bridge-24");
    String first = get(SignIns.ENGINEER, "/refusals").body();
    String next = first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]*)\".*", "$1");
    String second = get(SignIns.ENGINEER, next.replace("&amp;", "&")).body();
    for (String value : all.subList(0, 20)) {
      assertThat(first).contains(">" + value + "<");
      assertThat(second).doesNotContain(">" + value + "<");
    }
    assertThat(second).contains(">bridge-4<", ">=1+1<").doesNotContain("rel=\"next\"");
    assertThat(values(get(SignIns.ENGINEER, "/refusals.csv?reason=MISSING").body())).isEmpty();
    // What is no id at all is refused for that.
    assertThat(values(get(SignIns.ENGINEER, "/refusals.csv?reason=unknown_node").body()))
        .isEqualTo(all.subList(0, REFUSED - 1));
    assertThat(values(get(SignIns.ENGINEER, "/refusals.csv?sender=akimat&from=1990-01-01").body()))
        .isEqualTo(all);
    assertThat(values(get(SignIns.ENGINEER, "/refusals.csv?until=1990-01-01").body())).isEmpty();
    house.sql().update("UPDATE refusal SET taken_at = '2026-03-02T23:59:59Z' WHERE value = '=1+1'");
    assertThat(
            values(get(SignIns.ENGINEER, "/refusals.csv?from=2026-03-02&until=2026-03-02").body()))
        .containsExactly("'=1+1");
  }

  /** The fields of this column have no quotes in them. */
  private static List<String> values(String csv) {
    return csv.lines().skip(1).map(line -> line.split("\",\"", -1)[4]).toList();
  }

  @Test
  void aSpreadsheetTakesNoFieldForAFormula() {
    HttpResponse<String> answer = get(SignIns.ENGINEER, "/refusals.csv");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("attachment", "refusals.csv");
    assertThat(answer.body()).startsWith("\ufeff\"takenAt\",\"reason\"").contains(",\"'=1+1\",");
    for (String bad : List.of("=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1")) {
      assertThat(Csv.row(List.of(bad, "a\"b"))).isEqualTo("\"'" + bad + "\",\"a\"\"b\"\r\n");
    }
    assertThat(Csv.row(List.of("a=1", "", "5"))).isEqualTo("\"a=1\",\"\",\"5\"\r\n");
  }

  @Test
  void theLastDayCountsWhatWasTakenAndWhatWasNot() {
    house.sql().update("UPDATE node_entry SET taken_at = now() - interval '2 days'");
    house.sql().update("UPDATE refusal SET taken_at = now() - interval '2 days'");
    house
        .sql()
        .update(
            "UPDATE node_entry SET taken_at = now() - interval '1 hour' WHERE node_id = ? AND own AND"
                + " input_type = 'STATUS_CHANGE' AND accepted",
            Portfolio.SCHOOL);
    house.sql().update("UPDATE refusal SET taken_at = now() WHERE value LIKE 'bridge-1%'");
    String page = get(SignIns.ENGINEER, "/refusals").body();
    assertThat(page)
        .containsSubsequence("taken in 24 hours</dt><dd>20<", "in 24 hours</dt><dd>11<");
    assertThat(page).contains("0 of 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reason=NONE",
        "from=2026-02-30",
        "from=+999999999-01-01",
        "until=yesterday",
        "from=2026-03-02&until=2026-03-01",
        "sender=..%2Fetc",
        "cursor=x",
        "colour=red"
      })
  void aBadFilterIsNamed(String query) {
    assertThat(get(SignIns.ENGINEER, "/refusals?" + query).statusCode()).isEqualTo(400);
  }
}
