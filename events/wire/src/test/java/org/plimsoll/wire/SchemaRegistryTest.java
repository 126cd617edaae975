package org.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SchemaRegistryTest {
  private static final byte[] ANSWER =
      "{\"schema\":\"\\\"string\\\"\"}".getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer http;

  /** How many questions, from the first on, get half an answer and then silence. */
  private volatile int lost;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.setExecutor(threads);
    http.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean silent = asked.incrementAndGet() <= lost;
    exchange.sendResponseHeaders(200, ANSWER.length);
    exchange.getResponseBody().write(ANSWER, 0, silent ? 5 : ANSWER.length);
    exchange.getResponseBody().flush();
    if (silent) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.close();
  }

  @AfterEach
  void stop() {
    end.countDown();
    http.stop(0);
    threads.close();
  }

  /** One that has been asked before, and loses the next questions; its patience is 3 s. */
  private SchemaRegistry losing(int questions) {
    SchemaRegistry registry =
        new SchemaRegistry(
            "http://127.0.0.1:" + http.getAddress().getPort(), Duration.ofSeconds(3));
    registry.byId(0);
    asked.set(0);
    lost = questions;
    return registry;
  }

  @Test
  void whoFallsSilentInTheMiddleOfAnAnswerDoesNotAnswer() {
    SchemaRegistry registry = losing(2);

    assertThatThrownBy(() -> registry.byId(1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("does not answer");
    assertThat(asked).hasValue(2);
  }

  @Test
  void aQuestionThatIsLostIsPutOnceMore() {
    assertThat(losing(1).byId(1)).contains(Schema.create(Schema.Type.STRING));
    assertThat(asked).hasValue(2);
  }
}
