package org.plimsoll.leadership.access;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Where somebody signs in, by user and password, a provider, or a link; and out. */
@Controller
class SignInPages {
  private static final int LONGEST = 200;
  private static final List<String> SAID =
      List.of("wrong", "tooMany", "stale", "failed", "claim", "link", "out", "open");

  /** A provider by which one may sign in. */
  record Provider(String name, String path) {}

  private final JdbcClient database;
  private final Sessions sessions;
  private final Passwords passwords;
  private final List<Provider> providers;

  SignInPages(
      JdbcClient database,
      Sessions sessions,
      Passwords passwords,
      ObjectProvider<InMemoryReactiveClientRegistrationRepository> registrations) {
    this.database = database;
    this.sessions = sessions;
    this.passwords = passwords;
    this.providers =
        Optional.ofNullable(registrations.getIfAvailable()).stream()
            .flatMap(each -> java.util.stream.StreamSupport.stream(each.spliterator(), false))
            .map(SignInPages::provider)
            .toList();
  }

  private static Provider provider(ClientRegistration registration) {
    return new Provider(
        registration.getClientName(), "/oauth2/authorization/" + registration.getRegistrationId());
  }

  @GetMapping("/sign-in")
  Rendering page(ServerWebExchange exchange, Locale locale) {
    MultiValueMap<String, String> given = exchange.getRequest().getQueryParams();
    String said = given.getFirst("said");
    return shown(
        HttpStatus.OK,
        said != null && SAID.contains(said) ? said : "",
        "",
        back(given.getFirst("back")),
        locale);
  }

  @PostMapping("/sign-in")
  Rendering signIn(ServerWebExchange exchange, Locale locale) {
    MultiValueMap<String, String> form = exchange.getFormData().block();
    String user = form == null ? null : form.getFirst("user");
    String password = form == null ? null : form.getFirst("password");
    String back = back(form == null ? null : form.getFirst("back"));
    if (!Passwords.isPrivate(exchange.getRequest())) {
      return shown(HttpStatus.FORBIDDEN, "open", "", back, locale);
    }
    if (user == null
        || password == null
        || user.isBlank()
        || user.length() > LONGEST
        || password.length() > LONGEST) {
      return shown(HttpStatus.UNAUTHORIZED, "wrong", "", back, locale);
    }
    try {
      return passwords
          .person(user.strip(), password, Passwords.address(exchange.getRequest()))
          .map(person -> begun(exchange, person, back))
          .orElseGet(() -> shown(HttpStatus.UNAUTHORIZED, "wrong", user.strip(), back, locale));
    } catch (TooManyException e) {
      return shown(HttpStatus.TOO_MANY_REQUESTS, "tooMany", user.strip(), back, locale);
    }
  }

  /**
   * Asks whether to sign in whom the link was made for. To open a link does nothing yet: programs
   * that look ahead do it, and a page elsewhere can have a browser do it.
   */
  @GetMapping("/sign-in/{token}")
  Rendering link(@PathVariable String token, Locale locale) {
    String name = SignInLinks.name(database, token);
    return name == null
        ? linkIsOver()
        : around(Rendering.view("sign-in-link"), "/sign-in/" + token, locale)
            .modelAttribute("name", name)
            .build();
  }

  /** Signs in whom the link was made for. A second time it leads to the page. */
  @PostMapping("/sign-in/{token}")
  Rendering follow(ServerWebExchange exchange, @PathVariable String token) {
    String person = SignInLinks.take(database, token);
    return person == null ? linkIsOver() : begun(exchange, person, "/");
  }

  private static Rendering linkIsOver() {
    return Rendering.redirectTo("/sign-in?said=link").status(HttpStatus.SEE_OTHER).build();
  }

  @PostMapping("/sign-out")
  ResponseEntity<Void> signOut(ServerWebExchange exchange) {
    HttpCookie cookie = exchange.getRequest().getCookies().getFirst(Cookies.SESSION);
    if (cookie != null) {
      sessions.end(Tokens.sha256(cookie.getValue()));
    }
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header("Set-Cookie", Cookies.session(exchange.getRequest(), "", Duration.ZERO).toString())
        // What the browser still has of pages goes, too.
        .header("Clear-Site-Data", "\"cache\"")
        .location(URI.create("/sign-in?said=out"))
        .build();
  }

  private Rendering begun(ServerWebExchange exchange, String person, String back) {
    // A session that this browser had is not the one that it goes on with.
    HttpCookie before = exchange.getRequest().getCookies().getFirst(Cookies.SESSION);
    if (before != null) {
      sessions.end(Tokens.sha256(before.getValue()));
    }
    exchange
        .getResponse()
        .addCookie(
            Cookies.session(exchange.getRequest(), sessions.begin(person), sessions.longest()));
    return Rendering.redirectTo(back).status(HttpStatus.SEE_OTHER).build();
  }

  /** Only ways within this site: "//host" and "/\host" lead elsewhere. */
  private static String back(@Nullable String given) {
    return given != null && given.matches("/(?![/\\\\])[A-Za-z0-9/._~%-]*") ? given : "/";
  }

  private Rendering shown(HttpStatus status, String said, String user, String back, Locale locale) {
    return around(Rendering.view("sign-in").status(status), "/sign-in", locale)
        .modelAttribute("said", said)
        .modelAttribute("user", user)
        .modelAttribute("back", back)
        .modelAttribute("providers", providers)
        .build();
  }

  private static Rendering.Builder<?> around(
      Rendering.Builder<?> page, String here, Locale locale) {
    return page.modelAttribute("language", locale.getLanguage())
        .modelAttribute("languages", List.of("kk", "ru", "en"))
        .modelAttribute("here", here);
  }
}
