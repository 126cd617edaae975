package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cursors of the interface, on a house that is open. */
abstract class CursorLaws {
  abstract House house();

  private void isRefused(String path, String cursor) {
    HttpResponse<String> answer = Client.get(house().url(path + "cursor=" + cursor));
    assertThat(answer.statusCode()).as(path + cursor).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(Client.problem(answer).get("field").asString()).isEqualTo("cursor");
  }

  private String cursor(String path) {
    return Client.json(house().url(path)).get("nextCursor").asString();
  }

  @Test
  void aCursorOfAnotherListOrOtherFiltersIsRefused() {
    String ofNodes = cursor("/v1/nodes?limit=1");
    String ofEscalations = cursor("/v1/escalations?limit=1");
    String ofHistory = cursor("/v1/nodes/shilisai-school/history?limit=1");
    assertThat(Client.get(house().url("/v1/nodes?limit=2&cursor=" + ofNodes)).statusCode())
        .isEqualTo(200);
    isRefused("/v1/escalations?", ofNodes);
    isRefused("/v1/nodes?", ofEscalations);
    isRefused("/v1/exceptions?", ofEscalations);
    isRefused("/v1/escalations?level=PORTFOLIO&", ofEscalations);
    isRefused("/v1/nodes/employment-centre/history?", ofHistory);
  }

  @Test
  void aCursorThatWasAlteredIsRefused() {
    String cursor = cursor("/v1/escalations?limit=1");
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    for (String forged :
        List.of(
            text + "0",
            text.substring(0, text.length() - 1) + "x",
            "2::1",
            "2:",
            "1:1",
            "3" + text.substring(1),
            "")) {
      String encoded =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(forged.getBytes(StandardCharsets.UTF_8));
      if (!encoded.isEmpty()) {
        isRefused("/v1/escalations?", encoded);
      }
    }
    isRefused("/v1/escalations?", "!!".replace("!", "%21"));
  }

  @Test
  void listsOfWhatOneHasMadeArePagedToo() {
    assertThat(Client.all(house().url("/v1/subscriptions?limit=1"), () -> {}))
        .hasSameSizeAs(Client.all(house().url("/v1/subscriptions"), () -> {}));
    assertThat(Client.all(house().url("/v1/substitutions?limit=1"), () -> {}))
        .hasSameSizeAs(Client.all(house().url("/v1/substitutions"), () -> {}));
  }
}
