package org.plimsoll.leadership.access;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.persons.LookedUp;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where the database is asked on behalf of a request: on a virtual thread for each question, never
 * on an event-loop thread. A question whose asker hangs up is asked to its end, and nobody hears
 * the answer.
 */
public final class Queries {
  /** For whatever runs handlers; each task has a thread of its own. */
  public static final AsyncTaskExecutor THREADS = threads();

  // Not Schedulers.boundedElastic() and not an ExecutorService: these interrupt the thread of what
  // is cancelled, and an interrupted virtual thread closes the socket that it reads from, which
  // here is a connection of the pool. A plain Executor has nothing to interrupt by.
  private static final Scheduler SCHEDULER = Schedulers.fromExecutor(THREADS);

  private Queries() {}

  private static AsyncTaskExecutor threads() {
    SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("query-");
    threads.setVirtualThreads(true);
    threads.setTaskDecorator(LookedUp::once);
    return threads;
  }

  /**
   * What the query answers, asked anew for each subscriber; empty for null, and an error for what
   * the query throws.
   */
  public static <T> Mono<T> ask(Callable<? extends @Nullable T> query) {
    return Mono.<T>fromCallable(query).subscribeOn(SCHEDULER);
  }
}
