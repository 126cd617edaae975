package org.plimsoll.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Many readers of the stream of escalations and one that takes nothing, while beacons cross their
 * limits: how long after its row each reader has an escalation.
 */
final class Readers {
  /** As many as are lit. */
  static final int BEACONS = 100;

  /** Of these, what comes while the service is still being compiled, and is not timed. */
  private static final int WARM_BEACONS = 30;

  private static final Pattern USED = Pattern.compile("heap.* used (\\d+)K");
  private static final long BEACON_MILLIS = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ReadModel model;
  private final Beacons beacons;
  private final int count;
  private final Map<Long, Long> seenAt = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<long[]> arrivals = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  Readers(ReadModel model, Beacons beacons, int count) {
    this.model = model;
    this.beacons = beacons;
    this.count = count;
  }

  /** In lines. */
  String measure() throws IOException {
    long socketsBefore = sockets();
    long heapBefore = heapMegabytes();
    List<Socket> open = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Socket socket = ask("", 1 << 16);
      open.add(socket);
      Thread.ofVirtual().start(() -> read(socket, begun));
    }
    try {
      if (!begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "readers of the stream: %d have nothing yet".formatted(begun.getCount()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    // From the beginning, so that there is more for it than fits into any buffer.
    Socket stuck = ask("?after=0", 1 << 12);
    long stuckAt = System.nanoTime();
    long heapWith = heapMegabytes();
    light(WARM_BEACONS);
    Machine.pause(2_000);
    long first = newest();
    Thread watch = Thread.ofPlatform().start(() -> watch(first));
    light(BEACONS - WARM_BEACONS);
    Machine.pause(3_000);
    over = true;
    join(watch);
    long last = newest();
    int rows = rows(first, last);
    String cut = cutAfter(stuck, stuckAt);
    for (Socket socket : open) {
      socket.close();
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (sockets() > socketsBefore && System.nanoTime() < deadline) {
      Machine.pause(200);
    }
    for (long[] arrival : arrivals) {
      Long row = seenAt.get(arrival[0]);
      if (row != null) {
        nanos.add(arrival[1] - row);
      }
    }
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return """
    %,d readers, %,d escalations: %,d arrived of %,d; after their row p50 %.0f ms, p99 %.0f ms, longest %.0f ms
    who takes nothing: %s
    connections of the service before %d, afterwards %d; heap in use before %d MB, with readers %d MB, afterwards %d MB\
    """
        .formatted(
            count,
            rows,
            sorted.length,
            (long) rows * count,
            sorted[sorted.length / 2] / 1e6,
            sorted[(int) (sorted.length * 0.99)] / 1e6,
            sorted[sorted.length - 1] / 1e6,
            cut,
            socketsBefore,
            sockets(),
            heapBefore,
            heapWith,
            heapMegabytes());
  }

  private void light(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      beacons.next();
      Machine.pause(BEACON_MILLIS);
    }
  }

  private Socket ask(String query, int buffer) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(buffer);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), model.port()));
    socket
        .getOutputStream()
        .write(
            """
            GET /v1/escalations/stream%s HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Accept: text/event-stream\r
            Authorization: %s\r
            \r
            """
                .formatted(query, model.port(), model.authorization())
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void read(Socket socket, CountDownLatch begun) {
    boolean first = true;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (first && line.startsWith(":")) {
          first = false;
          begun.countDown();
        } else if (line.startsWith("id:")) {
          arrivals.add(new long[] {Long.parseLong(line.substring(3).strip()), System.nanoTime()});
        }
      }
    } catch (IOException e) {
      if (!over) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** When each row could first be seen. */
  private void watch(long first) {
    try (Connection connection = model.database();
        PreparedStatement newer =
            connection.prepareStatement("select seq from delivered where seq > ? order by seq")) {
      long last = first;
      while (!over) {
        newer.setLong(1, last);
        try (ResultSet rows = newer.executeQuery()) {
          while (rows.next()) {
            last = rows.getLong(1);
            seenAt.put(last, System.nanoTime());
          }
        }
        Machine.pause(2);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long newest() {
    return number("select coalesce(max(seq), 0) from delivered");
  }

  private int rows(long after, long upTo) {
    return (int)
        number(
            "select count(*) from delivered where seq > %d and seq <= %d".formatted(after, upTo));
  }

  private long number(String query) {
    try (Connection connection = model.database();
        ResultSet row = connection.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads what was sent to it to its end, which must be there. */
  private static String cutAfter(Socket stuck, long since) throws IOException {
    int patience = 20_000;
    stuck.setSoTimeout(patience);
    // One that was not cut is told for ever that it lives.
    long deadline = System.nanoTime() + patience * 1_000_000L;
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (stuck) {
      int read = stuck.getInputStream().read(buffer);
      while (read >= 0) {
        bytes += read;
        if (System.nanoTime() > deadline) {
          return "not cut after %.0f s".formatted((System.nanoTime() - since) / 1e9);
        }
        read = stuck.getInputStream().read(buffer);
      }
    } catch (SocketTimeoutException e) {
      return "not cut after %.0f s".formatted((System.nanoTime() - since) / 1e9);
    } catch (IOException e) {
      return "cut, with %,d bytes in buffers".formatted(bytes);
    }
    return "cut, with %,d bytes in buffers".formatted(bytes);
  }

  private long sockets() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(model.pid()), "fd"))) {
      return files
          .filter(file -> {
            try {
              return Files.readSymbolicLink(file).toString().startsWith("socket:");
            } catch (IOException e) {
              return false;
            }
          })
          .count();
    }
  }

  /** After a collection. */
  private long heapMegabytes() throws IOException {
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    return used.find() ? Long.parseLong(used.group(1)) / 1024 : 0;
  }

  private String jcmd(String command) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(model.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
