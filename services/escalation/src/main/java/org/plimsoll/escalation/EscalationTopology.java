package org.plimsoll.escalation;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.escalation.WeighingProcessor.Tier;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/**
 * Two tasks a partition: one takes everything of programs and their projects, the other everything
 * of portfolios. Only contributions cross from the first to the second.
 */
final class EscalationTopology {
  private EscalationTopology() {}

  static Topology build(SchemaRegistry registry, int partitions) {
    Topology topology = new Topology();
    Tier program = new Tier(Level.PROGRAM, Topics.TRAIL_PROGRAM);
    Tier portfolio = new Tier(Level.PORTFOLIO, Topics.TRAIL_PORTFOLIO);
    add(topology, program, Topics.PROGRAM_INPUTS, registry, partitions);
    topology.addSink(
        program.name(WeighingProcessor.CONTRIBUTIONS_SINK),
        Topics.PORTFOLIO_CONTRIBUTIONS,
        new StringSerializer(),
        new ByteArraySerializer(),
        program.name("weighing"));
    add(topology, portfolio, Topics.PORTFOLIO_INPUTS, registry, partitions);
    return topology;
  }

  private static void add(
      Topology topology, Tier tier, Pattern inputs, SchemaRegistry registry, int partitions) {
    String weighing = tier.name("weighing");
    topology
        .addSource(
            tier.name("inputs"), new ByteArrayDeserializer(), new ByteArrayDeserializer(), inputs)
        .addProcessor(
            weighing, () -> new WeighingProcessor(tier, registry, partitions), tier.name("inputs"));
    for (StoreBuilder<?> store :
        List.of(
            store(tier.standings(), new StandingSerde()),
            store(tier.held(), StandingSerde.contributions()),
            store(tier.sent(), Serdes.Long()))) {
      topology.addStateStore(store, weighing);
    }
    topology
        .addSink(
            tier.name(WeighingProcessor.TRAIL_SINK),
            tier.trailTopic(),
            TrailKey.SERIALIZER,
            new ByteArraySerializer(),
            TrailKey.PARTITIONER,
            weighing)
        .addSink(
            tier.name(WeighingProcessor.ESCALATIONS_SINK),
            Topics.ESCALATIONS,
            new StringSerializer(),
            new ByteArraySerializer(),
            weighing);
  }

  /** On the heap, with a changelog: standings are small and every input touches two of them. */
  private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values);
  }
}
