package org.plimsoll.leadership.access;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What is answered to whoever is not signed in, or whose form is not one of this session. */
@Component
class WayIn implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {
  @Override
  public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException failure) {
    ServerHttpRequest request = exchange.getRequest();
    ServerHttpResponse response = exchange.getResponse();
    if (failure instanceof TooManyException) {
      response.getHeaders().set(HttpHeaders.RETRY_AFTER, "60");
      return Problems.write(
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "Authorization",
          "",
          "fewer wrong passwords; further ones are looked at in a minute");
    }
    boolean program =
        request.getPath().value().startsWith("/v1/")
            || request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
    if (program) {
      // Never Basic: a browser would ask for a password in a window of its own.
      response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      return Problems.write(
          response,
          HttpStatus.UNAUTHORIZED,
          "Authorization",
          "",
          "a session, a bearer token that is valid, or user and password of a local user");
    }
    String back = request.getMethod().equals(HttpMethod.GET) ? request.getURI().getRawPath() : "/";
    String there = "/sign-in?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
    if (request.getHeaders().containsHeader("HX-Request")) {
      response.setStatusCode(HttpStatus.UNAUTHORIZED);
      response.getHeaders().set("HX-Redirect", there);
      return response.setComplete();
    }
    return redirect(response, there);
  }

  /** Only the token of a form is looked at before the handlers. */
  @Override
  public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
    if (exchange.getRequest().getPath().value().matches("/sign-in(/.*)?")) {
      return to(exchange, "stale");
    }
    return Problems.write(
        exchange.getResponse(),
        HttpStatus.FORBIDDEN,
        "_csrf",
        "",
        "the form as this site showed it last: go back, load the page again and send it from there");
  }

  /**
   * To the page on which one signs in.
   *
   * @param said what it says; null: to the start, signed in
   */
  static Mono<Void> to(ServerWebExchange exchange, @Nullable String said) {
    return redirect(exchange.getResponse(), said == null ? "/" : "/sign-in?said=" + said);
  }

  private static Mono<Void> redirect(ServerHttpResponse response, String there) {
    response.setStatusCode(HttpStatus.SEE_OTHER);
    response.getHeaders().setLocation(URI.create(there));
    return response.setComplete();
  }
}
