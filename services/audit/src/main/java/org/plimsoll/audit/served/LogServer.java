package org.plimsoll.audit.served;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.PublishedLog;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log over HTTP, under {@value #BASE}, for whoever may read nothing else: nothing that it gives
 * out holds an entry. {@code checkpoint} and {@code tile/} are C2SP tlog-tiles.
 */
public final class LogServer implements Closeable {
  public static final String BASE = "/v1/log/";

  /** What is asked for beyond is refused with 429; a client of tiles takes a few of them. */
  private static final int MAX_REQUESTS_A_SECOND = 200;

  private static final int MAX_ADDRESS_CHARACTERS = 500;
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** How old the log may be that an answer is from. */
  private static final long MAX_AGE_NANOS = 2 * SECOND_NANOS;

  private static final int STOP_SECONDS = 1;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String BYTES = "application/octet-stream";
  private static final String PROBLEM = "application/problem+json";
  private static final Logger LOGGER = LoggerFactory.getLogger(LogServer.class);

  private final PublishedLog published;
  private final EntryProofs proofs;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ObjectMapper json = new ObjectMapper();
  private long readNanos = System.nanoTime() - MAX_AGE_NANOS;
  private long secondNanos = System.nanoTime();
  private int requests;
  private RootLog known = new RootLog(List.of());

  private LogServer(PublishedLog published, EntryProofs proofs, HttpServer http) {
    this.published = published;
    this.proofs = proofs;
    this.http = http;
  }

  /**
   * Listens there; port 0 is any free one.
   *
   * @param kafka settings of a client that may read the trail and checkpoints, and needs no more
   * @param keys of the log, in order
   */
  public static LogServer start(
      Map<String, Object> kafka, List<VerifierKey> keys, InetSocketAddress address)
      throws IOException {
    LogServer server =
        new LogServer(
            new PublishedLog(kafka, keys),
            new EntryProofs(new TrailReader(kafka)),
            HttpServer.create(address, 0));
    server.http.setExecutor(server.threads);
    server.http.createContext("/", server::answer);
    server.http.start();
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  /** What is sent. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Content(String type, byte[] bytes) {
    static Content text(String text) {
      return new Content(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      // Whatever page asks: it gives everybody the same, and knows nobody.
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
      String method = exchange.getRequestMethod();
      if (!isInTime()) {
        exchange.getResponseHeaders().set("Retry-After", "1");
        problem(exchange, 429, "at most %d requests a second".formatted(MAX_REQUESTS_A_SECOND));
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        problem(exchange, 405, "method: " + method + " - expected GET or HEAD");
      } else if (exchange.getRequestURI().toString().length() > MAX_ADDRESS_CHARACTERS) {
        problem(exchange, 414, "expected at most %d characters".formatted(MAX_ADDRESS_CHARACTERS));
      } else {
        content(exchange);
      }
    }
  }

  private synchronized boolean isInTime() {
    long now = System.nanoTime();
    if (now - secondNanos >= SECOND_NANOS) {
      secondNanos = now;
      requests = 0;
    }
    requests++;
    return requests <= MAX_REQUESTS_A_SECOND;
  }

  private void content(HttpExchange exchange) throws IOException {
    try {
      Content content =
          content(
              exchange.getRequestURI().getPath(),
              parameters(exchange.getRequestURI().getRawQuery()));
      exchange.getResponseHeaders().set("Content-Type", content.type);
      send(exchange, 200, content.bytes);
    } catch (ProblemException e) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("field", e.field());
      members.put("value", e.value());
      members.put("expected", e.expected());
      problem(exchange, e.status(), String.valueOf(e.getMessage()), members);
    } catch (EntryProofs.NotSignedException | NoteException e) {
      LOGGER.error("the log cannot be served: {}", e.getMessage(), e);
      problem(exchange, 500, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOGGER.error("{} could not be answered", exchange.getRequestURI().getPath(), e);
      problem(exchange, 503, "The log cannot be read at present; the server's own log says why.");
    }
  }

  /** Proofs read the trail and take their turn; nothing of the log changes while it is read. */
  private synchronized Content content(String path, Map<String, String> given) {
    if (!path.startsWith(BASE)) {
      throw ProblemException.unknown("path", path, "a path under " + BASE);
    }
    String what = path.substring(BASE.length());
    if (what.startsWith("tile/")) {
      only(given);
      return new Content(BYTES, Tiles.tile(log(), what.substring("tile/".length())));
    }
    return switch (what) {
      case "checkpoint" -> checkpoint(given);
      case "keys" -> keys(given);
      case "consistency" -> consistency(given);
      case "proof" -> proof(given);
      default ->
          throw ProblemException.unknown(
              "path",
              path,
              BASE + "checkpoint, keys, consistency, proof, or tile/ and the tile's address");
    };
  }

  private Content checkpoint(Map<String, String> given) {
    only(given, "size");
    RootLog log = log();
    if (!given.containsKey("size")) {
      return Content.text(last(log).note().toString());
    }
    long size = number(given, "size");
    // The last of a size has the most signatures.
    return log.rounds().reversed().stream()
        .filter(round -> round.checkpoint().size() == size)
        .findFirst()
        .map(round -> Content.text(round.note().toString()))
        .orElseThrow(() ->
            ProblemException.unknown(
                "size",
                String.valueOf(size),
                "the size of a checkpoint; the newest has " + log.tree().size()));
  }

  private Content keys(Map<String, String> given) {
    only(given);
    StringBuilder keys = new StringBuilder();
    log().keys().forEach(key -> keys.append(key).append('\n'));
    return Content.text(keys.toString());
  }

  private Content consistency(Map<String, String> given) {
    only(given, "from", "to");
    RootLog log = log();
    long to = number(given, "to");
    if (to > log.tree().size()) {
      throw ProblemException.unknown(
          "to", String.valueOf(to), "at most " + log.tree().size() + ", the newest checkpoint's");
    }
    long from = number(given, "from");
    if (from > to) {
      throw ProblemException.bad("from", String.valueOf(from), "at most " + to + ", as to is");
    }
    StringBuilder proof = new StringBuilder();
    EntryProofs.hashes(proof, "", log.tree().consistency(from, to));
    return Content.text(proof.toString());
  }

  private Content proof(Map<String, String> given) {
    only(given, "tier", "partition", "sequence");
    TrailPartition partition;
    String tier = required(given, "tier", "program or portfolio");
    long number = number(given, "partition");
    try {
      partition = Statement.partition(tier, String.valueOf(number));
    } catch (NoteException e) {
      throw number > Integer.MAX_VALUE
          ? ProblemException.bad("partition", String.valueOf(number), "the number of a partition")
          : ProblemException.bad("tier", tier, "program or portfolio");
    }
    long sequence = number(given, "sequence");
    if (sequence == 0) {
      throw ProblemException.bad("sequence", "0", "at least 1");
    }
    RootLog log = log();
    last(log);
    return Content.text(proofs.proof(log, partition, sequence));
  }

  private RootLog log() {
    if (System.nanoTime() - readNanos > MAX_AGE_NANOS) {
      known = published.read();
      readNanos = System.nanoTime();
    }
    return known;
  }

  private static Round last(RootLog log) {
    return log.last()
        .orElseThrow(() ->
            ProblemException.unknown("checkpoint", "none", "`plimsoll audit checkpoint` first"));
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> given = new TreeMap<>();
    if (query == null || query.isEmpty()) {
      return given;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (given.put(name, value) != null) {
        throw ProblemException.bad(name, value, "to be given once");
      }
    }
    return given;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ProblemException.bad("query", text, "percent-encoded UTF-8");
    }
  }

  private static void only(Map<String, String> given, String... names) {
    given.forEach((name, value) -> {
      if (!List.of(names).contains(name)) {
        throw ProblemException.bad(
            name, value, names.length == 0 ? "no parameters" : "one of " + List.of(names));
      }
    });
  }

  private static String required(Map<String, String> given, String name, String expected) {
    String value = given.get(name);
    if (value == null) {
      throw ProblemException.bad(name, "", expected);
    }
    return value;
  }

  private static long number(Map<String, String> given, String name) {
    String expected = "a number without a sign and without leading zeros";
    String value = required(given, name, expected);
    try {
      return Checkpoint.size(value);
    } catch (NoteException e) {
      throw ProblemException.bad(name, value, expected);
    }
  }

  private void problem(HttpExchange exchange, int status, String detail) throws IOException {
    problem(exchange, status, detail, Map.of());
  }

  private void problem(
      HttpExchange exchange, int status, String detail, Map<String, Object> members)
      throws IOException {
    // Proofs are linked to from pages, and whoever follows a link reads what answers it.
    String accepts = exchange.getRequestHeaders().getFirst("Accept");
    if (accepts != null && accepts.contains("text/html")) {
      exchange.getResponseHeaders().set("Content-Type", TEXT);
      send(exchange, status, (detail + "\n").getBytes(StandardCharsets.UTF_8));
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("status", status);
    body.put("detail", detail);
    body.putAll(members);
    exchange.getResponseHeaders().set("Content-Type", PROBLEM);
    send(exchange, status, json.writeValueAsBytes(body));
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isHead || bytes.length == 0 ? -1 : bytes.length);
    if (!isHead && bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    http.stop(STOP_SECONDS);
    threads.shutdown();
  }
}
