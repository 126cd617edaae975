package org.plimsoll.escalation;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TickWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The only place that reads a clock: writes the time into the log, where the engine finds it among
 * its other inputs. Every instance does; a tick that comes twice changes nothing.
 */
@Component
class Ticker implements SmartLifecycle {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private final Map<String, Object> kafka;
  private final String registryUrl;
  private final int partitions;
  private final Duration every;
  private @Nullable ScheduledExecutorService running;

  /**
   * Made by the first tick, so that a broker that is late does not keep the service from starting.
   */
  private volatile @Nullable TickWriter writer;

  /**
   * @param every time between two ticks; zero: none are written
   */
  Ticker(
      KafkaProperties kafka,
      @Value("${plimsoll.registry.url}") String registryUrl,
      @Value("${plimsoll.partitions}") int partitions,
      @Value("${plimsoll.escalation.tick-every}") Duration every) {
    this.kafka = kafka.buildProducerProperties();
    this.registryUrl = registryUrl;
    this.partitions = partitions;
    this.every = every;
  }

  @Override
  public synchronized void start() {
    if (every.isZero()) {
      return;
    }
    ScheduledExecutorService scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ticker").daemon().factory());
    ScheduledFuture<?> ticks =
        scheduler.scheduleAtFixedRate(this::tick, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("a tick every {}, first in {} ms", every, ticks.getDelay(TimeUnit.MILLISECONDS));
    running = scheduler;
  }

  /**
   * A broker that does not answer is asked again with the next tick, which makes up for this one.
   */
  private void tick() {
    try {
      TickWriter ready = writer;
      if (ready == null) {
        ready = new TickWriter(kafka, new SchemaRegistry(registryUrl), partitions);
        writer = ready;
      }
      ready.write(Clock.systemUTC().instant());
    } catch (RuntimeException e) {
      LOG.warn("a tick was not written; the next one makes up for it: {}", e.getMessage());
    }
  }

  @Override
  public synchronized void stop() {
    if (running == null) {
      return;
    }
    running.shutdownNow();
    try {
      running.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = null;
    TickWriter used = writer;
    if (used != null) {
      used.close();
      writer = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return running != null;
  }

  /** After the engine, which creates the topics. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE + 1;
  }
}
