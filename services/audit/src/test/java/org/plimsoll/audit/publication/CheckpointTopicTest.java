package org.plimsoll.audit.publication;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plimsoll.testkit.Cluster;

@Timeout(120)
class CheckpointTopicTest {
  private final CheckpointTopic topic = new CheckpointTopic(Cluster.shared().kafka());

  @Test
  void oneThatForgetsIsRefused() throws Exception {
    topic.ensure((short) 1);
    try (Admin admin = Admin.create(Cluster.shared().kafka())) {
      set(admin, "86400000");
      assertThatThrownBy(() -> topic.ensure((short) 1))
          .hasMessage(
              "topic plimsoll.checkpoints has retention.ms=86400000 - expected -1: what forgets"
                  + " proves nothing");
      set(admin, "-1");
    }
    topic.ensure((short) 1);
  }

  private static void set(Admin admin, String retention) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, CheckpointTopic.NAME),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("retention.ms", retention), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }
}
