package org.plimsoll.leadership.subscription;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A delivered item, as far as it decides who is told.
 *
 * @param path the node, all above it, and who received the item
 * @param level that received it
 * @param kind a kind of tolerance, CONFIRMATION or ASSISTANCE
 * @param repeat 0 when it happened; then how often it has been told again
 */
record Event(
    String escalationId,
    String nodeId,
    Set<String> path,
    String level,
    String kind,
    @Nullable String exceptionId,
    @Nullable String change,
    Severity severity,
    int repeat) {
  Event {
    path = Set.copyOf(path);
  }
}
