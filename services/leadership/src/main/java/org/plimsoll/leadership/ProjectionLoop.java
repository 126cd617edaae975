package org.plimsoll.leadership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.plimsoll.wire.SchemaRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Feeds the read model for as long as the service runs: a follower for each part. */
@Component
class ProjectionLoop implements SmartLifecycle {
  private static final int POLL_RECORDS = 1_000;
  private static final Duration STOP = Duration.ofSeconds(10);

  private final KafkaProperties kafka;
  private final String registryUrl;
  private final Projection projection;
  private final ProjectionState state;
  private final Tail tail;
  private final Map<Follower, Thread> followers = new LinkedHashMap<>();
  private volatile boolean running;

  ProjectionLoop(
      KafkaProperties kafka,
      @Value("${plimsoll.registry.url}") String registryUrl,
      Projection projection,
      ProjectionState state,
      Tail tail) {
    this.kafka = kafka;
    this.registryUrl = registryUrl;
    this.projection = projection;
    this.state = state;
    this.tail = tail;
  }

  @Override
  public void start() {
    running = true;
    for (Part part : Part.values()) {
      TrailReader reader = new TrailReader(new SchemaRegistry(registryUrl));
      Follower follower = new Follower(part, this::open, reader, projection, state, tail);
      followers.put(
          follower,
          Thread.ofPlatform().name("projection " + part.title()).daemon().start(follower));
    }
  }

  @Override
  public void stop() {
    running = false;
    followers.keySet().forEach(Follower::stop);
    try {
      for (Thread thread : new ArrayList<>(followers.values())) {
        thread.join(STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Only where the database or the registry does not answer does it take longer than that.
    followers.values().forEach(Thread::interrupt);
    followers.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private KafkaConsumer<byte[], byte[]> open() {
    Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A stored offset that the broker no longer has must not be skipped silently.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
