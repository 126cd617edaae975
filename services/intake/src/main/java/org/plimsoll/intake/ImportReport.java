package org.plimsoll.intake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.schema.ToleranceGrant;
import tools.jackson.databind.json.JsonMapper;

/** Tells of an import while it runs, as lines of NDJSON, and counts for the summary. */
final class ImportReport {
  private final Lines lines;
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
    this.lines = new Lines(answers, json);
  }

  void read() throws IOException {
    rows++;
    if (lines.areDue()) {
      lines.tell("progress", Map.of("stage", "read", "rows", rows));
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

  /** A row that is not published; each of its cells that is wrong has a line. */
  void refused(long row, List<Refusal> cells) throws IOException {
    refused++;
    for (Refusal cell : cells) {
      tell(row, cell, "intake");
    }
  }

  /** A row that the engine did not take. */
  void refusedByEngine(long row, Refusal refusal) throws IOException {
    refusedByEngine++;
    tell(row, refusal, "engine");
  }

  private void tell(long row, Refusal refusal, String by) throws IOException {
    Map<String, Object> told = new LinkedHashMap<>(Map.of("row", row, "by", by));
    told.putAll(Lines.members(refusal));
    lines.tell("refused", told);
  }

  void refusedTolerance(ToleranceGrant grant, Refusal refusal) throws IOException {
    Map<String, Object> told =
        new LinkedHashMap<>(
            Map.of("nodeId", grant.getNodeId(), "toleranceId", grant.getToleranceId()));
    told.putAll(Lines.members(refusal));
    lines.tell("refused-tolerance", told);
  }

  void progress(String stage, long done, long of) throws IOException {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("stage", stage);
    told.put("rows", done);
    told.put("of", of);
    lines.tell("progress", told);
  }

  /** Repeats now and then that the import runs. */
  void alive() throws IOException {
    if (lines.areDue()) {
      lines.tell("progress", Map.of("stage", "waiting", "weighed", weighed));
    }
  }

  /** The import ends without a summary; what was published stays. */
  void failed(Problem problem) throws IOException {
    lines.tell("failed", Map.of("problem", problem.body()));
  }

  /** {@code rows} = published + alreadyKnown + refused = weighed + refusedByEngine + refused. */
  void summary() throws IOException {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("rows", rows);
    told.put("published", published);
    told.put("alreadyKnown", alreadyKnown);
    told.put("refused", refused);
    told.put("weighed", weighed);
    told.put("refusedByEngine", refusedByEngine);
    told.put("programs", programs);
    told.put("projects", projects);
    told.put("agencies", agencies);
    lines.tell("summary", told);
  }
}
