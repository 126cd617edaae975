package org.plimsoll.core.snapshot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.ProjectAtRest;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.replay.Alike;

/**
 * The standings of one part of a snapshot. A project's bytes are written as they wait in memory,
 * and the watches that many projects share are written with the first of them.
 */
final class AtRestBytes {
  private static final byte WHOLE = 0;
  private static final byte PLAIN = 1;

  private AtRestBytes() {}

  /** Writes the standings of one part. */
  static final class Writing {
    private final DataOutputStream out;
    private final IdentityHashMap<List<Watch>, Integer> known = new IdentityHashMap<>();

    Writing(DataOutputStream out) {
      this.out = out;
    }

    void write(AtRest standing) throws IOException {
      if (standing instanceof ProjectAtRest project && project.isPlain()) {
        out.writeByte(PLAIN);
        StandingBytes.facts(out, project.facts());
        FigureBytes.baseline(out, project.original(), project.facts().baseline());
        FigureBytes.baseline(out, project.current(), project.original());
        watches(project.watches());
        out.writeInt(project.bytes().length);
        out.write(project.bytes());
      } else {
        out.writeByte(WHOLE);
        StandingBytes.write(out, standing.standing());
      }
    }

    private void watches(List<Watch> watches) throws IOException {
      Integer before = known.putIfAbsent(watches, known.size());
      out.writeInt(before == null ? known.size() - 1 : before);
      if (before == null) {
        WatchBytes.write(out, watches);
      }
    }
  }

  /** Reads what {@link Writing} wrote. */
  static final class Reading {
    private final DataInputStream in;
    private final Alike alike;
    private final List<List<Watch>> known = new ArrayList<>();
    private final BytesOut bytes = new BytesOut();

    /**
     * @param alike what the parts of one snapshot have in common
     */
    Reading(DataInputStream in, Alike alike) {
      this.in = in;
      this.alike = alike;
    }

    AtRest read() throws IOException {
      if (in.readByte() == WHOLE) {
        return AtRest.of(StandingBytes.read(in, alike), bytes);
      }
      Facts facts = alike.facts(StandingBytes.facts(in));
      Baseline original = FigureBytes.baseline(in, facts.baseline());
      Baseline current = FigureBytes.baseline(in, original);
      List<Watch> watches = watches();
      return ProjectAtRest.of(facts, original, current, watches, in.readNBytes(in.readInt()));
    }

    private List<Watch> watches() throws IOException {
      int place = in.readInt();
      if (place == known.size()) {
        known.add(alike.watches(WatchBytes.readAll(in)));
      }
      return known.get(place);
    }
  }
}
