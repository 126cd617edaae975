package org.plimsoll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plimsoll.bench.Peer.Node;
import org.plimsoll.bench.Workload.Expectation;
import org.plimsoll.bench.Workload.Watched;
import org.plimsoll.schema.StatusChange;

class WorkloadTest {
  private static final Workload WORKLOAD = new Workload(7, 1_000, 30, 0);

  @Test
  void theExpectationIsWhatARecountOfTheFiguresFinds() {
    Expectation expected = WORKLOAD.expectation();

    Expectation recounted = recounted();

    assertThat(recounted).isEqualTo(expected);
    assertThat(expected.raised()).isBetween(1_000L, 6_000L);
    assertThat(expected.open()).anyMatch(key -> key.startsWith("g"));
    assertThat(expected.cleared()).isLessThan(expected.raised());
  }

  /** By decimal division from the figures alone, and with nothing of what was drawn. */
  private static Expectation recounted() {
    long raised = 0;
    long cleared = 0;
    Set<String> open = new HashSet<>();
    Map<String, BigDecimal[]> costs = new HashMap<>();
    for (int project = 0; project < WORKLOAD.projects(); project++) {
      Set<Watched> before = Set.of();
      for (int report = 0; report < WORKLOAD.reports(); report++) {
        Set<Watched> now = beyond(WORKLOAD.status(project, report));
        for (Watched watched : Watched.values()) {
          raised += now.contains(watched) && !before.contains(watched) ? 1 : 0;
          cleared += before.contains(watched) && !now.contains(watched) ? 1 : 0;
        }
        before = now;
      }
      String id = Workload.projectId(project);
      before.forEach(watched -> open.add(Tally.key(id, watched.toleranceId())));
      StatusChange last = WORKLOAD.status(project, WORKLOAD.reports() - 1);
      for (String parent : new String[] {Workload.programOf(project), Workload.PORTFOLIO}) {
        costs.merge(
            parent,
            new BigDecimal[] {
              BigDecimal.valueOf(last.getBacMinor()),
              BigDecimal.valueOf(last.getCostForecastMinor())
            },
            (a, b) -> new BigDecimal[] {a[0].add(b[0]), a[1].add(b[1])});
      }
    }
    costs.forEach((parent, cost) -> {
      BigDecimal limit = new BigDecimal(parent.equals(Workload.PORTFOLIO) ? "1.07" : "1.1");
      if (cost[1].compareTo(cost[0].multiply(limit)) > 0) {
        open.add(Tally.key(parent, "cost"));
      }
    });
    return new Expectation(raised, cleared, open);
  }

  private static Set<Watched> beyond(StatusChange status) {
    Set<Watched> beyond = new HashSet<>();
    if (BigDecimal.valueOf(status.getCostForecastMinor())
            .compareTo(BigDecimal.valueOf(status.getBacMinor()).multiply(new BigDecimal("1.1")))
        > 0) {
      beyond.add(Watched.COST);
    }
    if (BigDecimal.valueOf(status.getEvMinor())
            .compareTo(BigDecimal.valueOf(status.getPvMinor()).multiply(new BigDecimal("0.9")))
        < 0) {
      beyond.add(Watched.SPI);
    }
    if (ChronoUnit.DAYS.between(
            status.getMilestones().getFirst().getBaselineDate(), status.getForecastFinish())
        > 90) {
      beyond.add(Watched.TIME);
    }
    return beyond;
  }

  @Test
  void thePeersDecisionEndsWithTheExpectation() {
    Tally tally = new Tally();
    Peer.Raised raised =
        (nodeId, watched, isRaised) -> tally.add(nodeId, watched.toleranceId(), isRaised);
    Map<String, Node> nodes = new HashMap<>();
    for (int report = 0; report < WORKLOAD.reports(); report++) {
      for (int project = 0; project < WORKLOAD.projects(); project++) {
        StatusChange status = WORKLOAD.status(project, report);
        Node before = nodes.getOrDefault(status.getProjectId(), new Node());
        Node now =
            new Node(status.getBacMinor(), status.getCostForecastMinor(), Peer.beyond(status));
        nodes.put(status.getProjectId(), now);
        Peer.changes(status.getProjectId(), before.open, now.open, raised);
        String program = Workload.programOf(project);
        exchange(nodes, program, Workload.GROWTH_LIMIT_BASIS_POINTS, before, now, raised);
        exchange(
            nodes,
            Workload.portfolioOf(program),
            Workload.PORTFOLIO_LIMIT_BASIS_POINTS,
            before,
            now,
            raised);
      }
    }

    Expectation expected = WORKLOAD.expectation();

    assertThat(tally.is(expected)).as(tally.against(expected)).isTrue();
  }

  private static void exchange(
      Map<String, Node> nodes,
      String id,
      int limitBasisPoints,
      Node before,
      Node now,
      Peer.Raised raised) {
    Node parent = nodes.computeIfAbsent(id, _ -> new Node());
    int openBefore = parent.open;
    parent.exchange(before, now);
    parent.open = Peer.beyond(parent, limitBasisPoints);
    Peer.changes(id, openBefore, parent.open, raised);
  }

  @Test
  void aNodeIsReadAsItWasWritten() {
    Node read = Peer.read(Peer.write(new Node(-1, Long.MAX_VALUE, 5)));

    assertThat(read).usingRecursiveComparison().isEqualTo(new Node(-1, Long.MAX_VALUE, 5));
  }

  @Test
  void whatIsRaisedTwiceOrClearedWhileClosedIsNoResult() {
    Tally tally = new Tally();
    Peer.add("b1".getBytes(StandardCharsets.UTF_8), Peer.escalation(Watched.SPI, true), tally);

    assertThatThrownBy(() -> tally.add("b1", "spi", true))
        .hasMessageContaining("while it was open");
    assertThatThrownBy(() -> tally.add("b1", "cost", false)).hasMessageContaining("not open");
  }

  @Test
  void aStatusIsAbout256BytesLong() throws Exception {
    byte[] status = WORKLOAD.status(999, 29).toByteBuffer().array();

    // Avro's own header of ten bytes instead of the five of the wire.
    assertThat(status.length - 5).isBetween(246, 266);
  }
}
