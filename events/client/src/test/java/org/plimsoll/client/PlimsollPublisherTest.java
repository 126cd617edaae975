package org.plimsoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plimsoll.processes.Ports;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.testkit.Agency;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Log;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;

/** The publisher on a real broker and a real registry, with an agency's own rights. */
@Timeout(60)
class PlimsollPublisherTest {
  private static final int PARTITIONS = 4;
  private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 31);
  private static final Cluster CLUSTER = Cluster.shared();

  static PublisherSettings settings(Agency agency) {
    var settings =
        PublisherSettings.of(
            bootstrapServers(), CLUSTER.registryUrl(), agency.id(), agency.token());
    if (CLUSTER.broker().isEmpty()) {
      settings = settings.with("security.protocol", "PLAINTEXT");
    }
    String serializer = System.getProperty("plimsoll.test.serializer", "");
    return serializer.isEmpty() ? settings : settings.with("value.serializer", serializer);
  }

  static String bootstrapServers() {
    return String.valueOf(CLUSTER.kafka().get("bootstrap.servers"));
  }

  private static List<StatusChange> read(Agency agency) {
    try (Log log = new Log(CLUSTER)) {
      return log.read(Topics.intake(agency.id()), StatusChange.class);
    }
  }

  private static AbstractThrowableAssert<?, ?> connecting(PublisherSettings settings) {
    return assertThatThrownBy(() -> PlimsollPublisher.connect(settings).close())
        .isInstanceOf(PublishException.class);
  }

  private static AbstractThrowableAssert<?, ?> publishing(
      PlimsollPublisher plimsoll, StatusChange.Builder status) {
    return assertThatThrownBy(() -> plimsoll.publish("enbek", status.build()).join())
        .cause()
        .isInstanceOf(PublishException.class);
  }

  @Test
  void whatIsPublishedIsReadBackAsItWasStated() throws Exception {
    Agency agency = Agency.admit(CLUSTER, "stated", PARTITIONS);
    try (var plimsoll = PlimsollPublisher.connect(settings(agency))) {
      StatusChange status =
          plimsoll
              .status("school", OCTOBER)
              .setSource("finance 4.2")
              .setCurrency("KZT")
              .setCostForecastMinor(120_000_00L)
              .setForecastFinish(OCTOBER.plusYears(1))
              .setMilestones(List.of(new Milestone("roof", "Шатыр", OCTOBER, OCTOBER, null)))
              .setIndicators(List.of(new IndicatorValue("pupils", 500_000L)))
              .setNote("Қаржы кешікті")
              .build();

      Published published = plimsoll.publish("enbek", status).join();

      int expectedPartition =
          Topics.partitionOf("enbek".getBytes(StandardCharsets.UTF_8), PARTITIONS);
      assertThat(published)
          .isEqualTo(
              new Published("plimsoll.intake.stated", expectedPartition, 0, status.getEventId()));
      assertThat(UUID.fromString(status.getEventId())).isNotNull();
      // As text, because Avro cannot compare dates within milestones.
      assertThat(read(agency))
          .extracting(StatusChange::toString)
          .containsExactly(status.toString());
    }
    assertThat(versions("plimsoll.intake.stated-value")).isEqualTo("[1]");
  }

  private static String versions(String subject) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI versions = URI.create(CLUSTER.registryUrl() + "/subjects/" + subject + "/versions");
      return http.send(
              HttpRequest.newBuilder(versions).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void manyAtOnceArriveInOrder() {
    Agency agency = Agency.admit(CLUSTER, "many", PARTITIONS);
    try (var plimsoll = PlimsollPublisher.connect(settings(agency))) {
      List<StatusChange> stated =
          Stream.iterate(OCTOBER, day -> day.plusDays(1))
              .limit(200)
              .map(day -> plimsoll.status("school", day).build())
              .toList();

      stated.stream()
          .map(status -> plimsoll.publish("enbek", status))
          .toList()
          .forEach(published -> published.join());

      assertThat(read(agency)).containsExactlyElementsOf(stated);
    }
  }

  @Test
  @Timeout(30)
  void aWrongTokenIsSaidWithinSeconds() {
    assumeTrue(CLUSTER.broker().isPresent(), "nobody signs in to the container");
    Agency agency = Agency.admit(CLUSTER, "mistaken", PARTITIONS);

    connecting(settings(new Agency(agency.id(), "not-the-token")))
        .hasMessageStartingWith("token: refused for user agency-mistaken - expected the token")
        .hasMessageNotContaining("not-the-token");
  }

  @Test
  void anAgencyThatMayNotWriteIsTold() {
    assumeTrue(CLUSTER.broker().isPresent(), "everybody may write in the container");
    Agency agency = Agency.withoutRights(CLUSTER, "nobody");

    connecting(settings(agency))
        .hasMessageStartingWith(
            "topic: plimsoll.intake.nobody - expected that user agency-nobody may write to it");
  }

  @Test
  void theBrokerLetsNoAgencyPublishAsAnother() throws Exception {
    assumeTrue(CLUSTER.broker().isPresent(), "everybody may write in the container");
    Agency wronged = Agency.admit(CLUSTER, "wronged", PARTITIONS);
    Agency intruder = Agency.admit(CLUSTER, "intruder", PARTITIONS);
    byte[] value = {0, 0, 0, 0, 1};
    try (var producer =
        new KafkaProducer<>(
            settings(intruder).all(), new StringSerializer(), new ByteArraySerializer())) {
      var intoAnothers = new ProducerRecord<>(Topics.intake(wronged.id()), "enbek", value);
      var intoItsOwn = new ProducerRecord<>(Topics.intake(intruder.id()), "enbek", value);

      assertThatThrownBy(() -> producer.send(intoAnothers).get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
      assertThat(producer.send(intoItsOwn).get().hasOffset()).isTrue();
    }
    assertThat(read(wronged)).isEmpty();
  }

  @Test
  void anAgencyWithoutATopicIsTold() {
    assumeTrue(CLUSTER.broker().isPresent(), "the container makes topics by itself");
    Agency agency = Agency.withoutRights(CLUSTER, "homeless");
    agency.allow(CLUSTER, Topics.intake("homeless"));

    connecting(settings(agency).with("max.block.ms", "3000"))
        .hasMessageStartingWith("topic: plimsoll.intake.homeless - expected a topic that exists");
  }

  @Test
  @Timeout(30)
  void aBrokerThatDoesNotAnswerIsSaidWithinSeconds() {
    int nobody = Ports.free();
    var settings =
        PublisherSettings.of("127.0.0.1:" + nobody, CLUSTER.registryUrl(), "mlsp", "token")
            .with("max.block.ms", "2000");

    connecting(settings)
        .hasMessageStartingWith("bootstrapServers: 127.0.0.1:" + nobody + " - expected a broker");
    connecting(PublisherSettings.of("no port", "http://h", "mlsp", "token"))
        .hasMessageStartingWith("bootstrapServers: no port - expected a broker");
  }

  @Test
  @Timeout(30)
  void aRegistryThatDoesNotAnswerIsSaidWithinSeconds() {
    Agency agency = Agency.admit(CLUSTER, "unanswered", PARTITIONS);
    String nobody = "http://127.0.0.1:" + Ports.free() + "/apis/ccompat/v7";
    var right = settings(agency);
    var settings =
        new PublisherSettings(
            right.bootstrapServers(), nobody, agency.id(), agency.token(), right.more());
    try (var plimsoll = PlimsollPublisher.connect(settings)) {

      publishing(plimsoll, plimsoll.status("school", OCTOBER))
          .hasMessageStartingWith("registryUrl: " + nobody + " - expected a schema registry");
    }
  }

  @Test
  void aSchemaThatTheRegistryRefusesIsSaidWithItsReason() {
    Agency agency = Agency.withoutRights(CLUSTER, "ahead");
    try (Admin admin = Admin.create(CLUSTER.kafka())) {
      TopicSetup.ensureIntake(admin, agency.id(), PARTITIONS, (short) 1);
    }
    String topic = Topics.intake(agency.id());
    if (CLUSTER.broker().isPresent()) {
      agency.allow(CLUSTER, topic);
    }
    Schema another =
        SchemaBuilder.record("org.plimsoll.schema.StatusChange")
            .fields()
            .requiredLong("eventId")
            .endRecord();
    SchemaRegistry registry = new SchemaRegistry(CLUSTER.registryUrl());
    registry.register(topic + "-value", another);
    registry.requireFullCompatibility(topic + "-value");
    try (var plimsoll = PlimsollPublisher.connect(settings(agency))) {

      publishing(plimsoll, plimsoll.status("school", OCTOBER))
          .hasMessageStartingWith("schema: plimsoll.intake.ahead-value - expected")
          .hasMessageContaining("ncompatible");
    }
  }

  @Test
  void aStatusTooLargeForTheBrokerIsSaidAndTheNextOneIsPublished() {
    Agency agency = Agency.admit(CLUSTER, "wordy", PARTITIONS);
    try (var plimsoll = PlimsollPublisher.connect(settings(agency))) {
      var wordy = plimsoll.status("school", OCTOBER).setNote("x".repeat(Topics.MAX_INPUT_BYTES));

      publishing(plimsoll, wordy)
          .hasMessageStartingWith("status: ")
          .hasMessageContaining("1048576");
      StatusChange next = plimsoll.status("school", OCTOBER).build();
      plimsoll.publish("enbek", next).join();
      assertThat(read(agency)).containsExactly(next);
    }
  }

  @Test
  void aSerializerThatIsNotThereIsNamed() {
    var settings =
        PublisherSettings.of("127.0.0.1:1", "http://h", "mlsp", "token")
            .with("value.serializer", "org.example.Nothing");

    assertThatThrownBy(() -> PlimsollPublisher.connect(settings))
        .isInstanceOf(PublishException.class)
        .hasMessageStartingWith("value.serializer: org.example.Nothing - expected a class");
  }
}
