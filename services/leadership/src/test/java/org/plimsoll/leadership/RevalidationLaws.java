package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.persons.Directory;
import org.plimsoll.leadership.persons.Erasing;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a client may keep and for how long, on a house that is open. */
abstract class RevalidationLaws {
  private static final List<String> FOLLOWING =
      List.of(
          "/v1/nodes",
          "/v1/nodes/enbek",
          "/v1/nodes/shilisai-school/history?limit=3",
          "/v1/nodes/shilisai-school/explanation",
          "/v1/nodes/shilisai-school/decisions",
          "/v1/exceptions",
          "/v1/exceptions/shilisai-school~cost~1",
          "/v1/escalations?level=PROGRAM",
          "/v1/flow",
          "/v1/refusals",
          "/v1/trail/program/3/20",
          "/nodes/shilisai-school/charts");

  abstract House house();

  /** One more event for the read model. */
  abstract void something();

  private HttpResponse<String> ask(String path, String person, String language, String... more) {
    String[] headers = new String[more.length + 4];
    headers[0] = "Authorization";
    headers[1] = SignIns.basic(person);
    headers[2] = "Accept-Language";
    headers[3] = language;
    System.arraycopy(more, 0, headers, 4, more.length);
    return Client.get(house().url(path), headers);
  }

  private String etag(String path, String person, String language) {
    HttpResponse<String> answer = ask(path, person, language);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  @Test
  void atOnePositionAnAnswerHoldsAndIsNotGivenAgain() {
    for (String path : FOLLOWING) {
      String etag = etag(path, SignIns.AUDITOR, "en");
      HttpResponse<String> again = ask(path, SignIns.AUDITOR, "en", "If-None-Match", etag);
      assertThat(again.statusCode()).as(path).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("ETag")).hasValue(etag);
      assertThat(again.headers().allValues("Cache-Control")).containsExactly("private, no-cache");
      assertThat(again.headers().firstValue("Vary").orElse(""))
          .contains("Accept-Language")
          .contains("Authorization")
          .contains("Cookie");
    }
  }

  @Test
  void aNewEventChangesEveryEtag() {
    List<String> before =
        FOLLOWING.stream().map(path -> etag(path, SignIns.AUDITOR, "en")).toList();
    something();
    for (int i = 0; i < before.size(); i++) {
      HttpResponse<String> after =
          ask(FOLLOWING.get(i), SignIns.AUDITOR, "en", "If-None-Match", before.get(i));
      assertThat(after.statusCode()).isEqualTo(200);
      assertThat(after.headers().firstValue("ETag")).isPresent().isNotEqualTo(before.get(i));
    }
  }

  @Test
  void nobodyElseIsAnsweredByIt() {
    for (String path : FOLLOWING) {
      String etag = etag(path, SignIns.AUDITOR, "en");
      // Who sees the same, who sees a part, and who sees nothing.
      for (String person : List.of(SignIns.MINISTER, SignIns.ENGINEER, SignIns.OSPANOV)) {
        assertThat(ask(path, person, "en", "If-None-Match", etag).statusCode())
            .as("%s for %s", path, person)
            .isIn(200, 404);
      }
      assertThat(
              Client.get(house().url(path), "Authorization", "Bearer forged", "If-None-Match", etag)
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void anotherLanguageIsAnotherAnswer() {
    String etag = etag("/v1/nodes/enbek", SignIns.AUDITOR, "en");
    assertThat(ask("/v1/nodes/enbek", SignIns.AUDITOR, "ru", "If-None-Match", etag).statusCode())
        .isEqualTo(200);
    assertThat(
            ask(
                    "/v1/nodes/enbek",
                    SignIns.AUDITOR,
                    "en",
                    "Cookie",
                    "plimsoll-language=kk",
                    "If-None-Match",
                    etag)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void onceAccessHasChangedItHoldsNoLonger() {
    String etag = etag("/v1/nodes", SignIns.OSPANOV, "en");
    house()
        .sql()
        .update(
            "INSERT INTO access.granted_scope (person, node_id) VALUES (?, ?)",
            SignIns.OSPANOV,
            Portfolio.CENTRE);
    try {
      HttpResponse<String> more = ask("/v1/nodes", SignIns.OSPANOV, "en", "If-None-Match", etag);
      assertThat(more.statusCode()).isEqualTo(200);
      assertThat(more.body()).contains(Portfolio.CENTRE);
      etag = more.headers().firstValue("ETag").orElseThrow();
    } finally {
      house().sql().update("DELETE FROM access.granted_scope WHERE person = ?", SignIns.OSPANOV);
    }
    HttpResponse<String> less = ask("/v1/nodes", SignIns.OSPANOV, "en", "If-None-Match", etag);
    assertThat(less.statusCode()).isEqualTo(200);
    assertThat(less.body()).doesNotContain(Portfolio.CENTRE);
  }

  @Test
  void whenSomebodyIsNamedOrErasedItHoldsNoLonger() {
    String etag = etag("/v1/nodes/enbek", SignIns.AUDITOR, "en");
    String person = house().bean(Directory.class).enrol("Somebody");
    HttpResponse<String> named =
        ask("/v1/nodes/enbek", SignIns.AUDITOR, "en", "If-None-Match", etag);
    assertThat(named.statusCode()).isEqualTo(200);
    etag = named.headers().firstValue("ETag").orElseThrow();
    Erasing.erase(JdbcClient.create(house().sql()), person, "a test");
    assertThat(ask("/v1/nodes/enbek", SignIns.AUDITOR, "en", "If-None-Match", etag).statusCode())
        .isEqualTo(200);
  }

  /** Though the offsets are those of before. */
  @Test
  void ofAReadModelThatWasWrittenAnewItHoldsNoLonger() {
    String etag = etag("/v1/flow", SignIns.AUDITOR, "en");
    house().sql().update("UPDATE consumed SET next_offset = next_offset");
    assertThat(ask("/v1/flow", SignIns.AUDITOR, "en", "If-None-Match", etag).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatIsNoEtagMatchesNothing() {
    for (String sent : List.of("*", "abc", "W/", "\"\"")) {
      assertThat(ask("/v1/flow", SignIns.AUDITOR, "en", "If-None-Match", sent).statusCode())
          .as(sent)
          .isEqualTo(200);
    }
  }

  @Test
  void whatIsRefusedOrIsNoMatterOfTheTrailIsNotKept() {
    for (String path :
        List.of("/v1/nodes/nobody", "/v1/nodes?limit=0", "/v1/person", "/v1/deliveries", "/flow")) {
      HttpResponse<String> answer = ask(path, SignIns.AUDITOR, "en", "If-None-Match", "*");
      assertThat(answer.statusCode()).as(path).isNotEqualTo(304);
      assertThat(answer.headers().firstValue("ETag")).as(path).isEmpty();
      assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
          .as(path)
          .contains("no-store");
    }
  }
}
