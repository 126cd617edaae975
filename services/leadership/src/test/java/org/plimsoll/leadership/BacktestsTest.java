package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.leadership.Backtests.Run;
import org.plimsoll.leadership.Backtests.Started;
import org.plimsoll.leadership.Backtests.State;
import org.plimsoll.leadership.Backtests.Why;
import org.plimsoll.leadership.access.Scope;
import org.plimsoll.leadership.subscription.Persons.Read;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.plimsoll.policy.Presets;

/** Who may weigh how much at a time, and what is wrong with a form, without a broker. */
class BacktestsTest {
  private static final Map<String, List<String>> PRINCE2 =
      Map.of("policy", List.of(Presets.text("prince2").orElseThrow()));

  /** Nobody answers there, so whatever begins waits until it is cancelled. */
  private final Backtests backtests =
      new Backtests(
          Map.of("bootstrap.servers", "127.0.0.1:9"), "http://127.0.0.1:9", () -> 0, 1 << 20);

  @AfterEach
  void stop() throws InterruptedException {
    backtests.destroy();
  }

  private static BacktestWish wish() {
    return wish(PRINCE2).orElseThrow();
  }

  private static Read<BacktestWish> read(Map<String, List<String>> given) {
    return BacktestWish.read(given, node -> node == null || node.equals("enbek"));
  }

  private static Optional<BacktestWish> wish(Map<String, List<String>> given) {
    return switch (read(given)) {
      case Read.Good<BacktestWish>(BacktestWish wish) -> Optional.of(wish);
      case Read.Bad<BacktestWish> _ -> Optional.empty();
    };
  }

  /** By field; empty when nothing is wrong. */
  private static Map<String, Wrong> wrong(Map<String, List<String>> given) {
    return switch (read(given)) {
      case Read.Good<BacktestWish> _ -> Map.of();
      case Read.Bad<BacktestWish>(var wrong) -> wrong;
    };
  }

  /** The shipped policy with further fields: names and values in turn. */
  private static Map<String, List<String>> with(String... more) {
    Map<String, List<String>> given = new HashMap<>(PRINCE2);
    for (int i = 0; i < more.length; i += 2) {
      given.put(more[i], List.of(more[i + 1]));
    }
    return given;
  }

  private Run begun(String person) {
    return ((Started.Begun) backtests.start(person, wish())).run();
  }

  @Test
  void aPersonHasOneAtATimeAndAllHaveTwo() {
    Run first = begun("A. Sadykova");

    assertThat(backtests.start("A. Sadykova", wish())).isEqualTo(new Started.Busy(first));
    begun("A. Minister");
    assertThat(backtests.start("T. Ospanov", wish())).isEqualTo(new Started.Full());
    assertThat(backtests.one("A. Minister", first.id())).isEmpty();
    assertThat(backtests.of("A. Sadykova")).containsExactly(first);
  }

  @Test
  void whatIsCancelledEndsAndMakesRoom() {
    Run first = begun("A. Sadykova");

    backtests.cancel("A. Minister", first.id());
    assertThat(first.state()).isInstanceOf(State.Weighing.class);
    backtests.cancel("A. Sadykova", first.id());

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> first.state().equals(new State.Ended(Why.CANCELLED)));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> backtests.start("A. Sadykova", wish()) instanceof Started.Begun);
    assertThat(backtests.of("A. Sadykova")).hasSize(2).contains(first);
  }

  @ParameterizedTest
  @CsvSource({
    "node, road, node",
    "from, 2020-02-30, from",
    "from, 12020-02-01, from",
    "to, yesterday, to",
    "sweepOf, cost, sweepOf",
    "colour, red, colour"
  })
  void whatCannotBeTakenIsNamedByItsField(String name, String value, String field) {
    assertThat(wrong(with(name, value))).containsOnlyKeys(field);
  }

  @Test
  void aPolicyThatIsNoneIsNamedByLineAndWhatWasExpected() {
    String misspelt =
        Presets.text("prince2").orElseThrow().replaceFirst("kind: cost", "kind: kost");

    Wrong wrong = requireNonNull(wrong(with("policy", misspelt)).get("policy"));

    assertThat(wrong.expected()).isEqualTo("backtest.misread.line");
    assertThat(wrong.arguments().getFirst()).isEqualTo("kind: kost");
    assertThat(wrong.arguments().get(1).toString()).contains("cost");
    assertThat(wrong(Map.of())).containsOnlyKeys("policy");
  }

  @Test
  void aPeriodThatEndsBeforeItBeginsIsRefused() {
    assertThat(wrong(with("from", "2020-03-01", "to", "2020-02-01"))).containsOnlyKeys("to");
    assertThat(wrong(with("from", "2020-03-01", "to", "2020-03-01"))).isEmpty();
  }

  /** On the screen of the flow they find all that they see. */
  @Test
  void whoSeesMoreThanTheyChoseToWeighIsToldSo() {
    BacktestWish enbek = wish(with("node", "enbek")).orElseThrow();
    BacktestWish march = wish(with("node", "enbek", "from", "2020-03-01")).orElseThrow();
    Scope manager = new Scope(false, Set.of("enbek"), Set.of());

    assertThat(BacktestSentences.isPart(wish(), Scope.EVERYTHING)).isFalse();
    assertThat(BacktestSentences.isPart(enbek, Scope.EVERYTHING)).isTrue();
    assertThat(BacktestSentences.isPart(enbek, manager)).isFalse();
    assertThat(BacktestSentences.isPart(march, manager)).isTrue();
    assertThat(BacktestSentences.isPart(enbek, new Scope(false, Set.of("enbek"), Set.of("akimat"))))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "prince2-cost, 5, 20, 2.5, ",
    "prince2-cost, '5,0', '20,0', '2,5', ",
    "prince2-cost, 5, 20, 0.5, sweepStep",
    "kost, 5, 20, 5, sweepOf",
    "prince2-cost, 20, 5, 5, sweepOf",
    "prince2-cost, five, 20, 5, sweepFrom"
  })
  void aSweepHasLimitsOfOneTolerance(
      String of, String from, String to, String step, @Nullable String wrong) {
    Map<String, List<String>> given =
        with("sweepOf", of, "sweepFrom", from, "sweepTo", to, "sweepStep", step);

    assertThat(wrong(given).keySet()).isEqualTo(wrong == null ? Set.of() : Set.of(wrong));
    assertThat(wish(given).map(wish -> wish.candidates().size()))
        .isEqualTo(wrong == null ? Optional.of(8) : Optional.empty());
  }
}
