package org.plimsoll.leadership;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Assessed;
import org.plimsoll.schema.BudgetExceeded;
import org.plimsoll.schema.BudgetGivenOn;
import org.plimsoll.schema.ContributionHeldBack;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.ExceptionPassedUp;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.Suppressed;
import org.plimsoll.schema.TickTaken;
import org.plimsoll.schema.ToleranceEnded;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceScheduled;
import org.plimsoll.schema.ToleranceTaken;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.schema.TrailPosition;

/** What an entry adds to the rows by which explanations find what they need. */
final class Explained {
  private Explained() {}

  /**
   * @param outcomes of the entry
   * @param sent the input; null when it cannot be read
   */
  static void add(
      Tables tables,
      TrailEntry entry,
      List<SpecificRecord> outcomes,
      @Nullable SpecificRecord sent) {
    TrailPosition at = entry.getPosition();
    String tier = at.getTier().name();
    int partition = at.getPartition();
    long sequence = at.getSequence();
    Map<String, @Nullable LocalDate> weighed = new HashMap<>();
    Refused refused = null;
    for (SpecificRecord outcome : outcomes) {
      switch (outcome) {
        case Assessed o -> weighed.put(o.getNodeId(), o.getDataDate());
        case Refused o -> refused = o;
        case TickTaken o ->
            tables.ticks.add(tier, partition, sequence, o.getAt(), entry.getTakenAt());
        case Suppressed o ->
            tables.suppressions.add(
                o.getNodeId(),
                o.getToleranceId(),
                o.getExceptionId(),
                o.getWhy().name(),
                o.getCount(),
                o.getSince(),
                o.getOnDate(),
                tier,
                partition,
                sequence,
                entry.getEventId(),
                o.getBy());
        case ExceptionPassedUp o -> {
          tables.passedUp.add(
              o.getExceptionId(),
              o.getNodeId(),
              o.getFromLevel().name(),
              o.getToLevel().name(),
              o.getWaitedFor().name(),
              o.getWaitingSince(),
              o.getAt(),
              o.getRevision(),
              tier,
              partition,
              sequence,
              entry.getEventId());
          handled(tables, o.getExceptionId(), false, false);
        }
        case ToleranceTaken o ->
            period(tables, at, o.getNodeId(), o.getToleranceId(), o.getVersion(), "TAKEN");
        case ToleranceScheduled o ->
            period(tables, at, o.getNodeId(), o.getToleranceId(), o.getVersion(), "SCHEDULED");
        case ToleranceEnded o ->
            period(tables, at, o.getNodeId(), o.getToleranceId(), o.getVersion(), "ENDED");
        // The rest is read from the entry when asked for.
        default -> {}
      }
      String[] restrained = restrained(outcome);
      if (restrained != null) {
        tables.restraints.put(
            List.of(restrained[0], restrained[1], restrained[2], tier, partition, sequence),
            restrained[0],
            restrained[1],
            restrained[2],
            tier,
            partition,
            sequence);
      }
    }
    String own =
        switch (sent) {
          case StatusChange s -> s.getProjectId();
          case NodeFacts f -> f.getNodeId();
          case ToleranceGrant g -> g.getNodeId();
          case Decision d -> {
            decided(tables, entry, d, refused);
            yield d.getNodeId();
          }
          case null, default -> null;
        };
    if (own != null) {
      nodeEntry(tables, entry, own, true, weighed.containsKey(own), weighed.get(own));
    }
    weighed.forEach((nodeId, dataDate) -> {
      if (!nodeId.equals(own)) {
        nodeEntry(tables, entry, nodeId, false, true, dataDate);
      }
    });
  }

  /**
   * Which node an outcome holds back something of, what kind it is, and of what: a later one of the
   * same takes its place. Null for what holds nothing back.
   */
  static String @Nullable [] restrained(SpecificRecord outcome) {
    return switch (outcome) {
      case ContributionHeldBack o -> new String[] {o.getChildId(), "HELD_BACK", ""};
      case BudgetGivenOn o -> new String[] {o.getNodeId(), "GIVEN_ON", o.getMeasure().name()};
      case BudgetExceeded o ->
          new String[] {
            o.getNodeId(),
            "EXCEEDED",
            o.getMeasure() + " " + o.getUnit() + " " + Objects.toString(o.getIndicatorId(), "")
          };
      default -> null;
    };
  }

  private static void nodeEntry(
      Tables tables,
      TrailEntry entry,
      String nodeId,
      boolean own,
      boolean weighed,
      @Nullable LocalDate dataDate) {
    TrailPosition at = entry.getPosition();
    tables.nodeEntries.add(
        nodeId,
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        entry.getInputType().name(),
        own,
        entry.getAccepted(),
        weighed,
        dataDate,
        entry.getTakenAt());
  }

  private static void period(
      Tables tables, TrailPosition at, String node, String tolerance, int version, String what) {
    tables.periods.add(
        node, tolerance, version, what, at.getTier().name(), at.getPartition(), at.getSequence());
  }

  private static void handled(
      Tables tables, String exceptionId, boolean acknowledged, boolean handedOver) {
    tables.handlings.put(exceptionId, exceptionId, acknowledged, handedOver);
  }

  private static void decided(
      Tables tables, TrailEntry entry, Decision d, @Nullable Refused refused) {
    TrailPosition at = entry.getPosition();
    String exceptionId = d.getExceptionId();
    if (refused == null && exceptionId != null) {
      switch (d.getKind()) {
        case ACKNOWLEDGE, REQUIRE_EXCEPTION_PLAN, GRANT_TOLERANCE ->
            handled(tables, exceptionId, true, false);
        case HAND_OVER -> handled(tables, exceptionId, false, true);
        case NOTE, APPROVE_BASELINE, ASSIST, CLOSE, MUTE, UNRECOGNISED -> {}
      }
    }
    tables.decisions.add(
        d.getNodeId(),
        d.getExceptionId(),
        d.getKind().name(),
        d.getDecidedBy(),
        d.getDecidedAs(),
        d.getDecidedAt(),
        d.getReason(),
        d.getLimitTenThousandths(),
        d.getUntil(),
        d.getPlanDueOn(),
        d.getHandedTo(),
        d.getAnswersRevision(),
        d.getBaseline() == null ? null : d.getBaseline().getCostMinor(),
        d.getBaseline() == null ? null : d.getBaseline().getFinish(),
        d.getToleranceId(),
        entry.getAccepted(),
        refused == null ? null : refused.getReason(),
        refused == null ? null : refused.getField(),
        refused == null ? null : refused.getValue(),
        refused == null ? null : refused.getExpected(),
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        entry.getEventId(),
        entry.getTakenAt());
  }
}
