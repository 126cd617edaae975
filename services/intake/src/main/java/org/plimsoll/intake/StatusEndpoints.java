package org.plimsoll.intake;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.intake.Publishing.NotTaken;
import org.plimsoll.intake.Publishing.Taken;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/** Status changes of agencies, and what became of every event. */
@RestController
final class StatusEndpoints {
  /** Pieces of the request, as they arrive, that wait while the lines before them are taken. */
  private static final int PIECES_AHEAD = 16;

  private final StatusIntake intake;
  private final StatusLines lines;
  private final Ledger ledger;
  private final Scheduler blocking;
  private final JsonMapper json;

  StatusEndpoints(
      StatusIntake intake, StatusLines lines, Ledger ledger, Scheduler blocking, JsonMapper json) {
    this.intake = intake;
    this.lines = lines;
    this.ledger = ledger;
    this.blocking = blocking;
    this.json = json;
  }

  @PostMapping(path = "/v1/status-changes", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, String>> one(
      ServerWebExchange exchange,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestBody byte[] body) {
    Caller.Agency agency = Caller.requireAgency(exchange);
    return accepted(
        intake.take(agency.id(), List.of(body), idempotencyKey).getFirst(), "/v1/status-changes/");
  }

  /** 202 with the event's address, or the problem. */
  static ResponseEntity<Map<String, String>> accepted(Publishing.Answer answer, String under) {
    return switch (answer) {
      case Taken taken -> {
        String address = under + taken.eventId();
        Map<String, String> told = new LinkedHashMap<>();
        told.put("eventId", taken.eventId());
        told.put("status", address);
        yield ResponseEntity.accepted().location(URI.create(address)).body(told);
      }
      case NotTaken refused -> throw refused.problem();
    };
  }

  @PostMapping(path = "/v1/status-changes", consumes = MediaType.APPLICATION_NDJSON_VALUE)
  Mono<Void> many(ServerWebExchange exchange) {
    Caller.Agency agency = Caller.requireAgency(exchange);
    return Mono.fromCallable(
            () -> {
              // Subscribes to the body; waits for nothing.
              Stream<byte[]> body =
                  exchange
                      .getRequest()
                      .getBody()
                      .map(StatusEndpoints::bytes)
                      .toStream(PIECES_AHEAD);
              Spool answers = new Spool();
              lines.start(agency.id(), body, answers);
              return answers;
            })
        .subscribeOn(blocking)
        .flatMap(answers -> {
          ServerHttpResponse response = exchange.getResponse();
          response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
          return response.writeAndFlushWith(
              answers.read(response.bufferFactory(), blocking).map(Mono::just));
        });
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  /** Statuses are told to their agency and the operator; facts and grants to the operator. */
  @GetMapping({"/v1/status-changes/{id}", "/v1/events/{id}"})
  Map<String, Object> status(
      ServerWebExchange exchange,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String agency) {
    Optional<String> owner =
        switch (Caller.of(exchange)) {
          case Caller.Agency caller -> Optional.of(caller.id());
          case Caller.Operator _ -> Optional.ofNullable(agency);
        };
    List<Ledger.Row> rows =
        id.indexOf('\0') < 0 && owner.orElse("").indexOf('\0') < 0
            ? ledger.rows(id, owner)
            : List.of();
    if (rows.isEmpty()) {
      throw Problem.of(
          HttpStatus.NOT_FOUND, "eventId: %s - no such event of yours is known".formatted(id));
    }
    if (rows.size() > 1) {
      throw Problem.of(
          HttpStatus.CONFLICT,
          "eventId: %s - several agencies use it; say which with ?agency=".formatted(id));
    }
    return told(rows.getFirst());
  }

  private Map<String, Object> told(Ledger.Row row) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("eventId", row.id().eventId());
    told.put("kind", row.kind());
    if (!row.id().owner().isEmpty()) {
      told.put("agencyId", row.id().owner());
    }
    told.put("state", row.state());
    if (row.position() != null) {
      told.put("trail", row.position());
    }
    if (row.verdict() != null) {
      told.put(
          row.state() == Ledger.State.REFUSED ? "refusal" : "outcomes",
          json.readTree(row.verdict()));
    }
    return told;
  }
}
