package org.plimsoll.audit;

import java.util.Map;
import java.util.function.LongConsumer;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailReader;

/** Replays the trail as it lies on a broker, from its first entry to its present end. */
public final class TrailReplay {
  private static final int TRAILS = 2;

  private TrailReplay() {}

  /**
   * Reads all of it once.
   *
   * @param kafka settings of a client that may read the trail
   * @param progress told the number of entries replayed, now and then
   */
  public static Replay run(
      Map<String, Object> kafka, SchemaRegistry registry, LongConsumer progress) {
    RecordReader reader = new RecordReader(registry);
    TrailReader trail = new TrailReader(kafka);
    Replay replay = new Replay(registry, trail.ends().size() / TRAILS);
    trail.read((partition, offset, value) -> {
      replay.next(
          switch (reader.read(value, TrailEntry.class)) {
            case RecordReader.Read<TrailEntry>(TrailEntry entry, var _) -> entry;
            case RecordReader.Unreadable<TrailEntry> unreadable ->
                throw new IllegalStateException(
                    "trail %s, offset %d is no entry: %s".formatted(partition, offset, unreadable));
          });
      progress.accept(replay.entries());
      return true;
    });
    return replay;
  }
}
