package org.plimsoll.leadership;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.subscription.Subscription;
import org.plimsoll.leadership.subscription.Subscriptions;
import org.plimsoll.leadership.subscription.Wanted;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.json.JsonMapper;

/** The subscriptions of whoever asks. */
@RestController
class SubscriptionsApi {
  /**
   * A subscription as the interface shows it.
   *
   * @param endedBecause OWNER, or GONE when its receiver answered so
   */
  record SubscriptionJson(
      String id,
      String owner,
      String title,
      List<String> nodes,
      @Nullable String receivedBy,
      List<String> kinds,
      List<String> severities,
      String channel,
      @Nullable String url,
      String language,
      String gathering,
      long waitMinutes,
      @Nullable Long repeatHours,
      @Nullable String endedAt,
      @Nullable String endedBecause) {
    static SubscriptionJson of(Subscription s) {
      return new SubscriptionJson(
          s.id(),
          s.owner(),
          s.title(),
          s.nodes().stream().sorted().toList(),
          s.receivedBy(),
          s.kinds().stream().sorted().toList(),
          s.severities().stream().map(Enum::name).sorted().toList(),
          s.channel().name(),
          s.address().isEmpty() ? null : s.address(),
          s.language().getLanguage(),
          s.gathering().name(),
          s.gatherFor().toMinutes(),
          s.repeat() == null ? null : s.repeat().toHours(),
          s.endedAt() == null ? null : s.endedAt().toString(),
          s.endedBecause());
    }
  }

  /** A new one, with the secret that is shown this once. */
  record MadeJson(SubscriptionJson subscription, @Nullable String secret) {}

  private final Subscriptions subscriptions;
  private final InWords words;
  private final JsonMapper json;

  SubscriptionsApi(Subscriptions subscriptions, InWords words, JsonMapper json) {
    this.subscriptions = subscriptions;
    this.words = words;
    this.json = json;
  }

  @GetMapping("/v1/subscriptions")
  Page<SubscriptionJson> all(Reader reader, ServerWebExchange exchange) {
    Parameters.of(exchange);
    return new Page<>(
        subscriptions.of(reader.person()).stream().map(SubscriptionJson::of).toList(), null);
  }

  @GetMapping("/v1/subscriptions/{id}")
  SubscriptionJson one(Reader reader, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    return SubscriptionJson.of(found(reader, id));
  }

  @PostMapping(path = "/v1/subscriptions", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<MadeJson> make(
      Reader reader, ServerWebExchange exchange, @RequestBody String body) {
    Parameters.of(exchange);
    String owner = reader.person();
    Wanted wanted = wanted(owner, body);
    if (subscriptions.isFull(owner)) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "There are %d subscriptions already; end one first.".formatted(Subscriptions.MOST));
    }
    Subscriptions.Made made = subscriptions.make(owner, wanted);
    return ResponseEntity.created(URI.create("/v1/subscriptions/" + made.subscription().id()))
        .body(new MadeJson(SubscriptionJson.of(made.subscription()), made.secret()));
  }

  /** Everything about it but its channel. */
  @PutMapping(path = "/v1/subscriptions/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  SubscriptionJson change(
      Reader reader,
      ServerWebExchange exchange,
      @PathVariable String id,
      @RequestBody String body) {
    Parameters.of(exchange);
    String owner = reader.person();
    Subscription before = found(reader, id);
    Wanted wanted = wanted(owner, body);
    if (before.channel().name().equals("WEBHOOK") != (wanted.url() != null)) {
      throw new BadParameterException(
          "channel", wanted.url() == null ? "MAIL" : "WEBHOOK", before.channel().name());
    }
    if (!subscriptions.change(owner, id, wanted)) {
      throw ended();
    }
    return SubscriptionJson.of(found(reader, id));
  }

  @DeleteMapping("/v1/subscriptions/{id}")
  SubscriptionJson end(Reader reader, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    found(reader, id);
    subscriptions.end(reader.person(), id);
    return SubscriptionJson.of(found(reader, id));
  }

  /** A new secret; the one before signs beside it for a time. */
  @PostMapping("/v1/subscriptions/{id}/secret")
  Map<String, String> rotate(Reader reader, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    found(reader, id);
    return Map.of(
        "secret", subscriptions.rotate(reader.person(), id).orElseThrow(SubscriptionsApi::ended));
  }

  /** Sends a delivery that says it is a test. */
  @PostMapping("/v1/subscriptions/{id}/test")
  ResponseEntity<Map<String, String>> test(
      Reader reader, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    found(reader, id);
    String delivery = subscriptions.test(reader.person(), id).orElseThrow(SubscriptionsApi::ended);
    return ResponseEntity.accepted()
        .location(URI.create("/v1/deliveries/" + delivery))
        .body(Map.of("delivery", delivery));
  }

  private static ResponseStatusException ended() {
    return new ResponseStatusException(
        HttpStatus.CONFLICT, "The subscription has ended, or is of a channel without secrets.");
  }

  private Subscription found(Reader reader, String id) {
    return subscriptions
        .one(reader.person(), id)
        .orElseThrow(() -> new UnknownException("id", id, "a subscription of your own"));
  }

  private Wanted wanted(String owner, String body) {
    return switch (Wanted.read(Given.json(json, body))) {
      case Wanted.Read.Bad(var wrong) -> throw Given.problem(wrong, words);
      case Wanted.Read.Good(var wanted) -> {
        var wrong = subscriptions.wrongWith(owner, wanted);
        if (!wrong.isEmpty()) {
          throw Given.problem(wrong, words);
        }
        yield wanted;
      }
    };
  }
}
