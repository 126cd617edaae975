package org.plimsoll.leadership;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Choices.Choice;
import org.plimsoll.leadership.Deciding.Answer;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Decisions.Refused;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Explanations.Told;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriUtils;

/** An exception: why, who has it in hand, what may be decided and was, and the drafted report. */
@Controller
class ExceptionScreen {
  /** Where the fields of a decision stand on the form. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "limitTenThousandths", "limit",
          "limit", "limit",
          "until", "until",
          "by", "planDueOn",
          "planDueOn", "planDueOn",
          "person", "handedTo",
          "handedTo", "handedTo",
          "decidedBy", "person",
          "decidedAs", "person",
          "reason", "reason");

  /** What is said on the page about a decision that was handed in just now. */
  record Notice(String text, boolean good) {}

  /** Another open exception of the same node, by its measure. */
  record Also(String id, String said) {}

  /** Exceptions of a node among which the open ones are looked for; those come first. */
  private static final int ALSO = 10;

  private final Answering answering;
  private final Deciding deciding;
  private final IntakeClient intake;
  private final AnswerForms forms;
  private final Addressees addressees;
  private final WhyScreen why;
  private final CourseInWords course;
  private final ClearedInWords cleared;
  private final SharesInWords shares;
  private final DecisionsInWords decisionsInWords;
  private final Sentences sentences;
  private final InWords words;
  private final PersonsInWords persons;
  private final Frame frame;

  ExceptionScreen(
      Answering answering,
      Deciding deciding,
      IntakeClient intake,
      AnswerForms forms,
      Addressees addressees,
      WhyScreen why,
      CourseInWords course,
      ClearedInWords cleared,
      SharesInWords shares,
      DecisionsInWords decisionsInWords,
      Sentences sentences,
      InWords words,
      PersonsInWords persons,
      Frame frame) {
    this.answering = answering;
    this.deciding = deciding;
    this.intake = intake;
    this.forms = forms;
    this.addressees = addressees;
    this.why = why;
    this.course = course;
    this.cleared = cleared;
    this.shares = shares;
    this.decisionsInWords = decisionsInWords;
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
    this.frame = frame;
  }

  @GetMapping("/exceptions/{id}")
  Rendering exception(
      Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    String eventId = Parameters.of(exchange, "decided").text("decided");
    Reports.Case found = seen.reports().of(id);
    Notice notice = eventId == null ? null : notice(seen, eventId, found, locale);
    return page(seen, found, notice, null, HttpStatus.OK, exchange, locale);
  }

  /** Where a form was shown again: whoever opens that address anew comes back to the exception. */
  @GetMapping("/exceptions/{id}/decisions")
  Rendering decisions(ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    return Rendering.redirectTo("/exceptions/" + encoded(id)).status(HttpStatus.SEE_OTHER).build();
  }

  /** A decision from the page; what cannot be taken is shown on it again, beside its field. */
  @PostMapping(
      path = "/exceptions/{id}/decisions",
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering decide(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters.of(exchange);
    Reports.Case found = seen.reports().of(id);
    MultiValueMap<String, String> given = exchange.getFormData().block();
    DecisionForm form = new DecisionForm(given == null ? new LinkedMultiValueMap<>() : given);
    Decision before = answering.decided(form.eventId());
    if (before != null && before.taken()) {
      return shown(id, form);
    }
    Choice choice =
        seen.choices().of(found, locale).stream()
            .filter(each -> intake.isThere() && each.kind().equals(form.kind()))
            .findFirst()
            .orElse(null);
    if (choice != null && choice.persons().isEmpty()) {
      Notice notYours = new Notice(words.say("answer.notYours", locale), false);
      return page(seen, found, notYours, null, HttpStatus.FORBIDDEN, exchange, locale);
    }
    if (choice == null) {
      Notice gone = new Notice(words.say("answer.gone", locale), false);
      return page(seen, found, gone, null, HttpStatus.CONFLICT, exchange, locale);
    }
    LocalDate today = seen.map().today().orElse(null);
    LocalDate forecast =
        seen.nodes()
            .reported()
            .latest(found.node().id())
            .map(figures -> figures.forecastFinish())
            .orElse(null);
    if (!form.read(
        found,
        choice,
        name -> addressees.meant(seen, found.node(), name, locale),
        today,
        forecast)) {
      return page(seen, found, null, form, HttpStatus.UNPROCESSABLE_CONTENT, exchange, locale);
    }
    return switch (deciding.decide(seen, found.episode(), form)) {
      case Answer.Taken _, Answer.Underway _ -> shown(id, form);
      case Answer.NotTaken(var refused) -> {
        String field = FIELDS.get(refused.field());
        Map<String, String> named = seen.nodes().named(found.node(), locale);
        Notice notice =
            field == null
                ? new Notice(decisionsInWords.refused(refused, named, locale), false)
                : null;
        if (field != null) {
          form.wrong()
              .put(
                  field,
                  DecisionForm.Wrong.of(
                      "form.refused", decisionsInWords.refusedHere(refused, named, locale)));
        }
        yield page(seen, found, notice, form, HttpStatus.UNPROCESSABLE_CONTENT, exchange, locale);
      }
      case Answer.Overtaken overtaken -> {
        Notice notice = new Notice(overtaken(overtaken, found, locale), false);
        yield page(
            seen, seen.reports().of(id), notice, form, HttpStatus.CONFLICT, exchange, locale);
      }
      case Answer.NoAnswer _ ->
          page(
              seen,
              found,
              new Notice(words.say("answer.noAnswer", locale), false),
              form,
              HttpStatus.BAD_GATEWAY,
              exchange,
              locale);
    };
  }

  private static Rendering shown(String id, DecisionForm form) {
    return Rendering.redirectTo("/exceptions/" + encoded(id) + "?decided=" + form.eventId())
        .status(HttpStatus.SEE_OTHER)
        .build();
  }

  private static String encoded(String id) {
    return UriUtils.encodePathSegment(id, StandardCharsets.UTF_8);
  }

  private Rendering page(
      Seen seen,
      Reports.Case found,
      @Nullable Notice notice,
      @Nullable DecisionForm form,
      HttpStatus status,
      ServerWebExchange exchange,
      Locale locale) {
    Episode episode = found.episode();
    Node node = found.node();
    boolean open = episode.state().equals("OPEN");
    Rendering.Builder<?> view = Rendering.view("exception").status(status);
    Told clearing = open ? null : CourseInWords.clearing(found, seen).orElse(null);
    Told told = clearing == null ? found.told() : clearing;
    why.explained(seen, view, told, locale);
    if (!open && told.dataDate() != null) {
      view.modelAttribute(
          "moment",
          words.say(
              clearing == null ? "cleared.until" : "cleared.at",
              locale,
              words.day(told.dataDate(), locale)));
    }
    if (clearing != null) {
      view.modelAttribute("until", found.told().at());
    }
    Optional<DecisionsInWords.Line> inTime = course.inTime(found, seen, locale);
    Map<String, String> named = seen.nodes().named(node, locale);
    view.modelAttribute(
            "title",
            sentences.measure(
                episode.measure(), node.target(episode.indicatorId()).orElse(null), locale))
        .modelAttribute("about", node.names().in(locale))
        .modelAttribute("episode", episode)
        .modelAttribute("kind", sentences.kind(episode, locale))
        .modelAttribute("verdict", open ? "" : cleared.of(found, clearing, locale))
        .modelAttribute("asked", open ? asked(seen, found, locale) : "")
        .modelAttribute("overdue", found.handling().overdue())
        .modelAttribute(
            "whyHere", open ? course.whyHere(found, seen, locale) : inTime.stream().toList())
        .modelAttribute("also", also(seen, episode, node, locale))
        .modelAttribute("drawn", Drawn.of(seen.charts().of(node, episode, locale), words, locale))
        .modelAttribute("months", Drawn.months(locale))
        .modelAttribute("shares", shares.below(found, locale))
        .modelAttribute("others", shares.others(found, locale))
        .modelAttribute(
            "handling",
            Stream.concat(
                    seen.withheld().of(List.of(episode)).values().stream()
                        .map(held -> decisionsInWords.withheld(held, locale)),
                    Stream.concat(
                        decisionsInWords.handling(found.handling(), open, node, locale).stream(),
                        open ? inTime.stream() : Stream.of()))
                .toList())
        .modelAttribute(
            "decisions",
            found.handling().decisions().stream()
                .sorted(Comparator.comparing(Decision::takenAt).reversed())
                .map(d -> {
                  DecisionsInWords.Said one =
                      decisionsInWords.of(d, node, episode.unit(), named, locale);
                  return found.handling().isPlan(d)
                      ? one.called(words.say("decision.PLAN", locale))
                      : one;
                })
                .toList());
    forms.on(view, seen, found, form, locale);
    if (notice != null) {
      view.modelAttribute("notice", notice);
    }
    if (found.report() != null) {
      view.modelAttribute(
              "report",
              seen.reportInWords()
                  .of(
                      found.report(),
                      found.shares(),
                      node,
                      seen.map().today().orElse(null),
                      locale))
          .modelAttribute(
              "timesRaised", words.count("times", found.report().timesRaised(), locale));
    }
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private List<Also> also(Seen seen, Episode episode, Node node, Locale locale) {
    return seen.exceptions().ofNode(node.id(), ALSO).stream()
        .filter(other -> other.state().equals("OPEN") && !other.id().equals(episode.id()))
        .map(other ->
            new Also(
                other.id(),
                sentences.measure(
                    other.measure(), node.target(other.indicatorId()).orElse(null), locale)))
        .toList();
  }

  /** The same as in the inbox of the reader. */
  private String asked(Seen seen, Reports.Case found, Locale locale) {
    String asks = found.handling().answersTo();
    boolean above = seen.reader().scope().everything() || seen.map().seesPortfolio();
    return decisionsInWords.asked(
        found.handling(),
        above ? asks : "PROGRAM",
        seen.reader().person(),
        found.episode(),
        found.node(),
        found.told().dataDate(),
        locale);
  }

  private @Nullable Notice notice(Seen seen, String eventId, Reports.Case found, Locale locale) {
    Decision decided = answering.decided(eventId);
    if (decided == null) {
      return new Notice(words.say("answer.underway", locale), true);
    }
    if (!decided.nodeId().equals(found.node().id())) {
      return null;
    }
    Refused refused = decided.refused();
    boolean beyond =
        decided.kind().equals("GRANT_TOLERANCE")
            && found.episode().state().equals("OPEN")
            && found.episode().expected() == null;
    if (refused == null && decided.kind().equals("NOTE") && found.handling().planIn() != null) {
      return new Notice(
          words.say(
              "answer.planIn",
              locale,
              persons.named(String.valueOf(found.handling().acknowledgedBy()), locale)),
          true);
    }
    return refused == null
        ? new Notice(
            words.say(
                beyond ? "answer.taken.beyond" : "answer.taken",
                locale,
                decisionsInWords.of(decided, found.node(), found.episode().unit(), locale).what()),
            !beyond)
        : new Notice(
            decisionsInWords.refused(refused, seen.nodes().named(found.node(), locale), locale),
            false);
  }

  private String overtaken(Answer.Overtaken overtaken, Reports.Case found, Locale locale) {
    Decision by = overtaken.by();
    if (by != null) {
      return words.say(
          "answer.overtaken.decision",
          locale,
          persons.named(by.decidedBy(), locale),
          decisionsInWords.of(by, found.node(), found.episode().unit(), locale).what(),
          words.moment(by.takenAt(), locale));
    }
    return overtaken.claim() == null
        ? words.say("answer.overtaken.figures", locale)
        : words.say(
            "answer.overtaken.claim",
            locale,
            persons.named(overtaken.claim().decidedBy(), locale),
            words.symbol("decision", overtaken.claim().kind(), locale));
  }
}
