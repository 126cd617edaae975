package org.plimsoll.leadership;

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
   * @param content as it was sent; null before the first attempt
   */
  record WholeJson(
      Delivery delivery, List<Item> items, List<Try> attempts, @Nullable String content) {}

  private final DeliveryLog log;

  DeliveriesApi(DeliveryLog log) {
    this.log = log;
  }

  /** Newest first. */
  @GetMapping("/v1/deliveries")
  Page<Delivery> page(Reader reader, ServerWebExchange exchange) {
    Parameters given =
        Parameters.of(exchange, "subscription", "state", "channel", "node", "limit", "cursor");
    return page(log, reader.person(), given, given.limit());
  }

  static Page<Delivery> page(DeliveryLog log, String reader, Parameters given, int limit) {
    long before = given.cursorSeq();
    List<Delivery> found =
        log.page(
            reader,
            new Filter(
                given.text("subscription"),
                given.oneOf("state", STATES),
                given.oneOf("channel", CHANNELS),
                given.node("node")),
            before == 0 ? Long.MAX_VALUE : before,
            limit + 1);
    return Page.of(found, limit, Delivery::seq);
  }

  @GetMapping("/v1/deliveries/{id}")
  WholeJson one(Reader reader, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    Whole whole = log.one(reader.person(), id).orElseThrow(() -> unknown(id));
    return new WholeJson(whole.delivery(), whole.items(), whole.attempts(), whole.content());
  }

  /** Sends it once more, under the same id. */
  @PostMapping("/v1/deliveries/{id}/again")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Delivery again(Reader reader, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    String person = reader.person();
    return switch (log.again(person, id)) {
      case UNKNOWN -> throw unknown(id);
      case ENDED ->
          throw new ResponseStatusException(HttpStatus.CONFLICT, "Its subscription has ended.");
      case ASKED, HURRIED -> log.one(person, id).orElseThrow(() -> unknown(id)).delivery();
    };
  }

  static UnknownException unknown(String id) {
    return new UnknownException("id", id, "a delivery of your own, or to you");
  }
}
