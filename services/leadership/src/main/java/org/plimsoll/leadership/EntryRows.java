package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Correction;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Assessed;
import org.plimsoll.schema.BaselineSet;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.BudgetGivenOn;
import org.plimsoll.schema.Corrected;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.DecisionTaken;
import org.plimsoll.schema.ExceptionChange;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.MeasureReading;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.NodeFigures;
import org.plimsoll.schema.Rating;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.SignalEnded;
import org.plimsoll.schema.Signalled;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.schema.TrailPosition;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.RecordReader;
import tools.jackson.databind.json.JsonMapper;

/** What entries of the trail add to the tables that follow from it, not yet written. */
final class EntryRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What stands in JSON as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.~-]*");

  private final RecordReader reader;

  final Tables tables = new Tables();

  /** In the order in which they were taken. */
  final List<Correction> corrections = new ArrayList<>();

  /** Accepted status changes by project. */
  final Map<String, Long> statusTaken = new HashMap<>();

  long statusRefused;

  /**
   * @param reader of the inputs that entries carry
   */
  EntryRows(RecordReader reader) {
    this.reader = reader;
  }

  /**
   * Takes one entry, the next of its partition.
   *
   * @param bytes of the entry as it stands in the trail
   */
  void take(TrailEntry entry, byte[] bytes) {
    TrailPosition at = entry.getPosition();
    String tier = at.getTier().name();
    tables.entries.add(tier, at.getPartition(), at.getSequence(), bytes);
    SpecificRecord sent = input(entry);
    StatusChange status = entry.getAccepted() && sent instanceof StatusChange s ? s : null;
    if (status != null) {
      statusTaken.merge(status.getProjectId(), 1L, Long::sum);
    } else if (entry.getInputType() == InputType.STATUS_CHANGE && !entry.getAccepted()) {
      statusRefused++;
    }
    List<SpecificRecord> outcomes = Outcomes.of(entry);
    for (SpecificRecord outcome : outcomes) {
      switch (outcome) {
        case Assessed assessed -> assessed(entry, assessed, status);
        case Refused refused -> refused(entry, refused);
        case ExceptionChanged changed -> changed(entry, changed);
        case BaselineSet set ->
            tables.baselines.add(
                set.getNodeId(),
                set.getOriginal(),
                false,
                set.getCostMinor(),
                set.getFinish(),
                set.getOnDate(),
                tier,
                at.getPartition(),
                at.getSequence());
        case DecisionTaken decision when decision.getKind() == DecisionKind.ASSIST ->
            tables.answered.add(
                decision.getExceptionId(),
                decision.getNodeId(),
                decision.getDecidedBy(),
                tier,
                at.getPartition(),
                at.getSequence());
        case BudgetGivenOn given ->
            tables.givenOn.put(
                List.of(
                    given.getNodeId(),
                    given.getMeasure(),
                    tier,
                    at.getPartition(),
                    at.getSequence()),
                given.getNodeId(),
                given.getMeasure().name(),
                given.getProjects(),
                given.getLeastOpen(),
                new BigDecimal(given.getLeastTenThousandths()),
                given.getMostOpen(),
                new BigDecimal(given.getMostTenThousandths()),
                tier,
                at.getPartition(),
                at.getSequence());
        case Corrected corrected when status != null ->
            corrections.add(
                new Correction(
                    corrected.getNodeId(),
                    corrected.getDataDate(),
                    Sources.position(entry),
                    status.getPhase(),
                    status.getNote()));
        case Signalled signalled -> signalled(entry, signalled);
        case SignalEnded ended -> ended(entry, ended);
        // Facts and grants stand in the input; the rest is read from the entry when asked for.
        default -> {}
      }
    }
    Explained.add(tables, entry, outcomes, sent);
    if (entry.getAccepted() && sent instanceof NodeFacts facts) {
      facts(at, facts);
      declared(entry, facts);
    } else if (entry.getAccepted() && sent instanceof ToleranceGrant grant) {
      granted(entry, grant);
    }
  }

  /** What was sent; null when nothing here needs it, or it was written by a newer version. */
  private @Nullable SpecificRecord input(TrailEntry entry) {
    return switch (entry.getInputType()) {
      case STATUS_CHANGE -> input(entry, StatusChange.class);
      case NODE_FACTS -> input(entry, NodeFacts.class);
      case TOLERANCE_GRANT -> input(entry, ToleranceGrant.class);
      case DECISION -> input(entry, Decision.class);
      case TICK, CONTRIBUTION, UNREADABLE, UNRECOGNISED -> null;
    };
  }

  private <T extends SpecificRecord> @Nullable T input(TrailEntry entry, Class<T> type) {
    ByteBuffer buffer = entry.getInputBytes().duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return switch (reader.read(bytes, type)) {
      case RecordReader.Read<T> read -> read.value();
      // The engine took it, so it was written by a newer version: nothing here could show it.
      case RecordReader.Unreadable<T> unreadable -> null;
    };
  }

  private void assessed(TrailEntry entry, Assessed assessed, @Nullable StatusChange status) {
    if (assessed.getDataDate() == null) {
      return;
    }
    NodeFigures now = assessed.getFigures();
    // A correction of an earlier date says nothing of the phase in which the project is now.
    boolean own =
        status != null
            && status.getProjectId().equals(assessed.getNodeId())
            && status.getDataDate().equals(assessed.getDataDate());
    TrailPosition at = entry.getPosition();
    Rating selfRating = assessed.getSelfRating();
    tables.figures.put(
        assessed.getNodeId(),
        assessed.getDataDate(),
        now.getPvMinor(),
        now.getEvMinor(),
        now.getAcMinor(),
        now.getBacMinor(),
        now.getEacMinor(),
        now.getForecastFinish(),
        now.getProjectedFinish(),
        assessed.getProjects(),
        assessed.getProjectsReporting(),
        assessed.getProjectsInException(),
        json(assessed.getReadings()),
        own && status != null ? status.getPhase() : null,
        own && status != null ? status.getNote() : null,
        selfRating == null ? null : selfRating.name(),
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        entry.getEventId(),
        entry.getTakenAt());
  }

  private void signalled(TrailEntry entry, Signalled signalled) {
    TrailPosition at = entry.getPosition();
    signal(
        signalled.getNodeId(),
        signalled.getSignal().name(),
        Objects.requireNonNullElse(signalled.getToleranceId(), ""),
        signalled.getCount(),
        signalled.getValueNumerator(),
        signalled.getValueDenominator(),
        signalled.getAgainstNumerator(),
        signalled.getAgainstDenominator(),
        signalled.getSince(),
        signalled.getOnDate(),
        null,
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        entry.getEventId());
  }

  /** What is over is not shown; how it came about stands in the trail. */
  private void ended(TrailEntry entry, SignalEnded ended) {
    TrailPosition at = entry.getPosition();
    signal(
        ended.getNodeId(),
        ended.getSignal().name(),
        Objects.requireNonNullElse(ended.getToleranceId(), ""),
        0,
        null,
        null,
        null,
        null,
        ended.getOnDate(),
        ended.getOnDate(),
        ended.getOnDate(),
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        entry.getEventId());
  }

  private void signal(@Nullable Object... row) {
    tables.signals.put(Arrays.asList(row[0], row[1], row[2]), row);
  }

  private void refused(TrailEntry entry, Refused refused) {
    TrailPosition at = entry.getPosition();
    tables.refusals.add(
        refused.getReason(),
        refused.getField(),
        refused.getValue(),
        refused.getExpected(),
        entry.getSender(),
        entry.getInputType().name(),
        entry.getInputTopic(),
        entry.getInputPartition(),
        entry.getInputOffset(),
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        entry.getEventId(),
        entry.getTakenAt());
  }

  private void changed(TrailEntry entry, ExceptionChanged change) {
    TrailPosition at = entry.getPosition();
    boolean cleared = change.getChange() == ExceptionChange.CLEARED;
    // What the raise wrote stays: from this batch here, from an earlier one in the database.
    @Nullable Object @Nullable [] earlier = tables.exceptions.get(change.getExceptionId());
    tables.exceptions.put(
        change.getExceptionId(),
        change.getExceptionId(),
        change.getNodeId(),
        change.getToleranceId(),
        change.getToleranceVersion(),
        change.getKind().name(),
        change.getMeasure().name(),
        change.getIndicatorId(),
        change.getBreach().name(),
        change.getUnit().name(),
        change.getLimitTenThousandths(),
        cleared ? "CLEARED" : "OPEN",
        change.getStep(),
        earlier == null ? change.getNumerator() : earlier[12],
        earlier == null ? change.getDenominator() : earlier[13],
        change.getNumerator(),
        change.getDenominator(),
        change.getRaisedOn(),
        change.getOnDate(),
        cleared ? change.getOnDate() : null,
        at.getTier().name(),
        at.getPartition(),
        earlier == null ? at.getSequence() : earlier[21],
        at.getSequence(),
        earlier == null ? entry.getEventId() : earlier[23],
        entry.getEventId());
    var forecast = change.getForecast();
    tables.changes.add(
        change.getExceptionId(),
        change.getChange().name(),
        change.getNumerator(),
        change.getDenominator(),
        change.getLimitTenThousandths(),
        change.getStep(),
        change.getOnDate(),
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        entry.getEventId(),
        change.getRevision(),
        forecast == null ? null : forecast.getExpectedOn(),
        forecast == null ? null : forecast.getEarliestOn(),
        forecast == null ? null : forecast.getLatestOn(),
        forecast == null ? null : forecast.getReports());
  }

  private void facts(TrailPosition at, NodeFacts facts) {
    List<Target> targets =
        facts.getTargets().stream()
            .map(target ->
                new Target(
                    target.getIndicatorId(),
                    Map.of(
                        "kk", clean(target.getName().getKk()),
                        "ru", clean(target.getName().getRu()),
                        "en", clean(target.getName().getEn())),
                    clean(target.getUnit()),
                    target.getTargetTenThousandths(),
                    target.getDirection().name(),
                    target.getIndicatorKind().name(),
                    target.getDueDate(),
                    clean(target.getSource())))
            .toList();
    @Nullable Object @Nullable [] earlier = tables.nodes.get(facts.getNodeId());
    Accountable accountable = facts.getAccountable();
    LocalizedText role = accountable == null ? null : accountable.getRoleText();
    tables.nodes.put(
        facts.getNodeId(),
        facts.getNodeId(),
        facts.getLevel().name(),
        facts.getParentId(),
        facts.getName().getKk(),
        facts.getName().getRu(),
        facts.getName().getEn(),
        facts.getAgencyId(),
        facts.getCurrency(),
        accountable == null ? null : accountable.getPerson(),
        role != null ? role.getEn() : accountable == null ? null : accountable.getRole(),
        role == null ? null : role.getKk(),
        role == null ? null : role.getRu(),
        facts.getBaselineSource().name(),
        json(targets),
        facts.getSource(),
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        // The place of the earlier facts, where it is one of this partition.
        earlier != null && Objects.equals(earlier[earlier.length - 3], at.getPartition())
            ? earlier[earlier.length - 1]
            : at.getSequence());
  }

  private void declared(TrailEntry entry, NodeFacts facts) {
    if (facts.getBaselineSource() == BaselineSource.DECLARED && facts.getBaseline() != null) {
      TrailPosition at = entry.getPosition();
      tables.baselines.add(
          facts.getNodeId(),
          true,
          true,
          facts.getBaseline().getCostMinor(),
          facts.getBaseline().getFinish(),
          entry.getTakenAt().atOffset(ZoneOffset.UTC).toLocalDate(),
          at.getTier().name(),
          at.getPartition(),
          at.getSequence());
    }
  }

  private void granted(TrailEntry entry, ToleranceGrant grant) {
    TrailPosition at = entry.getPosition();
    tables.tolerances.put(
        List.of(grant.getNodeId(), grant.getToleranceId(), grant.getVersion()),
        grant.getNodeId(),
        grant.getToleranceId(),
        grant.getVersion(),
        grant.getKind().name(),
        grant.getMeasure().name(),
        grant.getIndicatorId(),
        grant.getBreach().name(),
        grant.getUnit().name(),
        grant.getLimitTenThousandths(),
        grant.getGrantedBy(),
        grant.getReason(),
        at.getTier().name(),
        at.getPartition(),
        at.getSequence(),
        grant.getEventId(),
        entry.getTakenAt());
  }

  private static String clean(String text) {
    return text.replace("\0", "");
  }

  /** As {@link Batch.Reading} is written; by hand, because there is one for every report. */
  private static String json(List<MeasureReading> readings) {
    StringBuilder json = new StringBuilder(64 * readings.size() + 2).append('[');
    for (MeasureReading reading : readings) {
      json.append(json.length() == 1 ? "{\"m\":\"" : ",{\"m\":\"").append(reading.getMeasure());
      json.append('"');
      if (reading.getIndicatorId() != null) {
        quoted(json.append(",\"i\":"), reading.getIndicatorId());
      }
      json.append(",\"n\":").append(reading.getNumerator());
      json.append(",\"d\":").append(reading.getDenominator());
      if (reading.getNotYet() != null) {
        quoted(json.append(",\"w\":"), reading.getNotYet());
      }
      json.append('}');
    }
    return json.append(']').toString();
  }

  private static void quoted(StringBuilder json, String text) {
    if (PLAIN.matcher(text).matches()) {
      json.append('"').append(text).append('"');
    } else {
      json.append(JSON.writeValueAsString(text));
    }
  }

  private static String json(Object value) {
    return JSON.writeValueAsString(value);
  }
}
