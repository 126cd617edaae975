package org.plimsoll.leadership;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import org.plimsoll.wire.SchemaRegistry;

/**
 * Readers that know their schemas already, for many threads, each of which has one to itself while
 * it reads. How a record of one schema is read as another is worked out once by each of them; done
 * for each entry, it was a third of what an exception's page took of the service.
 */
final class TrailReaders {
  private static final int KEPT = 16;

  private final SchemaRegistry registry;
  private final Queue<TrailReader> free = new ArrayBlockingQueue<>(KEPT);

  TrailReaders(SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * Reads with one of them.
   *
   * @param read does not keep the reader
   */
  <T> Optional<T> read(Function<TrailReader, Optional<T>> read) {
    TrailReader known = free.poll();
    TrailReader reader = known == null ? new TrailReader(registry) : known;
    Optional<T> found = read.apply(reader);
    // One that failed half-way is not used again, nor one too many.
    free.offer(reader);
    return found;
  }
}
