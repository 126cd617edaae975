package org.plimsoll.intake;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;

/** Who signed in. Adding a kind of caller leads the compiler through every question of rights. */
sealed interface Caller {
  /** Name of the exchange's attribute. */
  String ATTRIBUTE = Caller.class.getName();

  /** Whoever runs this installation. */
  record Operator() implements Caller {}

  /** An agency's system. */
  record Agency(String id) implements Caller {}

  static Caller of(ServerWebExchange exchange) {
    return exchange.getRequiredAttribute(ATTRIBUTE);
  }

  /**
   * Lets the operator pass.
   *
   * @throws Problem 403 when the caller is an agency
   */
  static void requireOperator(ServerWebExchange exchange) {
    switch (of(exchange)) {
      case Operator _ -> {}
      case Agency agency ->
          throw Problem.of(
              HttpStatus.FORBIDDEN,
              "This is the operator's to do; the token is that of agency " + agency.id());
    }
  }

  /**
   * Lets an agency pass.
   *
   * @throws Problem 403 when the caller is the operator
   */
  static Agency requireAgency(ServerWebExchange exchange) {
    return switch (of(exchange)) {
      case Agency agency -> agency;
      case Operator _ ->
          throw Problem.of(
              HttpStatus.FORBIDDEN,
              "Only an agency states the status of its projects: use the agency's token");
    };
  }
}
