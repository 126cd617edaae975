package org.plimsoll.audit.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.plimsoll.wire.SchemaRegistry;

/**
 * The schemas of an export as a registry that answers on this machine alone, because records are
 * read through a registry. A schema that no entry has named yet is not there yet: an input that was
 * refused for want of its schema is refused again.
 */
final class OfflineSchemas implements Closeable {
  private static final String PATH = "/schemas/ids/";

  private final Map<Integer, Schema> schemas;
  private final AtomicInteger views = new AtomicInteger();
  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer http;

  OfflineSchemas(Map<Integer, Schema> schemas) {
    this.schemas = Map.copyOf(schemas);
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("no address of this machine's own can be had", e);
    }
    http.start();
  }

  /** What one partition has named so far; another one may have met its schemas earlier or later. */
  final class Named {
    private final Set<Integer> present = ConcurrentHashMap.newKeySet();
    private final String path = "/" + views.incrementAndGet();

    private Named() {
      http.createContext(path + PATH, exchange -> answer(exchange, path + PATH, present));
    }

    /** From now on there is a schema with this id, if the export has one. */
    void show(int id) {
      present.add(id);
    }

    /** A registry that remembers nothing of what another one was told. */
    SchemaRegistry registry() {
      return new SchemaRegistry("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }
  }

  /** For one partition, which has named none yet. */
  Named named() {
    return new Named();
  }

  private void answer(HttpExchange exchange, String path, Set<Integer> present) throws IOException {
    try (exchange) {
      int id = id(exchange.getRequestURI().getPath().substring(path.length()));
      Schema schema = present.contains(id) ? schemas.get(id) : null;
      if (schema == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body =
          json.createObjectNode()
              .put("schema", schema.toString())
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static int id(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
