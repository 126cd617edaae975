package org.plimsoll.escalation;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/**
 * Two tasks a partition: one takes everything of programs and their projects, the other everything
 * of portfolios. Only contributions cross from the first to the second.
 */
final class EscalationTopology {
  private EscalationTopology() {}

  /**
   * Builds it.
   *
   * @param snapshotAfter see {@link WeighingProcessor}
   * @param left what is on the disk of this process
   */
  static Topology build(
      SchemaRegistry registry, int partitions, int snapshotAfter, LocalStandings left) {
    Topology topology = new Topology();
    add(topology, Tier.PROGRAM, registry, partitions, snapshotAfter, left);
    topology.addSink(
        Tier.PROGRAM.name(WeighingProcessor.CONTRIBUTIONS_SINK),
        Topics.PORTFOLIO_CONTRIBUTIONS,
        new StringSerializer(),
        new ByteArraySerializer(),
        Tier.PROGRAM.name("weighing"));
    add(topology, Tier.PORTFOLIO, registry, partitions, snapshotAfter, left);
    return topology;
  }

  private static void add(
      Topology topology,
      Tier tier,
      SchemaRegistry registry,
      int partitions,
      int snapshotAfter,
      LocalStandings left) {
    String weighing = tier.name("weighing");
    String progress = tier.name(WeighingProcessor.PROGRESS);
    topology
        .addSource(
            tier.name("inputs"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            tier.inputs())
        .addProcessor(
            weighing,
            () -> new WeighingProcessor(tier, registry, partitions, snapshotAfter, left),
            tier.name("inputs"))
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(progress), Serdes.String(), Serdes.Long()),
            weighing)
        .addSink(
            tier.name(WeighingProcessor.TRAIL_SINK),
            tier.trail(),
            TaskKey.SERIALIZER,
            new ByteArraySerializer(),
            TaskKey.PARTITIONER,
            weighing)
        .addSink(
            tier.name(WeighingProcessor.STANDINGS_SINK),
            tier.standings(),
            TaskKey.SERIALIZER,
            new ByteArraySerializer(),
            TaskKey.PARTITIONER,
            weighing)
        .addSink(
            tier.name(WeighingProcessor.ESCALATIONS_SINK),
            Topics.ESCALATIONS,
            new StringSerializer(),
            new ByteArraySerializer(),
            weighing);
  }
}
