package org.plimsoll.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** The operator's care for agencies and their tokens. */
@RestController
final class AgencyEndpoints {
  private static final int MAX_PAGE = 1_000;

  private final Agencies agencies;

  AgencyEndpoints(Agencies agencies) {
    this.agencies = agencies;
  }

  /** What is told of a token, once. */
  record Issued(String id, String token, String kafkaUser, String intakeTopic) {}

  @PostMapping(path = "/v1/agencies", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Issued> create(ServerWebExchange exchange, @RequestBody byte[] body) {
    Caller.requireOperator(exchange);
    Fields fields = Fields.parse(body);
    String id = fields.text("id");
    String name = fields.text("name");
    fields.nothingElse();
    fields.place().refuse(Agencies.refusalsOf(id, name));
    fields.place().raise();
    return ResponseEntity.status(HttpStatus.CREATED).body(issued(id, agencies.create(id, name)));
  }

  @PostMapping("/v1/agencies/{id}/token")
  Issued rotate(ServerWebExchange exchange, @PathVariable String id) {
    Caller.requireOperator(exchange);
    return issued(id, agencies.rotate(id));
  }

  @GetMapping("/v1/agencies")
  Map<String, Object> list(
      ServerWebExchange exchange,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "100") int limit) {
    Caller.requireOperator(exchange);
    if (limit < 1 || limit > MAX_PAGE) {
      throw Problem.malformed("limit", String.valueOf(limit), "1 to " + MAX_PAGE);
    }
    List<Agencies.Agency> page = agencies.page(after.replace("\0", ""), limit);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("agencies", page);
    if (page.size() == limit) {
      answer.put("next", "/v1/agencies?after=" + page.getLast().id() + "&limit=" + limit);
    }
    return answer;
  }

  private static Issued issued(String id, Token token) {
    return new Issued(
        id, token.text(), BrokerUsers.userOf(id), org.plimsoll.wire.Topics.intake(id));
  }
}
