package org.plimsoll.leadership;

import java.util.Locale;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Exceptions.Filter;
import org.plimsoll.leadership.Json.ExceptionJson;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** Exceptions of all nodes, each episode its own. */
@RestController
class ExceptionsApi {
  private final InWords words;

  ExceptionsApi(InWords words) {
    this.words = words;
  }

  @GetMapping("/v1/exceptions")
  Page<ExceptionJson> page(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "level", "node", "kind", "state", "limit", "cursor");
    Filter filter =
        new Filter(
            given.oneOf("level", "PROJECT", "PROGRAM", "PORTFOLIO"),
            given.node("node"),
            given.oneOf(
                "kind", "TIME", "COST", "SCOPE", "QUALITY", "RISK", "BENEFIT", "SUSTAINABILITY"),
            given.oneOf("state", "OPEN", "CLEARED"));
    Page<Episode> page = seen.exceptions().page(filter, given.cursorSeq(), given.limit());
    return new Page<>(
        page.items().stream().map(each -> ExceptionJson.of(each, words, locale)).toList(),
        page.nextCursor());
  }
}
