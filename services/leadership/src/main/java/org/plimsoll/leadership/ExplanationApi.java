package org.plimsoll.leadership;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Explanations.Told;
import org.plimsoll.leadership.Json.ExceptionJson;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Standings.Stood;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** Why, or why not: typed, and in the reader's language. */
@RestController
class ExplanationApi {
  /** Who granted a tolerance and on what terms. */
  record GrantJson(
      String grantedBy, String reason, int version, Position event, @Nullable Decision widened) {}

  /**
   * One tolerance explained.
   *
   * @param explanation typed, under the names of core's {@code explanation} package
   * @param inWords the same in the reader's language
   */
  record ExplanationJson(
      String nodeId,
      String name,
      String toleranceId,
      Position position,
      @Nullable LocalDate dataDate,
      GrantJson grant,
      @Schema(ref = TypedSchemas.EXPLANATION) @Nullable Object explanation,
      WhyInWords.Said inWords) {}

  /**
   * What the deadband or the budget held back, or what is given on.
   *
   * @param restraint typed, under the names of core's {@code explanation} package
   * @param text the same in the reader's language
   * @param position the entry that recorded it
   */
  record RestraintJson(
      String nodeId,
      @Schema(ref = TypedSchemas.RESTRAINT) @Nullable Object restraint,
      String text,
      Position position) {}

  record NodeExplanationsJson(
      String nodeId, List<ExplanationJson> items, List<RestraintJson> restraints) {}

  /** Why an input was not taken. */
  record RefusedJson(String reason, String field, String value, String expected, String text) {}

  /**
   * One input explained.
   *
   * @param leftOut how many tolerances are not among the items, because there are too many
   * @param restraints also why a tolerance that was asked for does not fit the budget
   */
  record EntryExplanationJson(
      Position position,
      boolean accepted,
      @Nullable RefusedJson refused,
      List<ExplanationJson> items,
      int leftOut,
      List<RestraintJson> restraints) {}

  /**
   * A drafted exception report.
   *
   * @param report typed; absent where its figures cannot be read
   * @param recommendation always null: it is a person's to write
   * @param lessons always null, likewise
   */
  record ReportJson(
      ExceptionJson exception,
      @Schema(ref = TypedSchemas.REPORT) @Nullable Object report,
      ReportInWords.@Nullable Said inWords,
      @Nullable String recommendation,
      @Nullable String lessons) {}

  /** An exception, who has it in hand, and what was decided about it. */
  record ExceptionDetailJson(ExceptionJson exception, Handling handling) {}

  /**
   * Decisions about a node.
   *
   * @param nextCursor null on the last page
   */
  record DecisionsJson(String nodeId, List<Decision> items, @Nullable String nextCursor) {}

  private final InWords words;
  private final PersonsInWords persons;

  ExplanationApi(InWords words, PersonsInWords persons) {
    this.words = words;
    this.persons = persons;
  }

  /**
   * Why, or why not: every tolerance of a node, or one, as it stands, at a data date, or at a place
   * of the trail. Typed and in words. A node has few tolerances, so this is no list of pages.
   */
  @GetMapping("/v1/nodes/{id}/explanation")
  @Parameter(
      in = QUERY,
      name = "tolerance",
      description = "id of one tolerance of the node; without it every one",
      example = "cost")
  @Parameter(
      in = QUERY,
      name = "at",
      description = "a day: the figures of the newest data date until then; not with position",
      schema = @Schema(type = "string", format = "date"),
      example = "2021-06-30")
  @Parameter(
      in = QUERY,
      name = "position",
      description = "a place in the trail, as tier/partition/sequence; not with at",
      schema = @Schema(type = "string", pattern = "^(program|portfolio)/[0-9]+/[0-9]+$"),
      example = "program/3/20")
  @FollowsTrail
  NodeExplanationsJson node(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(description = "id of the node", example = "shilisai-school") @PathVariable
          String id,
      Locale locale) {
    Parameters given = Parameters.of(exchange, "tolerance", "at", "position");
    Node node =
        seen.nodes()
            .node(id)
            .orElseThrow(() -> new UnknownException("node", id, "the id of a registered node"));
    LocalDate on = given.day("at");
    Position at = position(given.text("position"));
    if (on != null && at != null) {
      throw new BadParameterException(
          "position", String.valueOf(given.text("position")), "at or position, not both");
    }
    String tolerance = given.text("tolerance");
    List<Told> told =
        tolerance == null
            ? at == null ? seen.explanations().allNow(node, on) : seen.explanations().all(node, at)
            : List.of(
                at == null
                    ? seen.explanations().now(node, tolerance, on)
                    : seen.explanations().at(node, tolerance, at));
    Position until =
        at != null
            ? at
            : on == null || told.isEmpty()
                ? new Position(node.facts().tier(), node.facts().partition(), Long.MAX_VALUE, null)
                : told.getFirst().at();
    return new NodeExplanationsJson(
        id,
        told.stream().map(each -> json(seen, each, locale)).toList(),
        seen.restraints().ofNode(node, until).stream()
            .map(each -> json(seen, each, locale))
            .toList());
  }

  /** What one input was weighed against and what came of it, or why it was refused. */
  @GetMapping("/v1/trail/{tier}/{partition}/{sequence}/explanation")
  @FollowsTrail
  EntryExplanationJson entry(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(
              description = "program or portfolio",
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {"program", "portfolio"}),
              example = "program")
          @PathVariable
          String tier,
      @Parameter(
              description = "of the topic of the tier",
              schema = @Schema(type = "integer", minimum = "0"),
              example = "3")
          @PathVariable
          String partition,
      @Parameter(
              description = "dense within its tier and partition",
              schema = @Schema(type = "integer", format = "int64", minimum = "1"),
              example = "20")
          @PathVariable
          String sequence,
      Locale locale) {
    Parameters.of(exchange);
    Explanations.OfEntry of = seen.explanations().of(seen.trail().entry(tier, partition, sequence));
    org.plimsoll.schema.Refused refused = of.refused();
    return new EntryExplanationJson(
        Sources.position(of.found().entry()),
        of.found().entry().getAccepted(),
        refused == null
            ? null
            : new RefusedJson(
                refused.getReason(),
                refused.getField(),
                refused.getValue(),
                refused.getExpected(),
                words.say(
                    "decision.refused",
                    locale,
                    words.symbol("refusal", refused.getReason(), locale),
                    refused.getField(),
                    persons.named(refused.getValue(), locale),
                    persons.named(refused.getExpected(), locale))),
        of.explained().stream().map(told -> json(seen, told, locale)).toList(),
        of.leftOut(),
        seen.restraints().ofEntry(of.found()).stream()
            .map(each -> json(seen, each, locale))
            .toList());
  }

  /** One exception, and who has it in hand. */
  @GetMapping("/v1/exceptions/{id}")
  @FollowsTrail
  ExceptionDetailJson exception(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(description = "id of the exception", example = "shilisai-school~cost~1")
          @PathVariable
          String id,
      Locale locale) {
    Parameters.of(exchange);
    Reports.Case found = seen.reports().of(id);
    return new ExceptionDetailJson(
        ExceptionJson.of(found.episode(), words, locale), found.handling());
  }

  /** The exception report drafted from figures. */
  @GetMapping("/v1/exceptions/{id}/report")
  @FollowsTrail
  ReportJson report(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(description = "id of the exception", example = "shilisai-school~cost~1")
          @PathVariable
          String id,
      Locale locale) {
    Parameters.of(exchange);
    Reports.Case found = seen.reports().of(id);
    return new ReportJson(
        ExceptionJson.of(found.episode(), words, locale),
        Typed.plain(found.report()),
        found.report() == null
            ? null
            : seen.reportInWords()
                .of(
                    found.report(),
                    found.shares(),
                    found.node(),
                    seen.map().today().orElse(null),
                    locale),
        null,
        null);
  }

  /** What was decided about a node and its exceptions, taken and refused, newest first. */
  @GetMapping("/v1/nodes/{id}/decisions")
  @Asked.Paged
  @FollowsTrail
  DecisionsJson decisions(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(description = "id of the node", example = "shilisai-school") @PathVariable
          String id,
      Locale locale) {
    Parameters given = Parameters.of(exchange, "limit", "cursor");
    if (seen.nodes().node(id).isEmpty()) {
      throw new UnknownException("node", id, "the id of a registered node");
    }
    Page<Decision> page =
        given.page(
            seen.decisions().ofNode(id, before(given), given.limit()),
            decision -> persons.opened(decision, locale));
    return new DecisionsJson(id, page.items(), page.nextCursor());
  }

  private static Decisions.@Nullable Place before(Parameters given) {
    String key = given.cursor();
    return key == null ? null : Decisions.Place.of(key);
  }

  private RestraintJson json(Seen seen, Restraints.Found found, Locale locale) {
    return new RestraintJson(
        found.restraint().nodeId(),
        Typed.plain(found.restraint()),
        seen.restraintsInWords().of(found.restraint(), locale),
        found.at());
  }

  private ExplanationJson json(Seen seen, Told told, Locale locale) {
    Explanation explanation = told.explanation();
    Stood stood = told.stood();
    return new ExplanationJson(
        told.node().id(),
        told.node().names().in(locale),
        stood.granted().id(),
        told.at(),
        told.dataDate(),
        new GrantJson(
            stood.granted().grantedBy(),
            stood.granted().reason(),
            stood.granted().version(),
            stood.granted().cause(),
            stood.widened() == null ? null : persons.opened(stood.widened(), locale)),
        new Typed(figure -> WhyInWords.event(figure, told)).of(explanation),
        seen.whyInWords().of(told, locale));
  }

  /** A place in the trail, for example program/0/41. */
  private static @Nullable Position position(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new BadParameterException(
          "position", text, "tier, partition and sequence, for example program/0/41");
    }
    return Trail.position(parts[0], parts[1], parts[2]);
  }
}
