package org.plimsoll.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A moment, or a day in UTC, which is from its first moment to its last.
 *
 * @param written as it was given
 * @param first of the day; a moment is both
 */
public record Moment(String written, Instant first, Instant last) {
  /** As an option is written. */
  public static final class Reader implements ITypeConverter<Moment> {
    @Override
    public Moment convert(String text) {
      try {
        if (text.contains("T")) {
          Instant moment = Instant.parse(text);
          return new Moment(text, moment, moment);
        }
        LocalDate day = LocalDate.parse(text);
        return new Moment(
            text,
            day.atStartOfDay(ZoneOffset.UTC).toInstant(),
            day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1));
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'%s' - expected a day, 2026-03-31, or a moment, 2026-03-31T12:00:00Z".formatted(text));
      }
    }
  }
}
