package org.plimsoll.leadership;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.PortfolioMap.Span;
import org.plimsoll.leadership.ProjectionState.Shown;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** What stands around every screen: language, the reduction of information, how fresh it is. */
@Controller
class Frame {
  private final ProjectionState state;
  private final InWords words;
  private final PersonsInWords persons;

  Frame(ProjectionState state, InWords words, PersonsInWords persons) {
    this.state = state;
    this.words = words;
    this.persons = persons;
  }

  void around(Seen seen, Rendering.Builder<?> view, ServerWebExchange exchange, Locale locale) {
    Shown shown = state.shown(Instant.now());
    Flow.Counts counts = seen.flow().counts();
    // One clock is enough: where the trail has another day, when its entries came says nothing.
    String clock = clock(seen, shown.asOf(), locale);
    view.modelAttribute("person", persons.named(seen.reader().person(), locale))
        .modelAttribute("auditor", seen.reader().scope().everything())
        .modelAttribute("officer", BacktestScope.concerns(seen))
        .modelAttribute(
            "ofPortfolio", seen.reader().scope().everything() || seen.map().seesPortfolio())
        .modelAttribute("engineer", !seen.reader().scope().agencies().isEmpty())
        .modelAttribute("language", locale.getLanguage())
        .modelAttribute("languages", List.of("kk", "ru", "en"))
        .modelAttribute("here", exchange.getRequest().getURI().getRawPath())
        .modelAttribute("asOf", clock.isEmpty() ? words.moment(shown.asOf(), locale) : "")
        .modelAttribute("clock", clock)
        .modelAttribute("stopped", shown.stopped())
        .modelAttribute("someIllustrative", seen.flow().isIllustrative())
        .modelAttribute(
            "behind",
            shown.behind() == 0
                ? ""
                : words.say(
                    "behind",
                    locale,
                    words.count("events", shown.behind(), locale),
                    words.integer(shown.behindSeconds(), locale)))
        .modelAttribute(
            "reduction",
            words.say(
                "reduction",
                locale,
                words.count("statusChanges", counts.statusChangesTaken(), locale),
                words.integer(counts.deliveredToProgram(), locale),
                words.integer(counts.deliveredToPortfolio(), locale)));
  }

  /** What day it is for the trail, whose ticks may bring another one than that of the figures. */
  private String clock(Seen seen, @Nullable Instant asOf, Locale locale) {
    return asOf == null
        ? ""
        : seen.map()
            .span()
            .map(Span::to)
            .filter(day -> !day.equals(asOf.atOffset(ZoneOffset.UTC).toLocalDate()))
            .map(day -> words.say("clock", locale, words.day(day, locale)))
            .orElse("");
  }

  /** Keeps the chosen language and goes back to where it was chosen. */
  @GetMapping("/language")
  ResponseEntity<Void> language(ServerWebExchange exchange) {
    Parameters given = Parameters.of(exchange, "choose", "back");
    String language = given.oneOf("choose", "kk", "ru", "en");
    if (language == null) {
      throw new BadParameterException("choose", "", "one of [kk, ru, en]");
    }
    String back = given.text("back");
    // Only ways within this site: "//host" and "/\host" lead elsewhere.
    boolean within = back != null && back.matches("/(?![/\\\\])[A-Za-z0-9/._~%-]*");
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .location(URI.create(within && back != null ? back : "/"))
        .header(
            "Set-Cookie",
            ResponseCookie.from(Web.COOKIE, language)
                .path("/")
                .maxAge(Duration.ofDays(400))
                .httpOnly(true)
                .sameSite("Lax")
                .build()
                .toString())
        .build();
  }
}
