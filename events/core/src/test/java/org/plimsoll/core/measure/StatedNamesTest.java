package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How what a report states is named, and what of it does not take effect. */
class StatedNamesTest {
  private static final LocalDate MAY = LocalDate.of(2021, 5, 1);
  private static final LocalDate JUNE = LocalDate.of(2021, 6, 1);
  private static final LocalDate JULY = LocalDate.of(2021, 7, 1);

  private static Figures roof(
      @Nullable LocalDate promised, @Nullable LocalDate forecast, @Nullable LocalDate actual) {
    return Figures.NONE.with(Map.of("roof", new MilestoneDates(promised, forecast, actual)), null);
  }

  @Test
  void everyFigureIsNamedAsItIsReported() {
    Figures all =
        new Figures(1L, 2L, 3L, 4L, 5L, 6L, MAY, Map.of("places", 7L))
            .with(Map.of("roof", new MilestoneDates(MAY, JUNE, JULY)), 8L);

    assertThat(all.names())
        .containsExactly(
            "pvMinor",
            "evMinor",
            "acMinor",
            "bacMinor",
            "etcMinor",
            "costForecastMinor",
            "forecastFinish",
            "risks",
            "indicators.places",
            "milestones.roof.baselineDate",
            "milestones.roof.forecastDate",
            "milestones.roof.actualDate");
    assertThat(Figures.NONE.names()).isEmpty();
    assertThat(roof(null, null, null).names()).isEmpty();
  }

  private static final Figures JUNES =
      Figures.NONE.after(
          new Figures(1L, null, null, null, null, null, null, Map.of("places", 7L))
              .with(Map.of("roof", new MilestoneDates(MAY, JUNE, JULY)), null),
          JUNE);

  @Test
  void whatANewerReportStatedStandsAndTheOlderOneIsNamed() {
    Figures late =
        new Figures(2L, 3L, null, null, null, null, null, Map.of("places", 9L, "pupils", 1L))
            .with(Map.of("roof", new MilestoneDates(MAY, JULY, MAY)), null);

    assertThat(JUNES.namesKeptFrom(late, MAY))
        .containsExactly(
            "pvMinor",
            "indicators.places",
            "milestones.roof.forecastDate",
            "milestones.roof.actualDate");
    assertThat(JUNES.namesKeptFrom(late, JUNE)).isEmpty();
  }

  @Test
  void anotherFirstPromiseThanTheFirstDoesNotTakeEffectEver() {
    assertThat(JUNES.namesKeptFrom(roof(JULY, null, null), JULY))
        .containsExactly("milestones.roof.baselineDate");
    assertThat(JUNES.namesKeptFrom(roof(MAY, null, null), JULY)).isEmpty();
    assertThat(Figures.NONE.namesKeptFrom(roof(JULY, null, null), MAY)).isEmpty();
  }

  /** The forecast was stated in June, the actual date never: one is kept, the other is taken. */
  @Test
  void eachDateOfAMilestoneIsAsOldAsItsOwnReport() {
    Figures forecast = Figures.NONE.after(roof(MAY, JULY, null), JUNE);
    Figures late = roof(null, JUNE, JUNE);

    assertThat(forecast.namesKeptFrom(late, MAY)).containsExactly("milestones.roof.forecastDate");
    assertThat(forecast.after(late, MAY).milestones().get("roof"))
        .isEqualTo(new MilestoneDates(MAY, JULY, JUNE, JUNE, MAY));
    assertThat(forecast.namesKeptFrom(roof(null, null, JUNE), MAY)).isEmpty();
    assertThat(forecast.namesKeptFrom(roof(null, null, null), MAY)).isEmpty();
  }
}
