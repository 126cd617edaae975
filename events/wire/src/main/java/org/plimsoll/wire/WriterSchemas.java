package org.plimsoll.wire;

import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Where the schemas are found with which records were written: a {@link SchemaRegistry}, or what an
 * export holds, for reading with nobody to ask.
 */
@FunctionalInterface
public interface WriterSchemas {
  /**
   * The schema with this id; empty when there is none, or it is no Avro schema.
   *
   * @throws java.io.UncheckedIOException when whoever is asked does not answer
   */
  Optional<Schema> byId(int id);
}
