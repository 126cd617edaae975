package org.plimsoll.leadership;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Flow.Refusal;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Refusals.Filter;
import org.plimsoll.leadership.Refusals.Source;
import org.plimsoll.leadership.Refusals.Sources;
import org.plimsoll.leadership.subscription.DeliverySettings;
import org.plimsoll.wire.Topics;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** For the engineer of an agency: what was refused and what to change, and who is silent. */
@Controller
class RefusalsScreen {
  private static final int ROWS = 20;
  private static final int SOURCES = 20;
  private static final int SENDERS = 200;

  /** Of an export: 10,000 rows of some 700 bytes are 7 MB. */
  private static final int MOST_EXPORTED = 10_000;

  private static final String[] REASONS =
      Arrays.stream(org.plimsoll.core.escalation.Refusal.Reason.values())
          .map(Enum::name)
          .toArray(String[]::new);

  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  /** Before the first field, so that spreadsheets read the rest as UTF-8. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /**
   * A refusal in words.
   *
   * @param inTrail what was expected as the trail says it; empty where it says it so here
   * @param node id of the node that it names; empty where it could not be read
   * @param event id of the event; empty as well
   */
  record Row(
      Refusal refusal,
      String value,
      String expected,
      String inTrail,
      String at,
      String reason,
      String type,
      String node,
      String event) {}

  /** A reason that occurs, with how often. */
  record Reason(String code, String text) {}

  /** A project in words. */
  record Reporting(Source source, String name, String last, String expected, String silent) {}

  private final LeadershipSettings settings;
  private final DeliverySettings deliveries;
  private final InWords words;
  private final PersonsInWords persons;
  private final ExpectedInWords expectations;
  private final Frame frame;

  RefusalsScreen(
      LeadershipSettings settings,
      DeliverySettings deliveries,
      InWords words,
      PersonsInWords persons,
      ExpectedInWords expectations,
      Frame frame) {
    this.settings = settings;
    this.deliveries = deliveries;
    this.words = words;
    this.persons = persons;
    this.expectations = expectations;
    this.frame = frame;
  }

  @GetMapping("/refusals")
  Rendering page(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "reason", "sender", "from", "until", "cursor");
    Filter filter = filter(given);
    String cursor = given.cursor("cursor");
    Page<Refusal> page =
        seen.refusals()
            .before(filter, cursor == null ? Long.MAX_VALUE : given.cursorSeq("cursor"), ROWS);
    Map<Long, String> nodes = seen.refusals().nodeIds(page.items());
    Refusals.Day day = seen.refusals().lastDay();
    List<String> agencies = List.copyOf(seen.reader().scope().agencies());
    lookUp(page.items());
    Rendering.Builder<?> view =
        Rendering.view("refusals")
            .status(isReversed(filter) ? HttpStatus.BAD_REQUEST : HttpStatus.OK)
            .modelAttribute("reversed", isReversed(filter))
            .modelAttribute("rows", page.items().stream().map(r -> row(r, nodes, locale)).toList())
            .modelAttribute("reasons", reasons(seen, filter, locale))
            .modelAttribute("senders", seen.refusals().senders(SENDERS))
            .modelAttribute("reason", text(filter.reason()))
            .modelAttribute("sender", text(filter.sender()))
            .modelAttribute("from", text(filter.from()))
            .modelAttribute("until", text(filter.until()))
            .modelAttribute("cursor", text(given.text("cursor")))
            .modelAttribute("next", text(page.nextCursor()))
            .modelAttribute("mostExported", words.integer(MOST_EXPORTED, locale))
            .modelAttribute("taken", words.integer(day.taken(), locale))
            .modelAttribute("refused", words.integer(day.refused(), locale))
            .modelAttribute("agencies", agencies)
            .modelAttribute("topics", agencies.stream().flatMap(RefusalsScreen::topic).toList());
    Sources sources =
        agencies.isEmpty()
            ? new Sources(List.of(), 0, 0, null)
            : seen.refusals().sources(agencies, SOURCES);
    view.modelAttribute("example", example(seen, sources));
    if (!agencies.isEmpty()) {
      sources(view, sources, newest(seen), locale);
    }
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  /** A status change of one of these projects as it is handed in, to copy. */
  private String example(Seen seen, Sources sources) {
    String url = settings.intake() == null ? "" : settings.intake().url().toString();
    String project =
        sources.sources().isEmpty() ? "PROJECT" : sources.sources().getFirst().nodeId();
    String currency = seen.nodes().node(project).map(Node::currency).orElse("KZT");
    return """
    curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
      %s/v1/status-changes -d '
      {"eventId": "%s-1", "source": "NAME OF YOUR SYSTEM", "projectId": "%s",
       "dataDate": "YYYY-MM-DD", "currency": "%s", "costForecastMinor": 125000000}'\
    """
        .formatted(url, project, project, currency);
  }

  private void sources(
      Rendering.Builder<?> view, Sources sources, @Nullable Instant refused, Locale locale) {
    Instant last =
        Stream.of(sources.newest(), refused)
            .filter(at -> at != null)
            .max(Instant::compareTo)
            .orElse(null);
    view.modelAttribute(
            "sources", sources.sources().stream().map(s -> reporting(s, locale)).toList())
        .modelAttribute(
            "last", last == null ? words.say("refusals.never", locale) : words.moment(last, locale))
        .modelAttribute(
            "silent",
            words.say(
                "refusals.silent.of",
                locale,
                words.integer(sources.silent(), locale),
                words.integer(sources.all(), locale)))
        .modelAttribute("isSilent", sources.silent() > 0)
        .modelAttribute("more", sources.all() > sources.sources().size());
  }

  /** When the newest refusal came; null before the first. */
  private static @Nullable Instant newest(Seen seen) {
    return seen
        .refusals()
        .before(new Filter(null, null, null, null), Long.MAX_VALUE, 1)
        .items()
        .stream()
        .map(Refusal::takenAt)
        .findFirst()
        .orElse(null);
  }

  /** The newest of what the page shows, for a spreadsheet. */
  @GetMapping("/refusals.csv")
  ResponseEntity<String> export(Seen seen, ServerWebExchange exchange, Locale locale) {
    Filter filter = filter(Parameters.of(exchange, "reason", "sender", "from", "until"));
    if (isReversed(filter)) {
      throw new BadParameterException(
          "until", text(filter.until()), "a day from " + filter.from() + " on");
    }
    StringBuilder csv = new StringBuilder(BYTE_ORDER_MARK);
    csv.append(
        Csv.row(
            List.of(
                "takenAt",
                "reason",
                "meaning",
                "field",
                "value",
                "expected",
                "sender",
                "inputType",
                "eventId",
                "nodeId",
                "page")));
    List<Refusal> newest = seen.refusals().before(filter, Long.MAX_VALUE, MOST_EXPORTED).items();
    Map<Long, String> nodes = seen.refusals().nodeIds(newest);
    lookUp(newest);
    for (Refusal each : newest) {
      csv.append(
          Csv.row(
              List.of(
                  each.takenAt().toString(),
                  each.reason(),
                  words.symbol("refusal", each.reason(), locale),
                  each.field(),
                  persons.named(each.value(), locale),
                  persons.named(each.expected(), locale),
                  text(each.sender()),
                  each.inputType(),
                  text(each.cause().eventId()),
                  text(nodes.get(each.seq())),
                  deliveries.site() + path(each))));
    }
    return ResponseEntity.ok()
        .contentType(CSV)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("refusals.csv").build().toString())
        .body(csv.toString());
  }

  private static boolean isReversed(Filter filter) {
    return filter.from() != null
        && filter.until() != null
        && filter.until().isBefore(filter.from());
  }

  private static Filter filter(Parameters given) {
    return new Filter(
        given.oneOf("reason", REASONS),
        given.node("sender"),
        given.day("from"),
        given.day("until"));
  }

  private List<Reason> reasons(Seen seen, Filter filter, Locale locale) {
    return seen.refusals().byReason(filter).stream()
        .map(each ->
            new Reason(
                each.reason(),
                words.symbol("refusal", each.reason(), locale)
                    + " ("
                    + words.integer(each.times(), locale)
                    + ")"))
        .toList();
  }

  private void lookUp(List<Refusal> refusals) {
    persons.lookUp(refusals.stream().flatMap(each -> Stream.of(each.value(), each.expected())));
  }

  private Row row(Refusal refusal, Map<Long, String> nodes, Locale locale) {
    String expected = expectations.say(refusal.expected(), locale);
    String inTrail = expectations.inTrail(refusal.expected(), locale);
    return new Row(
        refusal,
        persons.named(refusal.value(), locale),
        expected,
        inTrail.equals(expected) ? "" : inTrail,
        words.moment(refusal.takenAt(), locale),
        words.symbol("refusal", refusal.reason(), locale),
        words.symbol("inputType", refusal.inputType(), locale),
        text(nodes.get(refusal.seq())),
        text(refusal.cause().eventId()));
  }

  private Reporting reporting(Source source, Locale locale) {
    return new Reporting(
        source,
        source.names().in(locale),
        source.takenAt() == null || source.dataDate() == null
            ? words.say("refusals.never", locale)
            : words.say(
                "refusals.lastReport.of",
                locale,
                words.day(source.dataDate(), locale),
                words.moment(source.takenAt(), locale)),
        source.within() == null
            ? words.say("refusals.anyTime", locale)
            : words.say(
                "refusals.within",
                locale,
                words.quantity(InWords.limit(source.within()), "DAYS", null, 0, locale)),
        source.silentOn() == null
            ? ""
            : words.say("refusals.silentSince", locale, words.day(source.silentOn(), locale)));
  }

  /** None where the id is one that no agency could have registered. */
  private static Stream<String> topic(String agency) {
    try {
      return Stream.of(Topics.intake(agency));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static String path(Refusal refusal) {
    Position at = refusal.cause();
    return "/trail/%s/%d/%d"
        .formatted(at.tier().toLowerCase(Locale.ROOT), at.partition(), at.sequence());
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
