package org.plimsoll.escalation;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry goes: the trail's partition is the task's, whatever the key. The node stands in
 * the key for readers alone.
 */
record TrailKey(int partition, @Nullable String nodeId) {
  static final Serializer<TrailKey> SERIALIZER =
      (topic, key) ->
          key == null || key.nodeId == null ? null : key.nodeId.getBytes(StandardCharsets.UTF_8);

  static final StreamPartitioner<TrailKey, byte[]> PARTITIONER =
      (topic, key, value, partitions) -> Optional.of(Set.of(key.partition));
}
