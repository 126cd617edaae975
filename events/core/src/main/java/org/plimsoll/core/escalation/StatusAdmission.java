package org.plimsoll.core.escalation;

import static org.plimsoll.core.escalation.Admission.add;
import static org.plimsoll.core.escalation.Admission.all;
import static org.plimsoll.core.escalation.Admission.amount;
import static org.plimsoll.core.escalation.Admission.date;
import static org.plimsoll.core.escalation.Admission.eventId;
import static org.plimsoll.core.escalation.Admission.first;
import static org.plimsoll.core.escalation.Admission.nodeId;
import static org.plimsoll.core.escalation.Admission.text;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.measure.Figures;

/** What can be said of a status change without knowing any standing. */
final class StatusAdmission {
  private StatusAdmission() {}

  /** Everything that is wrong with it, and nothing that only follows from another. */
  static List<Refusal> refusalsOf(StatusChange status, LocalDate receivedOn) {
    Figures figures = status.reported();
    List<Refusal> refusals =
        all(
            eventId("eventId", status.eventId()),
            nodeId("projectId", status.projectId()),
            text("source", status.source(), 1, Admission.MAX_SOURCE_CHARACTERS),
            dataDate(status.dataDate(), receivedOn),
            amount("pvMinor", figures.pvMinor()),
            amount("evMinor", figures.evMinor()),
            amount("acMinor", figures.acMinor()),
            amount("bacMinor", figures.bacMinor()),
            amount("etcMinor", figures.etcMinor()),
            amount("costForecastMinor", figures.costForecastMinor()),
            currency(status.currency(), hasAmount(status)),
            date("forecastFinish", figures.forecastFinish()));
    indicators(figures, refusals);
    milestones(status, refusals);
    risks(status.risks(), refusals);
    add(
        refusals,
        text("phase", status.phase(), 0, Admission.MAX_PHASE_CHARACTERS),
        text("note", status.note(), 0, Admission.MAX_TEXT_CHARACTERS));
    assistance(status.assistance(), refusals);
    add(refusals, corrects(status.corrects()));
    return refusals;
  }

  private static @Nullable Refusal dataDate(LocalDate dataDate, LocalDate receivedOn) {
    if (dataDate.isBefore(Admission.EARLIEST_DATE)) {
      return Admission.outOfBounds(
          "dataDate", dataDate, "no earlier than " + Admission.EARLIEST_DATE);
    }
    LocalDate latest = receivedOn.plusDays(Admission.DATA_DATE_AHEAD_DAYS);
    return dataDate.isAfter(latest)
        ? new Refusal(
            Reason.FUTURE_DATA_DATE, "dataDate", dataDate.toString(), "no later than " + latest)
        : null;
  }

  private static @Nullable Refusal corrects(@Nullable String eventId) {
    return eventId == null ? null : eventId("corrects", eventId);
  }

  private static boolean hasAmount(StatusChange status) {
    Figures figures = status.reported();
    return (status.risks() != null && !status.risks().isEmpty())
        || figures.pvMinor() != null
        || figures.evMinor() != null
        || figures.acMinor() != null
        || figures.bacMinor() != null
        || figures.etcMinor() != null
        || figures.costForecastMinor() != null;
  }

  private static @Nullable Refusal currency(@Nullable String currency, boolean required) {
    if (currency == null) {
      return required
          ? new Refusal(Reason.MISSING, "currency", "null", "the ISO 4217 code of the amounts")
          : null;
    }
    return Shape.isCurrency(currency)
        ? null
        : new Refusal(Reason.WRONG_CURRENCY, "currency", currency, "an ISO 4217 code");
  }

  private static void indicators(Figures figures, List<Refusal> refusals) {
    if (figures.indicatorTenThousandths().size() > Admission.MAX_INDICATORS) {
      refusals.add(
          Admission.outOfBounds(
              "indicators",
              figures.indicatorTenThousandths().size(),
              "at most " + Admission.MAX_INDICATORS));
      return;
    }
    figures
        .indicatorTenThousandths()
        .forEach((id, value) -> {
          if (value > Admission.MAX_INDICATOR_TEN_THOUSANDTHS
              || value < -Admission.MAX_INDICATOR_TEN_THOUSANDTHS) {
            refusals.add(
                Admission.outOfBounds(
                    "indicators." + id,
                    value,
                    "within " + Admission.MAX_INDICATOR_TEN_THOUSANDTHS));
          }
        });
  }

  private static void milestones(StatusChange status, List<Refusal> refusals) {
    if (status.milestones().size() > Admission.MAX_MILESTONES) {
      refusals.add(
          Admission.outOfBounds(
              "milestones", status.milestones().size(), "at most " + Admission.MAX_MILESTONES));
      return;
    }
    boolean distinct = status.reported().milestones().size() == status.milestones().size();
    Set<String> ids = new HashSet<>();
    for (StatusChange.Milestone milestone : status.milestones()) {
      add(
          refusals,
          first(
              text("milestones.milestoneId", milestone.milestoneId(), 1, 64),
              distinct || ids.add(milestone.milestoneId())
                  ? null
                  : Admission.outOfBounds(
                      "milestones.milestoneId", milestone.milestoneId(), "each milestone once")),
          text("milestones.name", milestone.name(), 0, Admission.MAX_TEXT_CHARACTERS),
          date("milestones.baselineDate", milestone.baselineDate()),
          date("milestones.forecastDate", milestone.forecastDate()),
          date("milestones.actualDate", milestone.actualDate()));
    }
  }

  private static void risks(@Nullable List<StatusChange.Risk> risks, List<Refusal> refusals) {
    if (risks == null) {
      return;
    }
    if (risks.size() > Admission.MAX_RISKS) {
      refusals.add(Admission.outOfBounds("risks", risks.size(), "at most " + Admission.MAX_RISKS));
      return;
    }
    Set<String> ids = new HashSet<>();
    for (StatusChange.Risk risk : risks) {
      int probability = risk.probabilityTenThousandths();
      add(
          refusals,
          first(
              text("risks.riskId", risk.riskId(), 1, 64),
              ids.add(risk.riskId())
                  ? null
                  : Admission.outOfBounds("risks.riskId", risk.riskId(), "each risk once")),
          text("risks.name", risk.name(), 0, Admission.MAX_TEXT_CHARACTERS),
          probability >= 0 && probability <= Admission.MAX_PROBABILITY_TEN_THOUSANDTHS
              ? null
              : Admission.outOfBounds(
                  "risks.probability",
                  probability,
                  "0 to " + Admission.MAX_PROBABILITY_TEN_THOUSANDTHS),
          amount("risks.impactMinor", risk.impactMinor()));
    }
  }

  private static void assistance(
      StatusChange.@Nullable Assistance assistance, List<Refusal> refusals) {
    if (assistance == null) {
      return;
    }
    add(
        refusals,
        assistance.addressedTo() == Level.PROJECT
            ? Admission.outOfBounds("assistance.addressedTo", "PROJECT", "PROGRAM or PORTFOLIO")
            : null,
        text("assistance.request", assistance.request(), 1, Admission.MAX_TEXT_CHARACTERS));
  }
}
