package org.plimsoll.leadership;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Who signs in to the houses of tests, each with a password as every person has one. */
final class SignIns {
  /** Sees everything and decides nothing. */
  static final String AUDITOR = "Auditor";

  /** Has the portfolio of the tests, whose facts name nobody. */
  static final String MINISTER = "A. Minister";

  /** Accountable for the program Enbek. */
  static final String HEAD = "A. Sadykova";

  /** Is named nowhere until somebody hands something over. */
  static final String OSPANOV = "T. Ospanov";

  /** Belongs to the agency that reports in the tests. */
  static final String ENGINEER = "An Engineer";

  static final List<String> PERSONS =
      List.of(AUDITOR, MINISTER, HEAD, OSPANOV, ENGINEER, "B. Nurlanov");

  private static final String PASSWORD = "of-the-tests";

  private SignIns() {}

  static Map<String, Object> settings() {
    Map<String, Object> settings = new TreeMap<>();
    List<String> persons = PERSONS;
    for (int i = 0; i < persons.size(); i++) {
      String each = "plimsoll.leadership.access.persons[" + i + "].";
      settings.put(each + "person", persons.get(i));
      settings.put(each + "user", user(persons.get(i)));
      settings.put(each + "password", PASSWORD);
      switch (persons.get(i)) {
        case AUDITOR -> settings.put(each + "everything", true);
        case MINISTER -> settings.put(each + "nodes", Portfolio.PLAN);
        case ENGINEER -> settings.put(each + "agencies", Story.AGENCY);
        default -> {}
      }
    }
    return settings;
  }

  private static String user(String person) {
    return person.replace(" ", "").replace(".", "").toLowerCase(java.util.Locale.ROOT);
  }

  /** The header by which a program signs in as a person. */
  static String basic(String person) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user(person) + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  /** The address of a link that signs a browser in as a person, once. */
  static String link(House house, String person) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.url("/v1/sign-in-links")))
            .header("Authorization", basic(person))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new AssertionError("no link for " + person + ": " + answer);
      }
      return house.url(
          JsonMapper.builder().build().readTree(answer.body()).path("path").asString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
