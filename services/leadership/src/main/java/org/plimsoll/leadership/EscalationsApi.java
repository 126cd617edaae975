package org.plimsoll.leadership;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.HEADER;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Escalations.Filter;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Json.EscalationJson;
import org.plimsoll.leadership.access.Access;
import org.plimsoll.leadership.access.Queries;
import org.plimsoll.leadership.access.Reader;
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

  /** How long a sign-out or a changed scope may go unnoticed by a stream. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  /** A reader that leaves so many heartbeats untaken in a row is cut. */
  private static final int MISSED_HEARTBEATS = 2;

  private final Access access;
  private final Tail tail;
  private final StreamPages pages;
  private final InWords words;
  private final Duration heartbeat;

  EscalationsApi(
      Access access, Tail tail, StreamPages pages, InWords words, LeadershipSettings settings) {
    this.access = access;
    this.tail = tail;
    this.pages = pages;
    this.words = words;
    this.heartbeat = settings.heartbeat();
  }

  /**
   * What was delivered upward, in the order of its arrival: exceptions, targets achieved, calls for
   * help. Ask again behind the last page to learn what has arrived since.
   */
  @GetMapping("/v1/escalations")
  @Asked.Delivered
  @Parameter(
      in = QUERY,
      name = "state",
      description = "as it is now",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"OPEN", "CLEARED", "CONFIRMED", "WITHDRAWN"}),
      example = "OPEN")
  @Asked.Paged
  @FollowsTrail
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
    return given.page(page, item -> EscalationJson.of(item, words, locale));
  }

  /**
   * What was delivered, as server-sent events of the type {@code escalation}: the items behind
   * {@code Last-Event-ID}, or behind the parameter {@code after}, or from now on; each with its seq
   * as id. A reader that comes back with the last id it has seen gets every later item once. A
   * silent stream says a comment in every heartbeat.
   */
  @GetMapping(path = "/v1/escalations/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Asked.Delivered
  @Parameter(
      in = QUERY,
      name = "after",
      description = "seq of the last item that is not wanted; 0 for all of them",
      schema = @Schema(type = "integer", format = "int64", minimum = "0"),
      example = "0")
  @Parameter(
      in = HEADER,
      name = "Last-Event-ID",
      description = "id of the last event that was taken; it goes before the parameter after",
      schema = @Schema(type = "integer", format = "int64", minimum = "0"),
      example = "1")
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
    AtomicReference<Reader> reader = new AtomicReference<>(signedIn.reader());
    Flux<ServerSentEvent<EscalationJson>> items =
        tail.newest()
            .onBackpressureLatest()
            .concatMap(newest -> upTo(reader, newest, filter, locale, last), 1)
            .map(item ->
                ServerSentEvent.builder(item)
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
    return Flux.merge(1, items, heartbeats, cut).takeUntilOther(signedOut(signedIn, reader));
  }

  /**
   * Ends when the sign-in does; until then the reader is as the facts say. It is asked beside the
   * items, from when each reader came: with every item hundreds would ask at once, and all of them
   * would wait.
   */
  private Mono<Boolean> signedOut(SignedIn signedIn, AtomicReference<Reader> reader) {
    return Flux.interval(LOOK_AGAIN)
        .onBackpressureDrop()
        .concatMap(
            tick ->
                Queries.ask(() -> {
                  Optional<Reader> again = access.again(signedIn);
                  again.ifPresent(reader::set);
                  return again.isEmpty();
                }),
            1)
        .filter(over -> over)
        .next();
  }

  /** Ends the connection itself: whatever would be written to it waits for its reader. */
  private static void hangUp(ServerWebExchange exchange) {
    HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
    request.withConnection(connection -> connection.dispose());
  }

  /** Every item behind the last one up to the newest, a page at a time as the reader takes them. */
  private Flux<EscalationJson> upTo(
      AtomicReference<Reader> reader, long newest, Filter filter, Locale locale, AtomicLong last) {
    AtomicBoolean more = new AtomicBoolean(newest > last.get());
    return Flux.defer(() ->
            more.get()
                ? pages
                    .after(reader.get(), filter, last.get(), newest, locale)
                    .doOnNext(page -> {
                      more.set(page.size() == StreamPages.ITEMS);
                      // What the filter leaves out is behind the reader too, as far as the newest
                      // is known.
                      long reached = page.isEmpty() ? newest : page.getLast().seq();
                      last.set(more.get() ? reached : Math.max(reached, newest));
                    })
                    .flatMapIterable(page -> page)
                : Flux.<EscalationJson>empty())
        .repeat(more::get);
  }
}
