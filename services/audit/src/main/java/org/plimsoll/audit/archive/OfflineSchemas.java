package org.plimsoll.audit.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.plimsoll.wire.WriterSchemas;

/**
 * The schemas of an export as a registry, for one partition. A schema that no entry of it has named
 * yet is not there yet: an input that was refused for want of its schema is refused again.
 */
final class OfflineSchemas implements WriterSchemas {
  private final Map<Integer, Schema> schemas;
  private final Map<Integer, Schema> named = new HashMap<>();

  OfflineSchemas(Map<Integer, Schema> schemas) {
    this.schemas = Map.copyOf(schemas);
  }

  /** From now on there is a schema with this id, if the export has one. */
  void show(int id) {
    Schema schema = schemas.get(id);
    if (schema != null) {
      named.put(id, schema);
    }
  }

  /** Ids of the schemas that were shown. */
  Set<Integer> shown() {
    return Set.copyOf(named.keySet());
  }

  @Override
  public Optional<Schema> byId(int id) {
    return Optional.ofNullable(named.get(id));
  }
}
