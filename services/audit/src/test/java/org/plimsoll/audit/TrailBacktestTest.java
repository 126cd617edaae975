package org.plimsoll.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.audit.PartialReplay.Source;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.audit.archive.Export;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.publication.LogSigner;
import org.plimsoll.audit.publication.Publication;
import org.plimsoll.policy.PolicyReader;
import org.plimsoll.policy.backtest.Backtest;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.policy.backtest.Scope;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;
import org.plimsoll.wire.TrailReader;

@Timeout(300)
class TrailBacktestTest {
  @TempDir private Path directory = Path.of("");

  private static Backtest costAtMost(int percent) {
    return new Backtest(
        List.of(
            PolicyReader.read(
                """
                name: a test
                source: a test
                granted by: a law
                reason: a test
                applies to: every project
                tolerances:
                  - id: cost
                    kind: cost
                    measure: cost growth over original baseline
                    limit: at most +%d %%
                """
                    .formatted(percent))));
  }

  private static Report report(Backtest backtest) {
    return backtest.reports(Scope.ALL).getFirst();
  }

  /** The school is 5, 15, 25 and 35 percent above its cost, and may be 10. */
  @Test
  void aBrokerAndAnExportGiveTheSameReport() throws Exception {
    Published.nothing();
    SchemaRegistry registry = new SchemaRegistry(Cluster.shared().registryUrl());
    Published.append(Trail.ofSchool(registry).bytes());
    TrailReader trail = new TrailReader(Cluster.shared().kafka());
    Backtest inForce = costAtMost(10);
    Backtest wider = costAtMost(20);

    assertThat(TrailBacktest.run(trail, registry, inForce, _ -> {})).isEqualTo(9);
    assertThat(TrailBacktest.run(trail, registry, wider, _ -> {})).isEqualTo(9);

    assertThat(report(inForce).isSame()).isTrue();
    assertThat(report(inForce).recorded()).isEqualTo(1);
    assertThat(report(wider).count(Kind.LATER)).isEqualTo(1);
    assertThat(report(wider).inputs()).as("two are bytes that nobody can read").isEqualTo(7);

    Publication publication = new Publication(Cluster.shared().kafka(), registry, (short) 1);
    Path export = directory.resolve("export");
    try (LogSigner signer = LogSigner.open(directory.resolve("audit"))) {
      RootLog log = publication.checkpoint(signer, _ -> {});
      Export.write(export, trail, log, registry, Instant.parse("2024-06-01T00:00:00Z"), _ -> {});
    }
    Backtest exported = costAtMost(20);

    assertThat(TrailBacktest.run(Archive.open(export), exported, _ -> {})).isEqualTo(9);

    assertThat(report(exported)).isEqualTo(report(wider));
    assertThat(told(Source.of(Archive.open(export))))
        .hasSize(9)
        .isEqualTo(told(Source.of(trail, registry)));
  }

  /** Every input by its place. */
  private static List<Long> told(Source source) {
    List<Long> told = new ArrayList<>();
    new PartialReplay<>(
            source,
            new Part(null, null, null, null),
            null,
            followed -> followed.derived().at().sequence(),
            (_, sequence) -> told.add(sequence),
            _ -> {})
        .run();
    return told;
  }

  @Test
  void whatIsNoEntryIsNamedByItsPlace() throws Exception {
    Published.nothing();
    SchemaRegistry registry = new SchemaRegistry(Cluster.shared().registryUrl());
    Published.append(List.of("nonsense".getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() ->
            TrailBacktest.run(
                new TrailReader(Cluster.shared().kafka()), registry, costAtMost(10), _ -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("trail program 0, entry 1 cannot be weighed");
  }

  /** As it is where the broker is gone: what is asked for never comes. */
  @Test
  void aTrailThatDoesNotGoOnEndsTheRunAndIsNamed() throws Exception {
    Published.nothing();
    SchemaRegistry registry = new SchemaRegistry(Cluster.shared().registryUrl());
    Published.append(Trail.ofSchool(registry).bytes());
    Map<String, Object> settings = Cluster.shared().kafka();
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "left-open");
    try (var writer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      writer.initTransactions();
      writer.beginTransaction();
      writer.send(new ProducerRecord<>(Topics.TRAIL_PROGRAM, 0, null, new byte[] {1})).get();
      Map<String, Object> impatient = Cluster.shared().kafka();
      impatient.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
      impatient.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);

      assertThatThrownBy(() ->
              TrailBacktest.run(new TrailReader(impatient), registry, costAtMost(10), _ -> {}))
          .hasMessageContaining("trail program 0: nothing came for 3 s behind offset");
      writer.abortTransaction();
    }
  }
}
