package org.plimsoll.core.explanation;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * Says why a tolerance of a node is in exception at a moment, or why not. It decides nothing: the
 * value is that of {@link org.plimsoll.core.measure.Measures}, the step that of {@link Tolerance},
 * and what followed is what was recorded.
 */
public final class Explaining {
  private Explaining() {}

  /**
   * The explanation of a tolerance that stands.
   *
   * @param tolerance as it is in force, with a limit widened for a time
   * @param before how it stood before the input
   * @param after how it stands after it
   */
  public static Explanation.OfTolerance of(
      Moment moment, Tolerance tolerance, State before, State after) {
    Explanation.Subject subject =
        new Explanation.Subject(moment.nodeId(), moment.level(), tolerance);
    Reading reading = reading(moment, tolerance, before);
    Expression formula = Formulas.of(moment.basis(), tolerance, silentUntil(moment, before));
    List<Route> announced = announced(moment, tolerance);
    return switch (reading) {
      case Reading.Missing(var _, var _, NotYet reason) ->
          new Explanation.NotMeasurable(
              subject,
              reason,
              formula,
              before,
              after,
              routes(announced, new Route.Stays(Route.Why.NOT_MEASURABLE), moment));
      case Reading.Value value -> {
        List<Comparison> comparisons = comparisons(tolerance, value.value());
        Comparison crossed =
            comparisons.stream().filter(c -> !c.isWithin()).findFirst().orElse(null);
        yield new Explanation.Weighed(
            subject,
            formula,
            value,
            comparisons,
            crossed == null ? null : crossed.steps(tolerance, value.value()),
            crossed == null ? clearing(tolerance, value.value(), before) : null,
            tolerance.isAmber(value.value()),
            before,
            after,
            routes(announced, stays(crossed != null, after), moment));
      }
    };
  }

  /** The explanation of a tolerance that does not stand on this day; null when it does. */
  public static Explanation.@Nullable NotInForce notInForce(
      Moment moment, Tolerance tolerance, LocalDate on) {
    boolean begun = tolerance.terms().hasBegunOn(on);
    if (begun && !tolerance.terms().hasEndedOn(on)) {
      return null;
    }
    return new Explanation.NotInForce(
        new Explanation.Subject(moment.nodeId(), moment.level(), tolerance),
        on,
        begun ? null : tolerance.terms().effectiveFrom(),
        begun ? tolerance.terms().effectiveUntil() : null);
  }

  private static Reading reading(Moment moment, Tolerance tolerance, State before) {
    if (tolerance.measure() == Measure.SILENCE) {
      return silence(moment, before);
    }
    return moment.basis().readings().stream()
        .filter(r ->
            r.measure() == tolerance.measure()
                && Objects.equals(r.indicatorId(), tolerance.indicatorId()))
        .findFirst()
        .orElseGet(() ->
            // An indicator that the facts no longer name, or one above projects.
            new Reading.Missing(
                tolerance.measure(),
                tolerance.indicatorId(),
                moment.level() == Level.PROJECT ? NotYet.NOT_REPORTED : NotYet.NOT_ADDED));
  }

  private static Reading silence(Moment moment, State before) {
    LocalDate until = silentUntil(moment, before);
    return switch (moment.basis()) {
      case Basis.OfParent _, Basis.Recorded _ ->
          new Reading.Missing(Measure.SILENCE, null, NotYet.NOT_ADDED);
      case Basis.OfProject project ->
          project.dataDate() == null || until == null
              ? new Reading.Missing(Measure.SILENCE, null, NotYet.NOT_REPORTED)
              : new Reading.Value(
                  Measure.SILENCE,
                  null,
                  new Fraction(Math.max(0, ChronoUnit.DAYS.between(project.dataDate(), until)), 1));
    };
  }

  /** The day on which silence was weighed: that of the tick, or the newest one known. */
  private static @Nullable LocalDate silentUntil(Moment moment, State before) {
    if (!(moment.basis() instanceof Basis.OfProject project) || project.dataDate() == null) {
      return null;
    }
    LocalDate today = moment.today() == null ? project.dataDate() : moment.today();
    LocalDate until =
        before instanceof State.Open open && open.weighedOn().isAfter(today)
            ? open.weighedOn()
            : today;
    return until.isBefore(project.dataDate()) ? project.dataDate() : until;
  }

  private static List<Comparison> comparisons(Tolerance tolerance, Fraction value) {
    List<Comparison> comparisons = new ArrayList<>();
    comparisons.add(
        Comparison.of(tolerance, value, tolerance.breach(), tolerance.limitTenThousandths()));
    Long other = tolerance.terms().otherSideTenThousandths();
    if (other != null) {
      comparisons.add(Comparison.of(tolerance, value, opposite(tolerance.breach()), other));
    }
    return comparisons;
  }

  private static Direction opposite(Direction direction) {
    return switch (direction) {
      case AT_MOST -> Direction.AT_LEAST;
      case AT_LEAST -> Direction.AT_MOST;
    };
  }

  private static @Nullable Comparison clearing(Tolerance tolerance, Fraction value, State before) {
    Long clear = tolerance.terms().clearTenThousandths();
    return clear == null || !(before instanceof State.Open)
        ? null
        : Comparison.of(tolerance, value, tolerance.breach(), clear);
  }

  /** What was announced, or else that it stays; and whether the figures themselves went up. */
  private static List<Route> routes(List<Route> announced, Route stays, Moment moment) {
    List<Route> routes = new ArrayList<>(announced.isEmpty() ? List.of(stays) : announced);
    for (Outcome outcome : moment.outcomes()) {
      if (outcome instanceof Outcome.ContributionHeldBack heldBack
          && heldBack.childId().equals(moment.nodeId())) {
        routes.add(new Route.FiguresHeldBack(heldBack));
      }
    }
    return routes;
  }

  /** What a program holds at a moment. */
  public interface Holding {
    /** What it may give on; null where nothing binds. */
    @Nullable Room of(String programId, BudgetKey key);
  }

  /**
   * What held back figures, or kept tolerances from being given on, beside the terms of a
   * tolerance.
   *
   * @param outcomes of one input, of whichever nodes
   */
  public static List<Restraint> restraints(List<Outcome> outcomes, Holding held) {
    List<Restraint> restraints = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.ContributionHeldBack heldBack ->
            restraints.add(new Restraint.Deadband(heldBack));
        case Outcome.BudgetGivenOn given ->
            restraints.add(
                new Restraint.Given(
                    given, held.of(given.nodeId(), BudgetKey.ofAmount(given.now().measure()))));
        case Outcome.BudgetExceeded exceeded -> restraints.add(new Restraint.Exceeded(exceeded));
        default -> {}
      }
    }
    return restraints;
  }

  private static Route stays(boolean beyond, State after) {
    if (!beyond) {
      return new Route.Stays(Route.Why.WITHIN);
    }
    return new Route.Stays(
        after instanceof State.Open ? Route.Why.NO_WHOLE_TOLERANCE : Route.Why.COUNTED_BEFORE);
  }

  private static List<Route> announced(Moment moment, Tolerance tolerance) {
    List<Route> routes = new ArrayList<>();
    for (Outcome outcome : moment.outcomes()) {
      switch (outcome) {
        case Outcome.ExceptionChanged e when isOf(tolerance, e.tolerance()) -> changed(e, routes);
        case Outcome.ExceptionPassedUp up when isOf(tolerance, up.tolerance()) ->
            routes.add(
                new Route.PassedUp(up.from(), up.to(), up.why(), up.waitingSince(), up.instant()));
        case Outcome.Suppressed s when s.toleranceId().equals(tolerance.toleranceId()) ->
            routes.add(new Route.HeldBack(s));
        default -> {}
      }
    }
    return routes;
  }

  /** What is withheld while deliveries are muted is followed by a suppression that says so. */
  private static void changed(Outcome.ExceptionChanged change, List<Route> routes) {
    change.deliveredTo().forEach(to -> routes.add(new Route.Delivered(change.change(), to)));
    if (!change.delivered() && change.change() == Outcome.Change.CLEARED) {
      routes.add(new Route.Stays(Route.Why.NEVER_TOLD));
    }
  }

  private static boolean isOf(Tolerance tolerance, Tolerance other) {
    return tolerance.toleranceId().equals(other.toleranceId());
  }
}
