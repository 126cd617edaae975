package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Nodes.Tolerance;
import org.plimsoll.schema.Anomaly;
import org.plimsoll.schema.Assessed;
import org.plimsoll.schema.AssistanceRequested;
import org.plimsoll.schema.BaselineSet;
import org.plimsoll.schema.ConfirmationWithdrawn;
import org.plimsoll.schema.Contribution;
import org.plimsoll.schema.Corrected;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionTaken;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.Registered;
import org.plimsoll.schema.SignalEnded;
import org.plimsoll.schema.Signalled;
import org.plimsoll.schema.TargetConfirmed;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.ToleranceTaken;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.OutcomeReader;
import org.plimsoll.wire.Outcomes;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** The event behind a figure: who sent what, what it was weighed against, what followed. */
@Controller
class EventScreen {
  /**
   * A field as it was sent, of what is sealed only by which key; amounts, persons and what they
   * wrote also as they read. Its name is empty where there is none but the schema's.
   */
  record Shown(String path, String name, String value, String reads) {}

  /** What was delivered with the entry, and where it is shown. */
  record Delivered(String what, String to, String link) {}

  record InForce(
      String nodeId,
      String toleranceId,
      String nodeName,
      String measure,
      String limit,
      String version,
      @Nullable String widened) {}

  record Followed(String told, String nodeId, List<Shown> fields) {}

  private final Sentences sentences;
  private final InWords words;
  private final PersonsInWords persons;
  private final AgenciesInWords agencies;
  private final Frame frame;
  private final LeadershipSettings settings;

  EventScreen(
      Sentences sentences,
      InWords words,
      PersonsInWords persons,
      AgenciesInWords agencies,
      Frame frame,
      LeadershipSettings settings) {
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
    this.agencies = agencies;
    this.frame = frame;
    this.settings = settings;
  }

  @GetMapping("/trail/{tier}/{partition}/{sequence}")
  Rendering event(
      Seen seen,
      ServerWebExchange exchange,
      @PathVariable String tier,
      @PathVariable String partition,
      @PathVariable String sequence,
      Locale locale) {
    Parameters.of(exchange);
    Trail.Entry found = seen.trail().entry(tier, partition, sequence);
    TrailEntry entry = found.entry();
    String known = entry.getPosition().getTier().name();
    long number = entry.getPosition().getSequence();
    int part = entry.getPosition().getPartition();
    Position at = new Position(known, part, number, null);
    Rendering.Builder<?> view =
        Rendering.view("event")
            .modelAttribute("entry", entry)
            .modelAttribute("tier", tier.toLowerCase(Locale.ROOT))
            .modelAttribute("type", words.symbol("inputType", entry.getInputType().name(), locale))
            .modelAttribute(
                "lead",
                words.say(
                    "event.lead",
                    locale,
                    words.integer(number, locale),
                    String.valueOf(part),
                    words.symbol("tier", known, locale)))
            .modelAttribute("takenAt", words.moment(entry.getTakenAt(), locale))
            .modelAttribute(
                "sender",
                entry.getSender() == null
                    ? words.say("event.sender.none", locale)
                    : agencies.named(entry.getSender(), locale))
            .modelAttribute("delivered", delivered(seen, at, locale))
            .modelAttribute("input", input(seen, found.input(), locale))
            .modelAttribute("bytes", entry.getInputBytes().remaining())
            .modelAttribute(
                "inForce",
                inForce(seen, entry, new Position(known, part, number - 1, null), locale))
            .modelAttribute("proof", Objects.requireNonNullElse(settings.proof(at), ""))
            .modelAttribute("hash", seen.trail().leafHash(at).orElse(""))
            .modelAttribute(
                "whole", seen.trail().bytes(at).map(Base64.getEncoder()::encodeToString).orElse(""))
            .modelAttribute("log", Objects.requireNonNullElse(settings.log(), ""))
            .modelAttribute("command", DecisionTrailInWords.receipt(at))
            .modelAttribute("followed", followed(seen, found, locale))
            .modelAttribute(
                "previous", seen.trail().stands(known, part, number - 1) ? number - 1 : 0)
            .modelAttribute("next", seen.trail().stands(known, part, number + 1) ? number + 1 : 0);
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private String named(String path, Locale locale) {
    String name = path.substring(path.lastIndexOf('.') + 1).replaceFirst("\\[\\d+]$", "");
    String word = words.symbol("fieldName", name, locale);
    return word.equals(name) ? "" : word;
  }

  /** What was delivered with the entry, of what the reader sees. */
  private List<Delivered> delivered(Seen seen, Position at, Locale locale) {
    return seen.escalations().with(at.tier(), at.partition(), List.of(at.sequence())).stream()
        .map(item ->
            new Delivered(
                item.names().in(locale) + ": " + DeliveredScreen.what(item, words, locale),
                words.symbol("level", item.level(), locale),
                DeliveredScreen.link(item)))
        .toList();
  }

  private List<Shown> input(Seen seen, @Nullable SpecificRecord input, Locale locale) {
    return input == null ? List.of() : shown(seen, input, locale);
  }

  private List<Shown> shown(Seen seen, IndexedRecord record, Locale locale) {
    List<Plain.Field> fields = Plain.fields(record);
    String currency =
        fields.stream()
            .filter(field -> field.path().equals("currency"))
            .map(Plain.Field::value)
            .findFirst()
            .orElseGet(() -> currencyOf(seen, record));
    List<Shown> shown = new ArrayList<>();
    for (Plain.Field field : fields) {
      String person = person(record, field, locale);
      shown.add(
          new Shown(
              field.path(),
              named(field.path(), locale),
              field.value().startsWith("sealed:") && !person.isEmpty()
                  ? field.value().substring(0, field.value().lastIndexOf(':') + 1) + "\u2026"
                  : field.value(),
              person.isEmpty() ? reads(field, currency, locale) : person));
    }
    return shown;
  }

  /** What reads otherwise than it stands, because it names somebody or is sealed; else empty. */
  private String person(IndexedRecord record, Plain.Field field, Locale locale) {
    String reads =
        record instanceof Decision d && field.path().equals("reason")
            ? persons.written(d.getReason(), d.getEventId(), locale)
            : persons.named(field.value(), locale);
    return reads.equals(field.value()) ? "" : reads;
  }

  private @Nullable String currencyOf(Seen seen, IndexedRecord record) {
    return record.getSchema().getField("nodeId") == null
        ? null
        : seen.nodes()
            .node(String.valueOf(record.get(record.getSchema().getField("nodeId").pos())))
            .map(Node::currency)
            .orElse(null);
  }

  private String reads(Plain.Field field, @Nullable String currency, Locale locale) {
    try {
      if (field.path().endsWith("Minor")) {
        return words.exactMoney(Long.valueOf(field.value()), currency, locale);
      }
      if (field.path().endsWith("TenThousandths")) {
        return words.indicator(InWords.limit(Long.parseLong(field.value())), locale);
      }
    } catch (NumberFormatException e) {
      // A field of that name that is no number reads as it stands.
      return "";
    }
    return "";
  }

  private List<InForce> inForce(Seen seen, TrailEntry entry, Position before, Locale locale) {
    List<InForce> inForce = new ArrayList<>();
    for (ToleranceInForce each : entry.getInForce()) {
      Node node = seen.nodes().node(each.getNodeId()).orElse(null);
      Tolerance tolerance =
          seen.nodes()
              .tolerance(each.getNodeId(), each.getToleranceId(), each.getVersion())
              .orElse(null);
      Standings.Stood widened =
          seen.standings()
              .tolerance(each.getNodeId(), each.getToleranceId(), before)
              .filter(stood -> stood.widened() != null)
              .orElse(null);
      inForce.add(
          new InForce(
              each.getNodeId(),
              each.getToleranceId(),
              name(seen, each.getNodeId(), locale),
              tolerance == null
                  ? each.getToleranceId()
                  : measure(node, tolerance.measure(), tolerance.indicatorId(), locale),
              tolerance == null
                  ? ""
                  : sentences.allowed(
                      tolerance.breach(),
                      words.quantity(
                          InWords.limit(
                              widened == null
                                  ? tolerance.limitTenThousandths()
                                  : widened.inForce().limitTenThousandths()),
                          tolerance.unit(),
                          node == null ? null : node.currency(),
                          0,
                          locale),
                      locale),
              words.say("event.version", locale, String.valueOf(each.getVersion())),
              widened == null ? null : seen.termsInWords().widened(widened, locale)));
    }
    return inForce;
  }

  /** A measure's name; one of an indicator by the name that the node gives the indicator. */
  private String measure(
      @Nullable Node node, String measure, @Nullable String indicatorId, Locale locale) {
    return sentences.measure(
        measure, node == null ? null : node.target(indicatorId).orElse(null), locale);
  }

  private String achievement(Seen seen, String nodeId, String indicatorId, Locale locale) {
    return measure(
        seen.nodes().node(nodeId).orElse(null), "INDICATOR_ACHIEVEMENT", indicatorId, locale);
  }

  private String name(Seen seen, String nodeId, Locale locale) {
    return seen.nodes().node(nodeId).map(node -> node.names().in(locale)).orElse(nodeId);
  }

  private List<Followed> followed(Seen seen, Trail.Entry found, Locale locale) {
    TrailEntry entry = found.entry();
    List<Followed> followed = new ArrayList<>();
    Iterator<Restraints.Found> held = seen.restraints().ofEntry(found).iterator();
    for (SpecificRecord record : Outcomes.of(entry)) {
      String told = told(seen, record, locale);
      if (restrains(record) && held.hasNext()) {
        String restraint = seen.restraintsInWords().of(held.next().restraint(), locale);
        told = record instanceof Refused ? told + " " + restraint : restraint;
      }
      followed.add(new Followed(told, nodeOf(record), shown(seen, record, locale)));
    }
    return followed;
  }

  private static boolean restrains(SpecificRecord outcome) {
    return outcome instanceof Refused || OutcomeReader.restraint(outcome) != null;
  }

  private static String nodeOf(IndexedRecord outcome) {
    var field = outcome.getSchema().getField("nodeId");
    return field == null ? "" : String.valueOf(outcome.get(field.pos()));
  }

  private String told(Seen seen, IndexedRecord outcome, Locale locale) {
    String key = "outcome." + outcome.getSchema().getName();
    return switch (outcome) {
      case Assessed o -> words.say(key, locale, name(seen, o.getNodeId(), locale));
      case Refused o ->
          words.say(
              key,
              locale,
              words.say(
                  "decision.refused",
                  locale,
                  words.symbol("refusal", o.getReason(), locale),
                  o.getField(),
                  persons.named(o.getValue(), locale),
                  persons.named(o.getExpected(), locale)));
      case Registered o -> words.say(key, locale, name(seen, o.getNodeId(), locale));
      case ToleranceTaken o ->
          words.say(key, locale, name(seen, o.getNodeId(), locale), o.getToleranceId());
      case BaselineSet o -> words.say(key, locale, name(seen, o.getNodeId(), locale));
      case ExceptionChanged o ->
          words.say(
              key,
              locale,
              name(seen, o.getNodeId(), locale)
                  + ", "
                  + measure(
                      seen.nodes().node(o.getNodeId()).orElse(null),
                      o.getMeasure().name(),
                      o.getIndicatorId(),
                      locale),
              words.symbol("change", o.getChange().name(), locale));
      case TargetConfirmed o ->
          words.say(
              key,
              locale,
              name(seen, o.getNodeId(), locale),
              achievement(seen, o.getNodeId(), o.getIndicatorId(), locale));
      case ConfirmationWithdrawn o ->
          words.say(
              key,
              locale,
              name(seen, o.getNodeId(), locale),
              achievement(seen, o.getNodeId(), o.getIndicatorId(), locale));
      case Corrected o ->
          words.say(key, locale, name(seen, o.getNodeId(), locale), o.getCorrects());
      case Signalled o ->
          words.say(
              key,
              locale,
              name(seen, o.getNodeId(), locale),
              words.symbol("signalKind", o.getSignal().name(), locale));
      case SignalEnded o ->
          words.say(
              key,
              locale,
              name(seen, o.getNodeId(), locale),
              words.symbol("signalKind", o.getSignal().name(), locale));
      case AssistanceRequested o -> words.say(key, locale, name(seen, o.getNodeId(), locale));
      case DecisionTaken o -> words.say(key, locale, name(seen, o.getNodeId(), locale));
      case Contribution o ->
          words.say(
              key, locale, name(seen, o.getChildId(), locale), name(seen, o.getParentId(), locale));
      case Anomaly o -> words.say(key, locale, name(seen, o.getNodeId(), locale), o.getCode());
      default -> words.symbol("outcome", outcome.getSchema().getName(), locale);
    };
  }
}
