package org.plimsoll.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.Tick;

class OfflineSchemasTest {
  @Test
  void aSchemaIsThereFromTheFirstEntryOfAPartitionThatNamesIt() {
    Schema tick = Tick.getClassSchema();
    OfflineSchemas early = new OfflineSchemas(Map.of(7, tick));
    OfflineSchemas late = new OfflineSchemas(Map.of(7, tick));
    early.show(7);
    early.show(8);

    assertThat(early.byId(7)).contains(tick);
    assertThat(early.byId(8)).isEmpty();
    assertThat(late.byId(7)).as("this partition has not named it").isEmpty();
    late.show(7);
    assertThat(late.byId(7)).contains(tick);
  }
}
