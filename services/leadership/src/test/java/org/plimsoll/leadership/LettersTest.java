package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.leadership.subscription.MailProofs;
import org.plimsoll.leadership.subscription.MailProofs.State;
import org.plimsoll.leadership.subscription.Person;
import org.plimsoll.leadership.subscription.Persons;
import org.plimsoll.leadership.subscription.Subscriptions;
import org.plimsoll.leadership.subscription.Wanted;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.testkit.Cluster;

/** Letters: one for each thing that happened, threaded, and harmless whatever they tell. */
class LettersTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String BAD =
      "<script>alert(1)</script>\r\nBcc: thief@evil.example\r\n\r\n\u202eevil\u0000\u2028<img src=x"
          + " onerror=alert(2)> & \"quotes\" "
          + "ж".repeat(3_000);

  private Story story;
  private House house;
  private GreenMail server;
  private int month;

  @BeforeEach
  void tell() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    story.project(
        "dam",
        Portfolio.ENBEK,
        Story.text("Бөгет", "Плотина", "Dam"),
        null,
        new Baseline(1_000_000_000L, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.grant(
        Portfolio.grant("g-dam", "dam", "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .build());
    story.flush();
    house = new House(sending());
    house.awaitShown(story.written);
  }

  @AfterEach
  void end() {
    story.close();
    house.close();
    server.stop();
  }

  private String[] sending() {
    List<String> settings = new ArrayList<>(List.of(DeliveringTest.SENDING));
    int known = SignIns.PERSONS;
    for (String person : List.of("aigul", "bolat", "dana")) {
      settings.add("plimsoll.leadership.access.persons[" + known + "].person=" + person);
      settings.add("plimsoll.leadership.access.persons[" + known + "].nodes=" + Portfolio.PLAN);
      if (!person.equals("dana")) {
        settings.add(
            "plimsoll.leadership.access.persons[%d].mail=%s@gov.example".formatted(known, person));
      }
      known++;
    }
    settings.add("spring.mail.host=127.0.0.1");
    settings.add("spring.mail.port=" + server.getSmtp().getPort());
    settings.add("plimsoll.leadership.deliveries.site=https://board.example");
    settings.add("plimsoll.leadership.deliveries.mail.from=Plimsoll <plimsoll@board.example>");
    settings.add("plimsoll.leadership.deliveries.mail.domains=gov.example");
    return settings.toArray(String[]::new);
  }

  private void person(String id, String language) {
    person(id, language, id + "@gov.example");
  }

  private void person(String id, String language, String mail) {
    Map<String, List<String>> given = new HashMap<>();
    given.put("mail", List.of(mail));
    given.put("language", List.of(language));
    Persons persons = house.bean(Persons.class);
    Persons.Read<Person> read = persons.read(id, given);
    assertThat(read).isInstanceOf(Persons.Read.Good.class);
    if (read instanceof Persons.Read.Good<Person>(Person person)) {
      persons.keep(person);
    }
  }

  private void subscribe(String owner, String... more) {
    Map<String, List<String>> fields = new HashMap<>();
    fields.put("title", List.of("What burns"));
    fields.put("channel", List.of("MAIL"));
    fields.put("receivedBy", List.of("PROGRAM"));
    for (String each : more) {
      fields.put(each.split("=", 2)[0], List.of(each.split("=", 2)[1]));
    }
    if (Wanted.read(fields) instanceof Wanted.Read.Good(Wanted wanted)) {
      house.bean(Subscriptions.class).make(owner, wanted);
    }
  }

  private void costs(long minor) {
    month++;
    story.status(Portfolio.status("dam", month).setCostForecastMinor(minor).build());
    story.flush();
    house.awaitShown(story.written);
  }

  private List<MimeMessage> letters(int count) {
    await().atMost(SOON).until(() -> server.getReceivedMessages().length >= count);
    return List.of(server.getReceivedMessages());
  }

  private static String part(MimeMessage letter, int index) throws Exception {
    return String.valueOf(((MimeMultipart) letter.getContent()).getBodyPart(index).getContent());
  }

  @ParameterizedTest
  @CsvSource({
    "en, 'Dam: Cost, raised', tolerance",
    "ru, 'Плотина: Стоимость', допуск",
    "kk, 'Бөгет: Құн', шек"
  })
  void aLetterSaysWhatHappenedInTheLanguageOfWhoReadsIt(
      String language, String subject, String said) throws Exception {
    person("aigul", language);
    subscribe("aigul");
    costs(1_150_000_000L);
    MimeMessage letter = letters(1).getFirst();
    assertThat(letter.getSubject()).startsWith(subject);
    assertThat(letter.getRecipients(Message.RecipientType.TO)).hasSize(1);
    assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(part(letter, 0))
        .contains("https://board.example/exceptions/dam~cost~1")
        .containsIgnoringCase(said)
        .contains("15");
    assertThat(part(letter, 1)).contains("<html lang=\"" + language + "\">").contains("15");
  }

  @Test
  void lettersAboutOneExceptionHangTogether() throws Exception {
    person("aigul", "en");
    subscribe("aigul");
    costs(1_150_000_000L);
    letters(1);
    costs(1_350_000_000L);
    letters(2);
    costs(1_000_000_000L);
    List<MimeMessage> letters = letters(3);
    Set<String> roots = new TreeSet<>();
    for (MimeMessage letter : letters) {
      roots.add(letter.getHeader("References")[0].split("\\s+", -1)[0]);
    }
    assertThat(roots).hasSize(1);
    assertThat(letters.get(1).getHeader("In-Reply-To"))
        .containsExactly(letters.get(0).getMessageID());
    assertThat(letters.get(2).getHeader("In-Reply-To"))
        .containsExactly(letters.get(1).getMessageID());
  }

  @Test
  void nothingThatOthersWroteDoesMoreThanBeRead() throws Exception {
    story.project(
        "well",
        Portfolio.ENBEK,
        Story.text(BAD, BAD, BAD),
        null,
        new Baseline(1_000_000_000L, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    person("aigul", "en");
    subscribe("aigul", "title=" + "x\r\nBcc: y@gov.example <b>");
    story.status(
        Portfolio.status("well", 1).setAssistance(new Assistance(Level.PROGRAM, BAD)).build());
    story.flush();
    MimeMessage letter = letters(1).getFirst();
    assertThat(letter.getHeader("Bcc")).isNull();
    assertThat(letter.getAllRecipients()).hasSize(1);
    assertThat(letter.getSubject()).hasSizeLessThanOrEqualTo(160).doesNotContain("\n", "\u202e");
    String html = part(letter, 1);
    assertThat(html)
        .doesNotContain("<script", "<img", "<b>", "\u202e", "\u0000")
        .contains("&lt;script&gt;");
    assertThat(html.length()).isLessThan(10_000);
    assertThat(part(letter, 0)).doesNotContain("\u202e", "\u0000");
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void quietHoursAndADailyLetterHoldBackAndWhoStandsInIsTold() throws Exception {
    person("aigul", "en");
    person("bolat", "ru");
    subscribe("aigul");
    subscribe("aigul", "gathering=DAILY");
    house
        .bean(Persons.class)
        .standIn(
            "aigul",
            new Persons.StandIn(
                "bolat", Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600)));
    costs(1_150_000_000L);
    MimeMessage letter = letters(1).getFirst();
    assertThat(letter.getRecipients(Message.RecipientType.TO)[0]).hasToString("bolat@gov.example");
    assertThat(letter.getSubject()).startsWith("Плотина");
    assertThat(part(letter, 0)).contains("aigul");
    costs(1_350_000_000L);
    letters(2);
    // The letter of the day waits for its time, and holds both.
    assertThat(
            house.numbers(
                "SELECT count(*) FROM telling.item i JOIN telling.delivery d USING (delivery_id)"
                    + " WHERE d.state = 'WAITING' AND d.due_at > now()"))
        .containsExactly(2L);
    house.sql().update("UPDATE telling.delivery SET due_at = now() WHERE state = 'WAITING'");
    assertThat(letters(3).getLast().getSubject()).contains("2");
  }

  @Test
  void nothingGoesToAnAddressUntilWhoEnteredItOpenedTheLinkOfALetter() throws Exception {
    subscribe("dana");
    costs(1_150_000_000L);
    awaitSaid("the person has no mail address");
    person("dana", "kk");
    MimeMessage letter = letters(1).getFirst();
    assertThat(letter.getAllRecipients()).hasSize(1);
    assertThat(letter.getRecipients(Message.RecipientType.TO)[0]).hasToString("dana@gov.example");
    assertThat(letter.getSubject()).isEqualTo("Бұл сіздің мекенжайыңыз ба?");
    assertThat(part(letter, 1)).contains("<html lang=\"kk\">");
    String link = link(letter);
    awaitSaid("the person has not proven the mail address yet");
    assertThat(state("dana")).isEqualTo(State.ASKED);

    // Somebody else has it, or nobody is signed in.
    assertThat(opened(link, "bolat")).isEqualTo("/reach?done=notProven");
    assertThat(opened(link, null)).startsWith("/sign-in?back=");
    assertThat(state("dana")).isEqualTo(State.ASKED);
    assertThat(server.getReceivedMessages()).hasSize(1);

    assertThat(opened(link, "dana")).isEqualTo("/reach?done=proven");
    assertThat(state("dana")).isEqualTo(State.PROVEN);
    assertThat(letters(2).getLast().getSubject()).startsWith("Dam");
    assertThat(opened(link, "dana")).isEqualTo("/reach?done=notProven");
  }

  @Test
  void aChangedAddressIsProvenAnewWithinItsTimeAndNotAskedForWithoutEnd() throws Exception {
    person("aigul", "en");
    assertThat(state("aigul")).isEqualTo(State.PROVEN);
    subscribe("aigul");
    person("aigul", "en", "other@gov.example");
    String first = link(letters(1).getFirst());
    costs(1_150_000_000L);
    awaitSaid("the person has not proven the mail address yet");

    Persons persons = house.bean(Persons.class);
    MailProofs proofs = house.bean(MailProofs.class);
    for (int asked = 1; asked < MailProofs.MOST_A_DAY; asked++) {
      assertThat(proofs.ask(persons.one("aigul"))).isTrue();
    }
    assertThat(proofs.ask(persons.one("aigul"))).isFalse();
    // Nor by way of another person.
    person("dana", "en", "Other@gov.example");
    assertThat(state("dana")).isEqualTo(State.UNPROVEN);
    assertThat(opened(first, "aigul")).isEqualTo("/reach?done=notProven");

    String last = link(letters(2).getLast());
    house.sql().update("UPDATE telling.mail_proof SET ends_at = now() - interval '1 second'");
    assertThat(opened(last, "aigul")).isEqualTo("/reach?done=notProven");
    assertThat(state("aigul")).isEqualTo(State.UNPROVEN);
    for (MimeMessage letter : server.getReceivedMessages()) {
      assertThat(letter.getSubject()).isEqualTo("Is this your address?");
    }

    // The operator's settings name this one.
    person("aigul", "en");
    assertThat(state("aigul")).isEqualTo(State.PROVEN);
    await()
        .atMost(SOON)
        .until(
            () -> List.of(server.getReceivedMessages()).getLast().getSubject().startsWith("Dam"));
  }

  private void awaitSaid(String said) {
    await()
        .atMost(SOON)
        .until(() ->
            house.sql().queryForList("SELECT said FROM telling.attempt", String.class).stream()
                .anyMatch(said::equals));
  }

  private State state(String person) {
    return house.bean(MailProofs.class).state(house.bean(Persons.class).one(person));
  }

  private static String link(MimeMessage letter) throws Exception {
    var found =
        Pattern.compile("https://board.example(/reach/proof/\\S+)").matcher(part(letter, 0));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  /** Where a browser is sent that opens it. */
  private String opened(String path, @Nullable String person) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url(path)));
      if (person != null) {
        request.header("Cookie", SignIns.session(http, SignIns.link(house, person)));
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
          .headers()
          .firstValue("Location")
          .orElse("");
    }
  }
}
