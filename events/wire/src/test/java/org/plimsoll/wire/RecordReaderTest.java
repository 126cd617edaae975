package org.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.Tick;

class RecordReaderTest {
  private static HttpServer http;
  private static SchemaRegistry registry;
  private static boolean well = true;

  /** A registry that knows one schema, with id 1; or answers 500 to everything. */
  @BeforeAll
  static void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String schema =
        "{\"id\":1,\"schema\":\"%s\"}"
            .formatted(
                StatusChange.getClassSchema()
                    .toString()
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\""));
    http.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean known = !path.startsWith("/schemas/ids/") || path.equals("/schemas/ids/1");
          byte[] answer = (known ? schema : "{}").getBytes(StandardCharsets.UTF_8);
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

  @Test
  void whatWasWrittenIsRead() {
    var result = new RecordReader(registry).read(written(), StatusChange.class);

    assertThat(result).isInstanceOf(RecordReader.Read.class);
    assertThat(((RecordReader.Read<StatusChange>) result).value().getPvMinor()).isEqualTo(5L);
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
}
