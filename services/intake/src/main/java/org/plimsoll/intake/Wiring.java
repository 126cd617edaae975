package org.plimsoll.intake;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TopicSetup;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The things that this service is connected to. */
@Configuration
class Wiring {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "close")
  ExecutorService blockingThreads() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("intake-", 0).factory());
  }

  /** Where whatever blocks is run. */
  @Bean
  Scheduler blocking(ExecutorService blockingThreads) {
    return Schedulers.fromExecutorService(blockingThreads, "intake-blocking");
  }

  /** Endpoints that return a value wait for the database: never on the event loop. */
  @Bean
  WebFluxConfigurer blockingEndpoints(ExecutorService blockingThreads) {
    return new WebFluxConfigurer() {
      @Override
      public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
        configurer.setExecutor(new TaskExecutorAdapter(blockingThreads));
      }
    };
  }

  @Bean
  SchemaRegistry schemaRegistry(IntakeSettings settings) {
    return new SchemaRegistry(settings.registry().url());
  }

  /** Connected, with the topics created and checked. */
  @Bean
  Admin admin(KafkaProperties kafka, IntakeSettings settings) {
    Admin admin = Admin.create(kafka.buildAdminProperties());
    try {
      TopicSetup.ensure(admin, settings.partitions(), settings.replication());
      return admin;
    } catch (RuntimeException e) {
      admin.close();
      throw e;
    }
  }

  /**
   * The value serializer is configuration. Both kinds are told where the registry is, unless the
   * configuration says so itself: Apicurio's speaks its own interface, Confluent's the other.
   */
  @Bean
  Producer<String, SpecificRecord> producer(KafkaProperties kafka, IntakeSettings settings) {
    String registry = settings.registry().url();
    Map<String, Object> properties = new HashMap<>();
    properties.put("schema.registry.url", registry);
    properties.put(
        "apicurio.registry.url", registry.replaceFirst("/apis/ccompat/v7/?$", "/apis/registry/v3"));
    properties.put("apicurio.registry.auto-register", true);
    // The schema whole, as Confluent's serializer registers it, and not in pieces that refer to
    // each other.
    properties.put("apicurio.registry.dereference-schema", true);
    properties.put(
        "apicurio.registry.artifact-resolver-strategy",
        "io.apicurio.registry.serde.strategy.TopicIdStrategy");
    // An answer within the time that a client waits; what is late stays PENDING and is sent again.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.putAll(kafka.buildProducerProperties());
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new KafkaProducer<>(properties);
  }
}
