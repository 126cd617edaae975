package org.plimsoll.leadership;

import org.plimsoll.leadership.Flow.Counts;
import org.plimsoll.leadership.Flow.Refusal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** The flow of information: how much came in, how little went up, what was refused. */
@RestController
class FlowApi {

  FlowApi() {}

  @GetMapping("/v1/flow")
  Counts counts(Seen seen, ServerWebExchange exchange) {
    Parameters.of(exchange);
    return seen.flow().counts();
  }

  @GetMapping("/v1/refusals")
  Page<Refusal> refusals(Seen seen, ServerWebExchange exchange) {
    Parameters given = Parameters.of(exchange, "sender", "limit", "cursor");
    return seen.flow().refusals(given.text("sender"), given.cursorSeq(), given.limit());
  }
}
