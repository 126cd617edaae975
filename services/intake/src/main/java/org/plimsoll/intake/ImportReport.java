package org.plimsoll.intake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.schema.ToleranceGrant;
import tools.jackson.databind.json.JsonMapper;

/** Tells of an import while it runs, as lines of NDJSON, and counts for the summary. */
final class ImportReport {
  /** How often somebody who watches hears that nothing is stuck. */
  private static final long PROGRESS_NANOS = 1_000_000_000L;

  private final Spool answers;
  private final JsonMapper json;
  private long lastTold = System.nanoTime();
  private long rows;
  private long published;
  private long alreadyKnown;
  private long refused;
  private long weighed;
  private long refusedByEngine;
  private int programs;
  private int projects;
  private int agencies;

  ImportReport(Spool answers, JsonMapper json) {
    this.answers = answers;
    this.json = json;
  }

  void read() throws IOException {
    rows++;
    if (System.nanoTime() - lastTold > PROGRESS_NANOS) {
      tell(line("progress", Map.of("stage", "read", "rows", rows)));
    }
  }

  void nodes(ImportPlan plan) {
    programs = plan.programs().size();
    projects = plan.projects().size();
    agencies = plan.agencies().size();
  }

  void published(boolean known) {
    if (known) {
      alreadyKnown++;
    } else {
      published++;
    }
  }

  void weighed() {
    weighed++;
  }

  /** A row that is not taken: before it was published, or by the engine. */
  void refused(long row, Refusal refusal, String by) throws IOException {
    if (by.equals("engine")) {
      refusedByEngine++;
    } else {
      refused++;
    }
    Map<String, Object> told = line("refused", Map.of("row", row, "by", by));
    told.putAll(members(refusal));
    tell(told);
  }

  void refusedTolerance(ToleranceGrant grant, Refusal refusal) throws IOException {
    Map<String, Object> told =
        line(
            "refused-tolerance",
            Map.of("nodeId", grant.getNodeId(), "toleranceId", grant.getToleranceId()));
    told.putAll(members(refusal));
    tell(told);
  }

  void progress(String stage, long done, long of) throws IOException {
    Map<String, Object> told = line("progress", Map.of("stage", stage));
    told.put("rows", done);
    told.put("of", of);
    tell(told);
  }

  /** Repeats now and then that the import runs. */
  void alive() throws IOException {
    if (System.nanoTime() - lastTold > PROGRESS_NANOS) {
      tell(line("progress", Map.of("stage", "waiting", "weighed", weighed)));
    }
  }

  /** The import ends without a summary; what was published stays. */
  void failed(Problem problem) throws IOException {
    tell(line("failed", Map.of("problem", problem.body())));
  }

  /** {@code rows} = published + alreadyKnown + refused = weighed + refusedByEngine + refused. */
  void summary() throws IOException {
    Map<String, Object> told = line("summary", Map.of());
    told.put("rows", rows);
    told.put("published", published);
    told.put("alreadyKnown", alreadyKnown);
    told.put("refused", refused);
    told.put("weighed", weighed);
    told.put("refusedByEngine", refusedByEngine);
    told.put("programs", programs);
    told.put("projects", projects);
    told.put("agencies", agencies);
    tell(told);
  }

  private static Map<String, Object> members(Refusal refusal) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("reason", refusal.reason().name());
    members.put("field", refusal.field());
    members.put("value", refusal.value());
    members.put("expected", refusal.expected());
    return members;
  }

  private static Map<String, Object> line(String type, Map<String, Object> members) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("type", type);
    line.putAll(members);
    return line;
  }

  private void tell(Map<String, Object> line) throws IOException {
    byte[] text = json.writeValueAsBytes(line);
    byte[] bytes = java.util.Arrays.copyOf(text, text.length + 1);
    bytes[text.length] = '\n';
    if (!answers.append(bytes)) {
      throw new IOException("nobody reads the answers of the import any more");
    }
    lastTold = System.nanoTime();
  }
}
