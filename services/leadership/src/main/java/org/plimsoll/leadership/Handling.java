package org.plimsoll.leadership;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.calendar.SupportHours;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Decisions.PassedUp;
import org.plimsoll.leadership.Exceptions.Episode;

/**
 * Who has an exception in hand, from the decisions and the waiting that the trail recorded.
 *
 * @param answersTo the level that has to answer
 * @param acknowledgedBy who took it up; null while nobody has
 * @param holder the person it was handed to; null while it is the level's own
 * @param waitingSince the tick from which the time to answer is counted; null before one
 * @param answerBy when that time is over; null where it may wait, or is answered
 * @param firstDue when the first answer to it was or is due, given or not; null where it could
 *     wait, and before a tick has begun the time
 * @param unbegun whether there is a time to answer that no tick has begun yet
 * @param planDueOn day by which an exception plan is required; null when none is
 * @param planIn the last note since the last answer, where that required a plan, by another person:
 *     this is how a plan is handed in, and whoever required it has to answer by its day; null
 *     without one
 * @param overdue whether it is open, and the time to answer or the day of the plan over by the
 *     trail's clock
 * @param grownFrom its step when it was answered last, where it is deeper now; null otherwise, and
 *     while nobody has taken it up
 * @param passedUp how it went up for want of an answer
 * @param decisions taken and refused, oldest first
 */
record Handling(
    String answersTo,
    @Nullable String acknowledgedBy,
    @Nullable String holder,
    @Nullable Instant waitingSince,
    @Nullable Instant answerBy,
    @Nullable Instant firstDue,
    boolean unbegun,
    @Nullable LocalDate planDueOn,
    @Nullable Decision planIn,
    boolean overdue,
    @Nullable Integer grownFrom,
    List<PassedUp> passedUp,
    List<Decision> decisions) {

  /** Something that changed who has it, at its place. */
  private record Turn(long sequence, @Nullable Decision decision, @Nullable PassedUp up) {}

  /**
   * Ticks of a partition.
   *
   * @param first at or behind a place
   * @param newest behind everything
   */
  record Ticks(Instant first, Instant newest) {}

  /**
   * @param answeredAt the step of the exception at the last answer to it; null without one
   * @param ticks from which times are counted
   */
  static Handling of(
      Episode episode,
      @Nullable AnswerWithin within,
      List<Decision> decisions,
      List<PassedUp> passedUp,
      @Nullable Integer answeredAt,
      Function<Position, @Nullable Ticks> ticks) {
    List<Turn> turns = new ArrayList<>();
    decisions.stream()
        .filter(Decision::taken)
        .forEach(d -> turns.add(new Turn(d.cause().sequence(), d, null)));
    passedUp.forEach(up -> turns.add(new Turn(up.cause().sequence(), null, up)));
    turns.sort(Comparator.comparingLong(Turn::sequence));
    String answersTo = levelAbove(episode.level());
    String acknowledgedBy = null;
    String holder = null;
    LocalDate plan = null;
    Decision planIn = null;
    Position from = episode.raisedBy();
    Position first = from;
    boolean answered = false;
    Instant since = null;
    for (Turn turn : turns) {
      PassedUp up = turn.up();
      answered |= up != null;
      if (up != null) {
        answersTo = up.to();
        acknowledgedBy = null;
        holder = null;
        plan = null;
        planIn = null;
        since = up.at();
        continue;
      }
      Decision decision = turn.decision();
      if (decision == null) {
        continue;
      }
      switch (decision.kind()) {
        case "ACKNOWLEDGE", "GRANT_TOLERANCE" -> {
          answered = true;
          planIn = null;
          acknowledgedBy = decision.decidedBy();
        }
        case "REQUIRE_EXCEPTION_PLAN" -> {
          answered = true;
          acknowledgedBy = decision.decidedBy();
          plan = decision.planDueOn();
          planIn = null;
        }
        case "NOTE" ->
            planIn =
                plan == null || decision.decidedBy().equals(acknowledgedBy) ? planIn : decision;
        case "HAND_OVER" -> {
          holder = decision.handedTo();
          acknowledgedBy = null;
          from = decision.cause();
          // Whoever it is handed to has the whole time.
          first = answered ? first : from;
          since = null;
        }
        case "APPROVE_BASELINE" -> {
          plan = null;
          planIn = null;
        }
        default -> {}
      }
    }
    Ticks behind = ticks.apply(from);
    if (since == null && behind != null) {
      since = behind.first();
    }
    boolean open = episode.state().equals("OPEN");
    boolean waits = within != null && acknowledgedBy == null && open;
    Instant answerBy =
        waits && since != null && within != null
            ? SupportHours.due(since, within.hours(), within.calendar())
            : null;
    Ticks behindFirst = ticks.apply(first);
    return new Handling(
        answersTo,
        acknowledgedBy,
        holder,
        waits ? since : null,
        answerBy,
        within == null || behindFirst == null
            ? null
            : SupportHours.due(behindFirst.first(), within.hours(), within.calendar()),
        waits && since == null,
        plan,
        planIn,
        open && behind != null && isOver(behind.newest(), answerBy, plan),
        open && acknowledgedBy != null && answeredAt != null && answeredAt < episode.step()
            ? answeredAt
            : null,
        passedUp,
        decisions);
  }

  /** The tolerance that was granted last, when that was the last answer; otherwise null. */
  @Nullable Decision granted() {
    return decisions.stream()
        .filter(decision -> decision.taken() && !decision.kind().equals("NOTE"))
        .reduce((_, last) -> last)
        .filter(last -> last.kind().equals("GRANT_TOLERANCE"))
        .orElse(null);
  }

  /** How whoever has it came by it; null where it is the level's own. */
  @Nullable Decision handedOver() {
    return holder == null
        ? null
        : decisions.stream()
            .filter(decision -> decision.taken() && decision.kind().equals("HAND_OVER"))
            .reduce((_, last) -> last)
            .orElse(null);
  }

  /** Whether a note is how a plan was handed in: somebody else had asked for one. */
  boolean isPlan(Decision note) {
    return note.kind().equals("NOTE")
        && decisions.stream()
            .takeWhile(decision -> decision.cause().sequence() < note.cause().sequence())
            .filter(decision -> decision.taken() && Decisions.ANSWERS.contains(decision.kind()))
            .reduce((_, last) -> last)
            .filter(last -> last.kind().equals("REQUIRE_EXCEPTION_PLAN"))
            .filter(last -> !last.decidedBy().equals(note.decidedBy()))
            .isPresent();
  }

  /** The tolerance that was granted last, whatever was decided since; null without one. */
  @Nullable Decision widened() {
    return decisions.stream()
        .filter(decision -> decision.taken() && decision.kind().equals("GRANT_TOLERANCE"))
        .reduce((_, last) -> last)
        .orElse(null);
  }

  /**
   * The limit to which figures are held: what was granted last, while that lasts, or else what the
   * exception was raised against.
   *
   * @param on data date of the figures; null without any
   */
  long limitTenThousandths(Episode episode, @Nullable LocalDate on) {
    Decision granted = widened();
    return granted == null || granted.limitTenThousandths() == null || isOver(granted, on)
        ? episode.limitTenThousandths()
        : granted.limitTenThousandths();
  }

  /** Whether what was granted holds no more on a data date. */
  static boolean isOver(Decision granted, @Nullable LocalDate on) {
    return on != null && granted.until() != null && on.isAfter(granted.until());
  }

  private static boolean isOver(
      Instant now, @Nullable Instant answerBy, @Nullable LocalDate planDueOn) {
    return (answerBy != null && now.isAfter(answerBy))
        || (planDueOn != null && now.atZone(ZoneOffset.UTC).toLocalDate().isAfter(planDueOn));
  }

  static String levelAbove(String level) {
    return switch (level) {
      case "PROJECT" -> Level.PROJECT.above().name();
      case "PROGRAM" -> Level.PROGRAM.above().name();
      default -> Level.PORTFOLIO.name();
    };
  }
}
