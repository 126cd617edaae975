package org.plimsoll.leadership.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What its owner wants to be told, and how. What is empty or absent does not narrow.
 *
 * @param nodes with all below them; empty: every node that the owner sees
 * @param receivedBy PROGRAM or PORTFOLIO
 * @param gatherFor how long the first item of a gathering waits for more
 * @param repeat how long after it was told an exception that nobody has answered is told again
 */
public record Subscription(
    String id,
    String owner,
    String title,
    Set<String> nodes,
    @Nullable String receivedBy,
    Set<String> kinds,
    Set<Severity> severities,
    Channel channel,
    Locale language,
    Gathering gathering,
    Duration gatherFor,
    @Nullable Duration repeat,
    @Nullable Instant endedAt,
    @Nullable String endedBecause) {

  /** What is told together. */
  public enum Gathering {
    /** Each item by itself. */
    EACH,
    /** What concerns one node. */
    NODE,
    /** Everything. */
    ALL,
    /** Everything of a day, at the time of day that the person chose. */
    DAILY
  }

  public Subscription {
    nodes = Set.copyOf(nodes);
    kinds = Set.copyOf(kinds);
    severities = Set.copyOf(severities);
  }

  /** Whether this is something that its owner wants to know; whether they may is another matter. */
  boolean wants(Event event) {
    return endedAt == null
        && (nodes.isEmpty() || nodes.stream().anyMatch(event.path()::contains))
        && (receivedBy == null || receivedBy.equals(event.level()))
        && (kinds.isEmpty() || kinds.contains(event.kind()))
        && (severities.isEmpty() || severities.contains(event.severity()))
        && (event.repeat() == 0 || repeat != null);
  }

  /** As text of the columns that a screen and the interface show. */
  public String address() {
    return switch (channel) {
      case Channel.Webhook(String url) -> url;
      case Channel.Mail _ -> "";
    };
  }
}
