package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Nodes.Tolerance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What in the way a project is reported may deserve a look, and how it reads. */
class Signals {
  /** A numerator and a denominator. */
  record Evidence(long numerator, long denominator) {
    BigDecimal value() {
      return BigDecimal.valueOf(numerator)
          .divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL64);
    }
  }

  /**
   * A signal that is on.
   *
   * @param toleranceId empty where it speaks of no tolerance
   * @param reports data dates in a row when it was seen
   * @param value what was seen; null where the reports say all
   * @param against what it is held against
   * @param onDate data date on which it was seen
   */
  record Signal(
      String signal,
      String toleranceId,
      int reports,
      @Nullable Evidence value,
      @Nullable Evidence against,
      LocalDate since,
      LocalDate onDate,
      Position cause) {}

  private final JdbcClient database;
  private final InWords words;
  private final Sentences sentences;

  Signals(JdbcClient database, InWords words, Sentences sentences) {
    this.database = database;
    this.words = words;
    this.sentences = sentences;
  }

  /** The signals of a node that are on, the oldest first. */
  List<Signal> ofNode(String nodeId) {
    return database
        .sql(
            "SELECT * FROM signal WHERE node_id = :node AND ended_on IS NULL ORDER BY on_date,"
                + " signal, tolerance_id")
        .param("node", nodeId)
        .query((row, number) ->
            new Signal(
                row.getString("signal"),
                row.getString("tolerance_id"),
                row.getInt("reports"),
                evidence(
                    Columns.number(row, "value_numerator"),
                    Columns.number(row, "value_denominator")),
                evidence(
                    Columns.number(row, "against_numerator"),
                    Columns.number(row, "against_denominator")),
                requireNonNull(Columns.day(row, "since")),
                requireNonNull(Columns.day(row, "on_date")),
                new Position(
                    row.getString("tier"),
                    row.getInt("partition"),
                    row.getLong("sequence"),
                    row.getString("event_id"))))
        .list();
  }

  private static @Nullable Evidence evidence(@Nullable Long numerator, @Nullable Long denominator) {
    return numerator == null || denominator == null || denominator == 0
        ? null
        : new Evidence(numerator, denominator);
  }

  /**
   * The signal in a sentence, with its evidence.
   *
   * @param inForce the tolerances of the node
   */
  String said(Signal signal, Node node, List<Tolerance> inForce, Locale locale) {
    Tolerance tolerance =
        inForce.stream()
            .filter(each -> each.id().equals(signal.toleranceId()))
            .findFirst()
            .orElse(null);
    String reports = words.count("reports", signal.reports(), locale);
    String key = "signal." + signal.signal();
    return switch (signal.signal()) {
      case "HUGS_LIMIT", "REBASELINED_BEFORE_BREACH" ->
          weighed(key, signal, tolerance, node, locale);
      case "PERPETUAL_AMBER" ->
          signal.toleranceId().isEmpty()
              ? words.say(key + ".self", locale, reports)
              : weighed(key, signal, tolerance, node, locale);
      case "SELF_RATING_BETTER" ->
          words.say(
              key,
              locale,
              rating(signal.value(), locale),
              rating(signal.against(), locale),
              reports);
      case "SPENT_WITHOUT_ACHIEVEMENT" ->
          words.say(
              key, locale, percent(signal.value(), locale), percent(signal.against(), locale));
      case "UNCHANGED_FIGURES" -> words.say(key, locale, reports);
      default -> words.symbol("signal", "UNRECOGNISED", locale);
    };
  }

  private String weighed(
      String key, Signal signal, @Nullable Tolerance tolerance, Node node, Locale locale) {
    String measure =
        tolerance == null
            ? signal.toleranceId()
            : sentences.measure(
                tolerance.measure(), node.target(tolerance.indicatorId()).orElse(null), locale);
    String unit = tolerance == null ? "RATIO" : tolerance.unit();
    Evidence value = signal.value();
    Evidence against = signal.against();
    if (value == null || against == null) {
      return measure;
    }
    InWords.Beside texts =
        words.beside(inUnit(value, unit), inUnit(against, unit), unit, node.currency(), locale);
    return words.say(
        key,
        locale,
        measure,
        texts.value(),
        texts.limit(),
        words.count("reports", signal.reports(), locale),
        words.day(signal.since(), locale));
  }

  private static BigDecimal inUnit(Evidence evidence, String unit) {
    return unit.equals("PERCENT") ? evidence.value().movePointRight(2) : evidence.value();
  }

  private String percent(@Nullable Evidence evidence, Locale locale) {
    return evidence == null
        ? words.say("notYet", locale)
        : words.quantity(inUnit(evidence, "PERCENT"), "PERCENT", null, 0, locale);
  }

  private String rating(@Nullable Evidence rank, Locale locale) {
    String[] ratings = {"GREEN", "AMBER", "RED"};
    int place = rank == null ? -1 : (int) rank.numerator();
    return place < 0 || place >= ratings.length
        ? words.symbol("rating", "UNRECOGNISED", locale)
        : words.symbol("rating", ratings[place], locale);
  }
}
