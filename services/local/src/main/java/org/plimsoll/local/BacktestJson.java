package org.plimsoll.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.policy.backtest.Difference;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.policy.backtest.Episode;
import org.plimsoll.policy.backtest.Grid;
import org.plimsoll.policy.backtest.LeadTime;
import org.plimsoll.policy.backtest.Load;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.policy.backtest.Usefulness;

/** A back-test as one JSON object; the words are those of the report's types. */
final class BacktestJson {
  private BacktestJson() {}

  /** Of one candidate, with every difference. */
  static ObjectNode of(Report report) {
    ObjectNode all = summary(report);
    ArrayNode differences = all.putArray("differences");
    report.differences().forEach(difference -> differences.add(difference(difference)));
    ArrayNode notGranted = all.putArray("notGranted");
    report
        .notGranted()
        .forEach(not ->
            notGranted
                .addObject()
                .put("nodeId", not.nodeId())
                .put("toleranceId", not.toleranceId())
                .put("reason", not.refusal().reason().name())
                .put("field", not.refusal().field())
                .put("value", not.refusal().value())
                .put("expected", not.refusal().expected()));
    return all;
  }

  /** The points of a curve of load against lead time. */
  static ObjectNode of(Grid grid, List<Report> reports) {
    ObjectNode all =
        object().put("toleranceId", grid.toleranceId()).put("field", grid.field().written());
    ArrayNode points = all.putArray("points");
    for (int i = 0; i < reports.size(); i++) {
      ObjectNode point = points.addObject();
      point.put("value", grid.values().get(i));
      point.put("notGranted", reports.get(i).notGranted().size());
      point.setAll(summary(reports.get(i)));
    }
    return all;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode summary(Report report) {
    ObjectNode all =
        object()
            .put("policy", report.policy().name())
            .put("source", report.policy().source())
            .put("inputs", report.inputs())
            .put("statusChanges", report.statuses())
            .put("from", text(report.from()))
            .put("to", text(report.to()))
            .put("nodesGranted", report.nodesGranted());
    ObjectNode exceptions =
        all.putObject("exceptions")
            .put("recorded", report.recorded())
            .put("candidate", report.candidate());
    for (Kind kind : Kind.values()) {
      exceptions.put(kind.name().toLowerCase(Locale.ROOT), report.count(kind));
    }
    all.putObject("load")
        .<ObjectNode>set("recorded", load(report.recordedLoad()))
        .set("candidate", load(report.candidateLoad()));
    all.putObject("besides")
        .put("toPrograms", report.besides().toPrograms())
        .put("toPortfolios", report.besides().toPortfolios());
    all.putObject("decisions").put("taken", report.decisions()).put("notAgain", report.notAgain());
    all.putObject("leadTime")
        .<ObjectNode>set("recorded", lead(report.recordedLead()))
        .set("candidate", lead(report.candidateLead()));
    Usefulness usefulness = report.usefulness();
    all.putObject("usefulness")
        .put("addedUnjudged", usefulness.added())
        .<ObjectNode>set("useful", row(usefulness.useful()))
        .<ObjectNode>set("notUseful", row(usefulness.notUseful()))
        .set("notSaid", row(usefulness.notSaid()));
    return all;
  }

  private static ObjectNode row(Usefulness.Row row) {
    return object().put("told", row.told()).put("notTold", row.notTold());
  }

  private static ObjectNode lead(LeadTime lead) {
    ObjectNode all =
        object()
            .put("breaches", lead.breaches())
            .put("missed", lead.missed())
            .put("ahead", lead.ahead())
            .put("behind", lead.behind());
    LeadTime.Quantiles days = lead.days();
    if (days != null) {
      all.putObject("days")
          .put("least", days.least())
          .put("lower", days.lower())
          .put("median", days.median())
          .put("upper", days.upper())
          .put("most", days.most())
          .put("mean", days.mean());
    }
    return all;
  }

  private static ObjectNode load(Load load) {
    ObjectNode all =
        object()
            .put("items", load.items())
            .put("toPrograms", load.byLevel().toPrograms())
            .put("toPortfolios", load.byLevel().toPortfolios())
            .put("days", load.days())
            .put("receivers", load.receivers())
            .put("budgetPerDay", Load.ITEMS_PER_DAY)
            .put("perPersonAndDay", load.perPersonAndDay())
            .put("perPersonAndMonth", load.perPersonAndMonth())
            .put("busiest", load.busiest())
            .put("overflow", load.overflow());
    ArrayNode persons = all.putArray("persons");
    load.persons()
        .forEach(person -> {
          ObjectNode months =
              persons
                  .addObject()
                  .put("receiver", person.receiver())
                  .put("accountable", person.accountable())
                  .put("items", person.items())
                  .put("busiest", person.busiest())
                  .put("busiestDay", person.busiestDay().toString())
                  .put("daysOver", person.daysOver())
                  .put("overflow", person.overflow())
                  .putObject("months");
          person.months().forEach((month, items) -> months.put(month.toString(), items));
        });
    return all;
  }

  private static ObjectNode difference(Difference difference) {
    Episode either = difference.either();
    ObjectNode all =
        object()
            .put("kind", difference.kind().name())
            .put("nodeId", either.subject().nodeId())
            .put("measure", either.subject().measure().name())
            .put("daysEarlier", difference.daysEarlier());
    if (either.subject().indicatorId() != null) {
      all.put("indicatorId", either.subject().indicatorId());
    }
    put(all, "recorded", difference.recorded());
    put(all, "candidate", difference.candidate());
    return all;
  }

  private static void put(ObjectNode to, String name, @Nullable Episode episode) {
    if (episode != null) {
      to.putObject(name)
          .put("toleranceId", episode.toleranceId())
          .put("raisedOn", episode.raisedOn().toString())
          .put("clearedOn", text(episode.clearedOn()))
          .put("items", episode.items())
          .put("treated", episode.treated().name());
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
