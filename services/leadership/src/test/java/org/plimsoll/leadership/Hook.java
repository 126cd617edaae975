package org.plimsoll.leadership;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of webhooks on loopback, in good health or not. */
final class Hook implements AutoCloseable {
  /** How it answers. */
  enum Mood {
    WELL,
    ANSWERS_500,
    ANSWERS_429,
    ANSWERS_410,
    HANGS,
    RESETS,
    TRICKLES,
    REDIRECTS
  }

  /** A call as it came. */
  record Call(Map<String, String> headers, String body) {
    String id() {
      return String.valueOf(headers.get("webhook-id"));
    }
  }

  final List<Call> calls = new CopyOnWriteArrayList<>();

  /** Those that it took. */
  final List<Call> taken = new CopyOnWriteArrayList<>();

  private final ServerSocket socket;
  private volatile Mood mood;
  private final String elsewhere;

  /**
   * @param elsewhere where it sends callers on to
   */
  Hook(Mood mood, String elsewhere) {
    this.mood = mood;
    this.elsewhere = elsewhere;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  Hook(Mood mood) {
    this(mood, "/");
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/hook";
  }

  void be(Mood next) {
    mood = next;
  }

  Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    taken.forEach(call -> ids.add(call.id()));
    return ids;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket caller = socket.accept();
        Thread.ofVirtual().start(() -> answer(caller));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket caller) {
    try (caller) {
      Mood now = mood;
      if (now == Mood.RESETS) {
        caller.setSoLinger(true, 0);
        return;
      }
      Call call = read(new BufferedInputStream(caller.getInputStream()));
      calls.add(call);
      OutputStream out = caller.getOutputStream();
      switch (now) {
        case WELL -> {
          taken.add(call);
          say(out, "200 OK", "", "thank you");
        }
        case ANSWERS_500 -> say(out, "500 Internal Server Error", "", "out of\r\norder");
        case ANSWERS_429 -> say(out, "429 Too Many Requests", "Retry-After: 1\r\n", "");
        case ANSWERS_410 -> say(out, "410 Gone", "", "");
        case REDIRECTS -> say(out, "307 Temporary Redirect", "Location: " + elsewhere + "\r\n", "");
        case HANGS -> Thread.sleep(30_000);
        case TRICKLES -> {
          for (byte each :
              "HTTP/1.1 200 OK\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
                  .getBytes(StandardCharsets.US_ASCII)) {
            out.write(each);
            out.flush();
            Thread.sleep(200);
          }
        }
        case RESETS -> {}
      }
    } catch (IOException e) {
      // The caller had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(OutputStream out, String status, String headers, String body)
      throws IOException {
    out.write(
        "HTTP/1.1 %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, headers, body.length(), body)
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static Call read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("cut off");
      }
      head.write(next);
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line : head.toString(StandardCharsets.US_ASCII).split("\r\n", -1)) {
      String[] parts = line.split(": ", 2);
      if (parts.length == 2) {
        headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
      }
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Call(headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
