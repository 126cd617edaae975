package org.plimsoll.leadership;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.DeliveryLog;
import org.plimsoll.leadership.subscription.DeliverySettings;
import org.plimsoll.leadership.subscription.MailProofs;
import org.plimsoll.leadership.subscription.Person;
import org.plimsoll.leadership.subscription.Persons;
import org.plimsoll.leadership.subscription.Severity;
import org.plimsoll.leadership.subscription.Subscription;
import org.plimsoll.leadership.subscription.Subscription.Gathering;
import org.plimsoll.leadership.subscription.Subscriptions;
import org.plimsoll.leadership.subscription.Wanted;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** What whoever asks is told, and how. */
@Controller
class SubscriptionsScreen {
  /** A subscription in words. */
  record Line(String id, String title, String channel, String about, String ended) {}

  /** What is said on the page about what was done just now. */
  record Notice(String text, boolean good) {}

  private final Subscriptions subscriptions;
  private final Persons persons;
  private final MailProofs proofs;
  private final DeliveryLog log;
  private final DeliverySettings settings;
  private final InWords words;
  private final NodeChoice choice;
  private final Frame frame;

  SubscriptionsScreen(
      Subscriptions subscriptions,
      Persons persons,
      MailProofs proofs,
      DeliveryLog log,
      DeliverySettings settings,
      InWords words,
      NodeChoice choice,
      Frame frame) {
    this.subscriptions = subscriptions;
    this.persons = persons;
    this.proofs = proofs;
    this.log = log;
    this.settings = settings;
    this.words = words;
    this.choice = choice;
    this.frame = frame;
  }

  @GetMapping("/subscriptions")
  Rendering all(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters.of(exchange);
    return all(Map.of(), Map.of(), HttpStatus.OK, seen, exchange, locale);
  }

  /** A new one; what cannot be taken is shown again, beside its field. */
  @PostMapping(path = "/subscriptions", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering make(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters.of(exchange);
    String owner = seen.reader().person();
    Map<String, List<String>> given = Given.form(exchange);
    Map<String, Wrong> wrong = new LinkedHashMap<>();
    Wanted wanted = wanted(seen, given, wrong);
    if (wanted != null && subscriptions.isFull(owner)) {
      wrong.put("title", new Wrong("", "subscription.full", List.of(Subscriptions.MOST)));
    }
    if (wanted == null || !wrong.isEmpty()) {
      return all(given, wrong, HttpStatus.UNPROCESSABLE_CONTENT, seen, exchange, locale);
    }
    Subscriptions.Made made = subscriptions.make(owner, wanted);
    Notice notice = new Notice(words.say("subscription.made", locale), true);
    return one(
        made.subscription(),
        notice,
        made.secret(),
        null,
        Map.of(),
        HttpStatus.OK,
        seen,
        exchange,
        locale);
  }

  private @Nullable Wanted wanted(
      Seen seen, Map<String, List<String>> given, Map<String, Wrong> wrong) {
    String owner = seen.reader().person();
    Map<String, List<String>> fields = new LinkedHashMap<>(given);
    Wrong typed = NodeChoice.take(seen, fields);
    if (typed != null) {
      wrong.put(NodeChoice.NODES, typed);
    }
    return switch (Wanted.read(fields)) {
      case Wanted.Read.Bad(var found) -> {
        wrong.putAll(found);
        yield null;
      }
      case Wanted.Read.Good(var wanted) -> {
        wrong.putAll(subscriptions.wrongWith(owner, wanted));
        yield wanted;
      }
    };
  }

  @GetMapping("/subscriptions/{id}")
  Rendering one(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    String done =
        Parameters.of(exchange, "done").oneOf("done", "saved", "hasEnded", "tested", "gone");
    return one(
        found(seen, id),
        done == null
            ? null
            : new Notice(words.say("subscription." + done, locale), !done.equals("gone")),
        null,
        null,
        Map.of(),
        HttpStatus.OK,
        seen,
        exchange,
        locale);
  }

  @PostMapping(path = "/subscriptions/{id}", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering change(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters.of(exchange);
    String owner = seen.reader().person();
    Subscription before = found(seen, id);
    Map<String, List<String>> given = new LinkedHashMap<>(Given.form(exchange));
    given.put("channel", List.of(before.channel().name()));
    Map<String, Wrong> wrong = new LinkedHashMap<>();
    Wanted wanted = wanted(seen, given, wrong);
    if (wanted == null || !wrong.isEmpty()) {
      return one(
          before,
          null,
          null,
          given,
          wrong,
          HttpStatus.UNPROCESSABLE_CONTENT,
          seen,
          exchange,
          locale);
    }
    return back(id, subscriptions.change(owner, id, wanted) ? "saved" : "gone");
  }

  @PostMapping("/subscriptions/{id}/end")
  Rendering end(Seen seen, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    found(seen, id);
    return back(id, subscriptions.end(seen.reader().person(), id) ? "hasEnded" : "gone");
  }

  @PostMapping("/subscriptions/{id}/test")
  Rendering test(Seen seen, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    found(seen, id);
    return back(id, subscriptions.test(seen.reader().person(), id).isPresent() ? "tested" : "gone");
  }

  @PostMapping("/subscriptions/{id}/secret")
  Rendering rotate(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters.of(exchange);
    Subscription found = found(seen, id);
    return subscriptions
        .rotate(seen.reader().person(), id)
        .map(secret ->
            one(found, null, secret, null, Map.of(), HttpStatus.OK, seen, exchange, locale))
        .orElseGet(() -> back(id, "gone"));
  }

  private static Rendering back(String id, String done) {
    return Rendering.redirectTo(URI.create("/subscriptions/" + id + "?done=" + done).toString())
        .status(HttpStatus.SEE_OTHER)
        .build();
  }

  private Subscription found(Seen seen, String id) {
    return subscriptions
        .one(seen.reader().person(), id)
        .orElseThrow(() -> new UnknownException("id", id, "a subscription of your own"));
  }

  private Rendering all(
      Map<String, List<String>> given,
      Map<String, Wrong> wrong,
      HttpStatus status,
      Seen seen,
      ServerWebExchange exchange,
      Locale locale) {
    List<Line> lines =
        subscriptions.of(seen.reader().person()).stream().map(s -> line(seen, s, locale)).toList();
    Map<String, List<String>> filled = new LinkedHashMap<>(given);
    if (given.isEmpty()) {
      filled.put("language", List.of(locale.getLanguage()));
    }
    Person person = persons.one(seen.reader().person());
    if (given.isEmpty()) {
      // Who reads screens has no receiver of webhooks, mostly.
      filled.put("channel", List.of("MAIL"));
    }
    Rendering.Builder<?> view =
        Rendering.view("subscriptions")
            .status(status)
            .modelAttribute("mail", person.mail() == null ? "" : person.mail())
            .modelAttribute("mailState", proofs.state(person).name())
            .modelAttribute("lines", lines);
    form(view, seen, filled, wrong, locale);
    frame.around(seen, view, exchange, locale);
    return view.modelAttribute("silent", !log.isSent()).build();
  }

  private Rendering one(
      Subscription subscription,
      @Nullable Notice notice,
      @Nullable String secret,
      @Nullable Map<String, List<String>> given,
      Map<String, Wrong> wrong,
      HttpStatus status,
      Seen seen,
      ServerWebExchange exchange,
      Locale locale) {
    Rendering.Builder<?> view =
        Rendering.view("subscription")
            .status(status)
            .modelAttribute("line", line(seen, subscription, locale))
            .modelAttribute("isWebhook", subscription.channel().name().equals("WEBHOOK"))
            .modelAttribute("overlap", settings.webhook().secretsOverlap().toHours())
            .modelAttribute("silent", !log.isSent());
    if (notice != null) {
      view.modelAttribute("notice", notice);
    }
    if (secret != null) {
      view.modelAttribute("secret", secret);
    }
    form(view, seen, given == null ? filled(subscription) : given, wrong, locale);
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private void form(
      Rendering.Builder<?> view,
      Seen seen,
      Map<String, List<String>> filled,
      Map<String, Wrong> wrong,
      Locale locale) {
    Map<String, String> said = new LinkedHashMap<>();
    wrong.forEach((field, each) -> said.put(field, Given.said(each, words, locale)));
    choice.on(view, seen, filled, locale);
    view.modelAttribute("filled", filled)
        .modelAttribute("noServer", settings.mail().from() == null)
        .modelAttribute("wrong", said)
        .modelAttribute("channels", Wanted.CHANNELS)
        .modelAttribute("levels", Wanted.LEVELS)
        .modelAttribute("kinds", Wanted.KINDS)
        .modelAttribute("severities", Severity.values())
        .modelAttribute("gatherings", Gathering.values());
  }

  private static Map<String, List<String>> filled(Subscription s) {
    Map<String, List<String>> filled = new LinkedHashMap<>();
    filled.put("title", List.of(s.title()));
    filled.put("nodes", s.nodes().stream().sorted().toList());
    filled.put("receivedBy", s.receivedBy() == null ? List.of() : List.of(s.receivedBy()));
    filled.put("kinds", List.copyOf(s.kinds()));
    filled.put("severities", s.severities().stream().map(Enum::name).toList());
    filled.put("channel", List.of(s.channel().name()));
    filled.put("url", List.of(s.address()));
    filled.put("language", List.of(s.language().getLanguage()));
    filled.put("gathering", List.of(s.gathering().name()));
    filled.put("waitMinutes", List.of(String.valueOf(s.gatherFor().toMinutes())));
    filled.put(
        "repeatHours",
        s.repeat() == null ? List.of() : List.of(String.valueOf(s.repeat().toHours())));
    return filled;
  }

  private Line line(Seen seen, Subscription s, Locale locale) {
    List<String> about = new ArrayList<>();
    about.add(
        s.nodes().isEmpty()
            ? words.say("subscriptions.everything", locale)
            : String.join(", ", NodeChoice.names(seen, s.nodes(), locale)));
    s.kinds().stream().sorted().forEach(kind -> about.add(words.say("kind." + kind, locale)));
    s.severities().stream()
        .sorted()
        .forEach(each -> about.add(words.say("severity." + each, locale)));
    if (!s.address().isEmpty()) {
      about.add(s.address());
    }
    return new Line(
        s.id(),
        s.title(),
        words.say("channel." + s.channel().name(), locale),
        String.join(" · ", about),
        s.endedAt() == null ? "" : words.say("subscriptions.ended." + s.endedBecause(), locale));
  }
}
