package org.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.Rating;
import org.plimsoll.schema.Risk;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;

/** The straight way to a status gives what the general one gives, whatever the bytes are. */
class StatusInputTest {
  private static final int STATUSES = 3_000;
  private static final int CORRUPTIONS = 20;
  private static final int HEADER_BYTES = 5;

  /** Of a writer in another language, whose schema says nothing of Java. */
  private static final int PLAIN_SCHEMA = 2;

  private static final int OLDER_SCHEMA = 3;

  private static HttpServer http;
  private static SchemaRegistry registry;
  private static InputReader reader;

  private final StatusInput straight = new StatusInput();

  @BeforeAll
  static void start() throws IOException {
    String own = StatusChange.getClassSchema().toString();
    String plain = own.replace(",\"avro.java.string\":\"String\"", "");
    // A field less, as it was before agencies rated their projects.
    Schema older =
        Schema.createRecord(
            "StatusChange",
            null,
            "org.plimsoll.schema",
            false,
            StatusChange.getClassSchema().getFields().stream()
                .filter(field -> !field.name().equals("selfRating"))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
    List<String> schemas = List.of(own, own, plain, older.toString());
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          int id = path.startsWith("/schemas/ids/") ? Integer.parseInt(path.substring(13)) : 1;
          boolean known = id >= 1 && id < schemas.size();
          byte[] answer =
              "{\"id\":1,\"schema\":\"%s\"}"
                  .formatted(
                      schemas.get(known ? id : 0).replace("\\", "\\\\").replace("\"", "\\\""))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
    registry = new SchemaRegistry("http://127.0.0.1:" + http.getAddress().getPort());
    reader = new InputReader(new RecordReader(registry), 1);
  }

  @AfterAll
  static void stop() {
    http.stop(0);
  }

  private static Taken taken(byte[] value) {
    return new Taken(
        "plimsoll.intake.mlsp",
        0,
        7,
        "program".getBytes(StandardCharsets.UTF_8),
        value,
        Instant.parse("2026-01-31T23:59:59.999Z"),
        new Position(Level.PROGRAM, 0, 3));
  }

  /** Both ways say the same; this is what. */
  private Reading read(byte[] value, Supplier<String> what) {
    Taken taken = taken(value);
    Reading general = reader.statusOfRecord(taken, "mlsp");
    assertThat(reader.read(taken)).as(what).isEqualTo(general);
    return general;
  }

  private boolean isReadStraight(byte[] value) {
    return straight.read(value, HEADER_BYTES) != null;
  }

  @Test
  void everyStatusIsReadStraightAndAsAvroReadsIt() {
    var writer = RecordWriter.register(registry, "t", StatusChange.class);
    for (int seed = 0; seed < STATUSES; seed++) {
      String what = "seed " + seed;
      byte[] value = writer.write(status(new Random(seed)));
      assertThat(read(value, () -> what).input()).as(what).isNotNull();
      assertThat(isReadStraight(value)).as(what).isTrue();
      value[4] = PLAIN_SCHEMA;
      assertThat(read(value, () -> what).input()).as(what).isNotNull();
    }
  }

  @Test
  void whateverBecomesOfTheBytesBothWaysSayTheSame() {
    var writer = RecordWriter.register(registry, "t", StatusChange.class);
    read(writer.write(status(new Random(0))), () -> "the schema is known from here on");
    int refused = 0;
    int taken = 0;
    for (int seed = 0; seed < STATUSES; seed++) {
      Random random = new Random(seed);
      byte[] value = writer.write(status(random));
      for (int i = 0; i < CORRUPTIONS; i++) {
        byte[] corrupt = corrupt(value, random);
        int from = seed;
        if (read(corrupt, () -> "seed %d: %s".formatted(from, Arrays.toString(corrupt))).input()
            == null) {
          refused++;
        } else {
          taken++;
        }
      }
    }
    assertThat(refused).isGreaterThan(STATUSES);
    assertThat(taken).isGreaterThan(STATUSES);
  }

  private static byte[] corrupt(byte[] value, Random random) {
    int at = HEADER_BYTES + random.nextInt(value.length - HEADER_BYTES);
    byte[] corrupt = value.clone();
    switch (random.nextInt(6)) {
      case 0 -> corrupt = Arrays.copyOf(value, random.nextInt(value.length + 4));
      case 1 -> corrupt[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> corrupt[at] = (byte) random.nextInt();
      case 3 -> corrupt[random.nextInt(HEADER_BYTES)] ^= (byte) (1 << random.nextInt(3));
      // A long number, of as many bytes as an int or a long may have, and one more.
      case 4 ->
          Arrays.fill(corrupt, at, Math.min(value.length, at + 3 + random.nextInt(9)), (byte) -1);
      default -> {
        byte[] other = new byte[1 + random.nextInt(12)];
        random.nextBytes(other);
        System.arraycopy(other, 0, corrupt, at, Math.min(other.length, value.length - at));
      }
    }
    return corrupt;
  }

  @Test
  void whatAvroRefusesOrOnlyAvroCanReadIsLeftToIt() {
    var writer = RecordWriter.register(registry, "t", StatusChange.class);
    StatusChange least = least().build();
    byte[] value = writer.write(least);
    read(value, () -> "the schema is known from here on");

    byte[] twice =
        writer.write(
            StatusChange.newBuilder(least)
                .setIndicators(
                    List.of(new IndicatorValue("pupils", 1L), new IndicatorValue("pupils", 2L)))
                .build());
    byte[] ofNewerVersion =
        writer.write(StatusChange.newBuilder(least).setSelfRating(Rating.UNRECOGNISED).build());
    byte[] lengthy =
        writer.write(StatusChange.newBuilder(least).setNote("n".repeat(100_000)).build());
    byte[] leftOver = Arrays.copyOf(value, value.length + 1);

    for (byte[] each : List.of(twice, ofNewerVersion, lengthy, leftOver)) {
      assertThat(isReadStraight(each)).isFalse();
      read(each, () -> "left to Avro");
    }
    byte[] older = Arrays.copyOf(value, value.length - 1);
    older[4] = OLDER_SCHEMA;
    assertThat(read(older, () -> "an older schema").input()).isNotNull();
    assertThat(read(new byte[] {0, 0, 0, 0, 9, 1}, () -> "no schema").refused()).isNotNull();
  }

  private static StatusChange.Builder least() {
    return StatusChange.newBuilder()
        .setEventId("e")
        .setSource("s")
        .setProjectId("p")
        .setDataDate(LocalDate.of(2020, 1, 31))
        .setMilestones(List.of())
        .setIndicators(List.of());
  }

  private static StatusChange status(Random random) {
    return StatusChange.newBuilder()
        .setEventId(text(random))
        .setSource(text(random))
        .setProjectId(text(random))
        .setDataDate(date(random))
        .setCurrency(maybe(random, text(random)))
        .setPvMinor(maybe(random, number(random)))
        .setEvMinor(maybe(random, number(random)))
        .setAcMinor(maybe(random, number(random)))
        .setBacMinor(maybe(random, number(random)))
        .setEtcMinor(maybe(random, number(random)))
        .setCostForecastMinor(maybe(random, number(random)))
        .setForecastFinish(maybe(random, date(random)))
        .setPhase(maybe(random, text(random)))
        .setMilestones(
            list(
                random,
                i ->
                    new Milestone(
                        text(random),
                        maybe(random, text(random)),
                        maybe(random, date(random)),
                        maybe(random, date(random)),
                        maybe(random, date(random)))))
        .setIndicators(list(random, i -> new IndicatorValue(i + text(random), number(random))))
        .setNote(maybe(random, text(random)))
        .setAssistance(
            maybe(
                random,
                new Assistance(known(random, org.plimsoll.schema.Level.values()), text(random))))
        .setRisks(
            maybe(
                random,
                list(
                    random,
                    i ->
                        new Risk(
                            text(random),
                            maybe(random, text(random)),
                            random.nextInt(),
                            number(random)))))
        .setCorrects(maybe(random, text(random)))
        .setSelfRating(maybe(random, known(random, Rating.values())))
        .build();
  }

  private static <T> @Nullable T maybe(Random random, T value) {
    return random.nextBoolean() ? value : null;
  }

  private static <T> List<T> list(Random random, IntFunction<T> item) {
    return new ArrayList<>(IntStream.range(0, random.nextInt(4)).mapToObj(item).toList());
  }

  /** Any but the first, which stands for what a newer version wrote. */
  private static <T> T known(Random random, T[] symbols) {
    return symbols[1 + random.nextInt(symbols.length - 1)];
  }

  private static long number(Random random) {
    return random.nextLong() >> random.nextInt(Long.SIZE);
  }

  private static LocalDate date(Random random) {
    return LocalDate.ofEpochDay(random.nextInt() >> random.nextInt(Integer.SIZE));
  }

  private static String text(Random random) {
    List<String> parts = List.of("a", "b-", "7", "қ", "語", "🏗");
    StringBuilder text = new StringBuilder();
    int kinds = 1 + random.nextInt(parts.size());
    for (int i = random.nextInt(random.nextInt(20) == 0 ? 200 : 20); i > 0; i--) {
      text.append(parts.get(random.nextInt(kinds)));
    }
    return text.toString();
  }
}
