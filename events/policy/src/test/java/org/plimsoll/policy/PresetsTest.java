package org.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.ToleranceKind;

/** Presets, weighed by core on figures for which their law says what they are. */
class PresetsTest {
  static final List<String> NAMES = Presets.NAMES;

  private static final LocalDate DAY = LocalDate.of(2026, 3, 31);
  private static final List<String> INDICATORS =
      List.of("scope", "quality", "benefit", "sustainability");

  private static Policy preset(String name) {
    return PolicyReader.read(Presets.text(name).orElseThrow());
  }

  /** A project under a preset. */
  private static final class Weighed {
    private final Fold fold = new Fold();
    private long sequence;

    Weighed(String preset, Baseline original) {
      taken(facts("program", Level.PROGRAM, "portfolio", null, Baseline.NONE));
      taken(facts("project", Level.PROJECT, "program", "agency", original));
      for (Policy.Entry entry : preset(preset).entries()) {
        assertThat(entry.appliesTo()).isEqualTo(new Selection.Every(Level.PROJECT));
        taken(new Input.ToleranceGranted(at(), "grant-" + sequence, "project", entry.as(1)));
      }
    }

    Weighed rebaselined(Baseline current) {
      taken(
          new Input.Decided(
              at(),
              "decision-" + sequence,
              "project",
              new Input.Choice.ApproveBaseline(current),
              "minister",
              null,
              LocalDate.EPOCH,
              null,
              null));
      return this;
    }

    /** The tolerances that are in exception after this report. */
    Set<String> after(Figures figures, StatusChange.Milestone... milestones) {
      taken(
          new Input.StatusChanged(
              at(),
              new StatusChange(
                  "status-" + sequence,
                  "test",
                  "project",
                  DAY,
                  "USD",
                  figures,
                  null,
                  List.of(milestones),
                  null,
                  null),
              new Origin("agency", DAY, "program", true, "sha")));
      Set<String> open = new TreeSet<>();
      if (fold.standing("project") instanceof org.plimsoll.core.escalation.Standing.Known known) {
        known.watches().stream()
            .filter(watch -> watch.open() != null)
            .forEach(watch -> open.add(watch.tolerance().toleranceId()));
      }
      return open;
    }

    private void taken(Input input) {
      assertThat(fold.next(input)).noneMatch(Outcome.Refused.class::isInstance);
    }

    private Position at() {
      return new Position(Level.PROGRAM, 0, ++sequence);
    }

    private Input facts(
        String id, Level level, String parent, @Nullable String agency, Baseline baseline) {
      return new Input.FactsStated(
          at(),
          "facts-" + id,
          new Facts(
              id,
              level,
              parent,
              agency,
              "minister",
              "USD",
              false,
              baseline,
              INDICATORS.stream()
                  .map(indicator -> new Target(indicator, 1_000_000, Direction.AT_LEAST))
                  .toList()),
          null);
    }
  }

  private static Figures costing(long forecastMinor) {
    return new Figures(null, null, null, null, null, forecastMinor, null, Map.of());
  }

  private static Baseline cost(long minor) {
    return new Baseline(minor, null);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyPresetIsAcceptedByCoreOnTheLevelItSays(String name) {
    Policy policy = preset(name);

    assertThat(policy.source()).isNotBlank();
    assertThat(new Weighed(name, cost(100)).after(costing(100))).isEmpty();
    assertThat(policy.entries())
        .extracting(entry -> entry.tolerance().toleranceId())
        .doesNotHaveDuplicates()
        .allMatch(id -> id.startsWith(name.replace("-dashboard", "") + "-"));
  }

  @Test
  void noTwoPresetsUseOneId() {
    List<String> ids = new ArrayList<>();
    NAMES.forEach(
        name -> preset(name).entries().forEach(entry -> ids.add(entry.tolerance().toleranceId())));

    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void growthThatANewBaselineHidesIsACriticalBreachOfNunnMcCurdy() {
    Weighed project = new Weighed("nunn-mccurdy", cost(1_000_000)).rebaselined(cost(1_725_695));

    // 1,720,000 is +72 percent over 1,000,000, and -0.33 percent over 1,725,695.
    assertThat(project.after(costing(1_720_000)))
        .containsExactly("nunn-mccurdy-critical-original", "nunn-mccurdy-significant-original");
  }

  /** 10 U.S.C. 4371(a)(2) and (3): at least 15, 25 over current, at least 30, 50 over original. */
  @ParameterizedTest
  @CsvSource({
    "1000000, 1149998, ''",
    "1000000, 1150000, nunn-mccurdy-significant-current",
    "1000000, 1250000, nunn-mccurdy-critical-current nunn-mccurdy-significant-current",
    "1000000, 1299998, nunn-mccurdy-critical-current nunn-mccurdy-significant-current",
    "1200000, 1300000, nunn-mccurdy-significant-original",
    "1400000, 1499998, nunn-mccurdy-significant-original",
    "1400000, 1500000, nunn-mccurdy-critical-original nunn-mccurdy-significant-original"
  })
  void nunnMcCurdyIsBreachedFromItsThresholdsOn(long current, long forecast, String breached) {
    Weighed project = new Weighed("nunn-mccurdy", cost(1_000_000)).rebaselined(cost(current));

    assertThat(String.join(" ", project.after(costing(forecast)))).isEqualTo(breached);
  }

  /** 51 U.S.C. 30104: 15 percent or more; six months or more; more than 30 percent. */
  @ParameterizedTest
  @CsvSource({
    "1149998, 2026-07-01, 2026-12-28, ''",
    "1150000, 2026-07-01, 2026-07-01, nasa-cost-15",
    "1300000, 2026-07-01, 2026-07-01, nasa-cost-15",
    "1300001, 2026-07-01, 2026-07-01, nasa-cost-15 nasa-cost-30",
    "1000000, 2026-07-01, 2027-01-01, nasa-milestone",
    "1000000, 2026-09-01, 2027-03-01, nasa-milestone"
  })
  void nasaIsToldWhenItIsLikely(
      long forecast, LocalDate promised, LocalDate expected, String breached) {
    Weighed project = new Weighed("nasa", cost(1_000_000));

    assertThat(
            String.join(
                " ",
                project.after(
                    costing(forecast),
                    new StatusChange.Milestone("launch", null, promised, expected, null))))
        .isEqualTo(breached);
  }

  /** OMB Memorandum M-04-24: within 10 percent green, below 30 percent yellow. */
  @ParameterizedTest
  @CsvSource({
    "1100000, 90, ''",
    "900000, 110, ''",
    "1100001, 90, us-it-cost-green",
    "899999, 90, us-it-cost-green",
    "1300000, 90, us-it-cost-green us-it-cost-red",
    "1299998, 90, us-it-cost-green",
    "1000000, 89, us-it-schedule-green",
    "1000000, 71, us-it-schedule-green",
    "1000000, 70, us-it-schedule-green us-it-schedule-red"
  })
  void aVarianceWithinTenPercentIsGreen(long forecast, long earnedOf100, String breached) {
    Weighed project = new Weighed("us-it-dashboard", cost(1_000_000));
    Figures figures = new Figures(100L, earnedOf100, null, null, null, forecast, null, Map.of());

    assertThat(String.join(" ", project.after(figures))).isEqualTo(breached);
  }

  /** GMPP data: a narrative if the variance is more than 5 percent. */
  @ParameterizedTest
  @CsvSource({"1050000, ''", "950000, ''", "1050001, uk-gmpp-variance", "949999, uk-gmpp-variance"})
  void moreThanFivePercentNeedsANarrative(long forecast, String breached) {
    assertThat(String.join(" ", new Weighed("uk-gmpp", cost(1_000_000)).after(costing(forecast))))
        .isEqualTo(breached);
  }

  @Test
  void prince2HasATolerancePerKind() {
    Set<ToleranceKind> kinds = EnumSet.noneOf(ToleranceKind.class);
    preset("prince2").entries().forEach(entry -> kinds.add(entry.tolerance().kind()));

    assertThat(kinds).containsExactly(ToleranceKind.values());
    assertThat(preset("prince2").entries()).hasSameSizeAs(kinds);
  }

  @Test
  void prince2IsInExceptionWhenItIsForecastToBe() {
    Baseline baseline = new Baseline(1_000_000L, DAY);
    Figures within =
        new Figures(
            null, null, null, null, null, 1_100_000L, DAY.plusDays(30), indicators(950_000));
    Figures beyond =
        new Figures(
            null, null, null, null, null, 1_100_001L, DAY.plusDays(31), indicators(899_999));

    assertThat(new Weighed("prince2", baseline).after(within)).isEmpty();
    assertThat(new Weighed("prince2", baseline).after(beyond))
        .containsExactly(
            "prince2-benefit",
            "prince2-cost",
            "prince2-quality",
            "prince2-scope",
            "prince2-sustainability",
            "prince2-time");
  }

  private static Map<String, Long> indicators(long tenThousandths) {
    return Map.of(
        "scope", tenThousandths,
        "quality", tenThousandths,
        "benefit", tenThousandths,
        "sustainability", tenThousandths);
  }
}
