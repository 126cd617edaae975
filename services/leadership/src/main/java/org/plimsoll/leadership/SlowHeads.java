package org.plimsoll.leadership;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerState;

/**
 * Closes connections on which no request comes, or only by and by, and bounds what waits for those
 * who take nothing.
 */
@Component
class SlowHeads implements NettyServerCustomizer {
  /** For the head of the first request, from the connection on. */
  static final Duration HEAD = Duration.ofSeconds(10);

  /**
   * What a connection holds in the operating system, which would give it some megabytes; a reader
   * of the stream that takes nothing would go unnoticed for as long as these last.
   */
  private static final int SENT_BYTES = 256 << 10;

  private static final Duration IDLE = Duration.ofSeconds(75);

  private static final AttributeKey<ScheduledFuture<?>> END =
      AttributeKey.valueOf(SlowHeads.class, "end");

  @Override
  public HttpServer apply(HttpServer server) {
    return server
        .idleTimeout(IDLE)
        .childOption(ChannelOption.SO_SNDBUF, SENT_BYTES)
        .childObserve(SlowHeads::observe);
  }

  private static void observe(Connection connection, ConnectionObserver.State state) {
    Channel channel = connection.channel();
    if (state.equals(ConnectionObserver.State.CONNECTED)) {
      channel
          .attr(END)
          .set(
              channel
                  .eventLoop()
                  .schedule(connection::dispose, HEAD.toMillis(), TimeUnit.MILLISECONDS));
    } else if (state.equals(HttpServerState.REQUEST_RECEIVED)) {
      ScheduledFuture<?> end = channel.attr(END).getAndSet(null);
      if (end != null) {
        end.cancel(false);
      }
    }
  }
}
