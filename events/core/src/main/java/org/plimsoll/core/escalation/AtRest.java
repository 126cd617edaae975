package org.plimsoll.core.escalation;

import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.escalation.Standing.Project;

/**
 * A standing as it waits for the next input about it. Nearly all of a million projects do so at any
 * time: they take a quarter of the memory that they take while they are weighed, and lie together
 * in it, which is faster, too.
 */
public sealed interface AtRest permits AtRest.Whole, ProjectAtRest {
  String nodeId();

  /** The standing, equal to the one that this was made of. */
  Standing standing();

  /** Programs and portfolios are few, and weighed with each of their projects. */
  record Whole(Standing standing) implements AtRest {
    @Override
    public String nodeId() {
      return standing.nodeId();
    }
  }

  /**
   * A standing that will wait.
   *
   * @param out to work with
   */
  static AtRest of(Standing standing, BytesOut out) {
    return standing instanceof Project project && ProjectAtRest.holds(project)
        ? ProjectAtRest.of(project, out)
        : new Whole(standing);
  }
}
