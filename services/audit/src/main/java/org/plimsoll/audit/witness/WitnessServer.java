package org.plimsoll.audit.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.SignedNote;

/**
 * A witness over HTTP: {@code POST /add-checkpoint} as C2SP tlog-witness says, and {@code GET /}
 * for its key.
 */
public final class WitnessServer implements Closeable {
  private static final int STOP_SECONDS = 1;

  /** A checkpoint, and 63 hashes of 45 bytes before it. */
  private static final int MAX_BODY_BYTES = SignedNote.MAX_BYTES + 4096;

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String SIZE = "text/x.tlog.size";

  private final Witness witness;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private WitnessServer(Witness witness, HttpServer http) {
    this.witness = witness;
    this.http = http;
  }

  /** Listens there; port 0 is any free one. */
  public static WitnessServer start(Witness witness, InetSocketAddress address) throws IOException {
    WitnessServer server = new WitnessServer(witness, HttpServer.create(address, 0));
    server.http.setExecutor(server.threads);
    server.http.createContext("/", server::answer);
    server.http.start();
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String method = exchange.getRequestMethod();
      if (path.equals("/") && method.equals("GET")) {
        send(exchange, 200, TEXT, witness.verifier() + "\n");
      } else if (!path.equals("/add-checkpoint")) {
        send(exchange, 404, TEXT, "expected POST /add-checkpoint\n");
      } else if (!method.equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        send(exchange, 405, TEXT, "expected POST\n");
      } else {
        addCheckpoint(exchange);
      }
    }
  }

  private void addCheckpoint(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    AddCheckpoint request;
    try {
      if (body.length > MAX_BODY_BYTES) {
        throw new NoteException("request: expected at most " + MAX_BODY_BYTES + " bytes");
      }
      request = AddCheckpoint.parse(new String(body, StandardCharsets.UTF_8));
    } catch (NoteException e) {
      send(exchange, 400, TEXT, e.getMessage() + "\n");
      return;
    }
    switch (witness.answer(request)) {
      case Answer.Cosigned(var signature) -> send(exchange, 200, TEXT, signature + "\n");
      case Answer.UnknownLog(String origin) ->
          send(exchange, 404, TEXT, "origin: " + origin + " is not known here\n");
      case Answer.Untrusted(String detail) -> send(exchange, 403, TEXT, detail + "\n");
      case Answer.Conflict(long size) -> send(exchange, 409, SIZE, size + "\n");
      case Answer.Inconsistent(String detail) -> send(exchange, 422, TEXT, detail + "\n");
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(STOP_SECONDS);
    threads.shutdown();
  }
}
