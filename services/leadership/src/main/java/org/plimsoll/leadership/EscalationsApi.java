package org.plimsoll.leadership;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Escalations.Filter;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Json.EscalationJson;
import org.plimsoll.leadership.access.Access;
import org.plimsoll.leadership.access.Queries;
import org.plimsoll.leadership.access.SignedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** Delivered items, paged and as a stream that goes on where a reader left it. */
@RestController
class EscalationsApi {
  private static final Logger log = LoggerFactory.getLogger(EscalationsApi.class);

  static final String[] KINDS = {
    "TIME",
    "COST",
    "SCOPE",
    "QUALITY",
    "RISK",
    "BENEFIT",
    "SUSTAINABILITY",
    "CONFIRMATION",
    "ASSISTANCE"
  };
  static final String[] RECEIVING = {"PROGRAM", "PORTFOLIO"};

  /** Items that one reader holds in memory at a time: 200 of about 1 KB. */
  private static final int STREAM_PAGE = 200;

  /** A reader that leaves so many heartbeats untaken in a row is cut. */
  private static final int MISSED_HEARTBEATS = 2;

  private final ReadModel model;
  private final Access access;
  private final Tail tail;
  private final InWords words;
  private final Duration heartbeat;

  EscalationsApi(
      ReadModel model, Access access, Tail tail, InWords words, LeadershipSettings settings) {
    this.model = model;
    this.access = access;
    this.tail = tail;
    this.words = words;
    this.heartbeat = settings.heartbeat();
  }

  @GetMapping("/v1/escalations")
  Page<EscalationJson> page(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given =
        Parameters.of(exchange, "level", "node", "deliveredTo", "kind", "state", "limit", "cursor");
    Filter filter =
        new Filter(
            given.oneOf("level", RECEIVING),
            given.node("node"),
            given.node("deliveredTo"),
            given.oneOf("kind", KINDS),
            given.oneOf("state", "OPEN", "CLEARED", "CONFIRMED", "WITHDRAWN"));
    Page<Item> page = seen.escalations().page(filter, given.cursorSeq(), given.limit());
    return new Page<>(
        page.items().stream().map(item -> EscalationJson.of(item, words, locale)).toList(),
        page.nextCursor());
  }

  /**
   * The items behind {@code Last-Event-ID}, or behind the parameter {@code after}, or from now on;
   * each with its seq as id. A reader that comes back with the last id it has seen gets every later
   * item once.
   */
  @GetMapping(path = "/v1/escalations/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<ServerSentEvent<EscalationJson>> stream(
      SignedIn signedIn, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "level", "node", "deliveredTo", "kind", "after");
    Filter filter =
        new Filter(
            given.oneOf("level", RECEIVING),
            given.node("node"),
            given.node("deliveredTo"),
            given.oneOf("kind", KINDS),
            null);
    String lastSeen = exchange.getRequest().getHeaders().getFirst("Last-Event-ID");
    Long after = lastSeen(lastSeen, given);
    exchange.getResponse().getHeaders().set("X-Accel-Buffering", "no");
    Mono<Long> start = after != null ? Mono.just(after) : Queries.ask(tail::now);
    return start.flatMapMany(
        from -> stream(signedIn, filter, from, locale, () -> hangUp(exchange)));
  }

  private static @Nullable Long lastSeen(@Nullable String header, Parameters given) {
    if (header != null && !header.isEmpty()) {
      return Parameters.number("Last-Event-ID", header, 0, Long.MAX_VALUE);
    }
    return given.text("after") == null ? null : given.number("after", 0, 0, Long.MAX_VALUE);
  }

  private Flux<ServerSentEvent<EscalationJson>> stream(
      SignedIn signedIn, Filter filter, long from, Locale locale, Runnable hangUp) {
    AtomicLong last = new AtomicLong(from);
    Flux<ServerSentEvent<EscalationJson>> items =
        tail.newest()
            .onBackpressureLatest()
            .concatMap(newest -> upTo(signedIn, newest, filter, last), 1)
            .map(item ->
                ServerSentEvent.builder(EscalationJson.of(item, words, locale))
                    .id(String.valueOf(item.seq()))
                    .event("escalation")
                    .build());
    AtomicInteger missed = new AtomicInteger();
    Flux<ServerSentEvent<EscalationJson>> heartbeats =
        Flux.interval(Duration.ZERO, heartbeat)
            .onBackpressureDrop(tick -> missed.incrementAndGet())
            .map(tick -> {
              missed.set(0);
              return ServerSentEvent.<EscalationJson>builder().comment("").build();
            });
    // Heartbeats wait behind items that are not taken; when they wait too long, nobody reads.
    Flux<ServerSentEvent<EscalationJson>> cut =
        Flux.interval(heartbeat)
            .filter(tick -> missed.get() >= MISSED_HEARTBEATS)
            .onBackpressureDrop()
            .take(1)
            .concatMap(tick ->
                Mono.<ServerSentEvent<EscalationJson>>fromRunnable(() -> {
                  log.info("A reader of the stream that takes nothing is cut after {}", last);
                  hangUp.run();
                }));
    Flux<Boolean> signedOut =
        Flux.interval(heartbeat)
            .onBackpressureDrop()
            .concatMap(tick -> Queries.ask(() -> access.again(signedIn).isEmpty()), 1)
            .filter(over -> over);
    return Flux.merge(1, items, heartbeats, cut).takeUntilOther(signedOut);
  }

  /** Ends the connection itself: whatever would be written to it waits for its reader. */
  private static void hangUp(ServerWebExchange exchange) {
    HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
    request.withConnection(connection -> connection.dispose());
  }

  /** Every item behind the last one up to the newest, a page at a time as the reader takes them. */
  private Flux<Item> upTo(SignedIn signedIn, long newest, Filter filter, AtomicLong last) {
    AtomicBoolean more = new AtomicBoolean(newest > last.get());
    return Flux.defer(() ->
            more.get()
                ? Queries.ask(() -> nextPage(signedIn, newest, filter, last, more))
                    .flatMapIterable(page -> page)
                : Flux.<Item>empty())
        .repeat(more::get);
  }

  private List<Item> nextPage(
      SignedIn signedIn, long newest, Filter filter, AtomicLong last, AtomicBoolean more) {
    // The scope is asked for anew, and so is whether the reader is still signed in.
    List<Item> page =
        access
            .again(signedIn)
            .map(reader -> model.of(reader).escalations().after(filter, last.get(), STREAM_PAGE))
            .orElse(List.of());
    more.set(page.size() == STREAM_PAGE);
    // What the filter leaves out is behind the reader too, as far as the newest is known.
    long reached = page.isEmpty() ? newest : page.getLast().seq();
    last.set(more.get() ? reached : Math.max(reached, newest));
    return page;
  }
}
