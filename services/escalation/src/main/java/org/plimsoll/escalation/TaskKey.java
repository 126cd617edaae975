package org.plimsoll.escalation;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Where entries and snapshots go: to the partition of the task, whatever the key.
 *
 * @param text of an entry the node, for readers alone; of a snapshot the part that it replaces
 */
record TaskKey(int partition, @Nullable String text) {
  static final Serializer<TaskKey> SERIALIZER =
      (topic, key) ->
          key == null || key.text == null ? null : key.text.getBytes(StandardCharsets.UTF_8);

  static final StreamPartitioner<TaskKey, byte[]> PARTITIONER =
      (topic, key, value, partitions) -> Optional.of(Set.of(key.partition));
}
