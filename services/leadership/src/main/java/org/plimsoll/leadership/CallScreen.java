package org.plimsoll.leadership;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Choices.Person;
import org.plimsoll.leadership.Deciding.Answer;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.ExceptionScreen.Notice;
import org.plimsoll.leadership.NodeScreen.Crumb;
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

/** A call for help, and the form that answers it. */
@Controller
class CallScreen {
  /** Decisions of a node among which the answer is looked for. */
  private static final int LOOKED_AT = 200;

  private final Answering answering;
  private final Deciding deciding;
  private final IntakeClient intake;
  private final DecisionsInWords decisionsInWords;
  private final Sentences sentences;
  private final InWords words;
  private final Frame frame;

  CallScreen(
      Answering answering,
      Deciding deciding,
      IntakeClient intake,
      DecisionsInWords decisionsInWords,
      Sentences sentences,
      InWords words,
      Frame frame) {
    this.answering = answering;
    this.deciding = deciding;
    this.intake = intake;
    this.decisionsInWords = decisionsInWords;
    this.sentences = sentences;
    this.words = words;
    this.frame = frame;
  }

  /** A call and the project that it is about. */
  private record Found(Node node, Item call) {}

  private static Found found(Seen seen, String id, String call) {
    Item item =
        seen.calls()
            .call(id, call)
            .orElseThrow(() ->
                new UnknownException("call", call, "the event id of a call for help of this node"));
    return new Found(
        seen.nodes().node(id).orElseGet(() -> Node.unknown(id, item.nodeLevel())), item);
  }

  @GetMapping("/nodes/{id}/calls/{call}")
  Rendering call(
      Seen seen,
      ServerWebExchange exchange,
      @PathVariable String id,
      @PathVariable String call,
      Locale locale) {
    String eventId = Parameters.of(exchange, "decided").text("decided");
    Notice underway =
        eventId != null && answering.decided(eventId) == null
            ? new Notice(words.say("answer.underway", locale), true)
            : null;
    return page(seen, found(seen, id, call), underway, null, HttpStatus.OK, exchange, locale);
  }

  /** The answer from the page; what cannot be taken is shown on it again, beside its field. */
  @PostMapping(
      path = "/nodes/{id}/calls/{call}/decisions",
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering answer(
      Seen seen,
      ServerWebExchange exchange,
      @PathVariable String id,
      @PathVariable String call,
      Locale locale) {
    Parameters.of(exchange);
    Found found = found(seen, id, call);
    MultiValueMap<String, String> given = exchange.getFormData().block();
    DecisionForm form = new DecisionForm(given == null ? new LinkedMultiValueMap<>() : given);
    Decisions.Decision before = answering.decided(form.eventId());
    if (before != null && before.taken()) {
      return shown(id, call, form);
    }
    List<Person> persons = persons(seen, found, locale);
    if (persons.isEmpty()) {
      boolean gone = !found.call().state().equals("OPEN");
      return page(
          seen,
          found,
          new Notice(words.say(gone ? "answer.gone" : "answer.notYours", locale), false),
          null,
          gone ? HttpStatus.CONFLICT : HttpStatus.FORBIDDEN,
          exchange,
          locale);
    }
    if (!form.readAnswer(id, call, persons)) {
      return page(seen, found, null, form, HttpStatus.UNPROCESSABLE_CONTENT, exchange, locale);
    }
    return switch (deciding.assist(seen, found.call(), form)) {
      case Answer.Taken _, Answer.Underway _ -> shown(id, call, form);
      case Answer.NotTaken(var refused) ->
          page(
              seen,
              found,
              new Notice(decisionsInWords.refused(refused, Map.of(), locale), false),
              form,
              HttpStatus.UNPROCESSABLE_CONTENT,
              exchange,
              locale);
      case Answer.Overtaken _ ->
          page(
              seen,
              found(seen, id, call),
              new Notice(words.say("answer.gone", locale), false),
              form,
              HttpStatus.CONFLICT,
              exchange,
              locale);
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

  /** As whom the reader may answer it; nobody once it is answered. */
  private List<Person> persons(Seen seen, Found found, Locale locale) {
    return intake.isThere() && found.call().state().equals("OPEN") && found.node().isKnown()
        ? seen.choices().answering(found.node(), locale)
        : List.of();
  }

  private static Rendering shown(String id, String call, DecisionForm form) {
    return Rendering.redirectTo(
            "/nodes/"
                + UriUtils.encodePathSegment(id, StandardCharsets.UTF_8)
                + "/calls/"
                + UriUtils.encodePathSegment(call, StandardCharsets.UTF_8)
                + "?decided="
                + form.eventId())
        .status(HttpStatus.SEE_OTHER)
        .build();
  }

  private Rendering page(
      Seen seen,
      Found found,
      @Nullable Notice notice,
      @Nullable DecisionForm form,
      HttpStatus status,
      ServerWebExchange exchange,
      Locale locale) {
    Node node = found.node();
    Item call = found.call();
    List<Crumb> crumbs =
        new ArrayList<>(
            seen.nodes().above(node).stream()
                .map(above -> new Crumb(above.id(), above.names().in(locale)))
                .toList());
    crumbs.add(new Crumb(node.id(), node.names().in(locale)));
    Map<String, String> wrong = new LinkedHashMap<>();
    if (form != null) {
      form.wrong()
          .forEach((field, why) ->
              wrong.put(field, words.say(why.key(), locale, why.arguments().toArray())));
    }
    Rendering.Builder<?> view =
        Rendering.view("call")
            .status(status)
            .modelAttribute("node", node)
            .modelAttribute("crumbs", crumbs)
            .modelAttribute("call", call)
            .modelAttribute("open", call.state().equals("OPEN"))
            .modelAttribute(
                "accountable", node.isKnown() ? sentences.accountable(node, locale) : "")
            .modelAttribute("since", words.day(call.onDate(), locale))
            .modelAttribute("levelWord", words.symbol("level", call.level(), locale))
            .modelAttribute("persons", persons(seen, found, locale))
            .modelAttribute("eventId", UUID.randomUUID().toString())
            .modelAttribute("chosen", "ASSIST")
            .modelAttribute("filled", form == null ? Map.of() : form.filled())
            .modelAttribute("wrong", wrong)
            .modelAttribute(
                "decisions",
                seen.decisions().ofNode(node.id(), null, LOOKED_AT).items().stream()
                    .filter(d -> d.kind().equals("ASSIST"))
                    .filter(d -> String.valueOf(call.cause().eventId()).equals(d.exceptionId()))
                    .map(d -> decisionsInWords.of(d, node, "RATIO", locale))
                    .toList());
    if (notice != null) {
      view.modelAttribute("notice", notice);
    }
    frame.around(seen, view, exchange, locale);
    return view.build();
  }
}
