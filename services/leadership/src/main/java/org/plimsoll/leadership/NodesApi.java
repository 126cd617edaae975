package org.plimsoll.leadership;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.leadership.Json.AccountablePerson;
import org.plimsoll.leadership.Json.ExceptionJson;
import org.plimsoll.leadership.Json.Fraction;
import org.plimsoll.leadership.Json.Limit;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Nodes.Tolerance;
import org.plimsoll.leadership.Reported.Figures;
import org.plimsoll.leadership.Standings.Stood;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** Nodes: facts, figures now and over time. */
@RestController
class NodesApi {
  /** Open exceptions of one node; as many as it has tolerances, which are few. */
  private static final int EXCEPTIONS = 200;

  /** A cost and a day of completion that figures are compared with. */
  record Promise(@Nullable Long costMinor, @Nullable LocalDate finish) {}

  /**
   * A node as the registry knows it.
   *
   * @param name in the language of the answer
   * @param originalBaseline what was promised first; figures of growth and slip are held against it
   * @param currentBaseline what is promised now, after decisions about it
   * @param statusChangesTaken about it and all below it, since the beginning of the trail
   * @param facts the entry of the trail that stated them last
   */
  record NodeJson(
      String id,
      String level,
      @Nullable String parentId,
      String name,
      Names names,
      @Nullable String agencyId,
      @Nullable AccountablePerson accountable,
      String currency,
      String source,
      Promise originalBaseline,
      Promise currentBaseline,
      long statusChangesTaken,
      Position facts) {
    static NodeJson of(Node node, Locale locale) {
      return new NodeJson(
          node.id(),
          node.level(),
          node.parentId(),
          node.names().in(locale),
          node.names(),
          node.agencyId(),
          AccountablePerson.of(node.person(), node.role() == null ? null : node.role().en()),
          node.currency(),
          node.source(),
          new Promise(node.originalCostMinor(), node.originalFinish()),
          new Promise(node.currentCostMinor(), node.currentFinish()),
          node.statusTaken(),
          node.facts());
    }
  }

  /**
   * What the node is for, as a number.
   *
   * @param name in three languages
   * @param direction AT_LEAST or AT_MOST
   */
  record TargetJson(
      String indicatorId,
      Object name,
      String unit,
      long targetTenThousandths,
      String direction,
      String indicatorKind,
      @Nullable LocalDate dueDate,
      String source) {
    static TargetJson of(Target target) {
      return new TargetJson(
          target.id(),
          target.name(),
          target.unit(),
          target.target(),
          target.direction(),
          target.kind(),
          target.due(),
          target.source());
    }
  }

  /**
   * One measure.
   *
   * @param value absent while it is not yet measurable
   * @param notYet why it is not, as a fixed code
   */
  record ReadingJson(
      String measure,
      @Nullable String indicatorId,
      @Nullable Fraction value,
      @Nullable String notYet) {}

  /**
   * Figures at a data date.
   *
   * @param cause the entry that brought them first
   * @param correctedBy the entry of a correction that they follow now; absent without one
   */
  record FiguresJson(
      LocalDate dataDate,
      @Nullable Long pvMinor,
      @Nullable Long evMinor,
      @Nullable Long acMinor,
      @Nullable Long bacMinor,
      @Nullable Long eacMinor,
      @Nullable LocalDate forecastFinish,
      @Nullable LocalDate projectedFinish,
      int projects,
      int projectsReporting,
      int projectsInException,
      List<ReadingJson> readings,
      @Nullable String phase,
      @Nullable String note,
      @Nullable String selfRating,
      Position cause,
      @Nullable Position correctedBy,
      Instant takenAt) {}

  /**
   * A tolerance.
   *
   * @param terms how it is applied, under the names of core's {@code Terms}
   */
  record ToleranceJson(
      String toleranceId,
      int version,
      String kind,
      String measure,
      @Nullable String indicatorId,
      String breach,
      String unit,
      Limit limit,
      String grantedBy,
      String reason,
      Position cause,
      Instant takenAt,
      @Schema(ref = TypedSchemas.TERMS) @Nullable Object terms,
      @Nullable GivenOnJson givenOn) {}

  /**
   * What a program gave on of a tolerance to its projects.
   *
   * @param limitTenThousandths the sum of the parts of an amount, otherwise the widest of them;
   *     absent where one of them has no limit
   * @param exceeded whether it is more than the program holds
   */
  record GivenOnJson(int projects, @Nullable BigDecimal limitTenThousandths, boolean exceeded) {}

  /**
   * A node with all that is known of it now.
   *
   * @param figures of the newest data date; null before the first report
   * @param tolerancesScheduled whose first day has not come
   */
  record NodeDetailJson(
      NodeJson node,
      List<TargetJson> targets,
      @Nullable FiguresJson figures,
      List<ToleranceJson> tolerancesInForce,
      List<ToleranceJson> tolerancesScheduled,
      List<ExceptionJson> openExceptions,
      List<SignalJson> signals) {}

  /**
   * A signal that is on.
   *
   * @param toleranceId absent where it speaks of no tolerance
   * @param reports data dates in a row when it was seen
   * @param value what was seen; absent where the reports say all
   * @param against what it is held against
   * @param text the same in a sentence
   */
  record SignalJson(
      String signal,
      @Nullable String toleranceId,
      int reports,
      Signals.@Nullable Evidence value,
      Signals.@Nullable Evidence against,
      LocalDate since,
      LocalDate onDate,
      String text,
      Position cause) {}

  private final InWords words;

  NodesApi(InWords words) {
    this.words = words;
  }

  /** The nodes that the reader sees, by id. */
  @GetMapping("/v1/nodes")
  @Parameter(
      in = QUERY,
      name = "parent",
      description = "id of the node above",
      schema = @Schema(type = "string", pattern = Asked.NODE_ID),
      example = "enbek")
  @Parameter(
      in = QUERY,
      name = "level",
      description = "the level of the node",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"PROJECT", "PROGRAM", "PORTFOLIO"}),
      example = "PROJECT")
  @Asked.Paged
  @FollowsTrail
  Page<NodeJson> page(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "parent", "level", "limit", "cursor");
    Page<Node> page =
        seen.nodes()
            .page(
                given.node("parent"),
                given.oneOf("level", "PROJECT", "PROGRAM", "PORTFOLIO"),
                Objects.requireNonNullElse(given.cursor(), ""),
                given.limit());
    return given.page(page, node -> NodeJson.of(node, locale));
  }

  /** A node as it stands: facts, figures, tolerances, open exceptions and signals. */
  @GetMapping("/v1/nodes/{id}")
  @FollowsTrail
  NodeDetailJson node(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(description = "id of the node", example = "shilisai-school") @PathVariable
          String id,
      Locale locale) {
    Parameters.of(exchange);
    Node node = known(seen, id);
    List<Stood> stood = seen.standings().tolerances(node);
    List<Tolerance> inForce = stood.stream().filter(Stood::stands).map(Stood::row).toList();
    return new NodeDetailJson(
        NodeJson.of(node, locale),
        node.targets().stream().map(TargetJson::of).toList(),
        seen.nodes().reported().latest(id).map(figures -> json(figures, node, locale)).orElse(null),
        stood.stream().filter(Stood::stands).map(each -> json(seen, each, node, locale)).toList(),
        stood.stream()
            .filter(each -> !each.stands())
            .map(each -> json(seen, each, node, locale))
            .toList(),
        seen.exceptions().ofNode(id, EXCEPTIONS).stream()
            .filter(each -> each.state().equals("OPEN"))
            .map(each -> ExceptionJson.of(each, words, locale))
            .toList(),
        seen.signals().ofNode(id).stream()
            .map(each ->
                new SignalJson(
                    each.signal(),
                    each.toleranceId().isEmpty() ? null : each.toleranceId(),
                    each.reports(),
                    each.value(),
                    each.against(),
                    each.since(),
                    each.onDate(),
                    seen.signals().said(each, node, inForce, locale),
                    each.cause()))
            .toList());
  }

  /** A node's figures by data date, the oldest first; those of a corrected report as corrected. */
  @GetMapping("/v1/nodes/{id}/history")
  @Asked.Paged
  @FollowsTrail
  Page<FiguresJson> history(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(description = "id of the node", example = "shilisai-school") @PathVariable
          String id,
      Locale locale) {
    Parameters given = Parameters.of(exchange, "limit", "cursor");
    Node node = known(seen, id);
    String cursor = given.cursor();
    LocalDate after;
    try {
      after = cursor == null ? LocalDate.of(1, 1, 1).minusDays(1) : LocalDate.parse(cursor);
    } catch (DateTimeException e) {
      throw Parameters.badCursor(String.valueOf(given.text("cursor")));
    }
    Page<Figures> page = seen.nodes().reported().history(id, after, given.limit());
    return given.page(page, figures -> json(figures, node, locale));
  }

  private Node known(Seen seen, String id) {
    return seen.nodes()
        .node(id)
        .orElseThrow(() -> new UnknownException("node", id, "the id of a registered node"));
  }

  private FiguresJson json(Figures figures, Node node, Locale locale) {
    return new FiguresJson(
        figures.dataDate(),
        figures.pvMinor(),
        figures.evMinor(),
        figures.acMinor(),
        figures.bacMinor(),
        figures.eacMinor(),
        figures.forecastFinish(),
        figures.projectedFinish(),
        figures.projects(),
        figures.projectsReporting(),
        figures.projectsInException(),
        figures.readings().stream()
            .map(reading ->
                new ReadingJson(
                    reading.m(),
                    reading.i(),
                    reading.d() == 0
                        ? null
                        : Json.fraction(
                            reading.n(),
                            reading.d(),
                            Measures.unit(reading.m()),
                            node.currency(),
                            words,
                            locale),
                    reading.w()))
            .toList(),
        figures.phase(),
        figures.note(),
        figures.selfRating(),
        figures.cause(),
        figures.correctedBy(),
        figures.takenAt());
  }

  private ToleranceJson json(Seen seen, Stood stood, Node node, Locale locale) {
    Tolerance tolerance = stood.row();
    return new ToleranceJson(
        tolerance.id(),
        tolerance.version(),
        tolerance.kind(),
        tolerance.measure(),
        tolerance.indicatorId(),
        tolerance.breach(),
        tolerance.unit(),
        Json.limit(
            tolerance.limitTenThousandths(), tolerance.unit(), node.currency(), words, locale),
        tolerance.grantedBy(),
        tolerance.reason(),
        tolerance.cause(),
        tolerance.takenAt(),
        Typed.plain(stood.inForce().terms()),
        node.level().equals("PROGRAM")
            ? seen.budgets()
                .given(node, stood.inForce())
                .map(given ->
                    new GivenOnJson(
                        given.projects(), given.limitTenThousandths(), given.exceeded()))
                .orElse(null)
            : null);
  }
}
