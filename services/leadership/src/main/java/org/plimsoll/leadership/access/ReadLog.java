package org.plimsoll.leadership.access;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatusCode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who read what, and when. Notes are written in batches by a thread of their own; a request waits
 * for none. What the database does not take is tried again. When more wait than are kept, the
 * newest are left out, and a note of how many stands in their place.
 */
@Component
public class ReadLog implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ReadLog.class);

  /** Notes that wait, of about 300 bytes: a minute of 300 requests a second. */
  private static final int WAITING = 20_000;

  private static final int BATCH = 500;
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final int LONGEST_PATH = 500;

  /** How long a stop waits for what is still to be written; the database may be gone by then. */
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(5);

  /** Wakes the writer. */
  private static final Note WAKE = new Note(0, Instant.EPOCH, "", "", "", "", "", null, "", 0);

  /** Of pages and of the interface for programs alike. */
  private static final Pattern SUBJECT =
      Pattern.compile("/(?:v1/)?(nodes|map|exceptions|trail)/([^/]+(?:/\\d+/\\d+)?).*");

  private static final Pattern NOTHING =
      Pattern.compile(
          "/(?:sign-in|sign-out|language|leadership|webjars|actuator|docs|v1/openapi\\.json)(?:/|$)");

  /**
   * A note.
   *
   * @param kind NODE, EXCEPTION, TRAIL or LIST; LEFT_OUT where notes are missing
   * @param subject the node, exception or place in the trail; null for a list
   * @param path with the query, as it was asked for
   * @param status of the answer; 404 also for what is beyond the reader's scope
   */
  public record Note(
      long seq,
      Instant at,
      String person,
      String way,
      String address,
      String method,
      String kind,
      @Nullable String subject,
      String path,
      int status) {}

  private final JdbcTemplate database;
  private final Duration drainedWithin;
  private final BlockingQueue<Note> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong leftOut = new AtomicLong();
  private volatile @Nullable Thread writer;
  private volatile boolean goesOn;
  private volatile Instant drainedBy = Instant.MAX;

  @Autowired
  ReadLog(JdbcTemplate database) {
    this(database, DRAINED_WITHIN);
  }

  ReadLog(JdbcTemplate database, Duration drainedWithin) {
    this.database = database;
    this.drainedWithin = drainedWithin;
  }

  /** What shows nothing of nodes. */
  static boolean isNothing(String path) {
    return NOTHING.matcher(path).lookingAt();
  }

  void note(ServerWebExchange exchange, SignedIn signedIn) {
    String path = exchange.getRequest().getPath().value();
    Matcher of = SUBJECT.matcher(path);
    boolean one = of.matches();
    String query = exchange.getRequest().getURI().getRawQuery();
    HttpStatusCode status = exchange.getResponse().getStatusCode();
    String whole = query == null ? path : path + "?" + query;
    add(
        new Note(
            0,
            Instant.now(),
            signedIn.reader().person(),
            signedIn.way().name(),
            Passwords.address(exchange.getRequest()),
            exchange.getRequest().getMethod().name(),
            one ? kind(of.group(1)) : "LIST",
            one ? of.group(2) : null,
            whole.length() > LONGEST_PATH ? whole.substring(0, LONGEST_PATH) : whole,
            status == null ? 200 : status.value()));
  }

  private static String kind(String of) {
    return switch (of) {
      case "exceptions" -> "EXCEPTION";
      case "trail" -> "TRAIL";
      default -> "NODE";
    };
  }

  private void add(Note note) {
    if (!waiting.offer(note)) {
      leftOut.incrementAndGet();
    }
  }

  /**
   * Notes from behind the given one, oldest first.
   *
   * @param person narrows to one reader; null: all
   * @param subject narrows to one node, exception or place; null: all
   */
  public List<Note> after(long seq, @Nullable String person, @Nullable String subject, int limit) {
    return database.query(
        """
        SELECT * FROM access.read_log WHERE seq > ? AND (?::text IS NULL OR person = ?)
          AND (?::text IS NULL OR subject = ?) ORDER BY seq LIMIT ?
        """,
        ReadLog::note,
        seq,
        person,
        person,
        subject,
        subject,
        limit);
  }

  /** Notes in front of the given one, newest first; parameters as above. */
  public List<Note> before(long seq, @Nullable String person, @Nullable String subject, int limit) {
    return database.query(
        """
        SELECT * FROM access.read_log WHERE seq < ? AND (?::text IS NULL OR person = ?)
          AND (?::text IS NULL OR subject = ?) ORDER BY seq DESC LIMIT ?
        """,
        ReadLog::note,
        seq,
        person,
        person,
        subject,
        subject,
        limit);
  }

  /**
   * That somebody opened one node, exception or place in the trail.
   *
   * @param seq of the first note
   */
  public record Opening(long seq, String person, Instant firstAt, Instant lastAt, long times) {}

  /**
   * Who opened something and was answered, in the order in which they did so first.
   *
   * @param person narrows to one reader; null: all
   * @param at with {@code seq} the first opening of the last one that was seen
   */
  public List<Opening> openings(
      String subject, @Nullable String person, Instant at, long seq, int limit) {
    return database.query(
        """
        SELECT * FROM (
          SELECT person, min(at) AS first_at, min(seq) AS first_seq, max(at) AS last_at,
            count(*) AS times
          FROM access.read_log WHERE subject = ? AND kind = 'EXCEPTION' AND method = 'GET'
            AND status < 400 AND (?::text IS NULL OR person = ?)
          GROUP BY person) opened
        WHERE (first_at, first_seq) > (?::timestamptz, ?) ORDER BY first_at, first_seq LIMIT ?
        """,
        (row, number) ->
            new Opening(
                row.getLong("first_seq"),
                row.getString("person"),
                requireNonNull(row.getObject("first_at", OffsetDateTime.class)).toInstant(),
                requireNonNull(row.getObject("last_at", OffsetDateTime.class)).toInstant(),
                row.getLong("times")),
        subject,
        person,
        person,
        at.toString(),
        seq,
        limit);
  }

  private static Note note(ResultSet row, int number) throws SQLException {
    return new Note(
        row.getLong("seq"),
        requireNonNull(row.getObject("at", OffsetDateTime.class)).toInstant(),
        row.getString("person"),
        row.getString("way"),
        row.getString("address"),
        row.getString("method"),
        row.getString("kind"),
        row.getString("subject"),
        row.getString("path"),
        row.getInt("status"));
  }

  @Override
  public void start() {
    goesOn = true;
    drainedBy = Instant.MAX;
    writer = Thread.ofVirtual().name("read-log").start(this::write);
  }

  /**
   * Writes what still waits, and gives that a bounded time. Nothing is interrupted: an interrupted
   * thread closes the connection on which it writes, and its batch is lost.
   */
  @Override
  public void stop() {
    Thread running = writer;
    if (running != null) {
      drainedBy = Instant.now().plus(drainedWithin);
      goesOn = false;
      // A queue that is full wakes it as well.
      boolean _ = waiting.offer(WAKE);
      try {
        if (!running.join(drainedWithin)) {
          log.error("{} reads were not noted before the stop", waiting.size());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      writer = null;
    }
  }

  @Override
  public boolean isRunning() {
    return writer != null;
  }

  /**
   * Stops when nothing answers requests any more, so that the last of them are noted, and before
   * the pool of connections closes, which is no part of the lifecycle.
   */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
  }

  private void write() {
    List<Note> batch = new ArrayList<>();
    while (goesOn || !batch.isEmpty() || !waiting.isEmpty() || leftOut.get() > 0) {
      try {
        if (batch.isEmpty() && goesOn) {
          Note first = waiting.poll(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
          if (first != null) {
            batch.add(first);
          }
        }
        waiting.drainTo(batch, BATCH - batch.size());
        batch.removeIf(WAKE::equals);
        mindTheGap(batch);
        if (!batch.isEmpty()) {
          insert(batch);
          batch.clear();
        }
      } catch (DataAccessException e) {
        log.warn("{} notes of reads wait: {}", batch.size() + waiting.size(), e.getMessage());
        if (Instant.now().isAfter(drainedBy)) {
          log.error("{} reads were not noted before the stop", batch.size() + waiting.size());
          return;
        }
        rest();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
    }
  }

  private void rest() {
    try {
      Thread.sleep(goesOn ? AGAIN_AFTER : AGAIN_AFTER.dividedBy(10));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void mindTheGap(List<Note> batch) {
    long missing = leftOut.getAndSet(0);
    if (missing > 0) {
      log.error("{} reads were not noted: the database does not keep up", missing);
      batch.add(
          new Note(0, Instant.now(), "", "", "", "", "LEFT_OUT", null, missing + " reads", 0));
    }
  }

  private void insert(List<Note> batch) {
    database.batchUpdate(
        """
        INSERT INTO access.read_log (at, person, way, address, method, kind, subject, path, status)
        VALUES (?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        batch.stream()
            .map(note ->
                new @Nullable Object[] {
                  note.at().toString(),
                  note.person(),
                  note.way(),
                  note.address(),
                  note.method(),
                  note.kind(),
                  note.subject(),
                  note.path(),
                  note.status()
                })
            .toList());
  }
}
