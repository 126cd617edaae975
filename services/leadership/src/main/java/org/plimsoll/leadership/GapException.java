package org.plimsoll.leadership;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The trail does not go on where it stopped: what is missing cannot be made up for. */
final class GapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GapException(
      TopicPartition partition,
      long expected,
      String found,
      ConsumerRecord<byte[], byte[]> record) {
    super(
        "%s: sequence %d was expected, found %s at offset %d; the projection of this partition stands still"
            .formatted(partition, expected, found, record.offset()));
  }
}
