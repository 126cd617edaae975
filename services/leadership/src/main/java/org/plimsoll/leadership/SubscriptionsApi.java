package org.plimsoll.leadership;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.subscription.Severity;
import org.plimsoll.leadership.subscription.Subscription;
import org.plimsoll.leadership.subscription.Subscription.Gathering;
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

  /**
   * A subscription as it is asked for; the service reads it by the rules of {@link Wanted}.
   *
   * @param title for the owner, up to 200 characters
   * @param nodes with all below them; without any, every node that the owner sees
   * @param receivedBy the level that received it; any where it is absent
   * @param kinds all where it is absent or empty
   * @param severities all where it is absent or empty
   * @param url of a webhook: a public address over https
   * @param gathering what is told together
   * @param waitMinutes how long the first item waits for more
   * @param repeatHours an exception that nobody has acknowledged is told again after so long
   */
  @Asked.Given
  @Schema(
      example =
          """
          {"title": "Costs", "channel": "WEBHOOK", "url": "https://receiver.example/plimsoll",
           "nodes": ["enbek"], "kinds": ["COST", "TIME"], "gathering": "NODE", "waitMinutes": 10}
          """)
  record SubscriptionGiven(
      @Schema(maxLength = 200) String title,
      @Nullable List<String> nodes,
      @Schema(allowableValues = {"PROGRAM", "PORTFOLIO"}) @Nullable String receivedBy,
      @Nullable List<String> kinds,
      @Nullable List<Severity> severities,
      @Schema(allowableValues = {"WEBHOOK", "MAIL"}) String channel,
      @Schema(format = "uri") @Nullable String url,
      @Schema(allowableValues = {"en", "kk", "ru"}) @Nullable String language,
      @Nullable Gathering gathering,
      @Schema(minimum = "0", maximum = "1440") @Nullable Integer waitMinutes,
      @Schema(minimum = "0", maximum = "720") @Nullable Integer repeatHours) {}

  /** A new one, with the secret that is shown this once. */
  record MadeJson(SubscriptionJson subscription, @Nullable String secret) {}

  /** A secret that signs from now on, shown this once. */
  record SecretJson(String secret) {}

  /**
   * A test that will be sent.
   *
   * @param delivery its id among the deliveries
   */
  record TestJson(String delivery) {}

  private final Subscriptions subscriptions;
  private final InWords words;
  private final JsonMapper json;

  SubscriptionsApi(Subscriptions subscriptions, InWords words, JsonMapper json) {
    this.subscriptions = subscriptions;
    this.words = words;
    this.json = json;
  }

  /** The reader's own subscriptions, those that have ended last. */
  @GetMapping("/v1/subscriptions")
  @Asked.Paged
  Page<SubscriptionJson> all(Reader reader, ServerWebExchange exchange) {
    Parameters given = Parameters.of(exchange, "limit", "cursor");
    return given.page(
        Page.within(
            subscriptions.of(reader.person()), given.cursor(), given.limit(), Subscription::id),
        SubscriptionJson::of);
  }

  /** One subscription of the reader's own. */
  @GetMapping("/v1/subscriptions/{id}")
  SubscriptionJson one(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a subscription of your own", example = "sub_0") @PathVariable
          String id) {
    Parameters.of(exchange);
    return SubscriptionJson.of(found(reader, id));
  }

  /** Makes a subscription. The answer has the secret of a webhook, and no other answer has. */
  @PostMapping(path = "/v1/subscriptions", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ApiResponse(responseCode = "201", description = "It was made.")
  @Asked.Refuses(status = "409", when = "There are as many as one person may have.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = SubscriptionGiven.class)))
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

  /** Changes everything about a subscription but its channel; what is absent does not narrow. */
  @PutMapping(path = "/v1/subscriptions/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Asked.Refuses(
      status = "409",
      when = "The subscription has ended, or is of a channel without secrets.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = SubscriptionGiven.class)))
  SubscriptionJson change(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a subscription of your own", example = "sub_0") @PathVariable
          String id,
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

  /** Ends a subscription; it is kept, and so is what it told. */
  @DeleteMapping("/v1/subscriptions/{id}")
  SubscriptionJson end(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a subscription of your own", example = "sub_0") @PathVariable
          String id) {
    Parameters.of(exchange);
    found(reader, id);
    subscriptions.end(reader.person(), id);
    return SubscriptionJson.of(found(reader, id));
  }

  /** A new secret; the one before signs beside it for a time. */
  @PostMapping("/v1/subscriptions/{id}/secret")
  @Asked.Refuses(
      status = "409",
      when = "The subscription has ended, or is of a channel without secrets.")
  SecretJson rotate(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a subscription of your own", example = "sub_0") @PathVariable
          String id) {
    Parameters.of(exchange);
    found(reader, id);
    return new SecretJson(
        subscriptions.rotate(reader.person(), id).orElseThrow(SubscriptionsApi::ended));
  }

  /** Sends a delivery that says it is a test. */
  @PostMapping("/v1/subscriptions/{id}/test")
  @ApiResponse(responseCode = "202", description = "It will be sent.")
  @Asked.Refuses(
      status = "409",
      when = "The subscription has ended, or is of a channel without secrets.")
  ResponseEntity<TestJson> test(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a subscription of your own", example = "sub_0") @PathVariable
          String id) {
    Parameters.of(exchange);
    found(reader, id);
    String delivery = subscriptions.test(reader.person(), id).orElseThrow(SubscriptionsApi::ended);
    return ResponseEntity.accepted()
        .location(URI.create("/v1/deliveries/" + delivery))
        .body(new TestJson(delivery));
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
