package org.plimsoll.leadership;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
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

  /**
   * Exceptions that are open or were, in the order in which they were raised; each episode its own.
   */
  @GetMapping("/v1/exceptions")
  @Parameter(
      in = QUERY,
      name = "level",
      description = "the level of the node",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"PROJECT", "PROGRAM", "PORTFOLIO"}),
      example = "PROJECT")
  @Asked.Node
  @Parameter(
      in = QUERY,
      name = "kind",
      description = "the kind of tolerance",
      schema =
          @Schema(
              type = "string",
              allowableValues = {
                "TIME",
                "COST",
                "SCOPE",
                "QUALITY",
                "RISK",
                "BENEFIT",
                "SUSTAINABILITY"
              }),
      example = "COST")
  @Parameter(
      in = QUERY,
      name = "state",
      description = "as it is now",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"OPEN", "CLEARED"}),
      example = "OPEN")
  @Asked.Paged
  @FollowsTrail
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
    return given.page(page, each -> ExceptionJson.of(each, words, locale));
  }
}
