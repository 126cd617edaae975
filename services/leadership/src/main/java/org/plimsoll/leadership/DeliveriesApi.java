package org.plimsoll.leadership;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.subscription.DeliveryLog;
import org.plimsoll.leadership.subscription.DeliveryLog.Delivery;
import org.plimsoll.leadership.subscription.DeliveryLog.Filter;
import org.plimsoll.leadership.subscription.DeliveryLog.Item;
import org.plimsoll.leadership.subscription.DeliveryLog.Try;
import org.plimsoll.leadership.subscription.DeliveryLog.Whole;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/** Who was told what, when, by which channel, and did it arrive. */
@RestController
class DeliveriesApi {
  static final String[] STATES = {"WAITING", "ARRIVED", "GIVEN_UP", "ENDED", "WITHHELD"};
  static final String[] CHANNELS = {"WEBHOOK", "MAIL"};

  /**
   * A delivery with everything about it.
   *
   * @param attempts newest first
   * @param content as it was sent; null before the first attempt, where something in it may no
   *     longer be seen, and to an auditor
   */
  record WholeJson(
      Delivery delivery, List<Item> items, List<Try> attempts, @Nullable String content) {}

  private final DeliveryLog log;
  private final PersonsInWords persons;

  DeliveriesApi(DeliveryLog log, PersonsInWords persons) {
    this.log = log;
    this.persons = persons;
  }

  /**
   * Who was told what, when, by which channel, and did it arrive, newest first: of what the reader
   * subscribed to or was told, and for an auditor of what anybody was.
   */
  @GetMapping("/v1/deliveries")
  @Parameter(in = QUERY, name = "person", description = "who is told", example = "A. Sadykova")
  @Parameter(
      in = QUERY,
      name = "subscription",
      description = "id of the subscription that it follows",
      example = "sub_0")
  @Parameter(
      in = QUERY,
      name = "state",
      description = "what became of it",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"WAITING", "ARRIVED", "GIVEN_UP", "ENDED", "WITHHELD"}),
      example = "WAITING")
  @Parameter(
      in = QUERY,
      name = "channel",
      description = "the way it goes",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"WEBHOOK", "MAIL"}),
      example = "WEBHOOK")
  @Asked.Node
  @Asked.Paged
  Page<Delivery> page(Reader reader, ServerWebExchange exchange) {
    Parameters given =
        Parameters.of(
            exchange, "person", "subscription", "state", "channel", "node", "limit", "cursor");
    return given.page(
        page(log, persons, reader, given, given.cursorSeq(), given.limit()), delivery -> delivery);
  }

  /**
   * @param before seq of the last one that was seen; 0 for the newest
   */
  static Page<Delivery> page(
      DeliveryLog log,
      PersonsInWords persons,
      Reader reader,
      Parameters given,
      long before,
      int limit) {
    String person = given.text("person");
    List<Delivery> found =
        log.page(
            reader,
            new Filter(
                person == null ? null : persons.of(person),
                given.text("subscription"),
                given.oneOf("state", STATES),
                given.oneOf("channel", CHANNELS),
                given.node("node")),
            before == 0 ? Long.MAX_VALUE : before,
            limit + 1);
    return Page.of(found, limit, Delivery::seq);
  }

  /** One delivery with what it told and every attempt. */
  @GetMapping("/v1/deliveries/{id}")
  WholeJson one(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a delivery, which is its webhook-id", example = "msg_0")
          @PathVariable
          String id) {
    Parameters.of(exchange);
    Whole whole = log.one(reader, id).orElseThrow(() -> unknown(id));
    return new WholeJson(whole.delivery(), whole.items(), whole.attempts(), whole.content());
  }

  /** Sends a delivery of the reader's own, or to them, once more under the same id. */
  @PostMapping("/v1/deliveries/{id}/again")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Asked.Refuses(status = "409", when = "Its subscription has ended.")
  Delivery again(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a delivery, which is its webhook-id", example = "msg_0")
          @PathVariable
          String id) {
    Parameters.of(exchange);
    return switch (log.again(reader, id)) {
      case UNKNOWN -> throw unknown(id);
      case ENDED ->
          throw new ResponseStatusException(HttpStatus.CONFLICT, "Its subscription has ended.");
      case ASKED, HURRIED -> log.one(reader, id).orElseThrow(() -> unknown(id)).delivery();
    };
  }

  static UnknownException unknown(String id) {
    return new UnknownException("id", id, "a delivery of your own, or to you");
  }
}
