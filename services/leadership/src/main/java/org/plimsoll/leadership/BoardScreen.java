package org.plimsoll.leadership;

import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Board.Filter;
import org.plimsoll.leadership.Board.Holder;
import org.plimsoll.leadership.Board.Place;
import org.plimsoll.leadership.Board.Stage;
import org.plimsoll.leadership.Board.Stay;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Exceptions as columns, one for each stage, with how long they stay and who has them in hand. */
@Controller
class BoardScreen {
  /** Cards in a column: what one looks over without counting. */
  private static final int CARDS = 8;

  private static final int MONTHS = 12;
  private static final int HOLDERS = 10;
  private static final int CHOICES = 200;

  /** Width of the longest bar, in the units of its picture. */
  private static final int BAR = 200;

  static final String[] KINDS = {
    "TIME", "COST", "SCOPE", "QUALITY", "RISK", "BENEFIT", "SUSTAINABILITY"
  };

  /**
   * @param waits what it waits for once it is answered, or how it was cleared; empty where there is
   *     nothing to say
   */
  record Card(
      Episode episode,
      String name,
      String kind,
      String happened,
      String since,
      String holder,
      String waits,
      Position cause) {}

  private static final List<String> COLUMNS =
      Stream.concat(Board.OPEN.stream(), Stream.of("CLEARED")).toList();

  private static final Stage NOTHING = new Stage(0, new Page<>(List.of(), null));

  /** A stage: its cards, and how long exceptions stayed in it. */
  record Column(String stage, long count, List<Card> cards, String stayed, @Nullable String next) {}

  /** A month's lead times, with bars as long as they are. */
  record Month(
      String month,
      String name,
      long exceptions,
      String average,
      String p90,
      int averageBar,
      int p90Bar) {}

  /** Somebody, and what they have in hand. */
  record Hands(@Nullable String person, String name, long exceptions, String since) {}

  private final Sentences sentences;
  private final InWords words;
  private final PersonsInWords persons;
  private final AgenciesInWords agencyNames;
  private final SavedViews views;
  private final Frame frame;

  BoardScreen(
      Sentences sentences,
      InWords words,
      PersonsInWords persons,
      AgenciesInWords agencyNames,
      SavedViews views,
      Frame frame) {
    this.agencyNames = agencyNames;
    this.views = views;
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
    this.frame = frame;
  }

  /** The board; each column, the months and the persons have a cursor of their own. */
  @GetMapping("/board")
  Rendering board(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given =
        Parameters.of(
            exchange,
            "program",
            "agency",
            "kind",
            "holder",
            "month",
            "RAISED",
            "ACKNOWLEDGED",
            "PLAN_REQUIRED",
            "GRANTED",
            "CLEARED",
            "months",
            "holders");
    Filter filter =
        new Filter(
            given.node("program"),
            given.node("agency"),
            given.oneOf("kind", KINDS),
            given.text("holder"),
            month("month", given.text("month")));
    Page<Stay> months =
        seen.board().byMonth(filter, month("months", given.cursor("months")), MONTHS);
    String[] below = split("holders", given.cursor("holders"));
    Page<Holder> holders =
        seen.board()
            .holders(
                filter,
                below.length == 0
                    ? Long.MAX_VALUE
                    : Parameters.number("holders", below[0], 0, Long.MAX_VALUE),
                below.length == 0 ? "" : below[1],
                HOLDERS);
    Rendering.Builder<?> view =
        Rendering.view("board")
            .modelAttribute("columns", columns(seen, filter, given, locale))
            .modelAttribute("filter", filter)
            .modelAttribute("month", filter.month() == null ? "" : filter.month().toString())
            .modelAttribute(
                "monthName", filter.month() == null ? "" : words.month(filter.month(), locale))
            .modelAttribute("kinds", KINDS)
            .modelAttribute("programs", seen.nodes().ofLevel("PROGRAM", CHOICES))
            .modelAttribute("agencies", agencyNames.named(seen.board().agencies(CHOICES), locale))
            .modelAttribute("months", drawn(months.items(), locale))
            .modelAttribute("holders", hands(seen, holders.items(), locale))
            .modelAttribute("onlyOf", who(seen, filter.holder(), locale));
    if (months.nextCursor() != null) {
      view.modelAttribute("moreMonths", months.nextCursor());
    }
    if (holders.nextCursor() != null) {
      view.modelAttribute("moreHolders", holders.nextCursor());
    }
    Map<String, @Nullable String> shown = new HashMap<>();
    shown.put("program", filter.program());
    shown.put("agency", filter.agency());
    shown.put("kind", filter.kind());
    shown.put("holder", filter.holder());
    shown.put("month", filter.month() == null ? null : filter.month().toString());
    views.on(view, seen.reader().person(), "/board", shown);
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private List<Column> columns(Seen seen, Filter filter, Parameters given, Locale locale) {
    Map<String, Stay> stays =
        seen.board().byStage(filter).stream().collect(toMap(Stay::of, s -> s));
    Map<String, Long> after = Board.OPEN.stream().collect(toMap(stage -> stage, given::cursorSeq));
    String[] before = split("CLEARED", given.cursor("CLEARED"));
    Map<String, Stage> stages = new HashMap<>(seen.board().open(filter, after, CARDS));
    stages.put(
        "CLEARED",
        seen.board()
            .cleared(
                filter,
                before.length == 0 ? null : day(before[0]),
                before.length == 0 ? 0 : Parameters.number("CLEARED", before[1], 0, Long.MAX_VALUE),
                CARDS));
    List<String> ids =
        stages.values().stream()
            .flatMap(stage -> stage.places().items().stream())
            .map(Place::exceptionId)
            .toList();
    Map<String, Episode> episodes =
        seen.exceptions().episodes(ids).stream().collect(toMap(Episode::id, e -> e));
    Map<String, Node> byId =
        seen
            .nodes()
            .nodes(episodes.values().stream().map(Episode::nodeId).distinct().toList())
            .stream()
            .collect(toMap(Node::id, node -> node));
    Map<String, Handling> handlings =
        seen.handlings()
            .of(
                stages.values().stream()
                    .flatMap(stage -> stage.places().items().stream())
                    .map(place -> episodes.get(place.exceptionId()))
                    .filter(Objects::nonNull)
                    .toList());
    LocalDate today = seen.map().today().orElse(null);
    List<Column> columns = new ArrayList<>();
    for (String stage : COLUMNS) {
      boolean open = Board.OPEN.contains(stage);
      if (open ? filter.month() != null : filter.holder() != null) {
        continue;
      }
      Stage found = stages.getOrDefault(stage, NOTHING);
      Stay stay = stays.get(stage);
      persons.lookUp(found.places().items().stream().map(Place::holder));
      columns.add(
          new Column(
              stage,
              found.count(),
              found.places().items().stream()
                  .map(place -> card(seen, place, episodes, byId, handlings, open, today, locale))
                  .filter(Objects::nonNull)
                  .toList(),
              // Whoever has it in hand may be the second who has.
              stay == null || stay.exceptions() == 0 || filter.holder() != null
                  ? ""
                  : stayed(stay, locale),
              found.places().nextCursor()));
    }
    return columns;
  }

  private String stayed(Stay stay, Locale locale) {
    return rounded(stay.averageDays().max(stay.p90Days())).signum() == 0
        ? words.say("board.atOnce", locale)
        : words.say(
            stay.isOfFew() ? "board.stayed.few" : "board.stayed",
            locale,
            days(stay.averageDays(), locale),
            days(stay.p90Days(), locale));
  }

  private @Nullable Card card(
      Seen seen,
      Place place,
      Map<String, Episode> episodes,
      Map<String, Node> byId,
      Map<String, Handling> handlings,
      boolean open,
      @Nullable LocalDate today,
      Locale locale) {
    Episode episode = episodes.get(place.exceptionId());
    Node node = byId.get(place.nodeId());
    if (episode == null || node == null) {
      return null;
    }
    String happened = sentences.of(episode, node, null, locale).happened();
    return new Card(
        episode,
        node.names().in(locale),
        sentences.kind(episode, locale),
        // The figures of what is cleared have moved on since.
        open ? happened : words.say("board.when", locale, happened),
        words.day(place.since().atOffset(ZoneOffset.UTC).toLocalDate(), locale),
        open ? who(seen, place.holder(), locale) : "",
        waits(handlings.get(place.exceptionId()), open, today, locale),
        place.cause());
  }

  private String waits(
      @Nullable Handling handling, boolean open, @Nullable LocalDate today, Locale locale) {
    if (handling == null) {
      return "";
    }
    if (!open) {
      Decision widened = handling.widened();
      return widened == null || widened.until() == null
          ? ""
          : words.say(
              today != null && widened.until().isBefore(today)
                  ? "board.widened.over"
                  : "board.widened",
              locale,
              words.day(widened.until(), locale));
    }
    String waits =
        handling.planIn() != null
            ? words.say("board.waits.plan", locale)
            : handling.grownFrom() != null
                ? words.say("board.waits.grown", locale)
                : handling.acknowledgedBy() == null && !handling.passedUp().isEmpty()
                    ? words.say(
                        "board.waits.up",
                        locale,
                        words.symbol("level", handling.passedUp().getLast().from(), locale))
                    : handling.planDueOn() != null
                        ? words.say(
                            "board.waits.owed", locale, words.day(handling.planDueOn(), locale))
                        : "";
    return handling.overdue()
        ? (words.say("board.waits.overdue", locale) + " " + waits).strip()
        : waits;
  }

  private List<Month> drawn(List<Stay> stays, Locale locale) {
    BigDecimal longest =
        stays.stream()
            .flatMap(stay -> Stream.of(stay.averageDays(), stay.p90Days()))
            .max(BigDecimal::compareTo)
            .orElse(BigDecimal.ONE)
            .max(BigDecimal.ONE);
    return stays.stream()
        .map(stay ->
            new Month(
                stay.of(),
                words.month(YearMonth.parse(stay.of()), locale),
                stay.exceptions(),
                days(stay.averageDays(), locale),
                stay.isOfFew()
                    ? words.say("board.atMost", locale, days(stay.p90Days(), locale))
                    : days(stay.p90Days(), locale),
                bar(stay.averageDays(), longest),
                bar(stay.p90Days(), longest)))
        .toList();
  }

  private static int bar(BigDecimal days, BigDecimal longest) {
    // A clock that was set back leaves less than nothing to draw.
    return days.max(BigDecimal.ZERO)
        .multiply(BigDecimal.valueOf(BAR))
        .divide(longest, 0, java.math.RoundingMode.HALF_UP)
        .intValueExact();
  }

  /** Whom nobody is named for, a node above has who is accountable, which not everybody sees. */
  private String who(Seen seen, @Nullable String holder, Locale locale) {
    return holder == null || holder.isEmpty()
        ? words.say(
            seen.reader().scope().everything() ? "board.nobody" : "board.nobody.seen", locale)
        : persons.named(holder, locale);
  }

  private List<Hands> hands(Seen seen, List<Holder> holders, Locale locale) {
    persons.lookUp(holders.stream().map(Holder::person));
    return holders.stream()
        .map(holder ->
            new Hands(
                holder.person(),
                who(seen, holder.person(), locale),
                holder.exceptions(),
                words.day(holder.longestSince().atOffset(ZoneOffset.UTC).toLocalDate(), locale)))
        .toList();
  }

  private String days(BigDecimal days, Locale locale) {
    return words.quantity(rounded(days), "DAYS", null, 1, locale);
  }

  private static BigDecimal rounded(BigDecimal days) {
    return days.setScale(1, java.math.RoundingMode.HALF_UP);
  }

  private static @Nullable YearMonth month(String name, @Nullable String text) {
    try {
      return text == null ? null : YearMonth.parse(text);
    } catch (DateTimeParseException e) {
      throw new BadParameterException(name, String.valueOf(text), "a month such as 2026-03");
    }
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new BadParameterException("CLEARED", text, "the cursor of an earlier page");
    }
  }

  /** The two parts of a cursor; none without one. */
  private static String[] split(String name, @Nullable String cursor) {
    if (cursor == null) {
      return new String[0];
    }
    String[] parts = cursor.split(":", 2);
    if (parts.length != 2) {
      throw new BadParameterException(name, cursor, "the cursor of an earlier page");
    }
    return parts;
  }
}
