package org.plimsoll.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.explanation.Basis;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Rollup;

/**
 * A node as it was known at a moment, and as it turned out.
 *
 * @param then null where nothing was known of it
 * @param now as it stands behind the last entry
 * @param turnedOut what the figures of the data date that stood then have become by corrections
 *     that came later, against the baselines that stood then; null where nothing was known
 * @param correctedBy the reports that made the difference, in their order
 */
public record KnownThen(
    @Nullable Known then, Known now, @Nullable Basis turnedOut, List<Position> correctedBy) {

  /** A report that was taken after the moment. */
  record Later(Position at, StatusChange status) {}

  /**
   * A project or a parent; figures of a parent are those that were known until {@link #below}
   * exchanges them.
   */
  static KnownThen of(@Nullable Known then, Known now, List<Later> later) {
    if (!(then instanceof Project project)) {
      return new KnownThen(then, now, then == null ? null : Basis.of(then), List.of());
    }
    LocalDate on = project.dataDate();
    Figures figures = project.figures();
    List<Position> correctedBy = new ArrayList<>();
    for (Later each : later) {
      StatusChange status = each.status();
      if (on != null && !status.dataDate().isAfter(on)) {
        Figures after = figures.after(status.reported(), status.dataDate());
        if (!after.equals(figures)) {
          figures = after;
          correctedBy.add(each.at());
        }
      }
    }
    return new KnownThen(
        then,
        now,
        new Basis.OfProject(
            figures, project.original(), project.current(), on, project.facts().targets()),
        correctedBy);
  }

  /** What a project contributes to the sums above it, as it was known. */
  private static Rollup rollup(Project project, Basis.OfProject basis) {
    return Rollup.ofProject(
        basis.figures(),
        basis.readings(),
        project.dataDate() != null,
        project.inException(),
        project.isSilent());
  }

  /** The same parent with what a corrected project below it contributes exchanged. */
  KnownThen below(KnownThen project) {
    return then instanceof Parent
            && turnedOut instanceof Basis.OfParent(Rollup below)
            && project.then instanceof Project known
            && project.turnedOut instanceof Basis.OfProject corrected
            && Basis.of(known) instanceof Basis.OfProject stood
        ? new KnownThen(
            then,
            now,
            new Basis.OfParent(below.exchange(rollup(known, stood), rollup(known, corrected))),
            project.correctedBy)
        : this;
  }
}
