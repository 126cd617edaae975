package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Comparison;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.ToleranceUnit;
import org.plimsoll.leadership.Explanations.Told;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which children bring a measure of their parent to where it is. */
class Shares {
  /** As many as somebody who has to answer looks at. */
  private static final int FIRST = 5;

  /**
   * What a child adds to the sums of its parent, from its newest figures.
   *
   * @param own its own value of the measure
   * @param part what it adds to the numerator, and to the denominator
   * @param figures the entry that brought these figures
   */
  record Share(
      Node node, Fraction own, Fraction part, Position figures, Reported.@Nullable Noted note) {}

  /**
   * @param first those that draw the measure furthest beyond the limit; where none does, those that
   *     bring it nearest to it
   * @param others how many more children add to the sums
   */
  record Of(List<Share> first, int others) {
    static final Of NOTHING = new Of(List.of(), 0);
  }

  /** A child's sums, and how far they lie beyond the limit, times both denominators. */
  private record Drawn(
      String id, Fraction own, Fraction part, BigInteger beyond, Position figures) {}

  private final JdbcClient database;
  private final Nodes nodes;

  Shares(JdbcClient database, Nodes nodes) {
    this.database = database;
    this.nodes = nodes;
  }

  /**
   * @param told of a program or a portfolio; of a project there is nothing below
   * @param upTo data date of the newest figures that count; null: all that are known
   */
  Of of(Told told, @Nullable LocalDate upTo) {
    if (told.node().level().equals("PROJECT")
        || !(told.explanation() instanceof Explanation.Weighed weighed)) {
      return Of.NOTHING;
    }
    Comparison limit =
        weighed.comparisons().stream()
            .filter(comparison -> !comparison.isWithin())
            .findFirst()
            .orElse(weighed.comparisons().getFirst());
    boolean amount = weighed.subject().tolerance().unit() == ToleranceUnit.MINOR_UNITS;
    List<Drawn> drawn =
        drawn(told.node().id(), weighed.reading().measure(), limit, amount, upTo).stream()
            .sorted(Comparator.comparing(Drawn::beyond).reversed().thenComparing(Drawn::id))
            .toList();
    List<Drawn> beyond = drawn.stream().filter(each -> each.beyond().signum() > 0).toList();
    List<Drawn> first = (beyond.isEmpty() ? drawn : beyond).stream().limit(FIRST).toList();
    Map<String, Node> named =
        nodes.nodes(first.stream().map(Drawn::id).toList()).stream()
            .collect(toMap(Node::id, node -> node));
    return new Of(
        first.stream()
            .map(each ->
                new Share(
                    requireNonNull(named.get(each.id())),
                    each.own(),
                    each.part(),
                    each.figures(),
                    nodes.reported().note(each.id(), upTo).orElse(null)))
            .toList(),
        drawn.size() - first.size());
  }

  private List<Drawn> drawn(
      String parent, Measure measure, Comparison limit, boolean amount, @Nullable LocalDate upTo) {
    List<Drawn> drawn = new ArrayList<>();
    database
        .sql(
            """
            SELECT n.node_id, n.level, f.bac_minor, f.eac_minor, f.tier, f.partition, f.sequence,
              f.event_id, r.n AS numerator, r.d AS denominator
            FROM node n CROSS JOIN LATERAL (
              SELECT bac_minor, eac_minor, tier, partition, sequence, event_id, readings
              FROM figures WHERE figures.node_id = n.node_id %s
              ORDER BY data_date DESC LIMIT 1) f
            CROSS JOIN LATERAL (
              SELECT (r ->> 'n')::bigint AS n, (r ->> 'd')::bigint AS d
              FROM (SELECT ('{' || ltrim(split_part(
                split_part(f.readings, :reading, 2), '}', 1), ',') || '}')::jsonb) one (r)) r
            WHERE n.parent_id = :parent AND r.d > 0
            """
                .formatted(upTo == null ? "" : "AND data_date <= :upTo"))
        .param("parent", parent)
        // Cut out of the text, in which the measure stands first and no value has a brace, because
        // to parse all takes long; what is added has one reading, no indicator's.
        .param("reading", "{\"m\":\"" + measure.name() + "\"")
        .param("upTo", upTo)
        .query(row -> {
          Fraction own = new Fraction(row.getLong("numerator"), row.getLong("denominator"));
          Fraction part =
              row.getString("level").equals("PROJECT")
                  ? part(
                      measure,
                      own,
                      Columns.number(row, "bac_minor"),
                      Columns.number(row, "eac_minor"))
                  : own;
          if (part != null) {
            drawn.add(
                new Drawn(
                    row.getString("node_id"),
                    own,
                    part,
                    beyond(part, limit, amount),
                    new Position(
                        row.getString("tier"),
                        row.getInt("partition"),
                        row.getLong("sequence"),
                        row.getString("event_id"))));
          }
        });
    return drawn;
  }

  /** What a project adds, by the rule of the sums; null where it adds nothing. */
  private static @Nullable Fraction part(
      Measure measure, Fraction own, @Nullable Long bacMinor, @Nullable Long eacMinor) {
    Figures cost = new Figures(null, null, null, bacMinor, null, eacMinor, null, Map.of());
    return Rollup.ofProject(
            cost, List.of(new Reading.Value(measure, null, own)), true, false, false)
        .sums()
        .get(measure);
  }

  /** Above zero where the child alone would be beyond the limit of its parent. */
  private static BigInteger beyond(Fraction part, Comparison limit, boolean amount) {
    Comparison alone =
        new Comparison(part, limit.scale(), limit.allowed(), limit.limitTenThousandths());
    // A limit in minor units is one for all of them together, and each adds its amount.
    BigInteger over = amount ? alone.left() : alone.left().subtract(alone.right());
    return switch (limit.allowed()) {
      case AT_MOST -> over;
      case AT_LEAST -> over.negate();
    };
  }
}
