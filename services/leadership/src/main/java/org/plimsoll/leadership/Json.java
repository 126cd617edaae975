package org.plimsoll.leadership;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Exceptions.Expected;

/** The forms in which the interface shows rows: exact figures, and the same as text. */
final class Json {
  private Json() {}

  /** An exact value, and how it reads. */
  record Fraction(long numerator, long denominator, String text) {}

  /** A limit, times 10,000 in its unit, and how it reads. */
  record Limit(long tenThousandths, String text) {}

  record AccountablePerson(String person, @Nullable String role) {
    static @Nullable AccountablePerson of(@Nullable String person, @Nullable String role) {
      return person == null ? null : new AccountablePerson(person, role);
    }
  }

  record ExceptionJson(
      String id,
      String nodeId,
      String name,
      String level,
      @Nullable String agencyId,
      @Nullable String programId,
      @Nullable AccountablePerson accountable,
      String kind,
      String state,
      LocalDate raisedOn,
      LocalDate changedOn,
      @Nullable LocalDate clearedOn,
      String measure,
      @Nullable String indicatorId,
      String breach,
      String unit,
      Limit limit,
      Fraction value,
      Fraction valueAtRaise,
      int step,
      String toleranceId,
      int toleranceVersion,
      Position raisedBy,
      Position changedBy,
      @Nullable Expected expected) {

    static ExceptionJson of(Episode e, InWords words, Locale locale) {
      Measured now =
          Measured.of(
              e.numerator(),
              e.denominator(),
              e.limitTenThousandths(),
              e.unit(),
              e.currency(),
              words,
              locale);
      Measured raised =
          Measured.of(
              e.raisedNumerator(),
              e.raisedDenominator(),
              e.limitTenThousandths(),
              e.unit(),
              e.currency(),
              words,
              locale);
      return new ExceptionJson(
          e.id(),
          e.nodeId(),
          e.names().in(locale),
          e.level(),
          e.agencyId(),
          e.programId(),
          AccountablePerson.of(e.person(), e.role()),
          e.kind(),
          e.state(),
          e.raisedOn(),
          e.changedOn(),
          e.clearedOn(),
          e.measure(),
          e.indicatorId(),
          e.breach(),
          e.unit(),
          now.limit(),
          now.value(),
          raised.value(),
          e.step(),
          e.toleranceId(),
          e.toleranceVersion(),
          e.raisedBy(),
          e.changedBy(),
          e.expected());
    }
  }

  record EscalationJson(
      long seq,
      String escalationId,
      String level,
      String deliveredTo,
      String nodeId,
      String nodeLevel,
      String name,
      String kind,
      String state,
      @Nullable String exceptionId,
      @Nullable String change,
      @Nullable String measure,
      @Nullable String indicatorId,
      @Nullable String breach,
      @Nullable String unit,
      @Nullable Limit limit,
      @Nullable Fraction value,
      @Nullable Long step,
      @Nullable LocalDate raisedOn,
      LocalDate onDate,
      @Nullable Expected expected,
      @Nullable String request,
      Position cause,
      Instant takenAt) {

    static EscalationJson of(Item i, InWords words, Locale locale) {
      Long numerator = i.numerator();
      Long denominator = i.denominator();
      Long limit = i.limitTenThousandths();
      // A confirmation compares a value with its target; its share of it is a percentage.
      String unit = i.unit() == null ? "PERCENT" : i.unit();
      Measured measured =
          limit == null || numerator == null || denominator == null
              ? null
              : Measured.of(numerator, denominator, limit, unit, i.currency(), words, locale);
      return new EscalationJson(
          i.seq(),
          i.escalationId(),
          i.level(),
          i.deliveredTo(),
          i.nodeId(),
          i.nodeLevel(),
          i.names().in(locale),
          i.kind(),
          i.state(),
          i.exceptionId(),
          i.change(),
          i.measure(),
          i.indicatorId(),
          i.breach(),
          i.unit(),
          measured == null ? null : measured.limit(),
          measured == null && numerator != null && denominator != null
              ? fraction(numerator, denominator, unit, i.currency(), words, locale)
              : measured == null ? null : measured.value(),
          i.step(),
          i.raisedOn(),
          i.onDate(),
          i.expected(),
          i.request(),
          i.cause(),
          i.takenAt());
    }
  }

  /** A value and the limit that it is shown beside. */
  private record Measured(Fraction value, Limit limit) {
    static Measured of(
        long numerator,
        long denominator,
        long tenThousandths,
        String unit,
        @Nullable String currency,
        InWords words,
        Locale locale) {
      if (denominator == 0) {
        return new Measured(
            fraction(numerator, denominator, unit, currency, words, locale),
            Json.limit(tenThousandths, unit, currency, words, locale));
      }
      InWords.Beside texts =
          words.beside(
              InWords.value(numerator, denominator, unit),
              InWords.limit(tenThousandths),
              unit,
              currency,
              locale);
      return new Measured(
          new Fraction(numerator, denominator, texts.value()),
          new Limit(tenThousandths, texts.limit()));
    }
  }

  static Fraction fraction(
      long numerator,
      long denominator,
      String unit,
      @Nullable String currency,
      InWords words,
      Locale locale) {
    return new Fraction(
        numerator, denominator, words.fraction(numerator, denominator, unit, currency, locale));
  }

  static Limit limit(
      long tenThousandths, String unit, @Nullable String currency, InWords words, Locale locale) {
    return new Limit(
        tenThousandths, words.limit(InWords.limit(tenThousandths), unit, currency, locale));
  }
}
