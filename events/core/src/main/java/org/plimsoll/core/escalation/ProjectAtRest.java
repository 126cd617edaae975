package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.bytes.BytesIn;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.escalation.Habits.Replaced;
import org.plimsoll.core.escalation.Habits.Run;
import org.plimsoll.core.escalation.Oversight.Mute;
import org.plimsoll.core.escalation.Reporting.Rated;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.FiguresAtRest;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * A project at rest. What it has in common with others, and what few have, stays as it is; what
 * changes with each report lies in one array of bytes.
 */
@SuppressWarnings("EnumOrdinal") // FORMAT says so of bytes that outlive the process.
public final class ProjectAtRest implements AtRest {
  /** Of the bytes: another number where the same project has other ones. */
  public static final int FORMAT = 1;

  private static final Level[] LEVELS = Level.values();
  private static final int DATED = 1;
  private static final int CONTRIBUTED = 2;
  private static final int CONTRIBUTED_DATED = 4;

  private final Facts facts;
  private final Baseline original;
  private final Baseline current;
  private final List<Watch> watches;

  /** Null where it is {@link Rare#NONE}. */
  private final @Nullable Rare rare;

  private final byte[] bytes;

  private ProjectAtRest(
      Facts facts,
      Baseline original,
      Baseline current,
      List<Watch> watches,
      @Nullable Rare rare,
      byte[] bytes) {
    this.facts = facts;
    this.original = original;
    this.current = current;
    this.watches = watches;
    this.rare = rare;
    this.bytes = bytes;
  }

  /**
   * One of which nothing is rare, as it was.
   *
   * @param bytes of this {@link #FORMAT}; the caller gives them away
   */
  public static ProjectAtRest of(
      Facts facts, Baseline original, Baseline current, List<Watch> watches, byte[] bytes) {
    return new ProjectAtRest(facts, original, current, watches, null, bytes);
  }

  public Facts facts() {
    return facts;
  }

  public Baseline original() {
    return original;
  }

  public Baseline current() {
    return current;
  }

  public List<Watch> watches() {
    return watches;
  }

  /** Whether all there is of it are its four other parts and the bytes. */
  public boolean isPlain() {
    return rare == null;
  }

  /**
   * Whether a tick finds nothing to do but to hold its tolerances against its program's: nothing is
   * open or waits for a day, and its last report was weighed against all that is in force.
   */
  public boolean isUnmovedByTime() {
    if (rare != null || (new BytesIn(bytes).flags() & DATED) == 0) {
      return false;
    }
    for (Watch watch : watches) {
      if (watch.open() != null
          || watch.beyond() != null
          || watch.temporary() != null
          || watch.looksAhead()
          || watch.tolerance().measure() == Measure.SILENCE) {
        return false;
      }
    }
    return true;
  }

  /** What changes with each report; not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  /** What most projects have nothing of. */
  private record Rare(
      Map<String, LocalDate> confirmed,
      List<String> requests,
      List<Tolerance> scheduled,
      List<Mute> mutes,
      List<String> beyondBudget,
      @Nullable Rated rated,
      List<Run> runs,
      @Nullable Replaced replaced) {
    static final Rare NONE =
        new Rare(Map.of(), List.of(), List.of(), List.of(), List.of(), null, List.of(), null);

    static @Nullable Rare of(Project p) {
      Oversight o = p.oversight();
      Habits habits = p.reporting().habits();
      boolean isNone =
          p.confirmed().isEmpty()
              && p.requests().isEmpty()
              && o.scheduled().isEmpty()
              && o.mutes().isEmpty()
              && o.beyondBudget().isEmpty()
              && p.reporting().rated() == null
              && habits.runs().isEmpty()
              && habits.replaced() == null;
      return isNone
          ? null
          : new Rare(
              p.confirmed(),
              p.requests(),
              o.scheduled(),
              o.mutes(),
              o.beyondBudget(),
              p.reporting().rated(),
              habits.runs(),
              habits.replaced());
    }
  }

  /** Whether nothing of it would be lost: only programs give on and hold back. */
  static boolean holds(Project project) {
    Contribution contributed = project.contributed();
    Facts facts = project.facts();
    return project.oversight().givenOn().isEmpty()
        && project.oversight().heldBackSince() == null
        && (contributed == null
            || (contributed.childId().equals(facts.nodeId())
                && contributed.parentId().equals(facts.parentId())
                && contributed.currency().equals(facts.currency())));
  }

  static ProjectAtRest of(Project p, BytesOut out) {
    Contribution contributed = p.contributed();
    LocalDate dataDate = p.dataDate();
    out.begin();
    out.flags(
        (dataDate == null ? 0 : DATED)
            | (contributed == null ? 0 : CONTRIBUTED)
            | (contributed == null || contributed.dataDate() == null ? 0 : CONTRIBUTED_DATED));
    if (dataDate != null) {
      out.day(dataDate);
    }
    if (contributed != null) {
      write(out, contributed);
    }
    FiguresAtRest.write(out, p.figures());
    out.bytes(TakenStatuses.copyOf(p.taken()).bytes);
    out.bytes(EarlierReports.copyOf(p.reporting().earlier()).bytes);
    out.bytes(EventIds.copyOf(p.oversight().steeredBy()).bytes);
    out.bits(p.reporting().habits().figuresBefore());
    return new ProjectAtRest(
        p.facts(), p.original(), p.current(), p.watches(), Rare.of(p), out.copy());
  }

  private static void write(BytesOut out, Contribution contributed) {
    Position at = contributed.position();
    out.count(at.tier().ordinal());
    out.number(at.partition());
    out.number(at.sequence());
    if (contributed.dataDate() != null) {
      out.day(contributed.dataDate());
    }
    contributed.rollup().write(out);
  }

  private @Nullable Contribution contributed(BytesIn in, int flags) {
    if ((flags & CONTRIBUTED) == 0) {
      return null;
    }
    Position at = new Position(LEVELS[in.count()], (int) in.number(), in.number());
    LocalDate dataDate = (flags & CONTRIBUTED_DATED) == 0 ? null : in.day();
    return new Contribution(
        facts.nodeId(),
        requireNonNull(facts.parentId()),
        facts.currency(),
        at,
        dataDate,
        Rollup.read(in));
  }

  @Override
  public String nodeId() {
    return facts.nodeId();
  }

  @Override
  public Project standing() {
    BytesIn in = new BytesIn(bytes);
    int flags = in.flags();
    LocalDate dataDate = (flags & DATED) == 0 ? null : in.day();
    Contribution contributed = contributed(in, flags);
    Figures figures = FiguresAtRest.read(in);
    TakenStatuses taken = TakenStatuses.of(in.bytes());
    EarlierReports earlier = EarlierReports.of(in.bytes());
    EventIds steeredBy = EventIds.of(in.bytes());
    Rare held = rare == null ? Rare.NONE : rare;
    return new Project(
        facts,
        original,
        current,
        figures,
        dataDate,
        taken,
        held.confirmed,
        held.requests,
        new Oversight(
            watches,
            held.scheduled,
            steeredBy,
            contributed,
            held.mutes,
            List.of(),
            held.beyondBudget,
            null),
        new Reporting(earlier, held.rated, new Habits(held.runs, held.replaced, in.bits())));
  }
}
