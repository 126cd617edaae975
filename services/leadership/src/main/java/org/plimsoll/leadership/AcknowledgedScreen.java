package org.plimsoll.leadership;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Attention.Acknowledged;
import org.plimsoll.leadership.Attention.Answered;
import org.plimsoll.leadership.Attention.Turn;
import org.plimsoll.leadership.Exceptions.Episode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** The exceptions of which the flow of information says whether they were acknowledged in time. */
@Controller
class AcknowledgedScreen {
  private static final int ROWS = 50;

  /** A way in which exceptions were answered, and how many were. */
  record Way(String id, String name, String count) {}

  /**
   * An exception in words; moments are of the clock of the trail, and empty where nothing happened.
   */
  record Row(
      Episode episode,
      Answered answered,
      String name,
      String kind,
      String raised,
      String acknowledged,
      String due,
      String wentUp) {}

  private final Sentences sentences;
  private final InWords words;
  private final Frame frame;

  AcknowledgedScreen(Sentences sentences, InWords words, Frame frame) {
    this.sentences = sentences;
    this.words = words;
    this.frame = frame;
  }

  /** The last raised first; of one way, acknowledged in time where none is given. */
  @GetMapping("/acknowledged")
  Rendering acknowledged(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "way", "cursor");
    String way = Objects.requireNonNullElse(given.oneOf("way", Attention.WAYS), Attention.WAYS[0]);
    boolean first = given.cursor("cursor") == null;
    Page<Answered> page =
        seen.attention().answered(way, first ? Long.MAX_VALUE : given.cursorSeq("cursor"), ROWS);
    Map<String, Episode> episodes =
        seen
            .exceptions()
            .episodes(page.items().stream().map(Answered::exceptionId).toList())
            .stream()
            .collect(toMap(Episode::id, episode -> episode));
    Map<Position, Instant> known =
        seen.trail().known(episodes.values().stream().map(Episode::raisedBy).toList());
    Map<String, Handling> handlings = seen.handlings().of(List.copyOf(episodes.values()));
    Rendering.Builder<?> view =
        Rendering.view("acknowledged")
            .modelAttribute("ways", ways(seen.attention().acknowledged(), locale))
            .modelAttribute("way", way)
            .modelAttribute(
                "rows",
                page.items().stream()
                    .flatMap(each ->
                        Stream.ofNullable(episodes.get(each.exceptionId()))
                            .map(episode ->
                                row(
                                    each,
                                    episode,
                                    known.get(episode.raisedBy()),
                                    handlings.get(episode.id()),
                                    seen,
                                    locale)))
                    .toList())
            .modelAttribute("first", first)
            .modelAttribute("next", page.nextCursor() == null ? "" : page.nextCursor());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private List<Way> ways(Acknowledged counts, Locale locale) {
    return List.of(
        way("IN_TIME", counts.inTime(), locale),
        way("LATE", counts.late(), locale),
        way("CLEARED_BEFORE", counts.clearedBefore(), locale),
        way("WAITING", counts.waiting(), locale));
  }

  private Way way(String way, long count, Locale locale) {
    return new Way(way, words.symbol("way", way, locale), words.integer(count, locale));
  }

  private Row row(
      Answered answered,
      Episode episode,
      @Nullable Instant raised,
      @Nullable Handling handling,
      Seen seen,
      Locale locale) {
    Instant due = handling == null ? null : handling.firstDue();
    String above = answered.explainedBy();
    return new Row(
        episode,
        answered,
        episode.names().in(locale),
        sentences.kind(episode, locale),
        raised == null
            ? words.day(episode.raisedOn(), locale)
            : words.say(
                "acknowledged.raised",
                locale,
                words.moment(raised, locale),
                words.day(episode.raisedOn(), locale)),
        decidedAt(answered, handling, locale),
        due == null ? "" : words.moment(due, locale),
        above == null
            ? moment(answered.wentUp(), locale)
            : words.say(
                "acknowledged.held",
                locale,
                moment(answered.wentUp(), locale),
                sentences.called(seen.exceptions().called(above), above, locale)));
  }

  /** When it was decided, as everywhere else; by then the trail may not have known of it. */
  private String decidedAt(Answered answered, @Nullable Handling handling, Locale locale) {
    Turn turn = answered.acknowledged();
    return turn == null || handling == null
        ? moment(turn, locale)
        : handling.decisions().stream()
            .filter(decision -> decision.cause().sequence() == turn.at().sequence())
            .findFirst()
            .map(decision -> words.moment(decision.decidedAt(), locale))
            .orElseGet(() -> moment(turn, locale));
  }

  private String moment(@Nullable Turn turn, Locale locale) {
    return turn == null ? "" : words.moment(turn.when(), locale);
  }
}
