package org.plimsoll.leadership;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Json.EscalationJson;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.subscription.Wording;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What subscribers are told, in the sentences of the screens and in the form of the interface. It
 * is asked for items by id; whether somebody may be told of them has been asked before.
 */
@Component
class TellingInWords implements Wording {
  /** An item with the tolerance that it is about. */
  private record Told(Item item, @Nullable String toleranceId, int toleranceVersion) {}

  private final JdbcClient database;
  private final Nodes nodes;
  private final Sentences sentences;
  private final InWords words;
  private final PersonsInWords persons;

  TellingInWords(JdbcClient database, Sentences sentences, InWords words, PersonsInWords persons) {
    this.database = database;
    this.nodes = new Nodes(database);
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
  }

  @Override
  public List<Said> items(Set<String> escalationIds, Locale locale) {
    List<Told> found =
        database
            .sql(
                """
                SELECT d.*, n.currency, n.name_kk, n.name_ru, n.name_en,
                       CASE WHEN d.change = 'CLEARED' THEN 'CLEARED'
                            WHEN d.change = 'WITHDRAWN' THEN 'WITHDRAWN'
                            WHEN d.kind = 'CONFIRMATION' THEN 'CONFIRMED' ELSE 'OPEN' END AS state
                FROM delivered d LEFT JOIN node n USING (node_id)
                WHERE d.escalation_id = ANY(:ids) ORDER BY d.seq
                """)
            .param("ids", escalationIds.toArray(String[]::new))
            .query((row, _) -> told(row))
            .list();
    Map<String, Node> known =
        nodes.nodes(found.stream().map(each -> each.item().nodeId()).distinct().toList()).stream()
            .collect(toMap(Node::id, each -> each));
    return found.stream()
        .map(each -> {
          Item item = each.item();
          Node node =
              requireNonNullElse(
                  known.get(item.nodeId()), Node.unknown(item.nodeId(), item.nodeLevel()));
          return said(each, node, locale);
        })
        .toList();
  }

  @Override
  public String named(String person, Locale locale) {
    return persons.named(person, locale);
  }

  @Override
  public String say(String key, Locale locale, Object... arguments) {
    return words.say(key, locale, arguments);
  }

  private static Told told(ResultSet row) throws SQLException {
    return new Told(
        Escalations.item(row, Exceptions.expected(row)),
        row.getString("tolerance_id"),
        row.getInt("tolerance_version"));
  }

  private Said said(Told told, Node node, Locale locale) {
    Item item = told.item();
    String name = node.names().in(locale);
    String happened;
    String meaning = "";
    if (item.request() != null) {
      happened = item.request();
    } else if (item.kind().equals("CONFIRMATION")) {
      happened = confirmed(item, node, locale);
    } else {
      Sentences.Told words = sentences.of(episode(told, node), node, null, locale);
      happened = words.happened();
      meaning = words.meaning();
    }
    return new Said(
        item.escalationId(),
        item.exceptionId(),
        name,
        title(item, name, locale),
        happened,
        meaning,
        words.day(item.onDate(), locale),
        item.exceptionId() == null
            ? "/nodes/" + item.nodeId()
            : "/exceptions/" + item.exceptionId(),
        EscalationJson.of(item, words, locale));
  }

  private String title(Item item, String name, Locale locale) {
    String kind = words.symbol("kind", item.kind(), locale);
    String change =
        Stream.of(item.change())
            .filter(each -> each != null && item.exceptionId() != null)
            .map(each -> words.symbol("change", each, locale))
            .findFirst()
            .orElse("");
    return change.isEmpty()
        ? words.say("told.title", locale, name, kind)
        : words.say("told.title.change", locale, name, kind, change);
  }

  private String confirmed(Item item, Node node, Locale locale) {
    Optional<Target> target = node.target(item.indicatorId());
    long value = item.numerator() == null ? 0 : item.numerator();
    return target
        .map(each ->
            words.say(
                item.state().equals("WITHDRAWN") ? "confirmed.withdrawn" : "confirmed",
                locale,
                Sentences.name(each, locale),
                sentences.inItsUnit(each, InWords.limit(value), locale),
                sentences.inItsUnit(each, InWords.limit(each.target()), locale)))
        .orElse(String.valueOf(item.indicatorId()));
  }

  /** The exception as it was when the item was sent. */
  private static Episode episode(Told told, Node node) {
    Item item = told.item();
    long numerator = requireNonNullElse(item.numerator(), 0L);
    long denominator = requireNonNullElse(item.denominator(), 0L);
    boolean cleared = "CLEARED".equals(item.change());
    return new Episode(
        0,
        requireNonNullElse(item.exceptionId(), ""),
        item.nodeId(),
        item.nodeLevel(),
        node.names(),
        node.parentId(),
        node.agencyId(),
        item.currency(),
        node.person(),
        node.role() == null ? null : node.role().en(),
        requireNonNullElse(told.toleranceId(), ""),
        told.toleranceVersion(),
        item.kind(),
        requireNonNullElse(item.measure(), ""),
        item.indicatorId(),
        requireNonNullElse(item.breach(), ""),
        requireNonNullElse(item.unit(), ""),
        requireNonNullElse(item.limitTenThousandths(), 0L),
        cleared ? "CLEARED" : "OPEN",
        Math.toIntExact(requireNonNullElse(item.step(), 0L)),
        numerator,
        denominator,
        numerator,
        denominator,
        requireNonNullElse(item.raisedOn(), item.onDate()),
        item.onDate(),
        cleared ? item.onDate() : null,
        item.cause(),
        item.cause(),
        item.expected());
  }
}
