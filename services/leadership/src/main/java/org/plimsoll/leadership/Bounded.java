package org.plimsoll.leadership;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A request whose body is neither larger nor slower than a form of this site. */
final class Bounded extends ServerHttpRequestDecorator {
  /** The largest form has a reason of 4,000 characters, each at most twelve bytes as it is sent. */
  static final int MAX_BYTES = 64 << 10;

  /** For all of it; what a slow line sends in a second is more than the largest form. */
  static final Duration WITHIN = Duration.ofSeconds(10);

  private final AtomicLong read = new AtomicLong();

  Bounded(ServerHttpRequest request) {
    super(request);
  }

  @Override
  public Flux<DataBuffer> getBody() {
    return super.getBody()
        .doOnNext(part -> {
          if (read.addAndGet(part.readableByteCount()) > MAX_BYTES) {
            DataBufferUtils.release(part);
            throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE);
          }
        })
        .takeUntilOther(
            Mono.delay(WITHIN)
                .then(Mono.error(() -> new ResponseStatusException(HttpStatus.REQUEST_TIMEOUT))));
  }

  /** Whether it says itself that it is too large. */
  static boolean isTooLarge(ServerHttpRequest request) {
    return request.getHeaders().getContentLength() > MAX_BYTES;
  }
}
