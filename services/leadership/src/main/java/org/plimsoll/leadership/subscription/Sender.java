package org.plimsoll.leadership.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Outbox.Ready;
import org.plimsoll.leadership.subscription.Outbox.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends what stands in the outbox, in the one process that holds the lease: each receiver one
 * delivery after the other, all receivers beside each other. It says nothing that is not written
 * there; what it was sending when it was killed is sent again under the same id.
 */
final class Sender implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  /** How often it is asked what nobody has answered. */
  private static final Duration REPEATS = Duration.ofSeconds(5);

  private static final Duration STOP = Duration.ofSeconds(5);

  /** Sends one delivery in the way of its channel. */
  interface Post extends Outbox.Form {
    Attempt send(Ready ready);
  }

  private final Teller teller;
  private final Outbox outbox;
  private final Lease lease;
  private final Post post;
  private final Proving proving;
  private final DeliverySettings settings;
  private final Clock clock;
  private final RandomGenerator random;
  private final Set<String> served = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asking = new AtomicBoolean();
  private final Semaphore something = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;
  private @Nullable ExecutorService calls;

  Sender(
      Teller teller,
      Outbox outbox,
      Lease lease,
      Post post,
      Proving proving,
      DeliverySettings settings,
      Clock clock,
      RandomGenerator random) {
    this.teller = teller;
    this.outbox = outbox;
    this.lease = lease;
    this.post = post;
    this.proving = proving;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void start() {
    running = true;
    ExecutorService each =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("delivery ", 0).factory());
    calls = each;
    thread = Thread.ofPlatform().name("sender").daemon().start(() -> run(each));
  }

  private void run(ExecutorService each) {
    long fence = 0;
    Instant repeated = Instant.MIN;
    while (running) {
      try {
        long held = lease.hold();
        if (held != fence && held > 0) {
          log.info("This process sends what is told (fence {})", held);
          teller.begin(held);
        }
        fence = held;
        boolean more = false;
        if (fence > 0) {
          more = teller.tell(fence);
          Instant now = clock.instant();
          if (repeated.plus(REPEATS).isBefore(now)) {
            teller.repeat(fence);
            repeated = now;
          }
          send(fence, each);
          askForProof(fence, each);
        }
        if (!more && something.tryAcquire(settings.look().toMillis(), TimeUnit.MILLISECONDS)) {
          something.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.warn("Nothing is told for a moment: {}", e.getMessage(), e);
        fence = 0;
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(settings.look());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }

  private void send(long fence, ExecutorService each) {
    int free = settings.concurrent() - served.size();
    if (free <= 0) {
      return;
    }
    for (Waiting waiting : outbox.due(served, free)) {
      served.add(waiting.receiver());
      each.execute(() -> {
        try {
          send(waiting, fence);
        } catch (RuntimeException e) {
          log.warn("{} could not be sent, it stays in the outbox", waiting.deliveryId(), e);
          pauseQuietly();
        } finally {
          served.remove(waiting.receiver());
          something.release();
        }
      });
    }
  }

  /** Beside the others, and one after the other. */
  private void askForProof(long fence, ExecutorService each) {
    if (proving.isDue() && asking.compareAndSet(false, true)) {
      each.execute(() -> {
        try {
          proving.send(fence);
        } catch (RuntimeException e) {
          log.warn("Letters that ask for proof of an address wait", e);
          pauseQuietly();
        } finally {
          asking.set(false);
        }
      });
    }
  }

  /** Whatever is wrong here is not mended by trying at once again. */
  private void pauseQuietly() {
    try {
      Thread.sleep(settings.look());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Waiting waiting, long fence) {
    outbox
        .prepare(waiting.deliveryId(), fence, post)
        .ifPresent(ready -> {
          Instant began = clock.instant();
          Attempt attempt = post.send(ready);
          outbox.after(ready, attempt, fence, began, random);
        });
  }

  @Override
  public void stop() {
    running = false;
    Thread loop = thread;
    ExecutorService each = calls;
    if (loop == null || each == null) {
      return;
    }
    loop.interrupt();
    each.shutdown();
    try {
      loop.join(STOP);
      if (!each.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        each.shutdownNow();
      }
      lease.release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.debug("the lease ends by itself", e);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
