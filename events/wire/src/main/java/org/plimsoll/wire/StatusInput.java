package org.plimsoll.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.wire.AvroInput.DoubtException;

/**
 * Reads a status change straight from its bytes, where its writer had the schema that is known
 * here. The same as {@link CoreReader#statusChange} makes of what {@link RecordReader} reads, which
 * is what this is compared with; where that would refuse anything, this gives up. Not for use by
 * several threads at once.
 */
final class StatusInput {
  /** So short that no text and no list in it is longer than Avro's reader is told to take. */
  private static final int MAX_BYTES = Math.min(64 << 10, RecordReader.shortestLimit());

  private final AvroInput in = new AvroInput();

  /**
   * The status that these bytes state from here to their end; null where the general way has to say
   * what they are.
   */
  @Nullable StatusChange read(byte[] bytes, int from) {
    if (bytes.length > MAX_BYTES) {
      return null;
    }
    in.begin(bytes, from);
    try {
      StatusChange status = status();
      in.end();
      return status;
    } catch (DoubtException e) {
      return null;
    }
  }

  private StatusChange status() {
    String eventId = in.text();
    String source = in.text();
    String projectId = in.text();
    var dataDate = in.date();
    String currency = in.optionalText();
    Long pvMinor = in.optionalNumber();
    Long evMinor = in.optionalNumber();
    Long acMinor = in.optionalNumber();
    Long bacMinor = in.optionalNumber();
    Long etcMinor = in.optionalNumber();
    Long costForecastMinor = in.optionalNumber();
    var forecastFinish = in.optionalDate();
    String phase = in.optionalText();
    List<StatusChange.Milestone> milestones = milestones();
    Map<String, Long> indicators = indicators();
    String note = in.optionalText();
    StatusChange.Assistance assistance =
        in.given() ? new StatusChange.Assistance(in.symbol(Symbols.LEVEL), in.text()) : null;
    List<StatusChange.Risk> risks = in.given() ? risks() : null;
    String corrects = in.optionalText();
    var selfRating = in.given() ? in.symbol(Symbols.RATING) : null;
    return new StatusChange(
        eventId,
        source,
        projectId,
        dataDate,
        currency,
        new Figures(
            pvMinor,
            evMinor,
            acMinor,
            bacMinor,
            etcMinor,
            costForecastMinor,
            forecastFinish,
            indicators),
        phase,
        milestones,
        risks,
        note,
        assistance,
        corrects,
        selfRating);
  }

  private List<StatusChange.Milestone> milestones() {
    int items = in.items();
    if (items == 0) {
      return List.of();
    }
    List<StatusChange.Milestone> milestones = new ArrayList<>(items);
    for (; items > 0; items = in.items()) {
      for (int i = 0; i < items; i++) {
        milestones.add(
            new StatusChange.Milestone(
                in.text(),
                in.optionalText(),
                in.optionalDate(),
                in.optionalDate(),
                in.optionalDate()));
      }
    }
    return milestones;
  }

  private Map<String, Long> indicators() {
    int items = in.items();
    if (items == 0) {
      return Map.of();
    }
    Map<String, Long> indicators = new HashMap<>();
    for (; items > 0; items = in.items()) {
      for (int i = 0; i < items; i++) {
        AvroInput.doubtIf(indicators.put(in.text(), in.number()) != null);
      }
    }
    return indicators;
  }

  private List<StatusChange.Risk> risks() {
    List<StatusChange.Risk> risks = new ArrayList<>();
    for (int items = in.items(); items > 0; items = in.items()) {
      for (int i = 0; i < items; i++) {
        risks.add(
            new StatusChange.Risk(in.text(), in.optionalText(), in.smallNumber(), in.number()));
      }
    }
    return risks;
  }
}
