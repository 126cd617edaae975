package org.plimsoll.leadership;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import org.plimsoll.leadership.Flow.Counts;
import org.plimsoll.leadership.Flow.Refusal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** The flow of information: how much came in, how little went up, what was refused. */
@RestController
class FlowApi {

  FlowApi() {}

  /** How much was weighed and how little of it travelled, since the beginning of the trail. */
  @GetMapping("/v1/flow")
  @FollowsTrail
  Counts counts(Seen seen, ServerWebExchange exchange) {
    Parameters.of(exchange);
    return seen.flow().counts();
  }

  /** Inputs that were not taken, the oldest first, each with what to change. */
  @GetMapping("/v1/refusals")
  @Parameter(in = QUERY, name = "sender", description = "id of the agency", example = "akimat")
  @Asked.Paged
  @FollowsTrail
  Page<Refusal> refusals(Seen seen, ServerWebExchange exchange) {
    Parameters given = Parameters.of(exchange, "sender", "limit", "cursor");
    return given.page(
        seen.flow().refusals(given.text("sender"), given.cursorSeq(), given.limit()),
        refusal -> refusal);
  }
}
