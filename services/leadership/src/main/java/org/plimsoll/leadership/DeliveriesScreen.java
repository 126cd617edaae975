package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.subscription.DeliveryLog;
import org.plimsoll.leadership.subscription.DeliveryLog.Delivery;
import org.plimsoll.leadership.subscription.DeliveryLog.Item;
import org.plimsoll.leadership.subscription.DeliveryLog.Try;
import org.plimsoll.leadership.subscription.DeliveryLog.Whole;
import org.plimsoll.leadership.subscription.Subscriptions;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Who was told what, when, by which channel, and did it arrive. */
@Controller
class DeliveriesScreen {
  private static final int ROWS = 50;

  /** A delivery in words. */
  record Row(
      String id,
      String when,
      String whom,
      String what,
      String channel,
      String address,
      String state,
      String tone,
      String said) {}

  /** An attempt in words. */
  record Tried(String when, String outcome, String answer, String took) {}

  /** What was told, with the page that shows it. */
  record Told(String path, String text) {}

  private final DeliveryLog log;
  private final Subscriptions subscriptions;
  private final InWords words;
  private final PersonsInWords persons;
  private final Frame frame;

  DeliveriesScreen(
      DeliveryLog log,
      Subscriptions subscriptions,
      InWords words,
      PersonsInWords persons,
      Frame frame) {
    this.log = log;
    this.subscriptions = subscriptions;
    this.words = words;
    this.persons = persons;
    this.frame = frame;
  }

  @GetMapping("/deliveries")
  Rendering page(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given =
        Parameters.of(exchange, "person", "subscription", "state", "channel", "node", "cursor");
    Reader reader = seen.reader();
    Page<Delivery> page =
        DeliveriesApi.page(log, persons, reader, given, given.cursorSeq("cursor"), ROWS);
    persons.lookUp(page.items().stream().flatMap(each -> Stream.of(each.person(), each.owner())));
    Rendering.Builder<?> view =
        Rendering.view("deliveries")
            .modelAttribute("rows", page.items().stream().map(each -> row(each, locale)).toList())
            .modelAttribute("told", given(given, "person"))
            .modelAttribute("subscription", given(given, "subscription"))
            .modelAttribute("state", given(given, "state"))
            .modelAttribute("channel", given(given, "channel"))
            .modelAttribute("node", given(given, "node"))
            .modelAttribute("subscriptions", subscriptions.of(reader.person()))
            .modelAttribute("states", DeliveriesApi.STATES)
            .modelAttribute("channels", DeliveriesApi.CHANNELS)
            .modelAttribute("silent", !log.isSent())
            .modelAttribute("next", page.nextCursor() == null ? "" : page.nextCursor());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private static String given(Parameters given, String name) {
    String text = given.text(name);
    return text == null ? "" : text;
  }

  @GetMapping("/deliveries/{id}")
  Rendering one(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    String done = Parameters.of(exchange, "done").oneOf("done", "asked", "ended");
    Whole whole = log.one(seen.reader(), id).orElseThrow(() -> DeliveriesApi.unknown(id));
    Rendering.Builder<?> view =
        Rendering.view("delivery")
            .modelAttribute("row", row(whole.delivery(), locale))
            .modelAttribute("delivery", whole.delivery())
            .modelAttribute("items", whole.items().stream().map(i -> told(i, locale)).toList())
            .modelAttribute(
                "attempts", whole.attempts().stream().map(each -> tried(each, locale)).toList())
            .modelAttribute("silent", !log.isSent())
            .modelAttribute("done", done == null ? "" : done);
    if (whole.content() != null) {
      view.modelAttribute("content", whole.content());
    }
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  @PostMapping("/deliveries/{id}/again")
  Rendering again(Seen seen, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    String done =
        switch (log.again(seen.reader(), id)) {
          case UNKNOWN -> throw DeliveriesApi.unknown(id);
          case ENDED -> "ended";
          case ASKED, HURRIED -> "asked";
        };
    return Rendering.redirectTo("/deliveries/" + id + "?done=" + done)
        .status(HttpStatus.SEE_OTHER)
        .build();
  }

  private Row row(Delivery d, Locale locale) {
    Try last = d.last();
    List<String> said = new ArrayList<>();
    if (d.arrivedAt() != null) {
      said.add(words.moment(d.arrivedAt(), locale));
    }
    if (last != null && !d.state().equals("ARRIVED")) {
      said.add(answer(last, locale));
    }
    if (d.dueAt() != null) {
      said.add(words.say("deliveries.next", locale, words.moment(d.dueAt(), locale)));
    }
    return new Row(
        d.id(),
        words.moment(d.createdAt(), locale),
        persons.named(
            d.person().equals(d.owner())
                ? d.person()
                : d.person() + ", " + words.say("deliveries.for", locale, d.owner()),
            locale),
        what(d, locale),
        words.say("channel." + d.channel(), locale),
        d.address(),
        words.say("state." + d.state(), locale),
        switch (d.state()) {
          case "ARRIVED" -> "good";
          case "GIVEN_UP" -> "deep";
          case "WAITING" -> last == null ? "plain" : "";
          default -> "plain";
        },
        String.join("; ", said));
  }

  private String what(Delivery d, Locale locale) {
    if (d.reason().equals("TEST")) {
      return words.say("deliveries.test", locale);
    }
    List<String> what = new ArrayList<>();
    what.add(
        d.firstNode()
            + ": "
            + words.symbol("kind", d.firstKind(), locale)
            + (d.firstChange() == null
                ? ""
                : ", " + words.symbol("change", d.firstChange(), locale)));
    if (d.items() > 1) {
      what.add(words.say("deliveries.more", locale, d.items() - 1));
    }
    if (d.reason().equals("REPEAT")) {
      what.add(words.say("deliveries.repeat", locale));
    }
    return d.firstNode() == null ? words.say("state.WITHHELD", locale) : String.join(", ", what);
  }

  private Told told(Item item, Locale locale) {
    return new Told(
        item.exceptionId() == null
            ? "/nodes/" + item.nodeId()
            : "/exceptions/" + item.exceptionId(),
        item.nodeId()
            + ": "
            + words.symbol("kind", item.kind(), locale)
            + (item.change() == null ? "" : ", " + words.symbol("change", item.change(), locale)));
  }

  private Tried tried(Try attempt, Locale locale) {
    String outcome = words.say("outcome." + attempt.outcome(), locale);
    return new Tried(
        words.moment(attempt.at(), locale),
        attempt.byHand() ? outcome + ", " + words.say("delivery.byHand", locale) : outcome,
        answer(attempt, locale),
        words.say("delivery.millis", locale, words.integer(attempt.tookMillis(), locale)));
  }

  private String answer(Try attempt, Locale locale) {
    if (attempt.status() == null) {
      return attempt.said().isEmpty()
          ? words.say("outcome." + attempt.outcome(), locale)
          : attempt.said();
    }
    return attempt.said().isEmpty()
        ? String.valueOf(attempt.status())
        : attempt.status() + ": " + attempt.said();
  }
}
