package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Attention.Acknowledged;
import org.plimsoll.leadership.Attention.OfAgency;
import org.plimsoll.leadership.Attention.OfPerson;
import org.plimsoll.leadership.Exceptions.Episode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** How much came in and how little of it asked for somebody's attention. */
@Controller
class FlowScreen {
  private static final int ROWS = 20;

  /** Open exceptions of which it is looked up whether a time to answer is set. */
  private static final int LOOKED_AT = 100;

  /** A level, or an agency, and how many status changes there were for one item. */
  record Ratio(String id, String name, String taken, String delivered, String ratio) {}

  /** A person's items against the budget; overflow is empty where there is none. */
  record Load(
      OfPerson person,
      String name,
      String receiver,
      String perDay,
      String busiest,
      LocalDate busiestDay,
      String overflow) {}

  private final InWords words;
  private final PersonsInWords persons;
  private final AgenciesInWords agencyNames;
  private final Frame frame;

  FlowScreen(InWords words, PersonsInWords persons, AgenciesInWords agencyNames, Frame frame) {
    this.agencyNames = agencyNames;
    this.words = words;
    this.persons = persons;
    this.frame = frame;
  }

  @GetMapping("/flow")
  Rendering flow(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "agencies", "persons");
    Flow.Counts counts = seen.flow().counts();
    Acknowledged acknowledged = seen.attention().acknowledged();
    String after = given.cursor("agencies");
    Page<OfAgency> agencies = seen.attention().agencies(after == null ? "" : after, ROWS);
    Page<OfPerson> persons = persons(seen, given.cursor("persons"));
    this.persons.lookUp(persons.items().stream().map(OfPerson::person));
    long due = acknowledged.inTime() + acknowledged.late();
    Rendering.Builder<?> view =
        Rendering.view("flow")
            .modelAttribute(
                "levels",
                List.of(
                    level(
                        "program",
                        counts.statusChangesTaken(),
                        counts.deliveredToProgram(),
                        locale),
                    level(
                        "portfolio",
                        counts.statusChangesTaken(),
                        counts.deliveredToPortfolio(),
                        locale)))
            .modelAttribute(
                "agencies", agencies.items().stream().map(each -> agency(each, locale)).toList())
            .modelAttribute(
                "persons", persons.items().stream().map(each -> load(each, locale)).toList())
            .modelAttribute("budget", words.integer(Attention.ITEMS_PER_DAY, locale))
            .modelAttribute("averaged", words.count("days", Attention.AVERAGED_DAYS, locale))
            .modelAttribute("avoided", words.integer(seen.taken().sum(null).avoided(), locale))
            .modelAttribute("taken", words.integer(counts.statusChangesTaken(), locale))
            .modelAttribute("refused", words.integer(counts.statusChangesRefused(), locale))
            .modelAttribute(
                "share",
                due == 0
                    ? words.say("notYet", locale)
                    : words.say(
                        "flow.share.of",
                        locale,
                        words.integer(acknowledged.inTime(), locale),
                        words.integer(due, locale)))
            .modelAttribute("waiting", waiting(seen, acknowledged.waiting(), locale))
            .modelAttribute("acknowledged", acknowledged);
    more(view, "moreAgencies", agencies.nextCursor());
    more(view, "morePersons", persons.nextCursor());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  /** How many wait, and of how many it is set until when; that only while they are few. */
  private String waiting(Seen seen, long waiting, Locale locale) {
    if (waiting == 0) {
      return "";
    }
    String number = words.integer(waiting, locale);
    Page<Episode> open =
        seen.exceptions().page(new Exceptions.Filter(null, null, null, "OPEN"), 0, LOOKED_AT);
    if (open.nextCursor() != null) {
      return words.say("flow.waiting", locale, number);
    }
    long timed =
        seen.handlings().of(open.items()).values().stream()
            .filter(handling ->
                handling.answerBy() != null && handling.passedUp().isEmpty() && !handling.overdue())
            .count();
    return timed == 0
        ? words.say("flow.waiting.untimed", locale, number)
        : words.say("flow.waiting.timed", locale, number, words.integer(timed, locale));
  }

  private static void more(Rendering.Builder<?> view, String name, @Nullable String cursor) {
    if (cursor != null) {
      view.modelAttribute(name, cursor);
    }
  }

  private Page<OfPerson> persons(Seen seen, @Nullable String cursor) {
    if (cursor == null) {
      return seen.attention().persons(Long.MAX_VALUE, "", ROWS);
    }
    String[] parts = cursor.split(":", 2);
    if (parts.length != 2) {
      throw new BadParameterException("persons", cursor, "the cursor of an earlier page");
    }
    return seen.attention()
        .persons(Parameters.number("persons", parts[0], 0, Long.MAX_VALUE), parts[1], ROWS);
  }

  private Ratio level(String level, long taken, long delivered, Locale locale) {
    return new Ratio(
        level,
        words.symbol("level", level.toUpperCase(Locale.ROOT), locale),
        words.integer(taken, locale),
        words.integer(delivered, locale),
        ratio(taken, delivered, locale));
  }

  private Ratio agency(OfAgency agency, Locale locale) {
    return new Ratio(
        agency.agency(),
        agencyNames.named(agency.agency(), locale),
        words.integer(agency.taken(), locale),
        words.say(
            "flow.delivered.both",
            locale,
            words.integer(agency.toProgram(), locale),
            words.integer(agency.toPortfolio(), locale)),
        ratio(agency.taken(), agency.toProgram() + agency.toPortfolio(), locale));
  }

  private String ratio(long taken, long delivered, Locale locale) {
    return delivered == 0
        ? words.say("flow.ratio.nothing", locale)
        : words.say("flow.ratio", locale, rounded(taken, delivered, locale));
  }

  private String rounded(long of, long by, Locale locale) {
    return words.indicator(
        BigDecimal.valueOf(of).divide(BigDecimal.valueOf(by), 1, RoundingMode.HALF_UP), locale);
  }

  private Load load(OfPerson person, Locale locale) {
    LocalDate busiest = person.busiestDay().atOffset(ZoneOffset.UTC).toLocalDate();
    return new Load(
        person,
        person.person() == null
            ? words.say("board.nobody", locale)
            : persons.named(person.person(), locale),
        person.names().in(locale),
        rounded(person.lately(), Attention.AVERAGED_DAYS, locale),
        words.say(
            "flow.busiest.day",
            locale,
            words.integer(person.busiest(), locale),
            words.day(busiest, locale)),
        busiest,
        person.overflow() == 0
            ? words.say("flow.overflow.none", locale)
            : words.say("flow.overflow", locale, words.integer(person.overflow(), locale)));
  }
}
