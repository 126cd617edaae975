package org.plimsoll.leadership;

import java.util.Optional;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.SchemaRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The entries of the trail, each with its input as it was sent. */
@Repository
class Trail {
  private final JdbcClient database;
  private final SchemaRegistry registry;

  Trail(JdbcClient database, @Value("${plimsoll.registry.url}") String registryUrl) {
    this.database = database;
    this.registry = new SchemaRegistry(registryUrl);
  }

  Optional<TrailEntry> entry(String tier, int partition, long sequence) {
    return database
        .sql(
            "SELECT entry FROM trail_entry WHERE tier = :tier AND partition = :partition AND"
                + " sequence = :sequence")
        .param("tier", tier)
        .param("partition", partition)
        .param("sequence", sequence)
        .query((row, number) -> row.getBytes("entry"))
        .optional()
        .flatMap(bytes -> new TrailReader(registry).entry(bytes));
  }

  /** A reader for the input that an entry carries. */
  TrailReader reader() {
    return new TrailReader(registry);
  }
}
