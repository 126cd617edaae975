package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.ById;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Measures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;

/**
 * What the engine knows of a node after its last input. {@link Weighing} alone makes the next one.
 *
 * <p>A node begins {@link Unknown}. Facts make it {@link Project} or {@link Parent}. A portfolio
 * may be counted before its facts arrive, because they travel through another topic than its
 * programs': until then it is {@link Awaited}.
 */
public sealed interface Standing {
  String nodeId();

  /** Nothing was ever taken for this node. */
  record Unknown(String nodeId) implements Standing {}

  /** Children are counted, and the facts have not arrived. */
  record Awaited(String nodeId, String currency, Rollup below, @Nullable LocalDate dataDate)
      implements Standing {}

  /** A node with facts. */
  sealed interface Known extends Standing {
    Facts facts();

    /** Newest data date; null before the first status. */
    @Nullable LocalDate dataDate();

    Oversight oversight();

    /** The same with other facts. */
    Known with(Facts facts);

    /** The same under other oversight. */
    Known with(Oversight oversight);

    /** The measures as they stand. */
    List<Reading> readings();

    @Override
    default String nodeId() {
      return facts().nodeId();
    }

    default List<Watch> watches() {
      return oversight().watches();
    }

    /** What it last contributed; null before the first time and for portfolios. */
    default @Nullable Contribution contributed() {
      return oversight().contributed();
    }

    /** Whether this fact, grant or decision was taken before. */
    default boolean wasSteeredBy(String eventId) {
      return oversight().steeredBy().contains(eventId);
    }

    /** The same with this event remembered. */
    default Known steeredBy(String eventId) {
      return with(oversight().steeredBy(eventId));
    }

    /** The same with other watches. */
    default Known with(List<Watch> watches) {
      return with(oversight().with(watches));
    }

    /** The same after this contribution. */
    default Known with(Contribution contributed) {
      return with(oversight().with(contributed));
    }

    /** Whether an exception is open that is a fact and not only expected. */
    default boolean inException() {
      for (Watch watch : watches()) {
        if (watch.open() != null && !watch.open().isExpected()) {
          return true;
        }
      }
      return false;
    }

    /** Whether its source is silent: its figures stand, and count as neither good nor known. */
    default boolean isSilent() {
      for (Watch watch : watches()) {
        if (watch.open() != null && watch.tolerance().measure() == Measure.SILENCE) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A status event that was taken, to tell a repetition from a reused id.
   *
   * @param content the first 64 bits of the content's SHA-256: whoever finds other content with the
   *     same ones is still refused, under another name
   * @param promised whether it, or what it corrects, set the original baseline
   */
  record TakenStatus(String eventId, long content, boolean promised) {
    private static final int DIGIT_BITS = 4;

    TakenStatus(String eventId, String contentSha256, boolean promised) {
      this(eventId, first(contentSha256), promised);
    }

    boolean is(String contentSha256) {
      return content == first(contentSha256);
    }

    /** Its first 16 digits; what is no digit counts as all bits, so that it counts, too. */
    private static long first(String hexadecimal) {
      int digits = Math.min(hexadecimal.length(), Long.SIZE / DIGIT_BITS);
      long bits = 0;
      for (int i = 0; i < digits; i++) {
        bits = (bits << DIGIT_BITS) ^ Character.digit(hexadecimal.charAt(i), 16);
      }
      return bits;
    }
  }

  /**
   * A project.
   *
   * @param taken the status events taken for the data date
   * @param confirmed indicators whose achieved target was confirmed, with the data date of the
   *     report that achieved it
   * @param requests calls for help that nobody has answered, by the event that made them
   */
  record Project(
      Facts facts,
      Baseline original,
      Baseline current,
      Figures figures,
      @Nullable LocalDate dataDate,
      List<TakenStatus> taken,
      Map<String, LocalDate> confirmed,
      List<String> requests,
      Oversight oversight,
      Reporting reporting)
      implements Known {

    /** Calls for help that are kept open; when one more is made, the oldest is let go. */
    static final int MAX_REQUESTS = 32;

    public Project {
      taken = TakenStatuses.copyOf(taken);
      confirmed = ById.copyOf(confirmed);
      requests = List.copyOf(requests);
    }

    /** The same with another current baseline; what the approved one lacks stays. */
    Project approved(Baseline approved) {
      return new Project(
          facts,
          original,
          approved.orElse(current),
          figures,
          dataDate,
          taken,
          confirmed,
          requests,
          oversight,
          reporting);
    }

    /** The same with these calls for help open. */
    Project requesting(List<String> open) {
      return new Project(
          facts, original, current, figures, dataDate, taken, confirmed, open, oversight,
          reporting);
    }

    /** The same with this remembered of how it reports. */
    Project with(Reporting changed) {
      return changed.equals(reporting)
          ? this
          : new Project(
              facts, original, current, figures, dataDate, taken, confirmed, requests, oversight,
              changed);
    }

    @Override
    public Project with(Facts facts) {
      return new Project(
          facts, original, current, figures, dataDate, taken, confirmed, requests, oversight,
          reporting);
    }

    @Override
    public Project with(Oversight oversight) {
      return new Project(
          facts, original, current, figures, dataDate, taken, confirmed, requests, oversight,
          reporting);
    }

    @Override
    public List<Reading> readings() {
      return Measures.ofProject(figures, original, current, dataDate, facts.targets());
    }
  }

  /** A program or portfolio. */
  record Parent(Facts facts, Rollup below, @Nullable LocalDate dataDate, Oversight oversight)
      implements Known {

    /** The same with other figures below it. */
    Parent counting(Rollup below, @Nullable LocalDate dataDate) {
      return new Parent(facts, below, dataDate, oversight);
    }

    @Override
    public Parent with(Facts facts) {
      return new Parent(facts, below, dataDate, oversight);
    }

    @Override
    public Parent with(Oversight oversight) {
      return new Parent(facts, below, dataDate, oversight);
    }

    @Override
    public List<Reading> readings() {
      return below.readings();
    }
  }
}
