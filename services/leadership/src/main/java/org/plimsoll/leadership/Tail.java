package org.plimsoll.leadership;

import java.time.Duration;
import org.plimsoll.leadership.access.Queries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * The newest id of the delivered items, for everyone who waits for the next one. One query a second
 * serves all readers, and the projection calls when it has written; the items themselves never pass
 * through here, each reader fetches its own from the database.
 */
@Component
class Tail implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Tail.class);

  /** How late an item of another instance may be noticed. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Sinks.Many<Long> calls = Sinks.many().multicast().directBestEffort();
  private final Sinks.Empty<Void> end = Sinks.empty();
  private final JdbcTemplate database;
  private final Flux<Long> newest;

  Tail(JdbcTemplate database) {
    this.database = database;
    this.newest =
        Flux.merge(Flux.interval(Duration.ZERO, LOOK_EVERY), calls.asFlux())
            .onBackpressureLatest()
            .concatMap(tick -> Queries.ask(this::now), 1)
            .doOnError(e -> log.warn("The newest delivered item is not known: {}", e.getMessage()))
            .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, LOOK_EVERY))
            .takeUntilOther(end.asMono())
            .distinctUntilChanged()
            .replay(1)
            .refCount(1);
  }

  /** Before the database goes away; a reader who is still there would go on asking. */
  @Override
  public void destroy() {
    end.tryEmitEmpty();
  }

  /** Something was written. */
  void look() {
    calls.tryEmitNext(0L);
  }

  /** The newest id now, and each later one; 0 before the first item. */
  Flux<Long> newest() {
    return newest;
  }

  /** The newest id; asks the database. */
  long now() {
    Long seq = database.queryForObject("SELECT coalesce(max(seq), 0) FROM delivered", Long.class);
    return seq == null ? 0 : seq;
  }
}
