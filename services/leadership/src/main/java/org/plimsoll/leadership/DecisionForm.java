package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.leadership.Choices.Call;
import org.plimsoll.leadership.Choices.Choice;
import org.plimsoll.leadership.Choices.Person;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.util.MultiValueMap;

/**
 * A decision as somebody filled it in, and what is wrong with it: by field, a key of the messages
 * and its arguments. What only the engine can know is left to it.
 */
final class DecisionForm {
  /** As the engine takes it. */
  static final int MAX_REASON = 4_000;

  private static final int MAX_PERSON = 200;

  /** Of those who may be meant; there may be hundreds. */
  private static final int MOST_NAMED = 3;

  /** More digits than any limit or amount has; longer texts are no numbers. */
  private static final int MAX_DIGITS = 24;

  /** That a limit is wanted even though it does not do. */
  static final String BEYOND = "beyond";

  /** That a limit is wanted even though nothing could be beyond it. */
  static final String EVERYTHING = "everything";

  /** Of a limit that can be counted in ten-thousandths. */
  private static final int MAX_WHOLE_DIGITS = 13;

  /** What is measured like this is not below zero, so a limit below zero would hold anything. */
  static final Set<String> NEVER_NEGATIVE =
      Set.of("INDICATOR_ACHIEVEMENT", "CPI", "SPI", "SILENCE");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0\\u202f]+");

  /** What is wrong with a field. */
  record Wrong(String key, List<Object> arguments) {
    static Wrong of(String key, Object... arguments) {
      return new Wrong(key, List.of(arguments));
    }
  }

  private final MultiValueMap<String, String> given;
  private final Map<String, Wrong> wrong = new LinkedHashMap<>();
  private final Map<String, Object> decision = new LinkedHashMap<>();
  private String decidedBy = "";

  DecisionForm(MultiValueMap<String, String> given) {
    this.given = given;
  }

  String kind() {
    return text("kind");
  }

  /** Names the event; chosen when the page was made, so that a form sent twice is one decision. */
  String eventId() {
    String id = text("eventId");
    if (!ID.matcher(id).matches()) {
      throw new BadParameterException("eventId", id, "1 to 64 letters, digits and . _ : -");
    }
    return id;
  }

  /** The state that is answered. */
  Answering.State answers() {
    return new Answering.State(
        (int) Parameters.number("revision", text("revision"), 0, Integer.MAX_VALUE),
        Parameters.number("answers", text("answers"), 0, Long.MAX_VALUE));
  }

  String decidedBy() {
    return decidedBy;
  }

  Map<String, Wrong> wrong() {
    return wrong;
  }

  /** As it was written; what goes to the trail is sealed. */
  String reason() {
    return text("reason");
  }

  /** What was filled in, for the form that is shown again. */
  Map<String, String> filled() {
    Map<String, String> filled = new LinkedHashMap<>();
    given.forEach((name, values) -> filled.put(name, values.isEmpty() ? "" : values.getFirst()));
    return filled;
  }

  /**
   * Reads the form against what is offered.
   *
   * @param known who may be meant by a name, to whom it can be handed over
   * @param today by the clock of the trail; null without one
   * @param forecast finish of the node; null without one
   * @return whether nothing is wrong
   */
  boolean read(
      Reports.Case found,
      Choice choice,
      Function<String, List<String>> known,
      @Nullable LocalDate today,
      @Nullable LocalDate forecast) {
    Node node = found.node();
    decision.put("nodeId", node.id());
    decision.put("kind", choice.kind());
    person(choice.persons());
    if (!choice.kind().equals("APPROVE_BASELINE")) {
      decision.put("exceptionId", found.episode().id());
    }
    switch (choice.kind()) {
      case "GRANT_TOLERANCE" -> {
        limit(found);
        day("until", later(found.told().dataDate(), today));
      }
      case "REQUIRE_EXCEPTION_PLAN" -> day("planDueOn", later(found.told().dataDate(), today));
      // What is done already may have a finish that is over.
      case "APPROVE_BASELINE" ->
          baseline(
              node,
              today == null || forecast == null || forecast.isAfter(today) ? today : forecast);
      case "HAND_OVER" -> {
        String person = required("handedTo", MAX_PERSON);
        List<String> meant = person == null ? List.of() : known.apply(person);
        if (person != null && meant.isEmpty()) {
          wrong.put("handedTo", Wrong.of("form.unknownPerson"));
        } else if (meant.size() > 1) {
          String some = String.join("; ", meant.subList(0, Math.min(MOST_NAMED, meant.size())));
          wrong.put(
              "handedTo",
              Wrong.of(
                  meant.size() > MOST_NAMED ? "form.manyPersons" : "form.severalPersons", some));
        }
        put("handedTo", meant.size() == 1 ? meant.getFirst() : null);
      }
      case "ASSIST" -> {
        String request = text("request");
        if (choice.calls().stream().map(Call::requestId).noneMatch(request::equals)) {
          wrong.put("request", Wrong.of("form.choose"));
        }
        decision.put("exceptionId", request);
      }
      default -> {}
    }
    put("reason", required("reason", MAX_REASON));
    return wrong.isEmpty();
  }

  /**
   * Reads the answer to a call for help.
   *
   * @return whether nothing is wrong
   */
  boolean readAnswer(String nodeId, String requestId, List<Person> persons) {
    decision.put("nodeId", nodeId);
    decision.put("kind", "ASSIST");
    decision.put("exceptionId", requestId);
    person(persons);
    put("reason", required("reason", MAX_REASON));
    return wrong.isEmpty();
  }

  /** The decision as intake takes it. */
  Map<String, Object> decision(Instant decidedAt, @Nullable Integer answersRevision) {
    Map<String, Object> whole = new LinkedHashMap<>(decision);
    whole.put("eventId", eventId());
    whole.put("decidedAt", decidedAt.toString());
    if (answersRevision != null) {
      whole.put("answersRevision", answersRevision);
    }
    return whole;
  }

  private void person(List<Person> persons) {
    String key = text("person");
    Person chosen =
        persons.stream().filter(each -> each.key().equals(key)).findFirst().orElse(null);
    if (chosen == null) {
      wrong.put("person", Wrong.of("form.choose"));
      return;
    }
    decidedBy = chosen.person();
    put("decidedBy", decidedBy);
    put("decidedAs", chosen.as());
  }

  private void limit(Reports.Case found) {
    String unit = found.episode().unit();
    BigDecimal limit = number("limit", 4, unit.equals("PERCENT") ? "%" : "");
    if (limit == null) {
      return;
    }
    if (unit.equals("MINOR_UNITS")) {
      limit = InWords.minor(limit, found.node().currency());
    }
    long stands = found.told().stood().inForce().limitTenThousandths();
    int compared = limit.compareTo(InWords.limit(stands));
    boolean wider = found.episode().breach().equals("AT_LEAST") ? compared < 0 : compared > 0;
    if (limit.signum() < 0 && NEVER_NEGATIVE.contains(found.episode().measure())) {
      wrong.put("limit", Wrong.of("form.negative"));
    } else if (!wider) {
      wrong.put("limit", Wrong.of("form.wider"));
    } else if (!text(BEYOND).equals("yes") && staysBeyond(found, limit)) {
      wrong.put("limit", Wrong.of("form.beyond"));
    } else if (!text(EVERYTHING).equals("yes")
        && allowsEverything(found.episode().measure(), found.episode().breach(), limit)) {
      wrong.put("limit", Wrong.of("form.everything"));
    }
    decision.put("limit", limit);
  }

  /** Whether nothing that is measured like this could be beyond a limit. */
  static boolean allowsEverything(String measure, String breach, BigDecimal limit) {
    return breach.equals("AT_LEAST") && NEVER_NEGATIVE.contains(measure) && limit.signum() <= 0;
  }

  /** Whether the figures would be beyond this limit as well; of a forecast it is not said. */
  private static boolean staysBeyond(Reports.Case found, BigDecimal limit) {
    Episode episode = found.episode();
    return episode.expected() == null
        && episode.denominator() != 0
        && limit.precision() - limit.scale() <= MAX_WHOLE_DIGITS
        && found
                .told()
                .stood()
                .inForce()
                .until(LocalDate.MAX, limit.movePointRight(4).longValueExact(), "")
                .stepOf(new Fraction(episode.numerator(), episode.denominator()))
            > 0;
  }

  private static @Nullable LocalDate later(@Nullable LocalDate one, @Nullable LocalDate other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private void baseline(Node node, @Nullable LocalDate earliest) {
    Map<String, Object> baseline = new LinkedHashMap<>();
    if (!text("cost").isEmpty()) {
      BigDecimal cost = number("cost", 2);
      if (cost != null) {
        baseline.put("costMinor", InWords.minor(cost, node.currency()));
      }
    }
    if (!text("finish").isEmpty()) {
      LocalDate finish = day("finish", earliest);
      if (finish != null) {
        baseline.put("finish", finish.toString());
        decision.remove("finish");
      }
    }
    if (baseline.isEmpty() && wrong.isEmpty()) {
      wrong.put("cost", Wrong.of("form.baseline"));
    }
    decision.put("baseline", baseline);
  }

  private @Nullable BigDecimal number(String name, int places) {
    return number(name, places, "");
  }

  /** The same, behind which this sign may stand. */
  private @Nullable BigDecimal number(String name, int places, String sign) {
    String text = SPACES.matcher(text(name)).replaceAll("").replace(',', '.');
    if (text.endsWith(sign)) {
      text = text.substring(0, text.length() - sign.length());
    }
    if (text.isEmpty()) {
      wrong.put(name, Wrong.of("form.missing"));
      return null;
    }
    try {
      BigDecimal number = text.length() > MAX_DIGITS ? null : new BigDecimal(text);
      if (number != null && number.scale() >= 0 && number.scale() <= places) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words.
    }
    wrong.put(name, Wrong.of("form.number", places));
    return null;
  }

  private @Nullable LocalDate day(String name, @Nullable LocalDate earliest) {
    String text = text(name);
    if (text.isEmpty()) {
      wrong.put(name, Wrong.of("form.missing"));
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      if (earliest != null && day.isBefore(earliest)) {
        wrong.put(name, Wrong.of("form.earliest", earliest));
      }
      decision.put(name, day.toString());
      return day;
    } catch (DateTimeParseException e) {
      wrong.put(name, Wrong.of("form.date"));
      return null;
    }
  }

  private @Nullable String required(String name, int most) {
    String text = text(name);
    if (text.isEmpty()) {
      wrong.put(name, Wrong.of("form.missing"));
      return null;
    }
    if (text.length() > most) {
      wrong.put(name, Wrong.of("form.long", most));
      return null;
    }
    return text;
  }

  private void put(String name, @Nullable String value) {
    if (value != null) {
      decision.put(name, value);
    }
  }

  private String text(String name) {
    String value = given.getFirst(name);
    return value == null ? "" : value.strip();
  }
}
