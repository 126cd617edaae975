package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.plimsoll.leadership.Hook.Mood;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.access.Readers;
import org.plimsoll.leadership.subscription.DeliveryLog;
import org.plimsoll.leadership.subscription.Subscriptions;
import org.plimsoll.leadership.subscription.Wanted;
import org.plimsoll.testkit.Cluster;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a receiver does, each delivery arrives once it is well, and nobody else waits for it.
 */
class DeliveringTest {
  static final String[] SENDING = {
    "plimsoll.leadership.deliveries.enabled=true",
    "plimsoll.leadership.deliveries.look=50ms",
    "plimsoll.leadership.deliveries.lease=5s",
    "plimsoll.leadership.deliveries.first-retry=200ms",
    "plimsoll.leadership.deliveries.longest-retry=1s",
    "plimsoll.leadership.deliveries.webhook.allowed-networks=127.0.0.0/8",
    "plimsoll.leadership.deliveries.webhook.connect=1s",
    "plimsoll.leadership.deliveries.webhook.answer=1s",
    "plimsoll.leadership.deliveries.webhook.whole=2s"
  };
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OWNER = SignIns.HEAD;

  private Story story;
  private House house;
  private final List<Hook> hooks = new ArrayList<>();
  private int month = 30;

  @BeforeEach
  void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    Portfolio.months(story);
    story.flush();
    house = new House(SENDING);
    house.awaitShown(story.written);
    await().atMost(SOON).until(() -> house.count("telling.told") == house.count("delivered"));
  }

  @AfterEach
  void end() {
    hooks.forEach(Hook::close);
    story.close();
    house.close();
  }

  /** The cost exception of the school worsens, is cleared, is raised again, and so on. */
  private void oneMoreItem() {
    month++;
    story.status(
        Portfolio.status(Portfolio.SCHOOL, month)
            .setCostForecastMinor(month % 2 == 0 ? 76_000_000_000L : 99_000_000_000L)
            .build());
    story.flush();
    house.awaitShown(story.written);
  }

  private Hook hook(Mood mood) {
    Hook hook = new Hook(mood);
    hooks.add(hook);
    return hook;
  }

  private Subscriptions.Made subscribe(Hook hook, String... more) {
    Map<String, List<String>> fields = new HashMap<>();
    fields.put("title", List.of("Costs"));
    fields.put("channel", List.of("WEBHOOK"));
    fields.put("url", List.of(hook.url()));
    fields.put("kinds", List.of("COST"));
    fields.put("nodes", List.of(Portfolio.SCHOOL));
    for (String each : more) {
      fields.put(each.split("=", 2)[0], List.of(each.split("=", 2)[1]));
    }
    Wanted.Read read = Wanted.read(fields);
    assertThat(read).isInstanceOf(Wanted.Read.Good.class);
    return house.bean(Subscriptions.class).make(OWNER, ((Wanted.Read.Good) read).wanted());
  }

  private Reader reader(String person) {
    return house.bean(Readers.class).of(person);
  }

  private List<String> states(String subscription) {
    return house
        .bean(DeliveryLog.class)
        .page(
            reader(OWNER),
            new DeliveryLog.Filter(null, subscription, null, null, null),
            Long.MAX_VALUE,
            500)
        .stream()
        .map(DeliveryLog.Delivery::state)
        .toList();
  }

  @Test
  void eachDeliveryArrivesOnceItsReceiverIsWellAndOthersAreNotDelayed() {
    Hook elsewhere = hook(Mood.WELL);
    Map<Mood, Hook> sick = new EnumMap<>(Mood.class);
    Map<Mood, String> ids = new EnumMap<>(Mood.class);
    for (Mood mood : Mood.values()) {
      if (mood != Mood.ANSWERS_410) {
        Hook hook = new Hook(mood, elsewhere.url());
        hooks.add(hook);
        sick.put(mood, hook);
        ids.put(mood, subscribe(hook).subscription().id());
      }
    }
    Hook well = requireNonNull(sick.remove(Mood.WELL));

    long before = System.nanoTime();
    oneMoreItem();
    oneMoreItem();
    await().atMost(SOON).until(() -> well.ids().size() == 2);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
    await()
        .atMost(SOON)
        .until(() ->
            sick.entrySet().stream()
                .filter(each -> each.getKey() != Mood.RESETS)
                .allMatch(each -> each.getValue().calls.size() >= 3));
    oneMoreItem();
    await().atMost(SOON).until(() -> well.ids().size() == 3);

    sick.forEach((mood, hook) -> {
      assertThat(hook.taken).as(mood.name()).isEmpty();
      hook.be(Mood.WELL);
    });
    for (Mood mood : sick.keySet()) {
      String id = requireNonNull(ids.get(mood));
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(states(id))
                  .as(mood.name())
                  .containsExactly("ARRIVED", "ARRIVED", "ARRIVED"));
      assertThat(requireNonNull(sick.get(mood)).ids()).as(mood.name()).hasSize(3);
    }
    assertThat(elsewhere.calls).isEmpty();
    // A receiver that was well all along was called once for each.
    assertThat(well.calls).hasSize(3);
    assertThat(
            house.numbers(
                "SELECT count(*) FROM telling.attempt a JOIN telling.delivery d USING (delivery_id)"
                    + " WHERE a.outcome = 'TIMEOUT' AND subscription_id = '"
                    + ids.get(Mood.HANGS)
                    + "'"))
        .allMatch(count -> count > 0);
  }

  @Test
  void aReceiverReadsWhatHappenedAndCanCheckWhoSaysSo() throws Exception {
    Hook hook = hook(Mood.WELL);
    Subscriptions.Made made = subscribe(hook);
    oneMoreItem();
    await().atMost(SOON).until(() -> !hook.taken.isEmpty());
    Hook.Call call = hook.taken.getFirst();

    assertThat(call.headers().get("webhook-signature"))
        .isEqualTo(signed(requireNonNull(made.secret()), call));
    JsonNode body = JsonMapper.builder().build().readTree(call.body());
    assertThat(body.get("type").asString()).isEqualTo("escalation.delivered");
    JsonNode item = body.get("data").get("items").get(0);
    assertThat(item.get("title").asString())
        .isEqualTo("School for 800 pupils in Shilisai: Cost, worsened");
    assertThat(item.get("happened").asString()).contains("30.3%");
    assertThat(item.get("page").asString()).endsWith("/exceptions/shilisai-school~cost~1");
    assertThat(item.get("escalation").get("kind").asString()).isEqualTo("COST");

    String rotated =
        house.bean(Subscriptions.class).rotate(OWNER, made.subscription().id()).orElseThrow();
    oneMoreItem();
    await().atMost(SOON).until(() -> hook.taken.size() == 2);
    Hook.Call later = hook.taken.getLast();
    assertThat(later.headers().get("webhook-signature"))
        .isEqualTo(signed(rotated, later) + " " + signed(requireNonNull(made.secret()), later));
  }

  private static String signed(String secret, Hook.Call call) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    String signed = call.id() + "." + call.headers().get("webhook-timestamp") + "." + call.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aReceiverThatIsGoneEndsItsSubscription() {
    Hook hook = hook(Mood.ANSWERS_410);
    String id = subscribe(hook).subscription().id();
    oneMoreItem();
    await()
        .atMost(SOON)
        .until(() ->
            "GONE"
                .equals(
                    house.bean(Subscriptions.class).one(OWNER, id).orElseThrow().endedBecause()));
    oneMoreItem();
    assertThat(states(id)).containsExactly("ENDED");
    assertThat(hook.calls).hasSize(1);
  }

  @Test
  void whatIsSentAgainByHandBearsTheSameId() {
    Hook hook = hook(Mood.WELL);
    String id = subscribe(hook).subscription().id();
    oneMoreItem();
    await().atMost(SOON).until(() -> states(id).equals(List.of("ARRIVED")));
    String delivery = hook.taken.getFirst().id();

    assertThat(house.bean(DeliveryLog.class).again(reader("somebody else"), delivery))
        .isEqualTo(DeliveryLog.Again.UNKNOWN);
    assertThat(house.bean(DeliveryLog.class).again(reader(OWNER), delivery))
        .isEqualTo(DeliveryLog.Again.ASKED);

    await().atMost(SOON).until(() -> hook.taken.size() == 2);
    assertThat(hook.ids()).containsExactly(delivery);
    assertThat(hook.taken.getLast().body()).isEqualTo(hook.taken.getFirst().body());
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(
                    house
                        .bean(DeliveryLog.class)
                        .one(reader(OWNER), delivery)
                        .orElseThrow()
                        .attempts())
                .extracting(DeliveryLog.Try::byHand)
                .containsExactly(true, false));
  }

  @Test
  void whatIsGatheredIsToldTogether() {
    Hook hook = hook(Mood.WELL);
    String id = subscribe(hook, "gathering=ALL", "waitMinutes=60").subscription().id();
    oneMoreItem();
    oneMoreItem();
    await().atMost(SOON).until(() -> house.count("telling.item") == 2);
    assertThat(states(id)).containsExactly("WAITING");
    house.sql().update("UPDATE telling.delivery SET due_at = now()");
    await().atMost(SOON).until(() -> hook.taken.size() == 1);
    JsonNode body = JsonMapper.builder().build().readTree(hook.taken.getFirst().body());
    assertThat(body.get("data").get("items").size()).isEqualTo(2);
  }

  @Test
  void whatNobodyHasAnsweredIsToldAgain() {
    Hook hook = hook(Mood.WELL);
    String id = subscribe(hook, "repeatHours=1").subscription().id();
    oneMoreItem();
    await().atMost(SOON).until(() -> states(id).equals(List.of("ARRIVED")));
    house.sql().update("UPDATE telling.item SET told_at = told_at - interval '61 minutes'");
    await().atMost(SOON).until(() -> hook.taken.size() == 2);
    assertThat(hook.taken.getLast().body()).contains("escalation.repeated");
    assertThat(hook.ids()).hasSize(2);
    oneMoreItem();
    await().atMost(SOON).until(() -> hook.taken.size() == 3);
    // It is cleared now: there is nothing to answer.
    house.sql().update("UPDATE telling.item SET told_at = told_at - interval '61 minutes'");
    await().during(Duration.ofSeconds(6)).atMost(SOON).until(() -> hook.taken.size() == 3);
  }

  @Test
  void nobodyIsToldOfWhatTheyMayNoLongerSee() {
    Hook hook = hook(Mood.ANSWERS_500);
    String id = subscribe(hook).subscription().id();
    oneMoreItem();
    await().atMost(SOON).until(() -> !hook.calls.isEmpty());
    // Somebody else is accountable for the program now.
    house.sql().update("UPDATE node SET person = 'N. Other' WHERE person = ?", OWNER);
    await().atMost(SOON).until(() -> states(id).equals(List.of("WITHHELD")));
    hook.be(Mood.WELL);
    oneMoreItem();
    await().atMost(SOON).until(() -> house.count("telling.told") == house.count("delivered"));
    assertThat(states(id)).containsExactly("WITHHELD");
    assertThat(hook.taken).isEmpty();
  }

  @Test
  void aReadModelThatIsDerivedAgainTellsNothingAgain() {
    Hook hook = hook(Mood.WELL);
    String id = subscribe(hook).subscription().id();
    oneMoreItem();
    oneMoreItem();
    await().atMost(SOON).until(() -> states(id).equals(List.of("ARRIVED", "ARRIVED")));
    long items = house.count("delivered");

    house.sql().execute("DROP SCHEMA public CASCADE");
    house.sql().execute("CREATE SCHEMA public");
    house.restart(SENDING);
    house.awaitShown(story.written);
    assertThat(house.count("delivered")).isEqualTo(items);
    oneMoreItem();

    await().atMost(SOON).until(() -> hook.ids().size() == 3);
    assertThat(hook.calls).hasSize(3);
  }

  @Test
  void aProcessThatMayNotSendHasNothingToSendWith() {
    Hook hook = hook(Mood.WELL);
    subscribe(hook);
    house.restart();
    oneMoreItem();
    ApplicationContext context = house.context();
    assertThat(context.getBeanDefinitionNames())
        .extracting(name -> String.valueOf(context.getType(name)))
        .filteredOn(type -> type.contains("leadership.subscription."))
        .noneMatch(
            type -> type.matches(".*\\.(Sender|Teller|Outbox|WebhookClient|Letters|Sending)"));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("sender");
    assertThat(house.count("telling.delivery")).isZero();
    assertThat(hook.calls).isEmpty();

    // What happened meanwhile is told by whoever may.
    house.restart(SENDING);
    await().atMost(SOON).until(() -> hook.taken.size() == 1);
  }

  @Test
  @EnabledIfSystemProperty(named = "plimsoll.faults", matches = "true")
  void ofTwoProcessesOneSendsAndTheOtherTakesOverWhenItIsKilled() throws Exception {
    Hook hook = hook(Mood.WELL);
    String id = subscribe(hook).subscription().id();
    house.restart();
    Process first = house.apart(SENDING);
    try {
      await().atMost(Duration.ofSeconds(90)).until(() -> house.bean(DeliveryLog.class).isSent());
      long fence = fence();
      oneMoreItem();
      await().atMost(SOON).until(() -> hook.taken.size() == 1);
      house.restart(SENDING);
      oneMoreItem();
      await().atMost(SOON).until(() -> states(id).equals(List.of("ARRIVED", "ARRIVED")));
      assertThat(hook.calls).hasSize(2);
      first.destroyForcibly().waitFor();
      oneMoreItem();
      await().atMost(SOON).until(() -> hook.ids().size() == 3);
      assertThat(fence()).isGreaterThan(fence);
      // The receiver has it a moment before the log has its answer.
      await().atMost(SOON).until(() -> states(id).stream().allMatch("ARRIVED"::equals));
      assertThat(hook.calls).hasSize(3);
    } finally {
      first.destroyForcibly();
    }
  }

  private long fence() {
    return house.numbers("SELECT fence FROM telling.lease").getFirst();
  }
}
