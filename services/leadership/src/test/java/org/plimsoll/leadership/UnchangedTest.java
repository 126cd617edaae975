package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.access.Scope;
import org.plimsoll.testkit.Cluster;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An answer is kept as long as the read model stays as it is, and not a moment longer. */
class UnchangedTest {
  private static final List<String> ASKED = List.of("waiting", "PROGRAM");
  private static final Scope ROADS = new Scope(false, Set.of("roads"), Set.of());
  private static final Scope PORTS = new Scope(false, Set.of("ports"), Set.of());

  private static JdbcClient database;
  private final Unchanged unchanged = new Unchanged();
  private final AtomicInteger counted = new AtomicInteger();

  @BeforeAll
  static void create() {
    String name = "unchanged";
    database =
        JdbcClient.create(
            new DriverManagerDataSource(
                Cluster.shared().createDatabase(name), name, Cluster.shared().password()));
    database.sql("CREATE TABLE consumed (topic text, partition int, next_offset bigint)").update();
  }

  @BeforeEach
  void begin() {
    database.sql("DELETE FROM consumed").update();
    database.sql("INSERT INTO consumed VALUES ('trail', 0, 7), ('trail', 1, 9)").update();
  }

  private int ask(Scope scope, List<?> asked) {
    return unchanged.within(scope, database).get(asked, counted::incrementAndGet);
  }

  @Test
  void theSameQuestionOfTheSameStateIsCountedOnce() {
    assertThat(ask(ROADS, ASKED)).isEqualTo(1);
    assertThat(ask(ROADS, List.of("waiting", "PROGRAM"))).isEqualTo(1);
  }

  @Test
  void whateverIsReadMakesItAnotherQuestion() {
    assertThat(ask(ROADS, ASKED)).isEqualTo(1);
    database.sql("UPDATE consumed SET next_offset = 8 WHERE partition = 0").update();
    assertThat(ask(ROADS, ASKED)).isEqualTo(2);
    // Together they are as far as before, and it is another state.
    database.sql("UPDATE consumed SET next_offset = 16 - next_offset").update();
    assertThat(ask(ROADS, ASKED)).isEqualTo(3);
    database.sql("INSERT INTO consumed VALUES ('escalations', 0, 0)").update();
    assertThat(ask(ROADS, ASKED)).isEqualTo(4);
  }

  @Test
  void noScopeAndNoQuestionIsAnsweredWithAnothers() {
    assertThat(ask(ROADS, ASKED)).isEqualTo(1);
    assertThat(ask(PORTS, ASKED)).isEqualTo(2);
    assertThat(ask(ROADS, List.of("waiting", "PORTFOLIO"))).isEqualTo(3);
    assertThat(ask(Scope.EVERYTHING, ASKED)).isEqualTo(4);
    assertThat(ask(ROADS, ASKED)).isEqualTo(1);
  }

  @Test
  void ofManyWhoAskAtOnceOneCounts() throws Exception {
    try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> one = () -> ask(ROADS, ASKED);
      for (var answer : asking.invokeAll(Stream.generate(() -> one).limit(50).toList())) {
        assertThat(answer.get()).isEqualTo(1);
      }
    }
    assertThat(counted).hasValue(1);
  }

  @Test
  void whatFailsIsAskedAgain() {
    assertThatThrownBy(() ->
            unchanged
                .within(ROADS, database)
                .get(
                    ASKED,
                    () -> {
                      throw new IllegalStateException("no database");
                    }))
        .hasMessage("no database");
    assertThat(ask(ROADS, ASKED)).isEqualTo(1);
  }
}
