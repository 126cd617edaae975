package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.testkit.Cluster;

class ProjectionTest {
  private static House house;
  private static Story story;

  @BeforeAll
  static void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    Portfolio.months(story);
    Portfolio.callForHelp(story);
    story.flush();
    house = new House();
    house.awaitShown(story.written);
  }

  @AfterAll
  static void end() {
    story.close();
    house.close();
  }

  @Test
  void look() throws Exception {
    for (String path :
        new String[] {
          "/v1/exceptions", "/v1/escalations?limit=2", "/v1/flow", "/v1/nodes/" + Portfolio.SCHOOL,
          "/v1/nodes/enbek/history?limit=2", "/v1/refusals", "/actuator/health",
          "/inbox/portfolio", "/inbox/program", "/v1/nodes?limit=abc", "/v1/nodes/nothing", "/nothing", "/v1/nothing"
        }) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(house.url(path))).build(),
                  HttpResponse.BodyHandlers.ofString());
      System.out.println(path + " " + answer.statusCode() + "\n" + answer.body());
    }
    assertThat(house.count("node")).isEqualTo(4);
  }
}
