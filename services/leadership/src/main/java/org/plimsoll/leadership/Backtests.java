package org.plimsoll.leadership;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.plimsoll.policy.backtest.Backtest;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailInputs;
import org.plimsoll.wire.TrailReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/**
 * Back-tests that run, one of a person and {@link #MOST} of all, and those that have ended, for an
 * hour and for as long as there is room. Each reads the whole trail again with consumers of its
 * own, on threads of its own; nothing of it is kept anywhere but in memory, and nothing is written.
 */
@Component
class Backtests implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Backtests.class);

  /** At a time: with an eighth of the heap for each, and half as much for what has ended. */
  static final int MOST = 2;

  private static final int SHARE = 8;
  private static final Duration KEPT = Duration.ofHours(1);

  /** Of one exception, item or breach of a report. */
  private static final long ROW_BYTES = 120;

  private static final int KILO = 1 << 10;
  private static final Duration STOP = Duration.ofSeconds(5);

  /** Half of the processors: the others are for the screens, and for what follows the trail. */
  private static final int READERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /** How a back-test stands. */
  sealed interface State {
    /**
     * The trail is read.
     *
     * @param percent of the entries that there are, 0 to 99
     */
    record Weighing(int percent) implements State {}

    /**
     * What each candidate would have done.
     *
     * @param reports in the order of {@link BacktestWish#candidates}
     */
    record Done(List<Report> reports) implements State {}

    /** It ended without a report. */
    record Ended(Why why) implements State {}
  }

  /** Why there is no report. */
  enum Why {
    CANCELLED,
    /** It would have taken more memory than one may. */
    TOO_LARGE,
    /** The log says more. */
    FAILED
  }

  /** A back-test of a person. */
  static final class Run {
    private final String id = UUID.randomUUID().toString();
    private final Instant startedAt = Instant.now();
    private final String person;
    private final BacktestWish wish;
    private volatile State state = new State.Weighing(0);
    private volatile boolean cancelled;
    private volatile @Nullable Thread thread;

    private Run(String person, BacktestWish wish) {
      this.person = person;
      this.wish = wish;
    }

    String id() {
      return id;
    }

    Instant startedAt() {
      return startedAt;
    }

    BacktestWish wish() {
      return wish;
    }

    State state() {
      return state;
    }

    private void cancel() {
      cancelled = true;
      Thread running = thread;
      if (running != null) {
        running.interrupt();
      }
    }

    private int kilobytes() {
      if (!(state instanceof State.Done(List<Report> reports))) {
        return 1;
      }
      // What is recorded is one list for all of them.
      long rows = reports.getFirst().recordedItems().size();
      for (Report report : reports) {
        rows +=
            report.differences().size()
                + report.candidateItems().size()
                + report.candidateBreaches().size()
                + report.notGranted().size();
      }
      return (int) Math.min(Integer.MAX_VALUE, 1 + rows * ROW_BYTES / KILO);
    }
  }

  /** What came of asking for one. */
  sealed interface Started {
    record Begun(Run run) implements Started {}

    /** The same person has one that runs. */
    record Busy(Run own) implements Started {}

    /** As many run as may. */
    record Full() implements Started {}
  }

  private static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Map<String, Object> kafka;
  private final String registryUrl;
  private final LongSupplier shown;
  private final long mostBytes;
  private final Map<String, Run> running = new LinkedHashMap<>();
  private final Cache<String, Run> ended;

  @Autowired
  Backtests(
      KafkaProperties kafka,
      @Value("${plimsoll.registry.url}") String registryUrl,
      Projection projection) {
    this(
        settings(kafka),
        registryUrl,
        () -> entries(projection),
        Runtime.getRuntime().maxMemory() / SHARE);
  }

  /**
   * @param shown how many entries there are about, to say how far one is
   * @param mostBytes that one may take while it runs
   */
  Backtests(Map<String, Object> kafka, String registryUrl, LongSupplier shown, long mostBytes) {
    this.kafka = kafka;
    this.registryUrl = registryUrl;
    this.shown = shown;
    this.mostBytes = mostBytes;
    this.ended =
        Caffeine.newBuilder()
            .maximumWeight(mostKept())
            .weigher((String id, Run run) -> run.kilobytes())
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();
  }

  private static Map<String, Object> settings(KafkaProperties kafka) {
    Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A trail whose beginning is gone must not be taken for a shorter one.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return settings;
  }

  /** Begins one, unless that would be one too many. */
  synchronized Started start(String person, BacktestWish wish) {
    Run own = running.get(person);
    if (own != null) {
      return new Started.Busy(own);
    }
    if (running.size() >= MOST) {
      return new Started.Full();
    }
    Run run = new Run(person, wish);
    running.put(person, run);
    run.thread =
        Thread.ofPlatform().name("backtest").daemon().unstarted(() -> end(run, weighed(run)));
    run.thread.start();
    return new Started.Begun(run);
  }

  /** Asks it to end, if it is this person's and runs. */
  void cancel(String person, String id) {
    one(person, id).ifPresent(Run::cancel);
  }

  /** The one with this id, if it is this person's. */
  synchronized Optional<Run> one(String person, String id) {
    return of(person).stream().filter(run -> run.id.equals(id)).findFirst();
  }

  /** Those of a person, newest first. */
  synchronized List<Run> of(String person) {
    List<Run> all = new ArrayList<>(ended.asMap().values());
    all.addAll(running.values());
    return all.stream()
        .filter(run -> run.person.equals(person))
        .sorted(Comparator.comparing(Run::startedAt).reversed())
        .toList();
  }

  private synchronized void end(Run run, State state) {
    run.state = state;
    if (run.kilobytes() > mostKept()) {
      run.state = new State.Ended(Why.TOO_LARGE);
    }
    ended.put(run.id, run);
    running.remove(run.person);
  }

  private long mostKept() {
    return Math.max(1, mostBytes / 2 / KILO);
  }

  private State weighed(Run run) {
    try {
      Backtest backtest = new Backtest(run.wish.candidates());
      long entries = Math.max(1, shown.getAsLong());
      new TrailInputs(
              new SchemaRegistry(registryUrl),
              READERS,
              read -> {
                if (backtest.heldBytes() > mostBytes) {
                  throw new TooLargeException();
                }
                run.state = new State.Weighing((int) Math.min(99, read * 100 / entries));
              })
          .read(new TrailReader(kafka), () -> backtest.part()::next);
      return run.cancelled
          ? new State.Ended(Why.CANCELLED)
          : backtest.heldBytes() > mostBytes
              ? new State.Ended(Why.TOO_LARGE)
              : new State.Done(backtest.reports(run.wish.scope()));
    } catch (TooLargeException e) {
      return new State.Ended(Why.TOO_LARGE);
    } catch (RuntimeException | Error e) {
      // Whatever it is, the person has to be told, and may ask again.
      if (run.cancelled) {
        return new State.Ended(Why.CANCELLED);
      }
      log.error("A back-test ended without a report", e);
      return new State.Ended(Why.FAILED);
    }
  }

  /** As many as the trail's partitions have shown. */
  private static long entries(Projection projection) {
    return projection.progress().entrySet().stream()
        .filter(each -> Part.TRAIL.topics().contains(each.getKey().topic()))
        .mapToLong(each -> each.getValue().sequence())
        .sum();
  }

  @Override
  public void destroy() throws InterruptedException {
    List<Run> all;
    synchronized (this) {
      all = List.copyOf(running.values());
    }
    for (Run run : all) {
      run.cancel();
      Thread thread = run.thread;
      if (thread != null) {
        thread.join(STOP);
      }
    }
  }
}
