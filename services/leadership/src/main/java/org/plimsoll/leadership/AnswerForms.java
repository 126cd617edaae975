package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Choices.Choice;
import org.plimsoll.leadership.Exceptions.Episode;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;

/** The forms of an exception's page, with what whoever decides should know before. */
@Component
class AnswerForms {
  private final Answering answering;
  private final IntakeClient intake;
  private final Addressees addressees;
  private final LimitsInWords limits;
  private final DecisionsInWords decisionsInWords;
  private final InWords words;
  private final PersonsInWords persons;

  AnswerForms(
      Answering answering,
      IntakeClient intake,
      Addressees addressees,
      LimitsInWords limits,
      DecisionsInWords decisionsInWords,
      InWords words,
      PersonsInWords persons) {
    this.answering = answering;
    this.intake = intake;
    this.addressees = addressees;
    this.limits = limits;
    this.decisionsInWords = decisionsInWords;
    this.words = words;
    this.persons = persons;
  }

  /**
   * Adds to a page of an exception what may be decided about it.
   *
   * @param form as it was filled in; null for an empty one
   */
  void on(
      Rendering.Builder<?> view,
      Seen seen,
      Reports.Case found,
      @Nullable DecisionForm form,
      Locale locale) {
    Episode episode = found.episode();
    Answering.State state = answering.state(episode);
    List<Choice> offered =
        intake.isThere()
            ? seen.choices().of(found, locale).stream()
                .filter(choice -> !choice.persons().isEmpty())
                .toList()
            : List.of();
    Map<String, String> wrong = new LinkedHashMap<>();
    if (form != null) {
      form.wrong()
          .forEach((field, why) ->
              wrong.put(field, words.say(why.key(), locale, arguments(why, locale).toArray())));
    }
    view.modelAttribute("choices", offered)
        .modelAttribute("onlyNote", offered.size() == 1 && offered.getFirst().kind().equals("NOTE"))
        .modelAttribute("last", found.handling().answersTo().equals("PORTFOLIO"))
        .modelAttribute("elsewhere", elsewhere(seen, offered, found, locale))
        .modelAttribute("planIn", found.handling().planIn() != null)
        .modelAttribute("atEnd", LimitsInWords.cannotGrow(episode))
        .modelAttribute("above", addressees.above(seen, found.node(), locale))
        .modelAttribute("planAsked", found.handling().planDueOn() != null)
        .modelAttribute(
            "planOwed",
            found.handling().planDueOn() != null
                && found.handling().planIn() == null
                && seen.reader().person().equals(found.node().person()))
        .modelAttribute(
            "knownPersons",
            offered.isEmpty() ? List.of() : addressees.of(seen, found.node(), locale))
        .modelAttribute("revision", state.revision())
        .modelAttribute("answers", state.sequence())
        .modelAttribute("eventId", UUID.randomUUID().toString())
        .modelAttribute("chosen", form == null ? "" : form.kind())
        .modelAttribute("filled", form == null ? proposed(seen, found) : form.filled())
        .modelAttribute("wrong", wrong)
        .modelAttribute("confirm", confirm(form))
        .modelAttribute(
            "unit",
            episode.unit().equals("MINOR_UNITS")
                ? words.symbol("currency", found.node().currency(), locale)
                : words.symbol("form.unit", episode.unit(), locale))
        .modelAttribute("currency", words.symbol("currency", found.node().currency(), locale))
        .modelAttribute("limitHint", limits.hint(seen, found, locale))
        .modelAttribute("limitRoom", limits.room(seen, offered, found, locale));
  }

  /** What is asked, or was said, of a limit that does not do or allows everything; or empty. */
  private static String confirm(@Nullable DecisionForm form) {
    if (form == null) {
      return "";
    }
    DecisionForm.Wrong limit = form.wrong().get("limit");
    return Stream.of(DecisionForm.BEYOND, DecisionForm.EVERYTHING)
        .filter(each ->
            limit == null ? form.filled().containsKey(each) : limit.key().equals("form." + each))
        .findFirst()
        .orElse("");
  }

  /**
   * Who else has it: another person, whoever answered it already, or the portfolio, for who answers
   * as the program alone; empty where it waits for the reader.
   */
  private String elsewhere(Seen seen, List<Choice> offered, Reports.Case found, Locale locale) {
    Handling handling = found.handling();
    String reader = seen.reader().person();
    boolean decides = offered.stream().anyMatch(choice -> !choice.kind().equals("NOTE"));
    if (!decides || !found.episode().state().equals("OPEN")) {
      return "";
    }
    String holder = handling.holder();
    String by = handling.acknowledgedBy();
    if (by != null) {
      return by.equals(reader) || handling.grownFrom() != null || handling.planIn() != null
          ? ""
          : words.say("answer.replaces", locale, decisionsInWords.answered(handling, by, locale));
    }
    if (holder != null) {
      return holder.equals(reader)
          ? ""
          : words.say("answer.handed", locale, persons.named(holder, locale));
    }
    boolean asked =
        found.node().level().equals("PROJECT") && handling.answersTo().equals("PORTFOLIO");
    List<String> answering =
        offered.stream()
            .filter(choice -> choice.kind().equals("ACKNOWLEDGE"))
            .flatMap(choice -> choice.persons().stream())
            .map(person -> String.valueOf(person.as()))
            .distinct()
            .toList();
    return asked && answering.equals(List.of(String.valueOf(found.node().parentId())))
        ? words.say("answer.elsewhere", locale, words.symbol("level", handling.answersTo(), locale))
        : "";
  }

  private List<Object> arguments(DecisionForm.Wrong why, Locale locale) {
    List<Object> arguments = new ArrayList<>();
    for (Object argument : why.arguments()) {
      arguments.add(
          argument instanceof LocalDate day
              ? words.day(day, locale)
              : argument instanceof Integer number ? words.integer(number, locale) : argument);
    }
    return arguments;
  }

  /** A new baseline would be what is forecast; whoever decides may write something else. */
  private Map<String, String> proposed(Seen seen, Reports.Case found) {
    Map<String, String> proposed = new LinkedHashMap<>();
    seen.nodes()
        .reported()
        .latest(found.node().id())
        .ifPresent(forecast -> {
          if (forecast.eacMinor() != null) {
            BigDecimal cost = InWords.major(forecast.eacMinor(), found.node().currency());
            proposed.put("cost", cost.stripTrailingZeros().toPlainString());
          }
          LocalDate finish = forecast.forecastFinish();
          if (finish != null && seen.map().today().filter(finish::isBefore).isEmpty()) {
            proposed.put("finish", finish.toString());
          }
        });
    return proposed;
  }
}
