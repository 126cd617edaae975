package org.plimsoll.core.explanation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * A drafted exception report, as PRINCE2 7 (PeopleCert, 2023) lists its parts: title, cause,
 * consequences, options, recommendation, lessons. What figures and reports say is filled in.
 * Recommendation and lessons are a person's to write, so there is no field here that could hold
 * them; whoever shows the draft leaves both empty.
 *
 * @param timesRaised how often this tolerance of this node was breached so far, this one included
 */
public record ExceptionReport(
    Title title, Cause cause, Consequences consequences, List<Option> options, int timesRaised) {
  public ExceptionReport {
    options = List.copyOf(options);
  }

  /** What it is about. */
  public record Title(
      String nodeId,
      Level level,
      Tolerance tolerance,
      String exceptionId,
      Fraction value,
      int step,
      LocalDate raisedOn) {}

  /** Why, in the agency's own words and figures; nothing of it is inferred. */
  public record Cause(
      @Nullable String phase,
      @Nullable String note,
      List<LateMilestone> lateMilestones,
      List<Threat> risks) {
    public static final Cause NOTHING = new Cause(null, null, List.of(), List.of());

    public Cause {
      lateMilestones = List.copyOf(lateMilestones);
      risks = List.copyOf(risks);
    }

    /** Whether the agency said nothing that could be a cause. */
    public boolean isNothing() {
      return phase == null && note == null && lateMilestones.isEmpty() && risks.isEmpty();
    }
  }

  /**
   * A milestone that is late.
   *
   * @param expected the date on which it was reached, or else is expected
   */
  public record LateMilestone(
      String milestoneId,
      @Nullable String name,
      LocalDate promised,
      LocalDate expected,
      long slipDays) {}

  /** A risk as the agency stated it. */
  public record Threat(
      String riskId, @Nullable String name, int probabilityTenThousandths, long impactMinor) {}

  /** What follows from the figures; a part is null where there are none for it. */
  public record Consequences(
      @Nullable Cost cost, @Nullable Finish finish, @Nullable OnParent onParent) {}

  /**
   * What it will cost against what was promised.
   *
   * @param eacMinor estimate at completion
   */
  public record Cost(long eacMinor, @Nullable Long originalMinor, @Nullable Long currentMinor) {}

  /**
   * When it will be finished against what was promised.
   *
   * @param projected the day on which it ends at the pace so far
   */
  public record Finish(
      @Nullable LocalDate forecast,
      @Nullable LocalDate projected,
      @Nullable LocalDate original,
      @Nullable LocalDate current) {}

  /**
   * What this node does to the same measure one level up.
   *
   * @param with the parent's value
   * @param without the parent's value if this node were not counted; null when nothing would be
   *     measurable
   * @param tolerance the parent's own tolerance on the measure; null where it has none
   * @param stepWith whole tolerances of the parent beyond its limit; 0 within, or without tolerance
   */
  public record OnParent(
      String parentId,
      Fraction with,
      @Nullable Fraction without,
      @Nullable Tolerance tolerance,
      int stepWith,
      int stepWithout) {}

  /** What can be decided, with its computed effect. Which of it is right is a person's to say. */
  public sealed interface Option {
    /**
     * Allow what is, for a time.
     *
     * @param limitTenThousandths the limit nearest to the present one that the value is within;
     *     null when none on that side holds it
     * @param above the parent's own limit on this measure in this unit; null where it has none
     * @param budget what the parent would have given on with it, against what it holds; of a value
     *     that is within, with the next wider limit, where that does not fit; null where nothing
     *     binds or no limit would hold the value
     */
    record GrantTolerance(
        @Nullable Long limitTenThousandths,
        @Nullable Long above,
        Fit fit,
        @Nullable BudgetPart budget)
        implements Option {}

    /**
     * Ask for a plan. Of a project it becomes the new baseline: the cost and finish that are
     * forecast now. A program or portfolio has no baseline; what its plan changes below is not
     * computed.
     *
     * @param costMinor null where no cost is planned
     * @param finish null where no finish is planned
     * @param after what each tolerance of a project would then say; empty above projects
     */
    record RequireExceptionPlan(
        @Nullable Long costMinor, @Nullable LocalDate finish, List<After> after) implements Option {
      public RequireExceptionPlan {
        after = List.copyOf(after);
      }
    }

    /** Help where it was asked for. */
    record Assist(String requestId, String request) implements Option {}

    /** Leave it as it is. */
    record DoNothing(Outlook outlook) implements Option {}
  }

  /** Whether a wider limit fits what the parent was granted itself and has not given on. */
  public enum Fit {
    /** The value is within the limit that stands, and only expected beyond it. */
    WITHIN,
    /** The parent has no tolerance on this measure in this unit. */
    NOTHING_ABOVE,
    /** The parent holds as much, with what it has given on to others. */
    FITS,
    /**
     * The node was granted as much before, for a time that has not come: nothing more is given on.
     */
    HELD_BEFORE,
    /** The parent holds less, or has given on too much of it. */
    EXCEEDS
  }

  /**
   * A tolerance after a new baseline.
   *
   * @param value the measure then; null when not measurable
   * @param step whole tolerances beyond the limit then; 0 within
   */
  public record After(Tolerance tolerance, int stepNow, @Nullable Fraction value, int step) {}

  /**
   * What happens if nothing is done and the measure moves on as between its last two reports, or by
   * the trend by which it is expected beyond its limit.
   */
  public sealed interface Outlook {
    /**
     * It worsens by a whole tolerance.
     *
     * @param on first day on which the next step is reached
     * @param before the report before the last, with {@code last} the rate
     */
    record Worsens(LocalDate on, int step, Dated before, Dated last) implements Outlook {}

    /** The limit, which holds yet, is crossed on this day by the trend of the reports. */
    record Crosses(LocalDate on) implements Outlook {}

    /** It does not move away from the limit. */
    record DoesNotWorsen(Dated before, Dated last) implements Outlook {}

    /** There is no rate: fewer than two reports have a value. */
    record NoRate() implements Outlook {}

    /** It has no next step: the limit leaves no room, or no day within the next hundred years. */
    record NoNextStep() implements Outlook {}
  }

  /** A value of the measure and its data date. */
  public record Dated(LocalDate on, Fraction value) {}
}
