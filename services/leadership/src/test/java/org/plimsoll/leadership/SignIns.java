package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plimsoll.leadership.access.SignInLinks;
import org.springframework.jdbc.core.simple.JdbcClient;

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

  static final String PASSWORD = "of-the-tests";

  /** With which the keys of persons are kept. */
  static final String SECRET = "of-the-tests-and-of-nothing-else";

  private static final List<String> ALL = List.of(AUDITOR, MINISTER, HEAD, OSPANOV, ENGINEER);

  /** How many every house knows. */
  static final int PERSONS = ALL.size();

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"\\s+value=\"([^\"]+)\"");

  private SignIns() {}

  static Map<String, Object> settings() {
    Map<String, Object> settings = new TreeMap<>();
    for (int i = 0; i < ALL.size(); i++) {
      String each = "plimsoll.leadership.access.persons[" + i + "].";
      settings.put(each + "person", ALL.get(i));
      settings.put(each + "user", user(ALL.get(i)));
      settings.put(each + "password", PASSWORD);
      switch (ALL.get(i)) {
        case AUDITOR -> settings.put(each + "everything", true);
        case MINISTER -> settings.put(each + "nodes", Portfolio.PLAN);
        case ENGINEER -> settings.put(each + "agencies", Story.AGENCY);
        default -> {}
      }
    }
    return settings;
  }

  static String user(String person) {
    return person.replace(" ", "").replace(".", "").toLowerCase(Locale.ROOT);
  }

  /** The header by which a program signs in as a person. */
  static String basic(String person) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user(person) + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  /** The address of a link that signs a browser in as a person, once. */
  static String link(House house, String person) {
    return house.url(
        SignInLinks.make(JdbcClient.create(house.sql()), person, Duration.ofMinutes(5)));
  }

  /** The cookie of the session that a link begins once it is confirmed, as a browser sends it. */
  static String session(HttpClient http, String link) throws IOException, InterruptedException {
    return cookie(follow(http, link), "plimsoll-session");
  }

  /** Opens a link and confirms it; the answer is that of the confirmation. */
  static HttpResponse<String> follow(HttpClient http, String link)
      throws IOException, InterruptedException {
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create(link)).build(), HttpResponse.BodyHandlers.ofString());
    Matcher token = CSRF.matcher(page.body());
    assertThat(token.find()).as(page.body()).isTrue();
    return http.send(
        HttpRequest.newBuilder(URI.create(link))
            .header("Cookie", cookie(page, "plimsoll-form"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", URI.create(link).resolve("/").toString().replaceFirst("/$", ""))
            .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + token.group(1)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A cookie that an answer sets, as a browser sends it back. */
  static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(each -> each.startsWith(name + "="))
        .findFirst()
        .orElseThrow()
        .split(";", 2)[0];
  }
}
