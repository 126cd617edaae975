package org.plimsoll.leadership;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.plimsoll.leadership.access.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Answers that follow from the read model and the scope alone, kept while it stays as it is: how
 * far its topics are read is part of every question, so no answer is older than what it is asked
 * about. An entry of the trail brings all who read the same stream to the same question, and one of
 * them counts.
 */
@Component
class Unchanged {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int MOST = 200;

  private record Question(Scope scope, String read, List<?> asked) {}

  private final Cache<Question, Object> answers =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(LONGEST).build();

  /** What one reader asks. */
  interface Of {
    /**
     * An answer, or the one that was given to the same question of the same state.
     *
     * @param asked everything that the answer depends on beside the read model and the scope; never
     *     null, and nothing in it
     * @param answer is not changed by whoever gets it
     */
    <T> T get(List<?> asked, Supplier<T> answer);
  }

  /**
   * @param database of the reader
   */
  Of within(Scope scope, JdbcClient database) {
    return new Of() {
      @Override
      @SuppressWarnings("unchecked")
      public <T> T get(List<?> asked, Supplier<T> answer) {
        // Read before the answer is counted: what comes in between belongs to a later question.
        Question question = new Question(scope, read(database), asked);
        return (T) answers.get(question, _ -> answer.get());
      }
    };
  }

  private static String read(JdbcClient database) {
    return database
        .sql(
            """
            SELECT coalesce(string_agg(topic || ' ' || partition || ' ' || next_offset, ','
              ORDER BY topic, partition), '') FROM consumed
            """)
        .query(String.class)
        .single();
  }
}
