package org.plimsoll.leadership;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.plimsoll.leadership.access.Queries;
import org.plimsoll.leadership.access.SignedIn;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers 304 where the answer that a client has still holds, without calling the handler.
 *
 * <p>An ETag stands for all that an answer of a handler that {@link FollowsTrail} follows from: who
 * asks, what they see now, the language, the address, and the position of the read model. The
 * position is read first and the rows after it, so an answer is as new as its ETag says or newer,
 * and never older. Two answers with one ETag may thus differ by what arrived in between; hence weak
 * ones.
 */
@Component
@Order(1)
class Revalidation implements WebFilter {
  private static final int ETAG_BYTES = 18;

  /** What the answer depends on besides the address. */
  private static final List<String> VARY =
      List.of(HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.AUTHORIZATION, HttpHeaders.COOKIE);

  /** A newer version of this service may say the same rows otherwise. */
  private final String process = UUID.randomUUID().toString();

  private final RequestMappingHandlerMapping handlers;
  private final JdbcTemplate database;

  Revalidation(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers,
      JdbcTemplate database) {
    this.handlers = handlers;
    this.database = database;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    SignedIn signedIn = exchange.getAttribute(SignedIn.class.getName());
    HttpMethod method = exchange.getRequest().getMethod();
    if (signedIn == null || !(method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
      return chain.filter(exchange);
    }
    return handlers
        .getHandler(exchange)
        .map(handler ->
            handler instanceof HandlerMethod of && of.hasMethodAnnotation(FollowsTrail.class))
        // Said by the dispatcher, in its own way.
        .onErrorReturn(false)
        .defaultIfEmpty(false)
        .flatMap(follows ->
            follows
                ? Queries.ask(() -> etag(exchange, signedIn, position()))
                    .flatMap(etag -> answered(exchange, chain, etag))
                : chain.filter(exchange));
  }

  private static Mono<Void> answered(
      ServerWebExchange exchange, WebFilterChain chain, String etag) {
    ServerHttpResponse response = exchange.getResponse();
    response.beforeCommit(() -> Mono.fromRunnable(() -> describe(response, etag)));
    // As it was sent: what is no ETag matches none, and is no mistake either.
    List<String> known = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH);
    if (known.stream().anyMatch(each -> each.contains(etag))) {
      response.setStatusCode(HttpStatus.NOT_MODIFIED);
      return response.setComplete();
    }
    return chain.filter(exchange);
  }

  private static void describe(ServerHttpResponse response, String etag) {
    HttpStatusCode status = response.getStatusCode();
    if (status == null || status.equals(HttpStatus.OK) || status.equals(HttpStatus.NOT_MODIFIED)) {
      HttpHeaders headers = response.getHeaders();
      headers.setETag(etag);
      // Of this reader alone, and asked for anew each time.
      headers.setCacheControl("private, no-cache");
      headers.remove(HttpHeaders.PRAGMA);
      headers.remove(HttpHeaders.EXPIRES);
      headers.setVary(VARY);
    }
  }

  /**
   * How far every partition is read, and who may be named. With xmin, the number of the transaction
   * that wrote it: a read model that is derived anew comes by the same offsets once more.
   */
  private String position() {
    return Objects.requireNonNullElse(
        database.queryForObject(
            """
            SELECT string_agg(concat_ws(' ', topic, partition, next_offset, xmin), ','
              ORDER BY topic, partition)
              || (SELECT concat_ws(' ', '', count(*), max(xmin::text::bigint)) FROM persons.person)
              || (SELECT concat_ws(' ', '', max(seq)) FROM persons.erasure) FROM consumed
            """,
            String.class),
        "");
  }

  private String etag(ServerWebExchange exchange, SignedIn signedIn, String position) {
    String of =
        String.join(
            "\n",
            process,
            position,
            signedIn.reader().toString(),
            String.valueOf(exchange.getLocaleContext().getLocale()),
            exchange.getRequest().getURI().getRawPath(),
            String.valueOf(exchange.getRequest().getURI().getRawQuery()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
      return "W/\""
          + Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(Arrays.copyOf(digest, ETAG_BYTES))
          + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
