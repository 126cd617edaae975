package org.plimsoll.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import org.plimsoll.bench.Workload.Watched;
import org.plimsoll.schema.StatusChange;

/**
 * The small decision that every peer takes, so that they differ in what carries it and in nothing
 * else: growth of the cost, SPI and slip of a project against three fixed limits, growth of the
 * cost of a program and of a portfolio as the sum over their projects. What was promised stands in
 * each status, so a peer needs no facts and no grants, has no trail, and knows one of the engine's
 * measures for each of its tolerances.
 */
final class Peer {
  private Peer() {}

  /** What of a status decides anything. Flink wants a class with public fields. */
  public static final class Fact {
    public String programId = "";
    public String projectId = "";
    public long promisedMinor;
    public long forecastMinor;
    public int beyond;

    public static Fact of(String programId, StatusChange status) {
      Fact fact = new Fact();
      fact.programId = programId;
      fact.projectId = status.getProjectId();
      fact.promisedMinor = status.getBacMinor();
      fact.forecastMinor = status.getCostForecastMinor();
      fact.beyond = Peer.beyond(status);
      return fact;
    }
  }

  /** What is kept of a node: its sums, of a parent over all below it, and what is open. */
  public static final class Node {
    public long promisedMinor;
    public long forecastMinor;

    /** A bit for each of {@link Watched}. */
    public int open;

    public Node() {}

    Node(long promisedMinor, long forecastMinor, int open) {
      this.promisedMinor = promisedMinor;
      this.forecastMinor = forecastMinor;
      this.open = open;
    }

    /** Adds what a child is now and takes away what it was. */
    void exchange(Node was, Node now) {
      promisedMinor += now.promisedMinor - was.promisedMinor;
      forecastMinor += now.forecastMinor - was.forecastMinor;
    }

    boolean hasGrownBeyond(int limitBasisPoints) {
      return Math.multiplyExact(forecastMinor - promisedMinor, 10_000L)
          > Math.multiplyExact(promisedMinor, (long) limitBasisPoints);
    }
  }

  /** Takes what was raised and cleared. */
  interface Raised {
    void exception(String nodeId, Watched watched, boolean isRaised);
  }

  /** A bit for each of {@link Watched} that the status lies beyond. */
  static int beyond(StatusChange status) {
    var handover = status.getMilestones().getFirst();
    Node node = new Node(status.getBacMinor(), status.getCostForecastMinor(), 0);
    boolean cost = node.hasGrownBeyond(Workload.GROWTH_LIMIT_BASIS_POINTS);
    boolean spi =
        status.getEvMinor() * 1_000 < status.getPvMinor() * (long) Workload.SPI_LIMIT_MILLE;
    boolean time =
        ChronoUnit.DAYS.between(handover.getBaselineDate(), status.getForecastFinish())
            > Workload.SLIP_LIMIT_DAYS;
    return (cost ? Watched.COST.bit : 0)
        | (spi ? Watched.SPI.bit : 0)
        | (time ? Watched.TIME.bit : 0);
  }

  /** A parent's bits. */
  static int beyond(Node parent, int limitBasisPoints) {
    return parent.hasGrownBeyond(limitBasisPoints) ? Watched.COST.bit : 0;
  }

  /** Tells of each bit that changed. */
  static void changes(String nodeId, int before, int now, Raised to) {
    for (Watched watched : Watched.values()) {
      if (((before ^ now) & watched.bit) != 0) {
        to.exception(nodeId, watched, (now & watched.bit) != 0);
      }
    }
  }

  /** A peer's escalation: under the node's id, whether it was raised, and the tolerance. */
  static byte[] escalation(Watched watched, boolean isRaised) {
    return ((isRaised ? "+" : "-") + watched.toleranceId()).getBytes(StandardCharsets.UTF_8);
  }

  /** Adds a peer's escalation to a tally. */
  static void add(byte[] nodeId, byte[] escalation, Tally tally) {
    String text = new String(escalation, StandardCharsets.UTF_8);
    tally.add(new String(nodeId, StandardCharsets.UTF_8), text.substring(1), text.charAt(0) == '+');
  }

  /** A node as 20 bytes. */
  static byte[] write(Node node) {
    return ByteBuffer.allocate(20)
        .putLong(node.promisedMinor)
        .putLong(node.forecastMinor)
        .putInt(node.open)
        .array();
  }

  static Node read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Node(in.getLong(), in.getLong(), in.getInt());
  }
}
