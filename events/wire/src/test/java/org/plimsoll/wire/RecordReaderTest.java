package org.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.Tick;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.InputReader.Taken;

class RecordReaderTest {
  private static HttpServer http;
  private static SchemaRegistry registry;
  private static boolean well = true;

  private static byte[] answer(int id, Schema schema) {
    return "{\"id\":%d,\"schema\":\"%s\"}"
        .formatted(id, schema.toString().replace("\\", "\\\\").replace("\"", "\\\""))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A registry that knows two schemas and gives out id 1; or answers 500 to everything. */
  @BeforeAll
  static void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, byte[]> schemas =
        Map.of(
            "/schemas/ids/1", answer(1, StatusChange.getClassSchema()),
            "/schemas/ids/2", answer(2, TrailEntry.getClassSchema()));
    http.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean known = !path.startsWith("/schemas/ids/") || schemas.containsKey(path);
          byte[] answer =
              known
                  ? schemas.getOrDefault(path, answer(1, StatusChange.getClassSchema()))
                  : "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(well ? (known ? 200 : 404) : 500, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
    registry = new SchemaRegistry("http://127.0.0.1:" + http.getAddress().getPort());
  }

  @AfterAll
  static void stop() {
    http.stop(0);
  }

  private static byte[] written() {
    return RecordWriter.register(registry, "t", StatusChange.class)
        .write(
            StatusChange.newBuilder()
                .setEventId("e")
                .setSource("s")
                .setProjectId("p")
                .setDataDate(LocalDate.of(2020, 1, 31))
                .setMilestones(List.of())
                .setIndicators(List.of())
                .setPvMinor(5L)
                .build());
  }

  /** Otherwise a sender could nest records as deeply as no stack is. */
  @Test
  void aSchemaThatContainsItselfIsRefused() {
    String genuine = StatusChange.getClassSchema().toString();
    Schema endless =
        new Schema.Parser()
            .parse(
                genuine.substring(0, genuine.length() - "]}".length())
                    + ",{\"name\":\"further\",\"type\":[\"null\",\"StatusChange\"],"
                    + "\"default\":null}]}");
    byte[] status = written();
    byte[] nested = java.util.Arrays.copyOf(status, status.length + 1_000_000);
    java.util.Arrays.fill(nested, status.length, nested.length, (byte) 2); // one more each time

    var result = new RecordReader(only(endless)).read(nested, StatusChange.class);

    assertThat(result)
        .isInstanceOfSatisfying(
            RecordReader.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.reason()).isEqualTo("WRONG_SCHEMA");
              assertThat(unreadable.value()).contains("contains itself");
            });
    assertThat(
            new RecordReader(only(StatusChange.getClassSchema())).read(status, StatusChange.class))
        .isInstanceOf(RecordReader.Read.class);
  }

  /**
   * Two lists within each other are a million million of nothing in a megabyte, and types of two of
   * the one before are as many in no byte at all.
   */
  @Test
  void aSchemaWithPartsThatTakeNoBytesIsRefused() {
    String nothing = "{\"type\":\"record\",\"name\":\"N0\",\"fields\":[]}";
    String doubled = nothing;
    for (int i = 1; i <= 40; i++) {
      doubled =
          "{\"type\":\"record\",\"name\":\"N%d\",\"fields\":[{\"name\":\"a\",\"type\":%s},{\"name\":\"b\",\"type\":\"N%d\"}]}"
              .formatted(i, doubled, i - 1);
    }
    for (String type : List.of(lists("\"null\""), lists(nothing), doubled)) {
      String genuine = StatusChange.getClassSchema().toString();
      Schema endless =
          new Schema.Parser()
              .parse(
                  genuine.substring(0, genuine.length() - "]}".length())
                      + ",{\"name\":\"further\",\"type\":"
                      + type
                      + "}]}");
      assertThat(new RecordReader(only(endless)).read(written(), StatusChange.class))
          .isInstanceOf(RecordReader.Unreadable.class);
    }
  }

  private static String lists(String items) {
    return "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":" + items + "}}";
  }

  @Test
  void whatWasWrittenIsRead() {
    var result = new RecordReader(registry).read(written(), StatusChange.class);

    assertThat(result).isInstanceOf(RecordReader.Read.class);
    assertThat(((RecordReader.Read<StatusChange>) result).value().getPvMinor()).isEqualTo(5L);
  }

  @Test
  void whatAnEntryTookIsReadAndWhatFollowedIsPassedOver() {
    Position at = new Position(Level.PROGRAM, 3, 7);
    Instant takenAt = Instant.parse("2026-01-31T10:00:00.123Z");
    byte[] value = written();
    var entry =
        EntryWriter.entry(
            new Taken("plimsoll.intake.mlsp", 3, 41, utf8("қала"), value, takenAt, at),
            new InputReader.Reading(InputType.STATUS_CHANGE, "sha", "e", null, null),
            List.of(new ToleranceInForce("p", "cost", 1)),
            List.of(new Outcome.Anomaly("p", Outcome.Code.SUM_OVERFLOW, "too much")));
    byte[] bytes = RecordWriter.register(registry, "t", TrailEntry.class).write(entry);
    bytes[4] = 2;
    TakenReader reader = new TakenReader(registry);

    for (int again = 0; again < 2; again++) {
      Taken taken = reader.read(bytes);

      assertThat(taken)
          .extracting(Taken::topic, Taken::partition, Taken::offset, Taken::takenAt, Taken::at)
          .containsExactly("plimsoll.intake.mlsp", 3, 41L, takenAt, at);
      assertThat(taken.keyText()).isEqualTo("қала");
      assertThat(taken.value()).isEqualTo(value);
    }
    assertThatThrownBy(() -> reader.read(new byte[] {0, 0, 0, 0, 2, 1}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no entry of the trail");
    assertThatThrownBy(() -> reader.read(new byte[] {0, 0, 0, 0, 9, 1}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("schema 9");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void noBytesAreAnExceptionOrStopTheNextRecord() {
    RecordReader reader = new RecordReader(registry);
    byte[] good = written();
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes =
          switch (random.nextInt(3)) {
            case 0 -> {
              byte[] noise = new byte[random.nextInt(200)];
              random.nextBytes(noise);
              yield noise;
            }
            case 1 -> java.util.Arrays.copyOf(good, random.nextInt(good.length + 20));
            default -> {
              byte[] flipped = good.clone();
              flipped[5 + random.nextInt(good.length - 5)] ^= (byte) (1 << random.nextInt(8));
              yield flipped;
            }
          };
      assertThat(reader.read(bytes, StatusChange.class)).as("seed 3, number " + i).isNotNull();
      assertThat(reader.read(good, StatusChange.class)).isInstanceOf(RecordReader.Read.class);
    }
  }

  @Test
  void anAnnouncementOfMoreThanCanBeHeldIsMalformed() {
    byte[] good = written();
    byte[] most = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    RecordReader reader = new RecordReader(registry);
    for (int at = 5; at < good.length - most.length; at++) {
      byte[] announcing = good.clone();
      System.arraycopy(most, 0, announcing, at, most.length);
      announcing[at] = -2;
      assertThat(reader.read(announcing, StatusChange.class))
          .as("at " + at)
          .isInstanceOf(RecordReader.Unreadable.class);
    }
  }

  @Test
  void anUnknownSchemaAndOneOfAnotherTypeAreNamed() {
    RecordReader reader = new RecordReader(registry);
    byte[] unknown = written();
    unknown[4] = 9;

    assertThat(reader.read(unknown, StatusChange.class))
        .extracting("reason", "value")
        .containsExactly("UNKNOWN_SCHEMA", "schema id 9");
    assertThat(reader.read(written(), Tick.class)).extracting("reason").isEqualTo("WRONG_SCHEMA");
  }

  @Test
  void aRegistryThatDoesNotAnswerRefusesNothing() {
    byte[] written = written();
    SchemaRegistry empty = new SchemaRegistry("http://127.0.0.1:" + http.getAddress().getPort());
    well = false;
    try {
      assertThatThrownBy(() -> new RecordReader(empty).read(written, StatusChange.class))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("500");
    } finally {
      well = true;
    }
  }

  private static WriterSchemas only(Schema first) {
    return id -> id == 1 ? Optional.of(first) : Optional.empty();
  }
}
