package org.plimsoll.leadership;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Says who asks: the one place from which subscriptions, deliveries and settings take it. */
@Component
class Asking {
  /** Everybody, for as long as nobody signs in. */
  static final String EVERYBODY = "operator";

  String person(ServerWebExchange exchange) {
    return EVERYBODY;
  }
}
