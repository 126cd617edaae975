package org.plimsoll.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.intake.Publishing.Answer;
import org.plimsoll.intake.Publishing.NotTaken;
import org.plimsoll.intake.Publishing.Taken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Status changes line by line. One thread reads ahead, another takes whatever has been read by then
 * as one batch: a slow sender has every line answered at once, a fast one fills the batches.
 */
@Component
final class StatusLines {
  private static final Logger log = LoggerFactory.getLogger(StatusLines.class);

  private static final int MAX_BATCH_LINES = 1_000;

  /** Read ahead of the database at most; two requests' worth of the largest lines. */
  private static final int MAX_AHEAD_BYTES = 4 * RequestSize.MAX_JSON_BYTES;

  private final StatusIntake intake;
  private final JsonMapper json;
  private final ExecutorService threads;

  StatusLines(StatusIntake intake, JsonMapper json, ExecutorService blockingThreads) {
    this.intake = intake;
    this.json = json;
    this.threads = blockingThreads;
  }

  /** One line of the input. */
  private static final class Line {
    static final Line END = new Line(0, null, 0);

    /** Counted from 1; 0 behind the last line. */
    final long number;

    /** Null when the line was too long. */
    final byte @Nullable [] bytes;

    /** Bytes that it takes of what may be read ahead. */
    final int cost;

    Line(long number, byte @Nullable [] bytes, int cost) {
      this.number = number;
      this.bytes = bytes;
      this.cost = cost;
    }

    boolean isEnd() {
      return number == 0;
    }
  }

  /** Takes all lines of the input and appends the answers; returns when it has begun. */
  void start(String agencyId, Stream<byte[]> input, Spool answers) {
    var _ =
        threads.submit(() -> {
          Throwable failure = null;
          try (input) {
            take(agencyId, input, answers);
          } catch (IOException | RuntimeException e) {
            log.warn("lines of agency {} ended early", agencyId, e);
            failure = e;
          } finally {
            answers.complete(failure);
          }
          return null;
        });
  }

  private void take(String agencyId, Stream<byte[]> input, Spool answers)
      throws IOException, InterruptedException {
    BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    Semaphore ahead = new Semaphore(MAX_AHEAD_BYTES);
    var reading =
        threads.submit(() -> {
          try {
            read(input, lines, ahead);
          } finally {
            lines.add(Line.END);
          }
          return null;
        });
    try {
      List<Line> batch = new ArrayList<>(MAX_BATCH_LINES);
      boolean ended = false;
      while (!ended) {
        batch.add(lines.take());
        lines.drainTo(batch, MAX_BATCH_LINES - 1);
        ended = batch.getLast().isEnd();
        if (ended) {
          batch.removeLast();
        }
        if (!batch.isEmpty() && !answers.append(answer(agencyId, batch))) {
          return;
        }
        ahead.release(batch.stream().mapToInt(line -> line.cost).sum());
        batch.clear();
      }
      reading.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IOException("the request broke off", e.getCause());
    } finally {
      reading.cancel(true);
    }
  }

  /** Blank lines are counted and not answered. */
  private static void read(Stream<byte[]> input, BlockingQueue<Line> lines, Semaphore ahead)
      throws InterruptedException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    boolean tooLong = false;
    long number = 1;
    Iterator<byte[]> pieces = input.iterator();
    while (pieces.hasNext()) {
      byte[] piece = pieces.next();
      int from = 0;
      for (int i = 0; i < piece.length; i++) {
        if (piece[i] == '\n') {
          tooLong |= !append(line, piece, from, i);
          put(number++, line, tooLong, lines, ahead);
          tooLong = false;
          from = i + 1;
        }
      }
      tooLong |= !append(line, piece, from, piece.length);
    }
    put(number, line, tooLong, lines, ahead);
  }

  /** Appends unless the line becomes too long; the rest of such a line is read and dropped. */
  private static boolean append(ByteArrayOutputStream line, byte[] piece, int from, int to) {
    if (line.size() + to - from > RequestSize.MAX_JSON_BYTES) {
      return false;
    }
    line.write(piece, from, to - from);
    return true;
  }

  private static void put(
      long number,
      ByteArrayOutputStream line,
      boolean tooLong,
      BlockingQueue<Line> lines,
      Semaphore ahead)
      throws InterruptedException {
    byte[] bytes = line.toByteArray();
    line.reset();
    if (!tooLong && isBlank(bytes)) {
      return;
    }
    // A line also costs its place in the queue.
    int cost = tooLong ? 64 : bytes.length + 64;
    ahead.acquire(cost);
    lines.put(new Line(number, tooLong ? null : bytes, cost));
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private byte[] answer(String agencyId, List<Line> batch) {
    List<byte[]> bodies = new ArrayList<>(batch.size());
    for (Line line : batch) {
      if (line.bytes != null) {
        bodies.add(line.bytes);
      }
    }
    var answers = intake.take(agencyId, bodies, null).iterator();
    ByteArrayOutputStream out = new ByteArrayOutputStream(batch.size() * 96);
    for (Line line : batch) {
      Answer answer =
          line.bytes == null ? new NotTaken(RequestSize.tooLarge("line")) : answers.next();
      out.writeBytes(json.writeValueAsBytes(told(line.number, answer)));
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static Map<String, Object> told(long number, Answer answer) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("line", number);
    switch (answer) {
      case Taken taken -> {
        told.put("eventId", taken.eventId());
        told.put("status", 202);
      }
      case NotTaken refused -> {
        told.put("status", refused.problem().status().value());
        told.put("problem", refused.problem().body());
      }
    }
    return told;
  }
}
