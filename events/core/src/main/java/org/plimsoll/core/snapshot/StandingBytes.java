package org.plimsoll.core.snapshot;

import static java.util.Objects.requireNonNull;
import static org.plimsoll.core.snapshot.FigureBytes.baseline;
import static org.plimsoll.core.snapshot.FigureBytes.figures;
import static org.plimsoll.core.snapshot.FigureBytes.rollup;
import static org.plimsoll.core.snapshot.Primitives.date;
import static org.plimsoll.core.snapshot.Primitives.text;
import static org.plimsoll.core.snapshot.Primitives.texts;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Oversight;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.replay.Alike;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * The bytes of standings in a snapshot. The trail can make them again, so they are plain binary
 * behind the version of the snapshot.
 */
final class StandingBytes {
  private StandingBytes() {}

  static void write(DataOutputStream out, Standing standing) throws IOException {
    switch (standing) {
      case Standing.Unknown(String nodeId) -> {
        out.writeByte(0);
        out.writeUTF(nodeId);
      }
      case Standing.Awaited a -> {
        out.writeByte(1);
        out.writeUTF(a.nodeId());
        out.writeUTF(a.currency());
        rollup(out, a.below());
        date(out, a.dataDate());
      }
      case Standing.Project p -> {
        out.writeByte(2);
        facts(out, p.facts());
        baseline(out, p.original(), p.facts().baseline());
        baseline(out, p.current(), p.original());
        figures(out, p.figures());
        date(out, p.dataDate());
        ReportingBytes.taken(out, p.taken());
        out.writeInt(p.confirmed().size());
        for (Map.Entry<String, LocalDate> confirmed : p.confirmed().entrySet()) {
          out.writeUTF(confirmed.getKey());
          date(out, confirmed.getValue());
        }
        texts(out, p.requests());
        oversight(out, p.oversight());
        ReportingBytes.write(out, p.reporting());
      }
      case Standing.Parent p -> {
        out.writeByte(3);
        facts(out, p.facts());
        rollup(out, p.below());
        date(out, p.dataDate());
        oversight(out, p.oversight());
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param alike what was read before, so that what standings have in common is held once
   */
  static Standing read(DataInputStream in, Alike alike) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 0 -> new Standing.Unknown(in.readUTF());
      case 1 -> new Standing.Awaited(in.readUTF(), in.readUTF(), rollup(in), date(in));
      case 2 -> {
        Facts facts = alike.facts(facts(in));
        Baseline original = baseline(in, facts.baseline());
        yield new Standing.Project(
            facts,
            original,
            baseline(in, original),
            figures(in),
            date(in),
            ReportingBytes.taken(in),
            confirmed(in),
            texts(in),
            oversight(in, facts, alike),
            ReportingBytes.read(in));
      }
      case 3 -> {
        Facts facts = alike.facts(facts(in));
        yield new Standing.Parent(facts, rollup(in), date(in), oversight(in, facts, alike));
      }
      default -> throw new IOException("standing of unknown kind " + kind);
    };
  }

  private static Map<String, LocalDate> confirmed(DataInputStream in) throws IOException {
    Map<String, LocalDate> confirmed = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      confirmed.put(in.readUTF(), requireNonNull(date(in)));
    }
    return confirmed;
  }

  static void facts(DataOutputStream out, Facts f) throws IOException {
    out.writeUTF(f.nodeId());
    out.writeUTF(f.level().name());
    text(out, f.parentId());
    text(out, f.agencyId());
    text(out, f.accountable());
    out.writeUTF(f.currency());
    out.writeBoolean(f.firstReported());
    baseline(out, f.baseline(), Baseline.NONE);
    out.writeInt(f.targets().size());
    for (Target target : f.targets()) {
      out.writeUTF(target.indicatorId());
      out.writeLong(target.targetTenThousandths());
      out.writeUTF(target.direction().name());
    }
    out.writeInt(f.contributionDeadbandTenThousandths());
  }

  static Facts facts(DataInputStream in) throws IOException {
    String nodeId = in.readUTF();
    Level level = Level.valueOf(in.readUTF());
    String parentId = text(in);
    String agencyId = text(in);
    String accountable = text(in);
    String currency = in.readUTF();
    boolean firstReported = in.readBoolean();
    Baseline baseline = baseline(in, Baseline.NONE);
    int size = in.readInt();
    List<Target> targets = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      targets.add(new Target(in.readUTF(), in.readLong(), Direction.valueOf(in.readUTF())));
    }
    return new Facts(
        nodeId,
        level,
        parentId,
        agencyId,
        accountable,
        currency,
        firstReported,
        baseline,
        targets,
        in.readInt());
  }

  private static void oversight(DataOutputStream out, Oversight o) throws IOException {
    WatchBytes.write(out, o.watches());
    out.writeInt(o.scheduled().size());
    for (Tolerance tolerance : o.scheduled()) {
      WatchBytes.write(out, tolerance);
    }
    texts(out, o.steeredBy());
    Contribution contributed = o.contributed();
    out.writeBoolean(contributed != null);
    if (contributed != null) {
      told(out, contributed);
    }
    WatchBytes.writeMutes(out, o.mutes());
    WatchBytes.givenOn(out, o.givenOn());
    texts(out, o.beyondBudget());
    date(out, o.heldBackSince());
  }

  private static Oversight oversight(DataInputStream in, Facts facts, Alike alike)
      throws IOException {
    List<Watch> watches = alike.watches(WatchBytes.readAll(in));
    int size = in.readInt();
    List<Tolerance> scheduled = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      scheduled.add(WatchBytes.readTolerance(in));
    }
    return new Oversight(
        watches,
        scheduled,
        texts(in),
        in.readBoolean() ? contribution(in, facts) : null,
        WatchBytes.readMutes(in),
        WatchBytes.givenOn(in),
        texts(in),
        date(in));
  }

  /** What another task contributed. */
  static void contribution(DataOutputStream out, Contribution c) throws IOException {
    out.writeUTF(c.childId());
    out.writeUTF(c.parentId());
    out.writeUTF(c.currency());
    told(out, c);
  }

  static Contribution contribution(DataInputStream in) throws IOException {
    return told(in, in.readUTF(), in.readUTF(), in.readUTF());
  }

  /** What a node itself contributed: its facts say whose it is. */
  private static Contribution contribution(DataInputStream in, Facts facts) throws IOException {
    return told(in, facts.nodeId(), requireNonNull(facts.parentId()), facts.currency());
  }

  private static void told(DataOutputStream out, Contribution c) throws IOException {
    out.writeUTF(c.position().tier().name());
    out.writeInt(c.position().partition());
    out.writeLong(c.position().sequence());
    date(out, c.dataDate());
    rollup(out, c.rollup());
  }

  private static Contribution told(
      DataInputStream in, String childId, String parentId, String currency) throws IOException {
    return new Contribution(
        childId,
        parentId,
        currency,
        new Position(Level.valueOf(in.readUTF()), in.readInt(), in.readLong()),
        date(in),
        rollup(in));
  }
}
