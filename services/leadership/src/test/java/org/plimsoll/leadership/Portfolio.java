package org.plimsoll.leadership;

import java.time.LocalDate;
import java.util.List;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.IndicatorKind;
import org.plimsoll.schema.IndicatorTarget;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceUnit;

/** A small portfolio for tests: the study's names and budgets, illustrative statuses. */
final class Portfolio {
  static final String PLAN = "sdp-2025";
  static final String ENBEK = "enbek";
  static final String SCHOOL = "shilisai-school";
  static final String CENTRE = "employment-centre";
  static final LocalDate START = LocalDate.of(2020, 1, 31);

  /** 760 million tenge in minor units. */
  static final long SCHOOL_COST = 76_000_000_000L;

  private Portfolio() {}

  static void found(Story story) {
    story.portfolio(
        PLAN,
        Story.text(
            "2025 жылға дейінгі стратегиялық даму жоспары",
            "Стратегический план развития до 2025 года",
            "Strategic Development Plan 2025"));
    story.program(
        ENBEK,
        PLAN,
        Story.text(
            "«Еңбек» нәтижелі жұмыспен қамтуды және жаппай кәсіпкерлікті дамыту бағдарламасы",
            "Программа развития продуктивной занятости и массового предпринимательства «Еңбек»",
            "Enbek, productive employment and mass entrepreneurship"),
        new Accountable(
            "A. Sadykova",
            "program manager",
            Story.text("бағдарлама басшысы", "руководитель программы", "program manager")));
    story.grant(
        grant("g-enbek-cpi", ENBEK, "cpi", ToleranceKind.COST, Measure.CPI)
            .setBreach(Direction.AT_LEAST)
            .setUnit(ToleranceUnit.RATIO)
            .setLimitTenThousandths(9_500L)
            .build());
    story.project(
        SCHOOL,
        ENBEK,
        Story.text(
            "Шилісай ауылындағы 800 орындық мектеп",
            "Школа на 800 мест в селе Шилисай",
            "School for 800 pupils in Shilisai"),
        new Accountable("B. Nurlanov", "project manager", null),
        new Baseline(SCHOOL_COST, LocalDate.of(2021, 8, 31), List.of()),
        List.of(
            new IndicatorTarget(
                "pupils",
                Story.text("Оқитын балалар", "Учатся", "Pupils taught"),
                "pupils",
                8_000_000L,
                Direction.AT_LEAST,
                IndicatorKind.OUTCOME,
                LocalDate.of(2021, 9, 1),
                "Study, section 3.3")));
    story.grant(
        grant("g-cost", SCHOOL, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL).build());
    story.grant(
        grant("g-time", SCHOOL, "time", ToleranceKind.TIME, Measure.FINISH_SLIP_ORIGINAL)
            .setUnit(ToleranceUnit.DAYS)
            .setLimitTenThousandths(900_000L)
            .build());
    story.grant(
        grant("g-pupils", SCHOOL, "pupils", ToleranceKind.BENEFIT, Measure.INDICATOR_ACHIEVEMENT)
            .setIndicatorId("pupils")
            .setBreach(Direction.AT_LEAST)
            .setLimitTenThousandths(600_000L)
            .build());
    story.project(
        CENTRE,
        ENBEK,
        Story.text(
            "Павлодар облысының жұмыспен қамту орталығы",
            "Центр занятости Павлодарской области",
            "Employment centre of Pavlodar region"),
        new Accountable("G. Akhmetova", "project manager", null),
        new Baseline(12_000_000_000L, LocalDate.of(2020, 12, 31), List.of()),
        List.of(
            new IndicatorTarget(
                "placed",
                Story.text("Жұмысқа орналасқандар", "Трудоустроено", "Placed in work"),
                "persons",
                12_000_000L,
                Direction.AT_LEAST,
                IndicatorKind.OUTCOME,
                null,
                "Study")));
    story.grant(
        grant("g-centre-cost", CENTRE, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .build());
  }

  /** At most ten percent, unless changed. */
  static ToleranceGrant.Builder grant(
      String eventId, String node, String id, ToleranceKind kind, Measure measure) {
    return ToleranceGrant.newBuilder()
        .setEventId(eventId)
        .setNodeId(node)
        .setToleranceId(id)
        .setVersion(1)
        .setKind(kind)
        .setMeasure(measure)
        .setBreach(Direction.AT_MOST)
        .setUnit(ToleranceUnit.PERCENT)
        .setLimitTenThousandths(100_000L)
        .setGrantedBy(PLAN)
        .setReason("Order 12, tolerances for construction");
  }

  static StatusChange.Builder status(String project, int month) {
    return StatusChange.newBuilder()
        .setEventId("status-" + project + "-" + month)
        .setSource("test")
        .setProjectId(project)
        .setDataDate(START.plusMonths(month))
        .setCurrency("KZT");
  }

  /** Twenty months in which the school grows dearer, later, and empty. */
  static void months(Story story) {
    for (int month = 0; month < 20; month++) {
      long planned = SCHOOL_COST * (month + 1) / 20;
      long forecast = SCHOOL_COST + (month < 6 ? 0 : (month - 5) * 1_350_000_000L);
      StatusChange.Builder school =
          status(SCHOOL, month)
              .setPvMinor(planned)
              .setEvMinor(planned * 92 / 100)
              .setAcMinor(planned * (98 + month) / 100)
              .setBacMinor(SCHOOL_COST)
              .setCostForecastMinor(forecast)
              .setForecastFinish(LocalDate.of(2021, 8, 31).plusDays(month * 6L))
              .setPhase("construction");
      if (month == 19) {
        school
            .setIndicators(List.of(new IndicatorValue("pupils", 500_000L)))
            .setNote("The building is ready. Fifty children are enrolled in the village.");
      }
      story.status(school.build());
      story.status(
          status(CENTRE, month)
              .setPvMinor(12_000_000_000L * (month + 1) / 20)
              .setEvMinor(12_000_000_000L * (month + 1) / 20)
              .setAcMinor(11_500_000_000L * (month + 1) / 20)
              .setBacMinor(12_000_000_000L)
              .setForecastFinish(LocalDate.of(2020, 12, 31))
              .setIndicators(
                  month == 15 ? List.of(new IndicatorValue("placed", 12_400_000L)) : List.of())
              .build());
    }
  }

  static void callForHelp(Story story) {
    story.status(
        status(CENTRE, 21)
            .setAssistance(
                new Assistance(
                    Level.PORTFOLIO,
                    "The land for the second building belongs to another ministry. Please settle"
                        + " the transfer."))
            .build());
  }
}
