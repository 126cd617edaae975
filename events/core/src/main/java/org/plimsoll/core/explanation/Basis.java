package org.plimsoll.core.explanation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.measure.Target;

/** What the measures of a node are computed from at one moment. */
public sealed interface Basis {
  /** The measures. */
  List<Reading> readings();

  /**
   * Of a project.
   *
   * @param dataDate of the figures; null before the first status
   */
  record OfProject(
      Figures figures,
      Baseline original,
      Baseline current,
      @Nullable LocalDate dataDate,
      List<Target> targets)
      implements Basis {
    public OfProject {
      targets = List.copyOf(targets);
    }

    @Override
    public List<Reading> readings() {
      return Measures.ofProject(figures, original, current, dataDate, targets);
    }
  }

  /** Of a program or portfolio. */
  record OfParent(Rollup below) implements Basis {
    @Override
    public List<Reading> readings() {
      return below.readings();
    }
  }

  /**
   * Of either, where the measures were recorded and what they came from cannot be read: written by
   * a newer version, for example.
   */
  record Recorded(List<Reading> readings) implements Basis {
    public Recorded {
      readings = List.copyOf(readings);
    }
  }

  /** What a node's measures are computed from as it stands. */
  static Basis of(Known node) {
    return switch (node) {
      case Project p ->
          new OfProject(p.figures(), p.original(), p.current(), p.dataDate(), p.facts().targets());
      case Parent p -> new OfParent(p.below());
    };
  }
}
