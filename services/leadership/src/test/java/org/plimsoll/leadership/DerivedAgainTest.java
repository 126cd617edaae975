package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plimsoll.testkit.Cluster;

/** Whoever drops the whole read model loses nothing: what no topic says lies elsewhere. */
class DerivedAgainTest {
  private static final String READS = "SELECT * FROM access.read_log ORDER BY seq";

  private final HttpClient http = HttpClient.newHttpClient();
  private Story story;
  private House house;

  @BeforeEach
  void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    Portfolio.months(story);
    story.flush();
    house = new House();
    house.awaitShown(story.written);
  }

  @AfterEach
  void end() {
    http.close();
    story.close();
    house.close();
  }

  @Test
  void whoWasSignedInStaysSoAndWhatWasReadStaysKnown() throws Exception {
    String session = SignIns.session(http, SignIns.link(house, SignIns.HEAD));
    String unused = URI.create(SignIns.link(house, SignIns.MINISTER)).getPath();
    String school = "/v1/nodes/" + Portfolio.SCHOOL;
    assertThat(get(house.url(school), session).statusCode()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(10)).until(() -> house.count("access.read_log") == 1);
    // A password that was hashed anew would end the session.
    List<Map<String, @Nullable Object>> users = rows("SELECT * FROM access.local_user ORDER BY 1");
    List<Map<String, @Nullable Object>> reads = rows(READS);
    SavedViews.Wish wish = new SavedViews.Wish("Costs", "/board", "kind=COST", true);
    assertThat(house.bean(SavedViews.class).make(SignIns.HEAD, wish)).isNotNull();
    List<SavedView> views = house.bean(SavedViews.class).of(SignIns.HEAD);
    Map<String, List<Map<String, @Nullable Object>>> shown = house.rows();

    house.sql().execute("DROP SCHEMA public CASCADE");
    house.sql().execute("CREATE SCHEMA public");
    house.restart();
    house.awaitShown(story.written);

    assertThat(house.rows()).isEqualTo(shown);
    assertThat(rows("SELECT * FROM access.local_user ORDER BY 1")).isEqualTo(users);
    assertThat(rows(READS)).isEqualTo(reads);
    assertThat(house.bean(SavedViews.class).of(SignIns.HEAD)).isEqualTo(views).hasSize(1);
    assertThat(get(house.url(school), session).statusCode()).isEqualTo(200);
    assertThat(get(house.url(school), SignIns.session(http, house.url(unused))).statusCode())
        .isEqualTo(200);
    // The log goes on behind its last row.
    await().atMost(Duration.ofSeconds(10)).until(() -> house.count("access.read_log") == 3);
    assertThat(rows(READS).subList(0, 1)).isEqualTo(reads);
  }

  private List<Map<String, @Nullable Object>> rows(String query) {
    return house.sql().queryForList(query);
  }

  private HttpResponse<String> get(String url, String cookie) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).header("Cookie", cookie).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
