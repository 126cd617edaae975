package org.plimsoll.audit.publication;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a checkpoint every so often, when something has come since, and once more when it is
 * closed. Each reads the whole trail again; a long one is therefore read less often.
 */
public final class CheckpointClock implements AutoCloseable {
  /** A reading is followed by a pause of at least twenty times its length: 5 % of one processor. */
  private static final int PAUSES = 20;

  /** Who stops does not wait for a trail that takes longer to read. */
  private static final Duration LONGEST_AT_STOP = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointClock.class);

  private final Map<String, Object> kafka;
  private final SchemaRegistry registry;
  private final Path directory;
  private final Duration every;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("checkpoints").factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private Map<TrailPartition, Long> signed = Map.of();
  private Duration took = Duration.ZERO;

  private CheckpointClock(
      Map<String, Object> kafka, SchemaRegistry registry, Path directory, Duration every) {
    this.kafka = Map.copyOf(kafka);
    this.registry = registry;
    this.directory = directory;
    this.every = every;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts it; the first checkpoint is due when the time has passed once.
   *
   * @param kafka settings of a client that may read the trail, and write checkpoints on their topic
   * @param directory of the {@link LogSigner}, which is held only while something is signed
   */
  public static CheckpointClock start(
      Map<String, Object> kafka, SchemaRegistry registry, Path directory, Duration every) {
    CheckpointClock clock = new CheckpointClock(kafka, registry, directory, every);
    clock.await();
    return clock;
  }

  /**
   * The log's public keys so far. Makes the first where there is none yet.
   *
   * @throws RuntimeException as {@link LogSigner#open} does
   */
  public synchronized List<VerifierKey> keys() {
    try (LogSigner signer = LogSigner.open(directory)) {
      return signer.keys();
    }
  }

  private void await() {
    long pause = Math.max(every.toMillis(), PAUSES * took.toMillis());
    var _ = thread.schedule(this::round, pause, TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      sign();
    } catch (RuntimeException e) {
      // Another command may be signing, or the broker not answer; an altered trail stays one.
      LOG.error("no checkpoint was signed: {}", e.getMessage(), e);
    }
    await();
  }

  /**
   * Signs what the trail has come to, unless nothing has come since the last time.
   *
   * @return the log, when it was read
   * @throws RuntimeException as {@link LogSigner#open} and {@link Publication#checkpoint} do
   */
  public synchronized Optional<RootLog> sign() {
    Map<TrailPartition, Long> ends = new TrailReader(kafka).ends();
    if (ends.equals(signed)) {
      return Optional.empty();
    }
    long begin = System.nanoTime();
    try (LogSigner signer = LogSigner.open(directory)) {
      Publication publication = new Publication(kafka, registry, (short) 1);
      RootLog log = publication.checkpoint(signer, _ -> {});
      signed = ends;
      took = Duration.ofNanos(System.nanoTime() - begin);
      LOG.info(
          "checkpoint {} stands after {} ms",
          log.last().orElseThrow().checkpoint().size(),
          took.toMillis());
      return Optional.of(log);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    if (took.compareTo(LONGEST_AT_STOP) > 0) {
      LOG.warn("no checkpoint is signed at this stop: the last one took {} s", took.toSeconds());
      return;
    }
    try {
      sign();
    } catch (RuntimeException e) {
      LOG.error("no checkpoint was signed at this stop: {}", e.getMessage(), e);
    }
  }
}
