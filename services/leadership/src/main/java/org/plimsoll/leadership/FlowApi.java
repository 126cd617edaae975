package org.plimsoll.leadership;

import org.plimsoll.leadership.Flow.Counts;
import org.plimsoll.leadership.Flow.Refusal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** The flow of information: how much came in, how little went up, what was refused. */
@RestController
class FlowApi {
  private final Flow flow;

  FlowApi(Flow flow) {
    this.flow = flow;
  }

  @GetMapping("/v1/flow")
  Counts counts(ServerWebExchange exchange) {
    Parameters.of(exchange);
    return flow.counts();
  }

  @GetMapping("/v1/refusals")
  Page<Refusal> refusals(ServerWebExchange exchange) {
    Parameters given = Parameters.of(exchange, "sender", "limit", "cursor");
    return flow.refusals(given.text("sender"), given.cursorSeq(), given.limit());
  }
}
