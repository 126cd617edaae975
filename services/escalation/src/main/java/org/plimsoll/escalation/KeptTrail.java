package org.plimsoll.escalation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.plimsoll.wire.TopicSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks while the engine runs whether the trail's topics still keep everything; at its start the
 * engine refuses others. Somebody who lets them forget is heard of in the log and in the health;
 * the engine goes on, because what it would not write now would be missing just as well.
 */
@Component("trail")
class KeptTrail implements SmartLifecycle, HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(KeptTrail.class);

  private final Map<String, Object> kafka;
  private final Duration every;
  private @Nullable ScheduledExecutorService running;
  private volatile @Nullable String wrong;

  KeptTrail(
      KafkaProperties kafka, @Value("${plimsoll.escalation.look-at-trail-every}") Duration every) {
    this.kafka = kafka.buildAdminProperties();
    this.every = every;
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("kept-trail").daemon().factory());
    var _ =
        scheduler.scheduleWithFixedDelay(
            this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    running = scheduler;
  }

  private void look() {
    try (Admin admin = Admin.create(kafka)) {
      wrong = TopicSetup.forgetful(admin).orElse(null);
      if (wrong != null) {
        LOG.error("{}", wrong);
      }
    } catch (RuntimeException e) {
      // A broker that does not answer says nothing of its topics.
      LOG.warn("the trail's topics could not be looked at: {}", e.getMessage());
    }
  }

  @Override
  public synchronized void stop() {
    if (running != null) {
      running.shutdownNow();
      running = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return running != null;
  }

  @Override
  public Health health() {
    String found = wrong;
    return found == null ? Health.up().build() : Health.down().withDetail("topic", found).build();
  }
}
