package org.plimsoll.bench;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.escalation.EscalationApplication;
import org.plimsoll.wire.Topics;

/** Who takes part. Each runs as a process of its own. */
enum Contender {
  READ("read only", ReadJob.class, null),
  DECODE("read and decode", ReadJob.class, null),
  COPY("exactly-once copy of the topic", CopyJob.class, null),
  ENTRIES("entries of the engine through Kafka Streams, nothing weighed", EntriesJob.class, null),
  ENGINE("Plimsoll's engine, full trail", EscalationApplication.class, Topics.ESCALATIONS),
  FLINK("Flink, heap state, checkpoint 1 s, no trail", FlinkJob.class, FlinkJob.ESCALATIONS),
  STREAMS(
      "Kafka Streams the plain way, three tiers, no trail",
      StreamsJob.class,
      StreamsJob.ESCALATIONS),
  SPRING("Spring Kafka and Postgres, batches of 500, no trail", SpringJob.class, null);

  /** The engine's consumer group, which is what it is called everywhere. */
  private static final String ENGINE_GROUP = "plimsoll-escalation";

  final String title;
  final Class<?> main;

  /** Where its exceptions are read; null where they are in no topic. */
  final @Nullable String escalations;

  Contender(String title, Class<?> main, @Nullable String escalations) {
    this.title = title;
    this.main = main;
    this.escalations = escalations;
  }

  /** Topics between its tiers, which must be worked off before it is done. */
  List<String> between() {
    return this == STREAMS ? List.of(StreamsJob.PROGRAMS, StreamsJob.PORTFOLIOS) : List.of();
  }

  /** Its consumer group and transactional id. */
  String group() {
    return this == ENGINE ? ENGINE_GROUP : name().toLowerCase(Locale.ROOT);
  }

  /** Whether it decides anything. */
  boolean raisesExceptions() {
    return this == SPRING || escalations != null;
  }

  /** Whether a run of it leaves this topic behind. The workload's own topics stay. */
  boolean leaves(String topic) {
    return switch (this) {
      case READ, DECODE, SPRING -> false;
      case COPY -> topic.equals(Job.COPY_TOPIC);
      case ENTRIES -> topic.equals(EntriesJob.TOPIC);
      case ENGINE ->
          topic.startsWith(ENGINE_GROUP + "-")
              || List.of(
                      Topics.TRAIL_PROGRAM,
                      Topics.TRAIL_PORTFOLIO,
                      Topics.ESCALATIONS,
                      Topics.PROGRAM_STANDINGS,
                      Topics.PORTFOLIO_STANDINGS,
                      Topics.PORTFOLIO_CONTRIBUTIONS)
                  .contains(topic);
      case FLINK, STREAMS ->
          topic.startsWith("bench." + group() + ".") || topic.startsWith(group() + "-");
    };
  }
}
