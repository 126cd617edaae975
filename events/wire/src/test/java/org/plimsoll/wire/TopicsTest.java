package org.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private static final int KEYS = 20_000;
  private static final int MAX_BYTES = 70;

  /** Kafka's own client is the source of what is expected. */
  @Test
  void aKeyIsPlacedWhereKafkasClientsPlaceIt() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < KEYS; i++) {
      byte[] key = new byte[random.nextInt(MAX_BYTES)];
      random.nextBytes(key);
      int partitions = 1 + random.nextInt(200);
      assertThat(Topics.partitionOf(key, partitions))
          .as("key %d of seed %d", i, seed)
          .isEqualTo(Utils.toPositive(Utils.murmur2(key)) % partitions);
    }
  }
}
