package org.plimsoll.intake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.plimsoll.core.escalation.Refusal;
import tools.jackson.databind.json.JsonMapper;

/** The answer to something that takes its time: lines of NDJSON, each with its type. */
final class Lines {
  /** How often somebody who watches hears that nothing is stuck. */
  private static final long PROGRESS_NANOS = 1_000_000_000L;

  private final Spool answers;
  private final JsonMapper json;
  private long lastTold = System.nanoTime();

  Lines(Spool answers, JsonMapper json) {
    this.answers = answers;
    this.json = json;
  }

  /** Whether nothing was told for a while. */
  boolean areDue() {
    return System.nanoTime() - lastTold > PROGRESS_NANOS;
  }

  void tell(String type, Map<String, Object> members) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("type", type);
    line.putAll(members);
    byte[] text = json.writeValueAsBytes(line);
    byte[] bytes = java.util.Arrays.copyOf(text, text.length + 1);
    bytes[text.length] = '\n';
    if (!answers.append(bytes)) {
      throw new IOException("nobody reads the answers any more");
    }
    lastTold = System.nanoTime();
  }

  static Map<String, Object> members(Refusal refusal) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("reason", refusal.reason().name());
    members.put("field", refusal.field());
    members.put("value", refusal.value());
    members.put("expected", refusal.expected());
    return members;
  }
}
