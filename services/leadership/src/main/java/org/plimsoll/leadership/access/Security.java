package org.plimsoll.leadership.access;

import java.time.Instant;
import org.plimsoll.leadership.access.SignedIn.Way;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authentication.ServerHttpBasicAuthenticationConverter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * How somebody signs in: by a session that a password, a link or an OIDC provider began, or, for
 * programs, by a bearer token or user and password with each request. Everything but the way in
 * wants one of these.
 */
@Configuration
@EnableWebFluxSecurity
class Security {
  private final Access access;
  private final Passwords passwords;
  private final Sessions sessions;
  private final AccessSettings settings;

  Security(Access access, Passwords passwords, Sessions sessions, AccessSettings settings) {
    this.access = access;
    this.passwords = passwords;
    this.sessions = sessions;
    this.settings = settings;
  }

  /** Nobody signs in but as the filters below say; without one, Spring Boot makes a user up. */
  @Bean
  ReactiveAuthenticationManager noOtherWay() {
    return given -> Mono.error(new BadCredentialsException("no way to sign in"));
  }

  @Bean
  SecurityWebFilterChain chain(
      ServerHttpSecurity http,
      SessionCookies cookies,
      WayIn wayIn,
      ObjectProvider<ReactiveJwtDecoder> bearer,
      ObjectProvider<OAuth2ResourceServerProperties> ofBearer,
      ObjectProvider<ReactiveClientRegistrationRepository> providers) {
    http.securityContextRepository(cookies)
        .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
        .authorizeExchange(exchanges ->
            exchanges
                .pathMatchers(
                    "/sign-in",
                    "/sign-in/*",
                    "/sign-out",
                    "/language",
                    "/leadership/*",
                    "/webjars/**",
                    "/calendar/*",
                    "/actuator/health")
                .permitAll()
                .anyExchange()
                .authenticated())
        .exceptionHandling(
            refused -> refused.authenticationEntryPoint(wayIn).accessDeniedHandler(wayIn))
        .csrf(csrf ->
            csrf.csrfTokenRepository(csrfCookies())
                .requireCsrfProtectionMatcher(Security::changesByCookie)
                .accessDeniedHandler(wayIn))
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .addFilterAt(basic(wayIn), SecurityWebFiltersOrder.HTTP_BASIC);
    if (bearer.getIfAvailable() != null) {
      if (ofBearer.getObject().getJwt().getAudiences().isEmpty()) {
        // Or a token that the provider gave for something else would do here, too.
        throw new IllegalStateException(
            "spring.security.oauth2.resourceserver.jwt.audiences: none - expected the audience of"
                + " tokens for this service");
      }
      http.oauth2ResourceServer(resource ->
          resource
              .authenticationEntryPoint(wayIn)
              .authenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(wayIn))
              .jwt(jwt -> jwt.jwtAuthenticationConverter(this::bearer)));
    }
    if (providers.getIfAvailable() != null) {
      http.oauth2Login(login ->
          login
              .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
              .authorizedClientRepository(new Forgotten())
              .authenticationSuccessHandler(this::signedIn)
              .authenticationFailureHandler((at, failure) -> WayIn.to(at.getExchange(), "failed")));
    }
    return http.build();
  }

  private static CookieServerCsrfTokenRepository csrfCookies() {
    CookieServerCsrfTokenRepository cookies = new CookieServerCsrfTokenRepository();
    cookies.setCookieName("plimsoll-form");
    cookies.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Lax").path("/"));
    return cookies;
  }

  /** No page elsewhere can make a browser send a proof of its own, only the cookie. */
  private static Mono<MatchResult> changesByCookie(ServerWebExchange exchange) {
    boolean changes =
        switch (exchange.getRequest().getMethod().name()) {
          case "GET", "HEAD", "OPTIONS", "TRACE" -> false;
          default -> true;
        };
    return changes && !exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
        ? MatchResult.match()
        : MatchResult.notMatch();
  }

  /** User and password with each request, where nobody on the way can read them. */
  private AuthenticationWebFilter basic(WayIn wayIn) {
    ServerHttpBasicAuthenticationConverter header = new ServerHttpBasicAuthenticationConverter();
    AuthenticationWebFilter filter =
        new AuthenticationWebFilter((ReactiveAuthenticationManager) Mono::just);
    filter.setServerAuthenticationConverter(exchange ->
        header
            .convert(exchange)
            .flatMap(given ->
                Passwords.isPrivate(exchange.getRequest())
                    ? checked(given, Passwords.address(exchange.getRequest()))
                    : Mono.error(new BadCredentialsException("a password needs TLS"))));
    filter.setAuthenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(wayIn));
    return filter;
  }

  private Mono<Authentication> checked(Authentication given, String address) {
    return Queries.ask(() ->
            passwords
                .person(given.getName(), String.valueOf(given.getCredentials()), address)
                .map(person -> access.byProof(person, Way.BASIC, null))
                .orElseThrow(() -> new BadCredentialsException("wrong user or password")))
        .map(Proof::new);
  }

  private Mono<AbstractAuthenticationToken> bearer(Jwt token) {
    String person = token.getClaimAsString(settings.personClaim());
    Instant until = token.getExpiresAt();
    if (person == null || person.isBlank() || until == null) {
      return Mono.error(
          new InvalidBearerTokenException("expected claims exp and " + settings.personClaim()));
    }
    return Queries.ask(() -> access.byProof(person, Way.BEARER, until)).map(Proof::new);
  }

  /** A provider said who it is: from here on a session of ours says so. */
  private Mono<Void> signedIn(WebFilterExchange at, Authentication authentication) {
    String person =
        authentication.getPrincipal() instanceof OidcUser user
            ? user.getClaimAsString(settings.personClaim())
            : null;
    if (person == null || person.isBlank()) {
      return WayIn.to(at.getExchange(), "claim");
    }
    ServerWebExchange exchange = at.getExchange();
    return Queries.ask(() -> sessions.begin(person))
        .flatMap(token -> {
          exchange
              .getResponse()
              .addCookie(Cookies.session(exchange.getRequest(), token, sessions.longest()));
          return WayIn.to(exchange, null);
        });
  }

  /** The provider's own tokens are not needed once it has said who signs in. */
  private static final class Forgotten implements ServerOAuth2AuthorizedClientRepository {
    @Override
    public <T extends org.springframework.security.oauth2.client.OAuth2AuthorizedClient>
        Mono<T> loadAuthorizedClient(
            String registration, Authentication principal, ServerWebExchange exchange) {
      return Mono.empty();
    }

    @Override
    public Mono<Void> saveAuthorizedClient(
        org.springframework.security.oauth2.client.OAuth2AuthorizedClient client,
        Authentication principal,
        ServerWebExchange exchange) {
      return Mono.empty();
    }

    @Override
    public Mono<Void> removeAuthorizedClient(
        String registration, Authentication principal, ServerWebExchange exchange) {
      return Mono.empty();
    }
  }
}
