package org.plimsoll.wire;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;

/** Assessments and contributions in Avro's binary encoding: most of what an entry holds. */
final class AssessedBytes {
  private static final List<Measure> MEASURES = List.of(Measure.values());

  /** Of a measure that has no value, all that stands behind its indicator, by the reason. */
  private static final Map<NotYet, byte[]> MISSING = new EnumMap<>(NotYet.class);

  static {
    for (NotYet reason : NotYet.values()) {
      MISSING.put(reason, missing(reason));
    }
  }

  private final AvroBytes bytes;

  AssessedBytes(AvroBytes bytes) {
    this.bytes = bytes;
  }

  private static byte[] missing(NotYet reason) {
    AvroBytes missing = new AvroBytes();
    missing.number(0); // Numerator.
    missing.number(0); // Denominator.
    missing.optionalText(reason.name());
    return missing.copy();
  }

  void project(Outcome.ProjectAssessed p) {
    bytes.text(p.nodeId());
    bytes.optionalDate(p.dataDate());
    figures(p.figures(), p.projectedFinish());
    readings(p.readings());
    counts(1, p.dataDate() == null ? 0 : 1, p.inException() ? 1 : 0);
    bytes.number(p.silent() ? 1 : 0);
    if (p.selfRating() == null) {
      bytes.absent();
    } else {
      bytes.given();
      bytes.symbol(Symbols.RATING.place(p.selfRating()));
    }
  }

  void rollup(Outcome.RollupAssessed r) {
    Rollup rollup = r.rollup();
    bytes.text(r.nodeId());
    bytes.optionalDate(r.dataDate());
    figures(rollup);
    readings(r.readings());
    counts(rollup.projects(), rollup.projectsReporting(), rollup.projectsInException());
    bytes.number(rollup.projectsSilent());
    bytes.absent(); // Rating.
  }

  void contribution(Contribution c) {
    Rollup rollup = c.rollup();
    bytes.text(c.childId());
    bytes.text(c.parentId());
    bytes.text(c.currency());
    position(c.position());
    bytes.optionalDate(c.dataDate());
    counts(rollup.projects(), rollup.projectsReporting(), rollup.projectsInException());
    bytes.number(rollup.pvMinor());
    bytes.number(rollup.evMinor());
    bytes.number(rollup.acMinor());
    bytes.number(rollup.bacMinor());
    bytes.number(rollup.eacMinor());
    sums(rollup.sums());
    bytes.number(rollup.projectsSilent());
  }

  void position(Position p) {
    bytes.symbol(Symbols.LEVEL.place(p.tier()));
    bytes.number(p.partition());
    bytes.number(p.sequence());
  }

  private void counts(int projects, int reporting, int inException) {
    bytes.number(projects);
    bytes.number(reporting);
    bytes.number(inException);
  }

  private void figures(Figures f, @Nullable LocalDate projectedFinish) {
    bytes.optionalNumber(f.pvMinor());
    bytes.optionalNumber(f.evMinor());
    bytes.optionalNumber(f.acMinor());
    bytes.optionalNumber(f.bacMinor());
    bytes.optionalNumber(f.eacMinor());
    bytes.optionalDate(f.forecastFinish());
    bytes.optionalDate(projectedFinish);
  }

  private void figures(Rollup r) {
    givenNumber(r.pvMinor());
    givenNumber(r.evMinor());
    givenNumber(r.acMinor());
    givenNumber(r.bacMinor());
    givenNumber(r.eacMinor());
    bytes.absent(); // Forecast finish.
    bytes.absent(); // Projected finish.
  }

  private void givenNumber(long value) {
    bytes.given();
    bytes.number(value);
  }

  private void readings(List<Reading> readings) {
    bytes.items(readings.size());
    for (Reading reading : readings) {
      reading(reading);
    }
    bytes.endOfItems();
  }

  private void reading(Reading reading) {
    bytes.symbol(Symbols.MEASURE.place(reading.measure()));
    bytes.optionalText(reading.indicatorId());
    switch (reading) {
      case Reading.Value(var _, var _, Fraction value) -> {
        bytes.fraction(value);
        bytes.absent(); // Why there is none yet.
      }
      case Reading.Missing(var _, var _, NotYet reason) ->
          bytes.raw(requireNonNull(MISSING.get(reason)));
    }
  }

  private void sums(Map<Measure, Fraction> sums) {
    bytes.items(sums.size());
    // In the order in which a rollup holds them, without its entries, which would be made for this.
    for (Measure measure : MEASURES) {
      Fraction sum = sums.get(measure);
      if (sum != null) {
        bytes.symbol(Symbols.MEASURE.place(measure));
        bytes.fraction(sum);
      }
    }
    bytes.endOfItems();
  }
}
