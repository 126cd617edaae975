package org.plimsoll.leadership;

import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Reading;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.leadership.Charts.Chart;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Nodes.Child;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Nodes.Tolerance;
import org.plimsoll.leadership.Reported.Figures;
import org.plimsoll.leadership.Standings.Stood;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** A node: who answers for it, how it stands, how that came about. */
@Controller
class NodeScreen {
  private static final int CHILDREN = 25;
  private static final int EXCEPTIONS = 50;
  private static final int DECISIONS = 50;

  private static final Pattern ILLUSTRATIVE =
      Pattern.compile(Flow.ILLUSTRATIVE, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  record Crumb(String id, String name) {}

  /** A figure, as it reads and to its last digit. */
  record Figure(String label, String text, String exact) {}

  /**
   * A measure as it stands.
   *
   * @param limits what is tolerated; empty when nobody granted a tolerance
   */
  record Measured(String label, String text, String exact, String limits, boolean beyond) {}

  record Told(
      Episode episode,
      String kind,
      String happened,
      String meaning,
      String when,
      List<DecisionsInWords.Line> handling) {}

  /**
   * A tolerance, and whether it waits for its first day.
   *
   * @param id names it within the node
   * @param givenOn how much of it a program's projects hold; empty for other levels
   * @param exceeded whether that is more than there is
   */
  record Granted(
      String id,
      String kind,
      String measure,
      TermsInWords.Grant grant,
      boolean waits,
      String givenOn,
      boolean exceeded) {}

  /** A signal in a sentence, and when it was seen. */
  record Noticed(Signals.Signal signal, String said, String when) {}

  record Below(Child child, String name, String accountable, String trouble, String forecast) {}

  private final DecisionsInWords decisionsInWords;
  private final Sentences sentences;
  private final InWords words;
  private final PersonsInWords persons;
  private final AgenciesInWords agencyNames;
  private final Frame frame;

  NodeScreen(
      DecisionsInWords decisionsInWords,
      Sentences sentences,
      InWords words,
      PersonsInWords persons,
      AgenciesInWords agencyNames,
      Frame frame) {
    this.agencyNames = agencyNames;
    this.decisionsInWords = decisionsInWords;
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
    this.frame = frame;
  }

  @GetMapping("/nodes/{id}")
  Rendering node(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters given = Parameters.of(exchange, "page");
    int page = (int) given.number("page", 1, 1, 100_000);
    Node node = known(seen, id);
    Figures now = seen.nodes().reported().latest(id).orElse(null);
    List<Episode> episodes = seen.exceptions().ofNode(id, EXCEPTIONS);
    List<Stood> stood = seen.standings().tolerances(node);
    List<Tolerance> inForce = stood.stream().filter(Stood::stands).map(Stood::row).toList();
    List<Child> children = seen.nodes().children(id, (page - 1) * CHILDREN, CHILDREN + 1);
    persons.lookUp(children.stream().map(child -> child.node().person()));
    Rendering.Builder<?> view =
        Rendering.view("node")
            .modelAttribute("node", node)
            .modelAttribute(
                "agencyName",
                node.agencyId() == null ? "" : agencyNames.named(node.agencyId(), locale))
            .modelAttribute("name", node.names().in(locale))
            .modelAttribute("levelWord", words.symbol("level", node.level(), locale))
            .modelAttribute(
                "crumbs",
                seen.nodes().above(node).stream()
                    .map(above -> new Crumb(above.id(), above.names().in(locale)))
                    .toList())
            .modelAttribute("accountable", sentences.accountable(node, locale))
            .modelAttribute("illustrative", ILLUSTRATIVE.matcher(node.source()).find())
            .modelAttribute("dataDate", now == null ? "" : words.day(now.dataDate(), locale))
            .modelAttribute("figures", now == null ? List.of() : figures(node, now, locale))
            .modelAttribute(
                "measures", now == null ? List.of() : measures(node, now, inForce, locale))
            .modelAttribute("below", now == null ? "" : belowText(seen, node, now, locale))
            .modelAttribute("drawn", Drawn.of(seen.charts().of(node, locale), words, locale))
            .modelAttribute("months", Drawn.months(locale))
            .modelAttribute("episodes", told(seen, node, now, episodes, locale))
            .modelAttribute("calls", seen.calls().open(id))
            .modelAttribute("signals", noticed(seen, node, inForce, locale))
            .modelAttribute("tolerances", granted(seen, node, stood, locale))
            .modelAttribute("decisions", decided(seen, node, episodes, locale))
            .modelAttribute(
                "children",
                children.stream().limit(CHILDREN).map(child -> below(child, locale)).toList())
            .modelAttribute("page", page)
            .modelAttribute("more", children.size() > CHILDREN);
    if (now != null) {
      view.modelAttribute("now", now);
    }
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  /** What the charts of a node draw; numbers here are for the eye, the texts are exact. */
  @GetMapping(path = "/nodes/{id}/charts", produces = MediaType.APPLICATION_JSON_VALUE)
  @FollowsTrail
  @ResponseBody
  List<Chart> charts(Seen seen, @PathVariable String id, Locale locale) {
    return seen.charts().of(known(seen, id), locale);
  }

  private Node known(Seen seen, String id) {
    return seen.nodes()
        .node(id)
        .orElseThrow(() -> new UnknownException("node", id, "the id of a registered node"));
  }

  private List<Figure> figures(Node node, Figures now, Locale locale) {
    List<Figure> figures = new ArrayList<>();
    amount("figure.eac", now.eacMinor(), node, locale, figures);
    amount("figure.bac", now.bacMinor(), node, locale, figures);
    amount("figure.pv", now.pvMinor(), node, locale, figures);
    amount("figure.ev", now.evMinor(), node, locale, figures);
    amount("figure.ac", now.acMinor(), node, locale, figures);
    if (node.level().equals("PROJECT")) {
      figures.add(
          new Figure(
              words.say("figure.finish", locale),
              words.day(now.forecastFinish(), locale),
              String.valueOf(now.forecastFinish())));
      if (now.projectedFinish() != null) {
        figures.add(
            new Figure(
                words.say("figure.projected", locale),
                words.day(now.projectedFinish(), locale),
                String.valueOf(now.projectedFinish())));
      }
      if (now.selfRating() != null) {
        figures.add(
            new Figure(
                words.say("figure.selfRating", locale),
                words.symbol("rating", now.selfRating(), locale),
                now.selfRating()));
      }
      promise(
          "node.original", node.originalCostMinor(), node.originalFinish(), node, locale, figures);
      if (!Objects.equals(node.originalCostMinor(), node.currentCostMinor())
          || !Objects.equals(node.originalFinish(), node.currentFinish())) {
        promise(
            "node.current", node.currentCostMinor(), node.currentFinish(), node, locale, figures);
      }
    }
    return figures;
  }

  private void amount(
      String label, @Nullable Long minor, Node node, Locale locale, List<Figure> figures) {
    figures.add(
        new Figure(
            words.say(label, locale),
            words.money(minor, node.currency(), locale),
            words.exactMoney(minor, node.currency(), locale)));
  }

  private void promise(
      String label,
      @Nullable Long cost,
      @Nullable LocalDate finish,
      Node node,
      Locale locale,
      List<Figure> figures) {
    if (cost == null && finish == null) {
      return;
    }
    String text =
        finish == null
            ? words.money(cost, node.currency(), locale)
            : cost == null
                ? words.day(finish, locale)
                : words.money(cost, node.currency(), locale) + ", " + words.day(finish, locale);
    figures.add(
        new Figure(
            words.say(label, locale), text, words.exactMoney(cost, node.currency(), locale)));
  }

  private List<Measured> measures(Node node, Figures now, List<Tolerance> inForce, Locale locale) {
    List<Measured> measured = new ArrayList<>();
    for (Reading reading : now.readings()) {
      List<Tolerance> weighed =
          inForce.stream()
              .filter(each ->
                  each.measure().equals(reading.m())
                      && Objects.equals(each.indicatorId(), reading.i()))
              .toList();
      if (reading.d() != 0 || !weighed.isEmpty() || Measures.isExpected(reading.m())) {
        measured.add(measured(node, reading, weighed, locale));
      }
    }
    // What is weighed comes first; the rest is looked at, not sent.
    measured.sort((a, b) -> Boolean.compare(a.limits().isEmpty(), b.limits().isEmpty()));
    return measured;
  }

  private Measured measured(Node node, Reading reading, List<Tolerance> weighed, Locale locale) {
    String unit = weighed.isEmpty() ? Measures.unit(reading.m()) : weighed.getFirst().unit();
    Target target = node.target(reading.i()).orElse(null);
    String label = sentences.measure(reading.m(), target, locale);
    InWords.Beside texts =
        reading.d() == 0
            ? null
            : words.beside(
                InWords.value(reading.n(), reading.d(), unit),
                weighed.stream()
                    .filter(tolerance -> tolerance.unit().equals(unit))
                    .map(tolerance -> InWords.limit(tolerance.limitTenThousandths()))
                    .toList(),
                unit,
                node.currency(),
                locale);
    Iterator<String> read = texts == null ? Collections.emptyIterator() : texts.limits().iterator();
    List<String> limits = new ArrayList<>();
    boolean beyond = false;
    for (Tolerance tolerance : weighed) {
      BigDecimal limit = InWords.limit(tolerance.limitTenThousandths());
      limits.add(
          sentences.allowed(
              tolerance.breach(),
              read.hasNext() && tolerance.unit().equals(unit)
                  ? read.next()
                  : words.limit(limit, tolerance.unit(), node.currency(), locale),
              locale));
      if (reading.d() != 0) {
        int side = InWords.value(reading.n(), reading.d(), tolerance.unit()).compareTo(limit);
        beyond |= tolerance.breach().equals("AT_MOST") ? side > 0 : side < 0;
      }
    }
    if (texts == null) {
      return new Measured(
          label, words.symbol("notYet", reading.w(), locale), "", String.join(", ", limits), false);
    }
    String share = texts.value();
    return new Measured(
        label,
        target != null && reading.m().equals("INDICATOR_ACHIEVEMENT")
            ? sentences.ofTarget(target, reading, share, locale)
            : share,
        reading.n() + " / " + reading.d(),
        String.join(", ", limits),
        beyond);
  }

  private String belowText(Seen seen, Node node, Figures now, Locale locale) {
    return node.level().equals("PROJECT")
        ? ""
        : words.say(
            "node.projects",
            locale,
            words.count("projects", now.projects(), locale),
            words.integer(now.projectsReporting(), locale),
            seen.map().troubles(node).in(words, locale));
  }

  private List<Told> told(
      Seen seen, Node node, @Nullable Figures now, List<Episode> episodes, Locale locale) {
    Map<String, Handling> handlings =
        seen.handlings().of(episodes.stream().filter(e -> e.clearedOn() == null).toList());
    persons.lookUp(
        handlings.values().stream().flatMap(h -> Stream.of(h.acknowledgedBy(), h.holder())));
    List<Told> told = new ArrayList<>();
    for (Episode episode : episodes) {
      Handling handling = handlings.get(episode.id());
      long limit =
          handling == null || now == null
              ? episode.limitTenThousandths()
              : handling.limitTenThousandths(episode, now.dataDate());
      Sentences.Told said = sentences.of(episode, limit, node, now, locale);
      String raised = words.say("node.raised", locale, words.day(episode.raisedOn(), locale));
      told.add(
          new Told(
              episode,
              sentences.kind(episode, locale),
              episode.clearedOn() == null
                  ? said.happened()
                  : sentences.measure(
                      episode.measure(), node.target(episode.indicatorId()).orElse(null), locale),
              said.meaning(),
              InWords.oneStop(
                  (episode.clearedOn() == null
                          ? raised
                          : raised
                              + ", "
                              + words.say(
                                  "node.cleared", locale, words.day(episode.clearedOn(), locale)))
                      + "."),
              handling == null
                  ? List.of()
                  : decisionsInWords.handling(handling, true, node, locale)));
    }
    return told;
  }

  private List<Noticed> noticed(Seen seen, Node node, List<Tolerance> inForce, Locale locale) {
    return seen.signals().ofNode(node.id()).stream()
        .map(signal ->
            new Noticed(
                signal,
                seen.signals().said(signal, node, inForce, locale),
                words.say("node.signals.seen", locale, words.day(signal.onDate(), locale))))
        .toList();
  }

  private List<Granted> granted(Seen seen, Node node, List<Stood> tolerances, Locale locale) {
    return tolerances.stream()
        .map(stood -> {
          Tolerance held = stood.row();
          Budgets.Given given =
              node.level().equals("PROGRAM")
                  ? seen.budgets().given(node, stood.inForce()).orElse(null)
                  : null;
          return new Granted(
              held.id(),
              words.symbol("kind", held.kind(), locale),
              sentences.measure(
                  held.measure(), node.target(held.indicatorId()).orElse(null), locale),
              seen.termsInWords().of(stood, node, locale),
              !stood.stands(),
              given == null ? "" : givenOn(node, held, given, locale),
              given != null && given.exceeded());
        })
        .toList();
  }

  private List<DecisionsInWords.Said> decided(
      Seen seen, Node node, List<Episode> episodes, Locale locale) {
    Map<String, Episode> byId = episodes.stream().collect(toMap(Episode::id, e -> e));
    List<Decision> decisions = seen.decisions().ofNode(node.id(), null, DECISIONS).items();
    persons.lookUp(decisions.stream().map(Decision::decidedBy));
    Map<String, String> named = seen.nodes().named(node, locale);
    return decisions.stream()
        .map(d -> {
          Episode about = byId.get(String.valueOf(d.exceptionId()));
          return about == null
              ? decisionsInWords.of(d, node, "RATIO", named, locale)
              : decisionsInWords
                  .of(d, node, about.unit(), named, locale)
                  .about(about, sentences.kind(about, locale));
        })
        .toList();
  }

  private String givenOn(Node node, Tolerance held, Budgets.Given given, Locale locale) {
    String projects = words.count("projects", given.projects(), locale);
    BigDecimal limit = given.limitTenThousandths();
    String part =
        limit == null
            ? words.say("node.givenOn.open", locale)
            : words.limit(limit.movePointLeft(4), held.unit(), node.currency(), locale);
    return words.say(
        limit == null || held.unit().equals("MINOR_UNITS") ? "node.givenOn.sum" : "node.givenOn",
        locale,
        limit == null || held.unit().equals("MINOR_UNITS")
            ? part
            : sentences.allowed(held.breach(), part, locale),
        projects);
  }

  private String trouble(Child child, Locale locale) {
    List<String> said = new ArrayList<>();
    if (child.openExceptions() > 0) {
      said.add(words.count("node.open", child.openExceptions(), locale));
    }
    if (child.expected() > 0) {
      said.add(words.count("node.openExpected", child.expected(), locale));
    }
    return said.isEmpty() ? words.say("node.open.none", locale) : String.join(", ", said);
  }

  private Below below(Child child, Locale locale) {
    Figures now = child.figures();
    return new Below(
        child,
        child.node().names().in(locale),
        sentences.accountable(child.node(), locale),
        trouble(child, locale),
        now == null ? "" : words.money(now.eacMinor(), child.node().currency(), locale));
  }
}
