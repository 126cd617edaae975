package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;

/** What agencies' own serializers put into the registry. */
class ForeignWriterTest {
  private final Cluster cluster = Cluster.shared();
  private final RecordReader reader = new RecordReader(new SchemaRegistry(cluster.registryUrl()));

  @Test
  void aSchemaThatRefersToItsPartsIsReadLikeAWholeOne() {
    StatusChange status =
        StatusChange.newBuilder()
            .setEventId("e")
            .setSource("s")
            .setProjectId("p")
            .setDataDate(LocalDate.of(2026, 3, 31))
            .setAssistance(new Assistance(Level.PROGRAM, "help"))
            .build();
    byte[] bytes;
    try (var serializer = new AvroKafkaSerializer<StatusChange>()) {
      serializer.configure(
          Map.of(
              "apicurio.registry.url",
              cluster.apicurioUrl(),
              "apicurio.registry.auto-register",
              true),
          false);
      bytes = serializer.serialize("in-parts", status);
    }

    var read = reader.read(bytes, StatusChange.class);

    assertThat(read).isInstanceOf(RecordReader.Read.class);
    assertThat(((RecordReader.Read<StatusChange>) read).value()).isEqualTo(status);
  }

  @Test
  void anIdOfWhatIsNoAvroSchemaIsUnreadableAndStopsNothing() throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(cluster.registryUrl() + "/subjects/no-avro-value/versions"))
                    .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                    .POST(
                        BodyPublishers.ofString(
                            RunningIntake.JSON
                                .createObjectNode()
                                .put("schemaType", "JSON")
                                .put(
                                    "schema",
                                    "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}")
                                .toString()))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    int id = RunningIntake.json(answer).path("id").asInt();

    var read =
        reader.read(ByteBuffer.allocate(9).put((byte) 0).putInt(id).array(), StatusChange.class);

    assertThat(read).isInstanceOf(RecordReader.Unreadable.class);
  }
}
