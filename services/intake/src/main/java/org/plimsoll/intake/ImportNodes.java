package org.plimsoll.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.ToleranceGrant;

/** The facts and grants that a file and its mapping amount to. */
final class ImportNodes {
  private ImportNodes() {}

  /** The portfolio, then the programs, then the projects. */
  static List<NodeFacts> facts(Mapping mapping, ImportPlan plan) {
    List<NodeFacts> facts = new ArrayList<>();
    String portfolioId = mapping.portfolio().id();
    facts.add(node(mapping, portfolioId, Level.PORTFOLIO, null, mapping.portfolio().name(), null));
    plan.programs()
        .forEach(
            (id, name) -> facts.add(node(mapping, id, Level.PROGRAM, portfolioId, name, null)));
    plan.projects()
        .values()
        .forEach(project ->
            facts.add(
                node(
                    mapping,
                    project.id(),
                    Level.PROJECT,
                    project.programId(),
                    project.name(),
                    project.agencyId())));
    return facts;
  }

  private static NodeFacts node(
      Mapping mapping,
      String id,
      Level level,
      @Nullable String parentId,
      String name,
      @Nullable String agencyId) {
    NodeFacts unnamed =
        new NodeFacts(
            "-",
            id,
            level,
            parentId,
            new LocalizedText(name, name, name),
            agencyId,
            mapping.currency().getCurrencyCode(),
            null,
            BaselineSource.FIRST_REPORTED,
            null,
            List.of(),
            mapping.source(),
            0);
    return NodeFacts.newBuilder(unnamed)
        .setEventId(ContentId.of(mapping.portfolio().id(), unnamed))
        .build();
  }

  /** Every tolerance of the mapping, for every node of its level. */
  static List<ToleranceGrant> grants(Mapping mapping, ImportPlan plan) {
    List<ToleranceGrant> grants = new ArrayList<>();
    for (Mapping.Tolerance tolerance : mapping.tolerances()) {
      for (String nodeId : nodes(tolerance.level(), mapping, plan)) {
        grants.add(grant(mapping, tolerance, nodeId));
      }
    }
    return grants;
  }

  private static List<String> nodes(Level level, Mapping mapping, ImportPlan plan) {
    return switch (level) {
      case PORTFOLIO -> List.of(mapping.portfolio().id());
      case PROGRAM -> List.copyOf(plan.programs().keySet());
      case PROJECT -> List.copyOf(plan.projects().keySet());
      case UNRECOGNISED -> List.of();
    };
  }

  private static ToleranceGrant grant(Mapping mapping, Mapping.Tolerance tolerance, String nodeId) {
    ToleranceGrant unnamed =
        new ToleranceGrant(
            "-",
            nodeId,
            tolerance.id(),
            tolerance.version(),
            tolerance.kind(),
            tolerance.measure(),
            null,
            tolerance.breach(),
            tolerance.unit(),
            tolerance.limitTenThousandths(),
            tolerance.grantedBy(),
            tolerance.reason(),
            null);
    return ToleranceGrant.newBuilder(unnamed)
        .setEventId(ContentId.of(mapping.portfolio().id(), unnamed))
        .build();
  }
}
