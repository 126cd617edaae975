package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Exposure;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.MilestoneDates;

/**
 * An agency's statement of fact about one project at a data date.
 *
 * @param source the system that states it
 * @param currency ISO 4217 code of every amount; null only where no amount is given
 * @param reported the figures it states, milestones and risks among them; null figures were not
 *     reported
 * @param risks the whole risk register; null where it was not reported
 * @param corrects event id of the status that it corrects; null for a report in its own right
 * @param selfRating how the agency itself rates the project; null where it does not say. It decides
 *     nothing
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
    @Nullable List<Risk> risks,
    @Nullable String note,
    @Nullable Assistance assistance,
    @Nullable String corrects,
    @Nullable Rating selfRating) {
  public StatusChange {
    milestones = List.copyOf(milestones);
    risks = risks == null ? null : List.copyOf(risks);
    reported = reported.with(dates(milestones), risks == null ? null : exposureMinor(risks));
  }

  /** A report in its own right, without a rating. */
  public StatusChange(
      String eventId,
      String source,
      String projectId,
      LocalDate dataDate,
      @Nullable String currency,
      Figures reported,
      @Nullable String phase,
      List<Milestone> milestones,
      @Nullable List<Risk> risks,
      @Nullable String note,
      @Nullable Assistance assistance) {
    this(
        eventId,
        source,
        projectId,
        dataDate,
        currency,
        reported,
        phase,
        milestones,
        risks,
        note,
        assistance,
        null,
        null);
  }

  /** A status that does not speak of risks. */
  public StatusChange(
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
    this(
        eventId,
        source,
        projectId,
        dataDate,
        currency,
        reported,
        phase,
        milestones,
        null,
        note,
        assistance);
  }

  private static Map<String, MilestoneDates> dates(List<Milestone> milestones) {
    Map<String, MilestoneDates> dates = new HashMap<>();
    for (Milestone m : milestones) {
      dates.put(m.milestoneId, new MilestoneDates(m.baselineDate, m.forecastDate, m.actualDate));
    }
    return dates;
  }

  private static long exposureMinor(List<Risk> risks) {
    return Exposure.sumMinor(
        risks.stream()
            .map(risk -> new Exposure(risk.probabilityTenThousandths, risk.impactMinor))
            .toList());
  }

  /** One milestone; a date that is null was not reported. */
  public record Milestone(
      String milestoneId,
      @Nullable String name,
      @Nullable LocalDate baselineDate,
      @Nullable LocalDate forecastDate,
      @Nullable LocalDate actualDate) {}

  /**
   * One threat.
   *
   * @param probabilityTenThousandths that it comes about, 0 to 10,000
   * @param impactMinor what it would then cost
   */
  public record Risk(
      String riskId, @Nullable String name, int probabilityTenThousandths, long impactMinor) {}

  /** A call for practical help from a higher level. */
  public record Assistance(Level addressedTo, String request) {}
}
