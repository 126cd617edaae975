package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Figures;

/**
 * An agency's statement of fact about one project at a data date.
 *
 * @param source the system that states it
 * @param currency ISO 4217 code of every amount; null only where no amount is given
 * @param reported the figures it states; null figures were not reported
 */
public record StatusChange(
    String eventId,
    String source,
    String projectId,
    LocalDate dataDate,
    @Nullable String currency,
    Figures reported,
    @Nullable String phase,
    List<Milestone> milestones,
    @Nullable String note,
    @Nullable Assistance assistance) {
  public StatusChange {
    milestones = List.copyOf(milestones);
  }

  /** One milestone; a date that is null was not reported. */
  public record Milestone(
      String milestoneId,
      @Nullable String name,
      @Nullable LocalDate baselineDate,
      @Nullable LocalDate forecastDate,
      @Nullable LocalDate actualDate) {}

  /** A call for practical help from a higher level. */
  public record Assistance(Level addressedTo, String request) {}
}
