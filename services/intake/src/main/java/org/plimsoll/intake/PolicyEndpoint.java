package org.plimsoll.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.plimsoll.intake.PolicyIntake.Chosen;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.PolicyReader;
import org.plimsoll.policy.text.MisreadException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/** A policy that is granted, as the YAML it is written in. */
@RestController
final class PolicyEndpoint {
  private static final Logger log = LoggerFactory.getLogger(PolicyEndpoint.class);

  private final PolicyIntake policies;
  private final ExecutorService threads;
  private final Scheduler blocking;
  private final JsonMapper json;

  PolicyEndpoint(
      PolicyIntake policies, ExecutorService blockingThreads, Scheduler blocking, JsonMapper json) {
    this.policies = policies;
    this.threads = blockingThreads;
    this.blocking = blocking;
    this.json = json;
  }

  /** What can be said before anything is sent. */
  private record Read(Policy policy, List<Chosen> chosen) {}

  /**
   * Grants a policy.
   *
   * @param node only to these nodes; absent: to all that it applies to
   */
  @PostMapping(path = "/v1/policies", consumes = MediaType.APPLICATION_YAML_VALUE)
  Mono<Void> grant(
      ServerWebExchange exchange,
      @RequestParam(required = false) @Nullable List<String> node,
      @RequestBody byte[] body) {
    Caller.requireOperator(exchange);
    return Mono.fromCallable(() -> read(body, node == null ? List.of() : node))
        .subscribeOn(blocking)
        .flatMap(read -> answer(exchange.getResponse(), read));
  }

  private Read read(byte[] body, List<String> nodeIds) {
    try {
      Policy policy = PolicyReader.read(new String(body, StandardCharsets.UTF_8));
      return new Read(policy, policies.choose(policy, nodeIds));
    } catch (MisreadException e) {
      throw Problem.of("policy", e);
    }
  }

  private Mono<Void> answer(ServerHttpResponse response, Read read) {
    Spool answers = new Spool();
    var _ =
        threads.submit(() -> {
          run(read, answers);
          return null;
        });
    response.setStatusCode(HttpStatus.OK);
    response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
    return response.writeAndFlushWith(
        answers.read(response.bufferFactory(), blocking).map(Mono::just));
  }

  private void run(Read read, Spool answers) throws IOException, InterruptedException {
    PolicyReport report = new PolicyReport(answers, json);
    Throwable failure = null;
    try {
      policies.grant(read.policy, read.chosen, report);
    } catch (Problem problem) {
      report.failed(problem);
    } catch (RuntimeException e) {
      log.error("a policy was granted in part", e);
      report.failed(Problem.ofOurs());
    } catch (IOException e) {
      log.error("a policy was granted in part", e);
      failure = e;
    } finally {
      answers.complete(failure);
    }
  }
}
