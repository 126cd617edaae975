package org.plimsoll.intake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** The operator's facts, grants and decisions. */
@RestController
final class NodeEndpoints {
  private final OperatorIntake intake;

  NodeEndpoints(OperatorIntake intake) {
    this.intake = intake;
  }

  @PostMapping(path = "/v1/nodes", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, String>> node(
      ServerWebExchange exchange,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestBody byte[] body) {
    Caller.requireOperator(exchange);
    Fields fields = Fields.parse(body);
    var facts = EventJson.nodeFacts(fields, StatusIntake.eventId(fields, idempotencyKey));
    // What a node needs depends on its level.
    if (fields.place().isRead("level")) {
      fields.place().refuse(OperatorIntake.refusalsOf(facts));
    }
    fields.place().raise();
    return StatusEndpoints.accepted(intake.takeFacts(List.of(facts)).getFirst(), "/v1/events/");
  }

  @PostMapping(path = "/v1/tolerances", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, String>> tolerance(
      ServerWebExchange exchange,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestBody byte[] body) {
    Caller.requireOperator(exchange);
    Fields fields = Fields.parse(body);
    var grant = SteeringJson.toleranceGrant(fields, StatusIntake.eventId(fields, idempotencyKey));
    // These are weighed against each other.
    if (Stream.of("measure", "unit", "breach", "limit", "terms").allMatch(fields.place()::isRead)) {
      fields.place().refuse(OperatorIntake.refusalsOf(grant));
    }
    fields.place().raise();
    return StatusEndpoints.accepted(intake.takeGrants(List.of(grant)).getFirst(), "/v1/events/");
  }

  /**
   * A decision, as the system states it in which the person signed in. The engine refuses one by a
   * person who is not accountable.
   */
  @PostMapping(path = "/v1/decisions", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, String>> decision(
      ServerWebExchange exchange,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestBody byte[] body) {
    Caller.requireOperator(exchange);
    Fields fields = Fields.parse(body);
    String eventId = StatusIntake.eventId(fields, idempotencyKey);
    var decision = SteeringJson.decision(fields, eventId, Instant.now());
    // What a decision needs depends on its kind.
    if (fields.place().isRead("kind")) {
      fields.place().refuse(intake.refusalsOf(decision));
    }
    fields.place().raise();
    return StatusEndpoints.accepted(intake.takeDecision(decision), "/v1/events/");
  }
}
