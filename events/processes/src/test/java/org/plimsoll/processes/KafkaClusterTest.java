package org.plimsoll.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class KafkaClusterTest {

  @Test
  @Timeout(300)
  void threeBrokersSurviveTheKillOfOneAndTakeItBack(@TempDir Path directory) throws Exception {
    var options = KafkaProcess.Options.defaults().withHeapMegabytes(256).withQuickStart();
    try (var cluster = KafkaCluster.start(directory, 3, options)) {
      Map<String, Object> admin = cluster.adminClientConfig();
      Topics.create(admin, "kept");
      Topics.write(admin, "kept", "with three");

      int leader = partition(admin).leader().id();
      cluster.broker(leader).kill();
      Topics.write(admin, "kept", "with two");

      cluster.restart(leader);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> partition(admin).isr().size() == 3);
      assertThat(Topics.read(admin, "kept")).isEqualTo(List.of("with three", "with two"));
    }
  }

  private static TopicPartitionInfo partition(Map<String, Object> admin) throws Exception {
    try (Admin client = Admin.create(admin)) {
      return client
          .describeTopics(List.of("kept"))
          .allTopicNames()
          .get()
          .values()
          .iterator()
          .next()
          .partitions()
          .getFirst();
    }
  }
}
