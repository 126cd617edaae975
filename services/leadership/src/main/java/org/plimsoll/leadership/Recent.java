package org.plimsoll.leadership;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Scope;
import org.springframework.stereotype.Component;

/**
 * Statistics over everything within a scope, some seconds old: they are asked for with every page
 * and cost the more the more there is. Whoever asks for one that has grown old gets it and has it
 * counted anew for the next; after {@link #LONGEST} without a question it is forgotten. What takes
 * long to count may grow older, so that counting never takes more than a small share of the time.
 * What waits for an answer never passes through here.
 */
@Component
class Recent {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST = 10_000;

  /** An answer stays for so many times what counting it took. */
  private static final int TIMES = 50;

  /** Counting anew waits until the page that asked has most likely gone out. */
  private static final Duration AFTER_THE_PAGE = Duration.ofMillis(300);

  private final @Nullable LoadingCache<Question, Counted> answers;

  /** An answer, the moment at which it was there, and what it took, in nanoseconds. */
  private record Counted(Object answer, long at, long took) {
    static Counted of(Question question) {
      long begun = System.nanoTime();
      Object answer = question.answer.get();
      long at = System.nanoTime();
      return new Counted(answer, at, at - begun);
    }

    boolean stays() {
      return System.nanoTime() - at < TIMES * took;
    }
  }

  /**
   * A question with its answer, which is not what makes two of them the same.
   *
   * @param asked the name of what is counted, and what narrows it
   */
  private record Question(Scope scope, List<?> asked, Supplier<?> answer) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Question(Scope s, List<?> a, Supplier<?> _)
          && s.equals(scope)
          && a.equals(asked);
    }

    @Override
    public int hashCode() {
      return 31 * scope.hashCode() + asked.hashCode();
    }
  }

  /** What one reader asks. */
  interface Of {
    /**
     * An answer, or one of the last seconds to the same question.
     *
     * @param asked never null, and nothing in it
     */
    <T> T get(List<?> asked, Supplier<T> answer);
  }

  Recent(LeadershipSettings settings) {
    Duration age = settings.statistics();
    answers =
        age.isZero()
            ? null
            : Caffeine.newBuilder()
                .maximumSize(MOST)
                .refreshAfterWrite(age)
                .expireAfterWrite(age.compareTo(LONGEST) > 0 ? age : LONGEST)
                .executor(
                    CompletableFuture.delayedExecutor(
                        AFTER_THE_PAGE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        Executors.newVirtualThreadPerTaskExecutor()))
                .build(
                    new CacheLoader<>() {
                      @Override
                      public Counted load(Question question) {
                        return Counted.of(question);
                      }

                      @Override
                      public Counted reload(Question question, Counted old) {
                        return old.stays() ? old : Counted.of(question);
                      }
                    });
  }

  Of within(Scope scope) {
    return new Of() {
      @Override
      @SuppressWarnings("unchecked")
      public <T> T get(List<?> asked, Supplier<T> answer) {
        return answers == null
            ? answer.get()
            : (T) answers.get(new Question(scope, asked, answer)).answer;
      }
    };
  }
}
