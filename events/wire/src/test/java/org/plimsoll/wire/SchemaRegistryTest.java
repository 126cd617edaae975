package org.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SchemaRegistryTest {
  @Test
  @Timeout(30)
  void whoFallsSilentInTheMiddleOfAnAnswerDoesNotAnswer() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write("{\"id\":1,".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    http.start();
    try {
      SchemaRegistry registry =
          new SchemaRegistry(
              "http://127.0.0.1:" + http.getAddress().getPort(), Duration.ofMillis(300));
      assertThatThrownBy(() -> registry.byId(1))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("does not answer");
    } finally {
      end.countDown();
      http.stop(0);
    }
  }
}
