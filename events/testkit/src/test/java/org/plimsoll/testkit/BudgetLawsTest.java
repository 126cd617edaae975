package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Tolerance;

/** The laws of budgets and of contributions that are held back, over seeded histories. */
class BudgetLawsTest {
  private static final String SHARE = "share";
  private static final int DEADBAND = 1_000;
  private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);

  @Test
  void noSequenceOfGrantsLetsTheProjectsAmountsExceedTheProgramsAtTheTimeOfTheGrant() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        BigInteger before = givenOn(fold);
        List<Outcome> outcomes = fold.next(input);
        BigInteger after = givenOn(fold);
        Long most = held(fold);
        if (isOfProject(input) && most != null && accepted(outcomes)) {
          assertThat(after.compareTo(BigInteger.valueOf(most)) <= 0 || after.compareTo(before) <= 0)
              .as("%s given on of %s after %s", after, most, input)
              .isTrue();
        }
      }
    });
  }

  @Test
  void whatAProgramSaysThatItGaveOnIsTheSumOfWhatItsProjectsHold() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        fold.next(input);
        if (fold.standing(Histories.PROGRAM) instanceof Parent program) {
          BigInteger said =
              program.oversight().givenOn().stream()
                  .map(given -> given.most().sumTenThousandths())
                  .reduce(BigInteger.ZERO, BigInteger::add);
          assertThat(said).as("after %s", input).isEqualTo(givenOn(fold));
        }
      }
    });
  }

  @Test
  void noProjectIsGrantedMoreThanItsProgramHoldsUnlessByThePortfolio() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        long had = widest(fold.standing(input.nodeId()), SHARE);
        List<Outcome> outcomes = fold.next(input);
        if (input instanceof Input.ToleranceGranted granted
            && isOfProject(input)
            && granted.tolerance().measure() == Measure.ETC
            && !Histories.PORTFOLIO.equals(granted.grantedBy())
            && accepted(outcomes)
            && fold.standing(Histories.PROGRAM) instanceof Known program) {
          for (Watch watch : program.watches()) {
            if (watch.tolerance().measure() == Measure.ETC) {
              assertThat(granted.tolerance().limitTenThousandths())
                  .isLessThanOrEqualTo(Math.max(had, watch.tolerance().limitTenThousandths()));
            }
          }
        }
      }
    });
  }

  @Test
  void aProgramWithoutADeadbandSendsEveryChange() {
    Law.holds(all -> {
      Fold fold = new Fold();
      for (Input input : all.stream().map(i -> withDeadband(i, 0)).toList()) {
        List<Outcome> outcomes = fold.next(input);
        assertThat(outcomes).noneMatch(Outcome.ContributionHeldBack.class::isInstance);
        Contribution sent = sent(fold);
        if (sent != null && fold.standing(Histories.PROGRAM) instanceof Parent program) {
          assertThat(sent.rollup()).isEqualTo(program.below());
          assertThat(sent.dataDate()).isEqualTo(program.dataDate());
        }
      }
    });
  }

  @Test
  void aChangedCountIsNeverHeldBack() {
    Law.holds(all -> {
      Fold fold = new Fold();
      for (Input input : all.stream().map(i -> withDeadband(i, DEADBAND)).toList()) {
        fold.next(input);
        Contribution sent = sent(fold);
        if (sent != null && fold.standing(Histories.PROGRAM) instanceof Parent program) {
          assertThat(counts(sent.rollup())).isEqualTo(counts(program.below()));
        }
      }
    });
  }

  @Test
  void whatIsHeldBackIsSentAsSoonAsTheDriftExceedsTheDeadband() {
    Law.holds(all -> {
      Fold fold = new Fold();
      for (Input input : all.stream().map(i -> withDeadband(i, DEADBAND)).toList()) {
        List<Outcome> outcomes = fold.next(input);
        Contribution sent = sent(fold);
        if (sent == null || !(fold.standing(Histories.PROGRAM) instanceof Parent program)) {
          continue;
        }
        BigInteger allowed = allowed(sent.rollup());
        List<Long> before = amounts(sent.rollup());
        List<Long> now = amounts(program.below());
        for (int i = 0; i < now.size(); i++) {
          assertThat(moved(before.get(i), now.get(i)).multiply(TEN_THOUSAND))
              .as("amount %d after %s", i, input)
              .isLessThanOrEqualTo(allowed);
        }
        assertThat(program.below().sums().keySet()).isEqualTo(sent.rollup().sums().keySet());
        for (Measure measure : program.below().sums().keySet()) {
          assertThat(isNear(measure, sent.rollup(), program.below())).as("%s", measure).isTrue();
        }
        boolean isHeldBack =
            outcomes.stream().anyMatch(Outcome.ContributionHeldBack.class::isInstance);
        assertThat(!isHeldBack || program.oversight().heldBackSince() != null).isTrue();
      }
    });
  }

  @Test
  void aPortfoliosFiguresDifferFromTheSumOfItsProgramsByNoMoreThanTheDeadbandsAllow() {
    Law.holds(history -> {
      List<Fold> programs = List.of(new Fold(), new Fold());
      Fold portfolio = new Fold();
      long sequence = 0;
      for (int i = 0; i < history.size(); i++) {
        for (int p = 0; p < programs.size(); p++) {
          // The second program hears only half of it.
          if (i % (p + 1) != 0) {
            continue;
          }
          for (Outcome outcome : programs.get(p).next(withDeadband(history.get(i), DEADBAND))) {
            if (outcome instanceof Outcome.Contributed(Contribution c)
                && c.parentId().equals(Histories.PORTFOLIO)) {
              portfolio.next(
                  new Input.ChildContributed(
                      new Position(Level.PORTFOLIO, 0, ++sequence), named(c, p), null));
            }
          }
        }
      }
      if (portfolio.standing(Histories.PORTFOLIO) instanceof Standing.Awaited counted) {
        BigInteger allowed = BigInteger.ZERO;
        List<Long> sum = new ArrayList<>(List.of(0L, 0L, 0L, 0L, 0L));
        for (Fold program : programs) {
          Contribution sent = sent(program);
          if (sent != null && program.standing(Histories.PROGRAM) instanceof Parent parent) {
            allowed = allowed.add(allowed(sent.rollup()));
            List<Long> amounts = amounts(parent.below());
            for (int i = 0; i < sum.size(); i++) {
              sum.set(i, sum.get(i) + amounts.get(i));
            }
          }
        }
        List<Long> shown = amounts(counted.below());
        for (int i = 0; i < sum.size(); i++) {
          assertThat(moved(shown.get(i), sum.get(i)).multiply(TEN_THOUSAND))
              .isLessThanOrEqualTo(allowed);
        }
      }
    });
  }

  @Test
  void historiesReachWhatTheseLawsSpeakOf() {
    Set<Object> seen = new HashSet<>();
    for (long seed = 1; seed <= 300; seed++) {
      Fold fold = new Fold();
      for (Input input : Histories.of(seed)) {
        for (Outcome outcome : fold.next(input)) {
          seen.add(outcome.getClass());
          if (outcome instanceof Outcome.Refused(Refusal refusal)
              && input instanceof Input.ToleranceGranted) {
            seen.add(refusal.reason());
          }
        }
      }
    }
    assertThat(seen)
        .contains(
            Outcome.BudgetGivenOn.class,
            Outcome.BudgetExceeded.class,
            Outcome.ContributionHeldBack.class,
            Refusal.Reason.BEYOND_BUDGET,
            Refusal.Reason.NOT_ACCOUNTABLE);
  }

  /** Counted anew from every project's standing: the widest that each was ever promised. */
  private static BigInteger givenOn(Fold fold) {
    BigInteger sum = BigInteger.ZERO;
    for (String project : Histories.PROJECTS) {
      sum = sum.add(BigInteger.valueOf(widest(fold.standing(project), Histories.PURSE)));
    }
    return sum;
  }

  /** The most that a node was promised from its program's budget and still may have. */
  private static long widest(Standing node, String toleranceId) {
    return node instanceof Known known
        ? Stream.concat(
                known.watches().stream().flatMap(w -> Stream.of(w.tolerance(), w.inForce())),
                known.oversight().scheduled().stream())
            .filter(t -> t.toleranceId().equals(toleranceId))
            .filter(t -> !Histories.PORTFOLIO.equals(t.grantedBy()))
            .mapToLong(Tolerance::limitTenThousandths)
            .max()
            .orElse(0)
        : 0;
  }

  private static @Nullable Long held(Fold fold) {
    return fold.standing(Histories.PROGRAM) instanceof Known program
        ? program.watches().stream()
            .filter(w -> w.tolerance().toleranceId().equals(Histories.PURSE))
            .map(w ->
                Math.min(w.tolerance().limitTenThousandths(), w.inForce().limitTenThousandths()))
            .findFirst()
            .orElse(null)
        : null;
  }

  private static boolean isOfProject(Input input) {
    return (input instanceof Input.ToleranceGranted || input instanceof Input.Decided)
        && Histories.PROJECTS.contains(input.nodeId());
  }

  private static boolean accepted(List<Outcome> outcomes) {
    return outcomes.stream().noneMatch(Outcome.Refused.class::isInstance);
  }

  private static @Nullable Contribution sent(Fold fold) {
    return fold.standing(Histories.PROGRAM) instanceof Known known ? known.contributed() : null;
  }

  private static Contribution named(Contribution c, int number) {
    return new Contribution(
        c.childId() + number, c.parentId(), c.currency(), c.position(), c.dataDate(), c.rollup());
  }

  private static Input withDeadband(Input input, int deadband) {
    return input instanceof Input.FactsStated(var at, var eventId, Facts f, var parent)
            && f.level() == Level.PROGRAM
        ? new Input.FactsStated(
            at,
            eventId,
            new Facts(
                f.nodeId(),
                f.level(),
                f.parentId(),
                f.agencyId(),
                f.accountable(),
                f.currency(),
                f.firstReported(),
                f.baseline(),
                f.targets(),
                deadband),
            parent)
        : input;
  }

  private static List<Integer> counts(Rollup r) {
    return List.of(
        r.projects(), r.projectsReporting(), r.projectsInException(), r.projectsSilent());
  }

  private static List<Long> amounts(Rollup r) {
    return List.of(r.pvMinor(), r.evMinor(), r.acMinor(), r.bacMinor(), r.eacMinor());
  }

  /** What an amount may have moved, times 10,000. */
  private static BigInteger allowed(Rollup sent) {
    long budget = sent.bacMinor() == 0 ? sent.eacMinor() : sent.bacMinor();
    return BigInteger.valueOf(budget).max(BigInteger.ZERO).multiply(BigInteger.valueOf(DEADBAND));
  }

  private static BigInteger moved(long a, long b) {
    return BigInteger.valueOf(a).subtract(BigInteger.valueOf(b)).abs();
  }

  /** Ratios within a tenth; the slips, which are weighted with cost, within a day. */
  private static boolean isNear(Measure measure, Rollup sent, Rollup now) {
    Fraction a = sent.sums().getOrDefault(measure, new Fraction(0, 1));
    Fraction b = now.sums().getOrDefault(measure, new Fraction(0, 1));
    BigInteger difference =
        big(a.numerator())
            .multiply(big(b.denominator()))
            .subtract(big(b.numerator()).multiply(big(a.denominator())))
            .abs();
    BigInteger whole = big(a.denominator()).multiply(big(b.denominator()));
    return measure.name().contains("SLIP")
        ? difference.compareTo(whole) < 0
        : difference.multiply(BigInteger.TEN).compareTo(whole) <= 0;
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
