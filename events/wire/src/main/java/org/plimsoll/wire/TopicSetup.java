package org.plimsoll.wire;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics, and sees to it that they keep what they must. */
public final class TopicSetup {
  /** What lies in the newest segment is not compacted, so that one is kept short. */
  private static final int SNAPSHOT_SEGMENT_BYTES = 64 << 20;

  /** 300 looks of 100 ms are 30 s, as long as Kafka's clients wait for a broker. */
  private static final int MAX_LOOKS = 300;

  private static final int LOOK_MILLIS = 100;

  /** What a topic must have so that it keeps everything. */
  private static final Map<String, String> KEEPS =
      new TreeMap<>(
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
              TopicConfig.RETENTION_MS_CONFIG, "-1",
              TopicConfig.RETENTION_BYTES_CONFIG, "-1"));

  private static final List<String> TRAILS = List.of(Topics.TRAIL_PROGRAM, Topics.TRAIL_PORTFOLIO);
  private static final List<String> STANDINGS =
      List.of(Topics.PROGRAM_STANDINGS, Topics.PORTFOLIO_STANDINGS);
  private static final List<String> FIXED =
      List.of(
          Topics.PROGRAM_FACTS,
          Topics.PROGRAM_GRANTS,
          Topics.PROGRAM_DECISIONS,
          Topics.PROGRAM_TICKS,
          Topics.PORTFOLIO_FACTS,
          Topics.PORTFOLIO_GRANTS,
          Topics.PORTFOLIO_DECISIONS,
          Topics.PORTFOLIO_TICKS,
          Topics.PORTFOLIO_CONTRIBUTIONS,
          Topics.TRAIL_PROGRAM,
          Topics.TRAIL_PORTFOLIO,
          Topics.PROGRAM_STANDINGS,
          Topics.PORTFOLIO_STANDINGS,
          Topics.ESCALATIONS);

  private TopicSetup() {}

  /**
   * Creates what is missing and checks what is there: every topic has the same number of
   * partitions, and a trail is neither compacted nor ever deleted.
   *
   * @throws IllegalStateException naming the topic and the setting that must be changed
   */
  public static void ensure(Admin admin, int partitions, short replication) {
    create(
        admin, FIXED, name -> new NewTopic(name, partitions, replication).configs(settings(name)));
    check(admin, partitions);
  }

  /**
   * Creates the intake topic of an agency, unless it is there, and waits until it takes records.
   */
  public static void ensureIntake(Admin admin, String agencyId, int partitions, short replication) {
    create(
        admin,
        List.of(Topics.intake(agencyId)),
        name -> new NewTopic(name, partitions, replication).configs(settings(name)));
  }

  /**
   * Creates a topic of one partition that is neither compacted nor ever deleted, unless it is
   * there, and checks that it keeps everything.
   *
   * @throws IllegalStateException naming the setting that must be changed
   */
  public static void ensureKept(Admin admin, String topic, short replication) {
    create(admin, List.of(topic), name -> new NewTopic(name, 1, replication).configs(KEEPS));
    forgetful(admin, List.of(topic))
        .ifPresent(found -> {
          throw new IllegalStateException(found);
        });
  }

  /** The number of partitions in use, as the trail has them. */
  public static int partitions(Admin admin) {
    Map<String, TopicDescription> described =
        await(() -> admin.describeTopics(List.of(Topics.TRAIL_PROGRAM)).allTopicNames().get());
    return requireNonNull(described.get(Topics.TRAIL_PROGRAM)).partitions().size();
  }

  private static void create(Admin admin, List<String> names, Function<String, NewTopic> topic) {
    Set<String> present = await(() -> admin.listTopics().names().get());
    List<NewTopic> missing = new ArrayList<>();
    for (String name : names) {
      if (!present.contains(name)) {
        missing.add(topic.apply(name));
      }
    }
    try {
      await(() -> admin.createTopics(missing).all().get());
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    awaitLeaders(admin, names);
  }

  private static Map<String, String> settings(String name) {
    if (STANDINGS.contains(name)) {
      // Of each part of a snapshot the newest; its time is that of the moment it shows.
      return Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          "compact",
          TopicConfig.SEGMENT_BYTES_CONFIG,
          String.valueOf(SNAPSHOT_SEGMENT_BYTES),
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          String.valueOf(Topics.MAX_ENTRY_BYTES),
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "CreateTime");
    }
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG, "-1",
        TopicConfig.RETENTION_BYTES_CONFIG, "-1",
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            String.valueOf(TRAILS.contains(name) ? Topics.MAX_ENTRY_BYTES : Topics.MAX_INPUT_BYTES),
        // The broker's clock, so that no publisher chooses when it was heard.
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
  }

  /**
   * Returns when every partition of these takes records. A producer that comes earlier may see its
   * first batch refused and its second taken; the first is then out of order for good, and tried
   * again until its time-out of two minutes.
   */
  private static void awaitLeaders(Admin admin, List<String> names) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    awaitKnown(() -> admin.describeTopics(names).allTopicNames().get())
        .forEach((name, topic) ->
            topic
                .partitions()
                .forEach(
                    p -> ends.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
    // Only the leader answers; until there is one the client asks again by itself.
    awaitKnown(() -> admin.listOffsets(ends).all().get());
  }

  private static void check(Admin admin, int partitions) {
    Map<String, TopicDescription> described =
        awaitKnown(() -> admin.describeTopics(FIXED).allTopicNames().get());
    described.forEach((name, topic) -> {
      if (topic.partitions().size() != partitions) {
        throw new IllegalStateException(
            "topic %s has %d partitions - expected %d, the same as every other topic"
                .formatted(name, topic.partitions().size(), partitions));
      }
    });
    forgetful(admin)
        .ifPresent(found -> {
          throw new IllegalStateException(found);
        });
  }

  /**
   * What makes a topic of the trail forget, naming the topic, the setting, its value and what is
   * expected; empty when nothing does.
   */
  public static Optional<String> forgetful(Admin admin) {
    return forgetful(admin, TRAILS);
  }

  private static Optional<String> forgetful(Admin admin, List<String> topics) {
    List<ConfigResource> resources =
        topics.stream().map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t)).toList();
    var configs = awaitKnown(() -> admin.describeConfigs(resources).all().get());
    for (ConfigResource topic : resources) {
      for (var expected : KEEPS.entrySet()) {
        String value = requireNonNull(configs.get(topic)).get(expected.getKey()).value();
        if (!expected.getValue().equals(value)) {
          return Optional.of(
              "topic %s has %s=%s - expected %s: what forgets proves nothing"
                  .formatted(topic.name(), expected.getKey(), value, expected.getValue()));
        }
      }
    }
    return Optional.empty();
  }

  private interface Call<T> {
    T get() throws ExecutionException, InterruptedException;
  }

  /** Asks again for a while: a broker may not know yet what was created a moment ago. */
  private static <T> T awaitKnown(Call<T> call) {
    for (int looks = 1; ; looks++) {
      try {
        return await(call);
      } catch (IllegalStateException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || looks == MAX_LOOKS) {
          throw e;
        }
        await(() -> {
          Thread.sleep(LOOK_MILLIS);
          return true;
        });
      }
    }
  }

  private static <T> T await(Call<T> call) {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the broker", e);
    }
  }
}
