package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Registered;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.schema.TrailPosition;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.SchemaRegistry;

/** A newer engine may say more than this version knows. */
class TrailReaderTest {
  private final SchemaRegistry registry = new SchemaRegistry(Cluster.shared().registryUrl());
  private final TrailReader reader = new TrailReader(registry);

  @Test
  void anOutcomeOfAnUnknownKindIsLeftOutAndTheRestIsRead() throws IOException {
    Schema unknown =
        SchemaBuilder.record("Forecasted")
            .namespace("org.plimsoll.schema")
            .fields()
            .requiredString("nodeId")
            .endRecord();
    Schema newer = withOutcome(unknown);
    GenericRecord entry = generic(newer);
    GenericRecord forecast = new GenericData.Record(unknown);
    forecast.put("nodeId", "school");
    GenericRecord outcome =
        new GenericData.Record(newer.getField("outcomes").schema().getElementType());
    outcome.put("forecasted", forecast);
    List<Object> outcomes = new ArrayList<>((List<?>) entry.get("outcomes"));
    outcomes.addFirst(outcome);
    entry.put("outcomes", outcomes);

    TrailEntry read = reader.entry(bytes(newer, entry)).orElseThrow();

    assertThat(read.getPosition().getSequence()).isEqualTo(7);
    assertThat(Outcomes.of(read)).containsExactly(new Registered("school"));
  }

  @Test
  void bytesThatAreNoEntryAreNone() {
    assertThat(reader.entry(null)).isEmpty();
    assertThat(reader.entry(new byte[] {1, 2, 3})).isEmpty();
    assertThat(reader.entry(new byte[] {0, 0x7f, 0, 0, 0, 1, 2, 3})).isEmpty();
  }

  private static Schema withOutcome(Schema unknown) {
    Schema known = TrailEntry.getClassSchema();
    Schema outcome = known.getField("outcomes").schema().getElementType();
    List<Schema.Field> kinds = copies(outcome);
    kinds.add(
        new Schema.Field(
            "forecasted",
            Schema.createUnion(Schema.create(Schema.Type.NULL), unknown),
            "Of a newer version.",
            Schema.Field.NULL_DEFAULT_VALUE));
    Schema newerOutcome =
        Schema.createRecord(
            outcome.getName(), outcome.getDoc(), outcome.getNamespace(), false, kinds);
    List<Schema.Field> fields = copies(known);
    fields.replaceAll(field ->
        field.name().equals("outcomes")
            ? new Schema.Field("outcomes", Schema.createArray(newerOutcome), field.doc())
            : field);
    return Schema.createRecord(
        known.getName(), known.getDoc(), known.getNamespace(), false, fields);
  }

  private static List<Schema.Field> copies(Schema record) {
    return new ArrayList<>(
        record.getFields().stream()
            .map(f -> new Schema.Field(f.name(), f.schema(), f.doc(), f.defaultVal()))
            .toList());
  }

  /** An entry of this version, as a newer writer holds it. */
  private static GenericRecord generic(Schema newer) throws IOException {
    TrailEntry entry =
        TrailEntry.newBuilder()
            .setPosition(new TrailPosition(Level.PROGRAM, 0, 7L))
            .setTakenAt(Instant.EPOCH)
            .setInputTopic("plimsoll.program.facts")
            .setInputPartition(0)
            .setInputOffset(1L)
            .setInputBytes(ByteBuffer.wrap(new byte[0]))
            .setInputType(InputType.NODE_FACTS)
            .setAccepted(true)
            .setInForce(List.of())
            .setOutcomes(Outcomes.wrap(List.of(new Registered("school"))))
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<>(TrailEntry.class).write(entry, encoder);
    encoder.flush();
    return new GenericDatumReader<GenericRecord>(TrailEntry.getClassSchema(), newer)
        .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
  }

  private byte[] bytes(Schema schema, GenericRecord entry) throws IOException {
    int id = registry.register("newer-engine-value", schema);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(entry, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
