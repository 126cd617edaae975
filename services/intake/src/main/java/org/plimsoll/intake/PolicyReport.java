package org.plimsoll.intake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal;
import tools.jackson.databind.json.JsonMapper;

/** Tells what became of a policy, for each node and tolerance, and counts for the summary. */
final class PolicyReport {
  private final Lines lines;
  private long taken;
  private long unchanged;
  private long refused;

  PolicyReport(Spool answers, JsonMapper json) {
    this.lines = new Lines(answers, json);
  }

  /**
   * The engine has taken it.
   *
   * @param replaces the version that stood before; null where none did, or where it stands again
   *     afterwards
   */
  void taken(String nodeId, String toleranceId, int version, @Nullable Integer replaces)
      throws IOException {
    taken++;
    Map<String, Object> told = named(nodeId, toleranceId, "TAKEN");
    told.put("version", version);
    if (replaces != null) {
      told.put("replaces", replaces);
    }
    lines.tell("tolerance", told);
  }

  /** It stands already. */
  void unchanged(String nodeId, String toleranceId, int version) throws IOException {
    unchanged++;
    Map<String, Object> told = named(nodeId, toleranceId, "UNCHANGED");
    told.put("version", version);
    lines.tell("tolerance", told);
  }

  /** It was not taken: by intake, or by the engine. */
  void refused(String nodeId, String toleranceId, String by, Refusal refusal) throws IOException {
    refused++;
    Map<String, Object> told = named(nodeId, toleranceId, "REFUSED");
    told.put("by", by);
    told.putAll(Lines.members(refusal));
    lines.tell("tolerance", told);
  }

  void alive() throws IOException {
    if (lines.areDue()) {
      lines.tell("progress", Map.of("stage", "waiting", "taken", taken));
    }
  }

  /** It ends without a summary; what was taken stays. */
  void failed(Problem problem) throws IOException {
    lines.tell("failed", Map.of("problem", problem.body()));
  }

  void summary(int nodes) throws IOException {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("nodes", nodes);
    told.put("taken", taken);
    told.put("unchanged", unchanged);
    told.put("refused", refused);
    lines.tell("summary", told);
  }

  private static Map<String, Object> named(String nodeId, String toleranceId, String state) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("nodeId", nodeId);
    told.put("toleranceId", toleranceId);
    told.put("state", state);
    return told;
  }
}
