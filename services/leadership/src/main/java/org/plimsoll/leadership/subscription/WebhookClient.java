package org.plimsoll.leadership.subscription;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/**
 * Calls webhooks. Each call has a connection of its own to the address that was checked; redirects
 * are answers like any other and not followed.
 */
final class WebhookClient {
  /** Bytes of an answer that are read: enough for its engineer to know it again. */
  private static final int EXTRACT_BYTES = 1_000;

  private static final int EXTRACT_CHARACTERS = 500;

  private final DeliverySettings.Webhook settings;
  private final Networks networks;
  private final Destination.Names names;
  private final @Nullable SslProvider trust;

  WebhookClient(DeliverySettings settings, Destination.Names names) {
    this.settings = settings.webhook();
    this.networks = settings.networks();
    this.names = names;
    Path certificates = settings.webhook().trustedCertificates();
    this.trust = certificates == null ? null : Trust.alsoOf(certificates);
  }

  /** What is known of an answer, however far it came. */
  private static final class Answer {
    private final AtomicReference<@Nullable HttpClientResponse> head = new AtomicReference<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    synchronized void read(byte[] bytes) {
      body.write(bytes, 0, Math.min(bytes.length, EXTRACT_BYTES - body.size()));
    }

    synchronized boolean isEnough() {
      return body.size() >= EXTRACT_BYTES;
    }

    synchronized String text() {
      return Printable.line(body.toString(StandardCharsets.UTF_8), EXTRACT_CHARACTERS);
    }
  }

  /**
   * Makes one call; blocks for at most the whole time that settings give.
   *
   * @param attempt counts from 0
   */
  Attempt call(String url, String id, List<byte[]> secrets, byte[] body, int attempt) {
    return switch (Destination.of(url, networks, names, attempt)) {
      case Destination.Shut(String why) -> new Attempt.Refused(why);
      case Destination.Unresolved(String why) -> new Attempt.Failed(why);
      case Destination.Open open -> call(open, id, secrets, body);
    };
  }

  private Attempt call(Destination.Open to, String id, List<byte[]> secrets, byte[] body) {
    long timestamp = Instant.now().getEpochSecond();
    Answer answer = new Answer();
    // Closed, or every event loop would keep it for its own end.
    try (Pinned pinned = new Pinned(to.address())) {
      client()
          .protocol(HttpProtocol.HTTP11)
          .resolver(pinned)
          .followRedirect(false)
          .disableRetry(true)
          .option(
              ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connect().toMillis()))
          .responseTimeout(settings.answer())
          .headers(headers ->
              headers
                  .set("content-type", "application/json")
                  .set("content-length", body.length)
                  .set("user-agent", "plimsoll")
                  .set("webhook-id", id)
                  .set("webhook-timestamp", timestamp)
                  .set("webhook-signature", Signature.of(secrets, id, timestamp, body)))
          .post()
          .uri(to.uri())
          .send(ByteBufMono.fromString(Mono.just(new String(body, StandardCharsets.UTF_8))))
          .response((head, content) -> {
            answer.head.set(head);
            return content.asByteArray().doOnNext(answer::read).takeUntil(_ -> answer.isEnough());
          })
          .then()
          .timeout(settings.whole())
          .block();
    } catch (RuntimeException e) {
      // With its head the receiver has said what became of it; the rest is only an extract.
      if (answer.head.get() == null) {
        return failed(Exceptions.unwrap(e));
      }
    }
    HttpClientResponse head = answer.head.get();
    return head == null
        ? new Attempt.Failed("the connection was closed without an answer")
        : answered(head, answer.text());
  }

  private HttpClient client() {
    HttpClient client = HttpClient.create(ConnectionProvider.newConnection());
    return trust == null ? client : client.secure(trust);
  }

  private static Attempt answered(HttpClientResponse head, String text) {
    int status = head.status().code();
    if (status >= 200 && status < 300) {
      return new Attempt.Arrived(status, text);
    }
    return status == 410
        ? new Attempt.Gone(text)
        : new Attempt.Answered(
            status, text, retryAfter(head.responseHeaders().get("retry-after"), Instant.now()));
  }

  /** Seconds, or a date, as RFC 9110 has it; what is neither is not heard. */
  static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    try {
      return header.matches("[0-9]{1,9}")
          ? Duration.ofSeconds(Long.parseLong(header))
          : Duration.between(
              now, ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Attempt failed(Throwable e) {
    String certificate = Trust.wrongWith(e);
    if (certificate != null) {
      return new Attempt.Refused(Printable.line(certificate, EXTRACT_CHARACTERS));
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    boolean late =
        e instanceof TimeoutException
            || cause instanceof TimeoutException
            || cause instanceof io.netty.handler.timeout.TimeoutException
            || cause instanceof io.netty.channel.ConnectTimeoutException;
    String said =
        Printable.line(
            cause.getClass().getSimpleName() + ": " + cause.getMessage(), EXTRACT_CHARACTERS);
    return late ? new Attempt.TimedOut("no answer in time") : new Attempt.Failed(said);
  }

  /** Gives one address, whatever is asked. */
  private static final class Pinned extends AddressResolverGroup<InetSocketAddress> {
    private final InetAddress address;

    Pinned(InetAddress address) {
      this.address = address;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
      return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
        @Override
        protected boolean doIsResolved(InetSocketAddress asked) {
          return false;
        }

        @Override
        protected void doResolve(InetSocketAddress asked, Promise<InetSocketAddress> promise) {
          promise.setSuccess(new InetSocketAddress(address, asked.getPort()));
        }

        @Override
        protected void doResolveAll(
            InetSocketAddress asked, Promise<List<InetSocketAddress>> promise) {
          promise.setSuccess(List.of(new InetSocketAddress(address, asked.getPort())));
        }
      };
    }
  }
}
