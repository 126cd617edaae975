package org.plimsoll.leadership.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.testkit.Cluster;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Connections remember the scope that they were given, and no reader may ever get another's. */
class ScopedDatabaseTest {
  private static final long SEED = 20_261_127;
  private static final int READERS = 24;
  private static final int QUESTIONS = 100;

  private static final List<Scope> SCOPES =
      List.of(
          Scope.EVERYTHING,
          new Scope(false, List.of(), List.of()),
          new Scope(false, List.of("roads"), List.of()),
          new Scope(false, List.of("roads", "schools"), List.of()),
          new Scope(false, List.of(), List.of("roads")),
          new Scope(true, List.of("roads"), List.of("works")));

  private static ScopedDatabase database;

  @BeforeAll
  static void open() {
    Cluster cluster = Cluster.shared();
    DataSourceProperties properties = new DataSourceProperties();
    properties.setUrl(cluster.createDatabase("scoped"));
    properties.setUsername("scoped");
    properties.setPassword(cluster.password());
    database = new ScopedDatabase(properties);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Scope asked(JdbcClient client) {
    return client
        .sql(
            """
            SELECT current_setting('plimsoll.everything') = 'yes' AS everything,
              string_to_array(current_setting('plimsoll.roots'), ' ') AS roots,
              string_to_array(current_setting('plimsoll.agencies'), ' ') AS agencies
            """)
        .query((row, number) ->
            new Scope(
                row.getBoolean("everything"),
                List.of((String[]) row.getArray("roots").getArray()),
                List.of((String[]) row.getArray("agencies").getArray())))
        .single();
  }

  private static void fail(JdbcClient client) {
    assertThatThrownBy(() -> client.sql("SELECT 1 / 0").query(Integer.class).single())
        .isInstanceOf(DataAccessException.class);
  }

  /** The connection is gone behind it, and the pool makes another. */
  private static void loseTheConnection(JdbcClient client) {
    assertThatThrownBy(() ->
            client
                .sql("SELECT pg_terminate_backend(pg_backend_pid())")
                .query(Boolean.class)
                .single())
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void everyQuestionIsAskedWithinItsOwnScope() throws Exception {
    List<Future<?>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int reader = 0; reader < READERS; reader++) {
        Random random = new Random(SEED + reader);
        readers.add(
            threads.submit(() -> {
              for (int i = 0; i < QUESTIONS; i++) {
                Scope scope = SCOPES.get(random.nextInt(SCOPES.size()));
                JdbcClient client = database.of(scope);
                assertThat(asked(client)).as("seed %d", SEED).isEqualTo(scope);
                int next = random.nextInt(30);
                if (next == 0) {
                  fail(client);
                } else if (next == 1) {
                  loseTheConnection(client);
                }
                assertThat(asked(client)).as("seed %d", SEED).isEqualTo(scope);
              }
            }));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }
}
