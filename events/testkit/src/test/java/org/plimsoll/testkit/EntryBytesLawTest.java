package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.EntryBytes;
import org.plimsoll.wire.EntryWriter;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/** Two ways to the bytes of an entry: straight, and through Avro's records. */
class EntryBytesLawTest {
  private static final int WIDER_HISTORIES = 2_000;

  /** An id of which every byte is another one. */
  private static final int SCHEMA_ID = 0x01020304;

  private static HttpServer http;

  /** Both ways; neither stands several threads at once. */
  private static EntryBytes straight;

  private static RecordWriter<TrailEntry> records;

  @BeforeAll
  static void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          byte[] answer = "{\"id\":%d}".formatted(SCHEMA_ID).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
    SchemaRegistry registry = new SchemaRegistry("http://127.0.0.1:" + http.getAddress().getPort());
    straight = EntryBytes.register(registry, Topics.TRAIL_PROGRAM);
    records = RecordWriter.register(registry, Topics.TRAIL_PROGRAM, TrailEntry.class);
  }

  @AfterAll
  static void stop() {
    http.stop(0);
  }

  @Test
  void everyEntryIsWrittenStraightAsThroughItsRecords() {
    Set<Class<?>> followed = ConcurrentHashMap.newKeySet();
    Law.holds(history -> bothWays(history, followed));
    Law.holds(WIDER_HISTORIES, WiderHistories::of, history -> bothWays(history, followed));
    assertThat(followed).containsExactlyInAnyOrder(Outcome.class.getPermittedSubclasses());
  }

  private static void bothWays(List<Input> history, Set<Class<?>> followed) {
    List<Standing> met = new ArrayList<>();
    Fold fold = new Fold((before, _) -> met.add(before));
    Random random = new Random(history.size());
    for (Input input : history) {
      met.clear();
      List<Outcome> outcomes = fold.next(input);
      outcomes.forEach(outcome -> followed.add(outcome.getClass()));
      Reading reading =
          new Reading(
              any(random, InputType.values()),
              any(random, null, "0a1b2c3d", "f".repeat(64)),
              any(random, null, "event", "тоқсан-1"),
              input,
              null);
      isTheSame(taken(random, input.at()), reading, met, outcomes);
    }
  }

  @Test
  void soIsWhatWasRefusedBeforeItCouldBeWeighed() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      Refused refused = new Refused("MALFORMED", "value", "«" + i + "»", "x".repeat(i));
      isTheSame(
          taken(random, new Position(any(random, Level.values()), i, 1L << (i % 62))),
          new Reading(InputType.UNREADABLE, null, null, null, refused),
          List.of(new Standing.Unknown("nobody")),
          List.of());
    }
  }

  private static void isTheSame(
      Taken taken, Reading reading, List<Standing> met, List<Outcome> outcomes) {
    List<ToleranceInForce> inForce = new ArrayList<>();
    met.forEach(standing -> EntryWriter.inForce(standing, inForce));
    TrailEntry entry = EntryWriter.entry(taken, reading, inForce, outcomes);
    synchronized (records) {
      assertThat(straight.write(taken, reading, met, outcomes))
          .as("%s", entry)
          .isEqualTo(records.write(entry));
    }
  }

  /** A record from anywhere, with and without a key and a value, of any length. */
  private static Taken taken(Random random, Position at) {
    return new Taken(
        any(random, Topics.PROGRAM_GRANTS, Topics.intake("mlsp"), Topics.intake("a".repeat(40))),
        random.nextInt(1_000),
        random.nextLong() >>> (1 + random.nextInt(63)),
        any(random, null, bytes("program"), bytes("бағдарлама"), new byte[] {65, -1, 66}),
        any(random, null, new byte[0], new byte[random.nextInt(300)], new byte[20_000]),
        Instant.ofEpochMilli(random.nextLong() >> (20 + random.nextInt(40))),
        at);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @SafeVarargs
  private static <T extends @Nullable Object> T any(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
