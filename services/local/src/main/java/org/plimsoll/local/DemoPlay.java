package org.plimsoll.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.plimsoll.local.demo.EventJson;
import org.plimsoll.local.demo.History;
import org.plimsoll.local.demo.Portfolio;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import org.plimsoll.wire.TickWriter;

/**
 * Plays the demonstration through the same doors as everybody: the operator registers agencies,
 * nodes and tolerances, and each agency publishes its own statuses with its own token.
 */
final class DemoPlay {
  /** So that a month trickles in instead of falling at once. */
  private static final int PARTS_OF_A_MONTH = 6;

  private static final long RECONNECT_MILLIS = 500;

  private final IntakeClient intake;
  private final LeadershipClient leadership;
  private final Lag lag;
  private final DemoPersons persons;
  private final TickWriter clock;
  private final Terminal terminal;
  private final Map<String, String> tokens = new HashMap<>();
  private final AtomicInteger toProgram = new AtomicInteger();
  private final AtomicInteger toPortfolio = new AtomicInteger();
  private int sent;
  private int total;

  /**
   * @param clock time of the story, which is not that of this machine
   */
  DemoPlay(
      IntakeClient intake,
      LeadershipClient leadership,
      Lag lag,
      DemoPersons persons,
      TickWriter clock,
      Terminal terminal) {
    this.intake = intake;
    this.leadership = leadership;
    this.lag = lag;
    this.persons = persons;
    this.clock = clock;
    this.terminal = terminal;
  }

  void all(Portfolio portfolio, History history, DemoCommand.Speed speed)
      throws IOException, InterruptedException {
    total = history.size();
    terminal.line(
        "%d projects in 5 programs; %,d status changes of 24 months, illustrative but for budgets and targets."
            .formatted(
                portfolio.facts().stream().filter(f -> f.getLevel() == Level.PROJECT).count(),
                total));
    terminal.line("Whatever travels upward is shown here:");
    register(portfolio);
    Thread following = Thread.ofVirtual().start(this::follow);
    long beganNanos = System.nanoTime();
    int part = 0;
    for (History.Month month : history.months()) {
      for (List<History.Report> some : parts(month.reports())) {
        publish(some);
        progress(month);
        part++;
        pauseUntil(beganNanos + (long) (part * speed.secondsPerMonth() * 1e9 / PARTS_OF_A_MONTH));
      }
      // Time passes, and people decide, when what was reported is weighed and can be seen.
      lag.awaitNone(_ -> {});
      clock.write(month.morning());
      lag.awaitNone(_ -> {});
      portfolio
          .decisions()
          .getOrDefault(month.month(), List.of())
          .forEach(decision -> intake.decide(EventJson.of(persons.in(decision))));
      clock.write(month.evening());
    }
    lag.awaitNone(_ -> {});
    awaitShown();
    // Counted again, because what the last month led to has come only now.
    progress(history.months().getLast());
    following.interrupt();
    terminal.keepProgress();
    terminal.line(reduction(leadership.flow()));
  }

  private void register(Portfolio portfolio) throws InterruptedException {
    portfolio
        .agencies()
        .forEach((id, name) ->
            tokens.put(id, intake.createAgency(id, name.getEn()).path("token").asText()));
    Map<String, List<Runnable>> byProgram = new LinkedHashMap<>();
    Map<String, String> programOf = new HashMap<>();
    for (NodeFacts facts : portfolio.facts()) {
      String json = EventJson.of(persons.in(facts));
      if (facts.getLevel() == Level.PORTFOLIO) {
        intake.registerNode(json);
      } else {
        String program =
            facts.getLevel() == Level.PROGRAM ? facts.getNodeId() : facts.getParentId();
        programOf.put(facts.getNodeId(), program);
        byProgram
            .computeIfAbsent(program, p -> new ArrayList<>())
            .add(() -> intake.registerNode(json));
      }
    }
    for (ToleranceGrant grant : portfolio.grants()) {
      String json = EventJson.of(grant);
      String program = requireNonNull(programOf.get(grant.getNodeId()));
      requireNonNull(byProgram.get(program)).add(() -> intake.grantTolerance(json));
    }
    // What concerns one program goes in order; programs do not wait for each other.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      byProgram
          .values()
          .forEach(steps -> all.add(threads.submit(() -> steps.forEach(Runnable::run))));
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure
          ? failure
          : new Failure("registering failed: " + e.getCause(), e);
    }
  }

  private static List<List<History.Report>> parts(List<History.Report> month) {
    List<List<History.Report>> parts = new ArrayList<>();
    for (int i = 0; i < PARTS_OF_A_MONTH; i++) {
      parts.add(
          month.subList(
              month.size() * i / PARTS_OF_A_MONTH, month.size() * (i + 1) / PARTS_OF_A_MONTH));
    }
    return parts;
  }

  private void publish(List<History.Report> reports) throws IOException {
    Map<String, List<String>> byAgency = new LinkedHashMap<>();
    for (History.Report report : reports) {
      byAgency
          .computeIfAbsent(report.agency(), a -> new ArrayList<>())
          .add(EventJson.of(report.status()));
    }
    for (var agency : byAgency.entrySet()) {
      intake.publish(requireNonNull(tokens.get(agency.getKey())), agency.getValue());
      sent += agency.getValue().size();
    }
  }

  private void progress(History.Month month) {
    terminal.progress(
        "%s   %,5d of %,d status changes   to programs %d   to the portfolio %d"
            .formatted(month.month(), sent, total, toProgram.get(), toPortfolio.get()));
  }

  /** Shows whatever travels, from the first on, until it is interrupted. */
  private void follow() {
    long last = 0;
    try {
      while (true) {
        try {
          last = leadership.follow(last, this::show);
        } catch (Failure e) {
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
          terminal.line("the stream of escalations broke: " + e.getMessage());
        }
        Thread.sleep(RECONNECT_MILLIS);
      }
    } catch (InterruptedException e) {
      // All has been shown.
    }
  }

  private void show(JsonNode item) {
    (item.path("level").asText().equals("PORTFOLIO") ? toPortfolio : toProgram).incrementAndGet();
    terminal.line(Shown.escalation(item));
  }

  /** The stream shows what the read model has; gives it time to come through. */
  private void awaitShown() throws InterruptedException {
    JsonNode flow = leadership.flow();
    long delivered =
        flow.path("deliveredToProgram").asLong() + flow.path("deliveredToPortfolio").asLong();
    for (int i = 0; i < 50 && toProgram.get() + toPortfolio.get() < delivered; i++) {
      Thread.sleep(100);
    }
  }

  private static void pauseUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  /** The last line: how little of what was reported travelled. */
  static String reduction(JsonNode flow) {
    long taken = flow.path("statusChangesTaken").asLong();
    long program = flow.path("deliveredToProgram").asLong();
    long portfolio = flow.path("deliveredToPortfolio").asLong();
    return "%,d status changes taken; %d items delivered to program level, %d to portfolio level: one item for %s status changes."
        .formatted(
            taken,
            program,
            portfolio,
            program + portfolio == 0
                ? "none of the"
                : BigDecimal.valueOf(taken)
                    .divide(BigDecimal.valueOf(program + portfolio), 1, RoundingMode.HALF_UP));
  }
}
