package org.plimsoll.leadership.access;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Removes notes of reads once they are older than {@code plimsoll.leadership.access.reads-kept}:
 * they are personal data of those who read. Several instances do no harm to each other.
 */
@Component
class ReadLogRetention implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ReadLogRetention.class);

  /** Rows of one statement: a fifth of a second, in which nobody waits for it. */
  static final int BATCH = 5_000;

  /** Batches of one round: a million rows, which are 14 reads a second for a day. */
  static final int BATCHES = 200;

  private static final Duration EVERY = Duration.ofHours(1);

  private final JdbcTemplate database;
  private final Duration kept;
  private volatile @Nullable CountDownLatch stopped;
  private volatile boolean stopping;

  ReadLogRetention(JdbcTemplate database, AccessSettings settings) {
    this.database = database;
    this.kept = settings.readsKept();
  }

  /**
   * Removes what is too old, the oldest first, and no more than one round may.
   *
   * @return how many notes were removed
   */
  int prune(Instant now) {
    int removed = 0;
    for (int batch = 0; batch < BATCHES && !stopping; batch++) {
      int some = oldest(now.minus(kept));
      removed += some;
      if (some < BATCH) {
        break;
      }
    }
    if (removed > 0) {
      log.info("{} notes of reads are older than {} and were removed", removed, kept);
    }
    return removed;
  }

  /**
   * Looks at the first rows alone: notes are written in the order of their time, but for seconds.
   */
  private int oldest(Instant before) {
    return database.update(
        """
        DELETE FROM access.read_log WHERE at < ?::timestamptz
          AND seq IN (SELECT seq FROM access.read_log ORDER BY seq LIMIT ?)
        """,
        before.toString(),
        BATCH);
  }

  @Override
  public void start() {
    CountDownLatch stop = new CountDownLatch(1);
    stopped = stop;
    stopping = false;
    Thread.ofVirtual().name("read-log-retention").start(() -> rounds(stop));
  }

  private void rounds(CountDownLatch stop) {
    try {
      do {
        try {
          prune(Instant.now());
        } catch (DataAccessException e) {
          log.warn("Notes of reads that are too old stay for an hour more: {}", e.getMessage());
        }
      } while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /**
   * A batch that is under way ends by itself, and a round that is cut short goes on at the next.
   */
  @Override
  public void stop() {
    stopping = true;
    CountDownLatch stop = stopped;
    if (stop != null) {
      stop.countDown();
      stopped = null;
    }
  }

  @Override
  public boolean isRunning() {
    return stopped != null;
  }
}
