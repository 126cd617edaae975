package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
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

    List<Watch> watches();

    /** Event ids of the newest facts, grants and decisions, oldest first. */
    List<String> steeredBy();

    /** Event ids of facts, grants and decisions that are remembered to refuse a repetition. */
    int MAX_STEERING_REMEMBERED = 256;

    /** The same with this event remembered. */
    Known steeredBy(String eventId);

    /** The same with other facts. */
    Known with(Facts facts);

    /** The same with other watches. */
    Known with(List<Watch> watches);

    /** The same after this contribution. */
    Known with(Contribution contributed);

    /** What it last contributed; null before the first time and for portfolios. */
    @Nullable Contribution contributed();

    @Override
    default String nodeId() {
      return facts().nodeId();
    }

    /** Whether an exception is open. */
    default boolean inException() {
      return watches().stream().anyMatch(watch -> watch.open() != null);
    }

    /** The measures as they stand. */
    List<Reading> readings();
  }

  /** What a status leaves behind on its project. */
  record Report(
      Baseline original,
      Baseline current,
      Figures figures,
      LocalDate dataDate,
      List<TakenStatus> taken,
      Set<String> confirmed) {}

  private static List<String> remember(List<String> ids, String eventId) {
    int surplus = ids.size() + 1 - Known.MAX_STEERING_REMEMBERED;
    return Stream.concat(ids.stream().skip(Math.max(0, surplus)), Stream.of(eventId)).toList();
  }

  /** A status event that was taken, to tell a repetition from a reused id. */
  record TakenStatus(String eventId, String contentSha256) {}

  /**
   * A project.
   *
   * @param taken the status events taken for the data date; an earlier date is refused anyway
   * @param confirmed indicators whose achieved target was confirmed
   */
  record Project(
      Facts facts,
      Baseline original,
      Baseline current,
      Figures figures,
      @Nullable LocalDate dataDate,
      List<TakenStatus> taken,
      List<Watch> watches,
      Set<String> confirmed,
      List<String> steeredBy,
      @Nullable Contribution contributed)
      implements Known {
    public Project {
      taken = List.copyOf(taken);
      watches = List.copyOf(watches);
      confirmed = Collections.unmodifiableSet(new TreeSet<>(confirmed));
      steeredBy = List.copyOf(steeredBy);
    }

    /** The same after a status. */
    Project reported(Report report) {
      return new Project(
          facts,
          report.original,
          report.current,
          report.figures,
          report.dataDate,
          report.taken,
          watches,
          report.confirmed,
          steeredBy,
          contributed);
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
          watches,
          confirmed,
          steeredBy,
          contributed);
    }

    @Override
    public Project steeredBy(String eventId) {
      return new Project(
          facts,
          original,
          current,
          figures,
          dataDate,
          taken,
          watches,
          confirmed,
          remember(steeredBy, eventId),
          contributed);
    }

    @Override
    public Project with(Facts facts) {
      return new Project(
          facts,
          original,
          current,
          figures,
          dataDate,
          taken,
          watches,
          confirmed,
          steeredBy,
          contributed);
    }

    @Override
    public Project with(List<Watch> watches) {
      return new Project(
          facts,
          original,
          current,
          figures,
          dataDate,
          taken,
          watches,
          confirmed,
          steeredBy,
          contributed);
    }

    @Override
    public Project with(Contribution contributed) {
      return new Project(
          facts,
          original,
          current,
          figures,
          dataDate,
          taken,
          watches,
          confirmed,
          steeredBy,
          contributed);
    }

    @Override
    public List<Reading> readings() {
      return Measures.ofProject(figures, original, current, dataDate, facts.targets());
    }
  }

  /** A program or portfolio. */
  record Parent(
      Facts facts,
      Rollup below,
      @Nullable LocalDate dataDate,
      List<Watch> watches,
      List<String> steeredBy,
      @Nullable Contribution contributed)
      implements Known {
    public Parent {
      watches = List.copyOf(watches);
      steeredBy = List.copyOf(steeredBy);
    }

    /** The same with other figures below it. */
    Parent counting(Rollup below, @Nullable LocalDate dataDate) {
      return new Parent(facts, below, dataDate, watches, steeredBy, contributed);
    }

    @Override
    public Parent steeredBy(String eventId) {
      return new Parent(facts, below, dataDate, watches, remember(steeredBy, eventId), contributed);
    }

    @Override
    public Parent with(Facts facts) {
      return new Parent(facts, below, dataDate, watches, steeredBy, contributed);
    }

    @Override
    public Parent with(List<Watch> watches) {
      return new Parent(facts, below, dataDate, watches, steeredBy, contributed);
    }

    @Override
    public Parent with(Contribution contributed) {
      return new Parent(facts, below, dataDate, watches, steeredBy, contributed);
    }

    @Override
    public List<Reading> readings() {
      return below.readings();
    }
  }
}
