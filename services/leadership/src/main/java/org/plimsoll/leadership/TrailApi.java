package org.plimsoll.leadership;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Tolerance;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.Outcomes;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** The event behind a figure. */
@RestController
class TrailApi {
  /**
   * An entry of the trail.
   *
   * @param input as it was sent, under the names of its schema, and what was sealed as it reads;
   *     absent when it cannot be read
   * @param outcomes everything that followed, each with its type
   */
  record EntryJson(
      Position position,
      Instant takenAt,
      boolean accepted,
      String inputType,
      @Nullable String sender,
      String inputTopic,
      int inputPartition,
      long inputOffset,
      @Nullable String inputKey,
      @Nullable String inputSchemaSha256,
      int inputBytes,
      @Nullable Map<String, @Nullable Object> input,
      List<InForce> inForce,
      List<Map<String, @Nullable Object>> outcomes) {}

  /**
   * A tolerance that the input was weighed against.
   *
   * @param limitTenThousandths absent when this read model does not hold the grant
   */
  record InForce(
      String nodeId,
      String toleranceId,
      int version,
      @Nullable String measure,
      @Nullable String breach,
      @Nullable String unit,
      @Nullable Long limitTenThousandths) {}

  private final PersonsInWords persons;

  TrailApi(PersonsInWords persons) {
    this.persons = persons;
  }

  /**
   * One entry of the trail: the input as it was sent, the tolerances that were in force and all
   * that followed. What it says of nodes beyond the reader's scope is left out.
   */
  @GetMapping("/v1/trail/{tier}/{partition}/{sequence}")
  @FollowsTrail
  EntryJson entry(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(
              description = "program or portfolio",
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {"program", "portfolio"}),
              example = "program")
          @PathVariable
          String tier,
      @Parameter(
              description = "of the topic of the tier",
              schema = @Schema(type = "integer", minimum = "0"),
              example = "3")
          @PathVariable
          String partition,
      @Parameter(
              description = "dense within its tier and partition",
              schema = @Schema(type = "integer", format = "int64", minimum = "1"),
              example = "20")
          @PathVariable
          String sequence,
      Locale locale) {
    Parameters.of(exchange);
    Trail.Entry found = seen.trail().entry(tier, partition, sequence);
    TrailEntry entry = found.entry();
    List<InForce> inForce = new ArrayList<>();
    for (ToleranceInForce each : entry.getInForce()) {
      Tolerance tolerance =
          seen.nodes()
              .tolerance(each.getNodeId(), each.getToleranceId(), each.getVersion())
              .orElse(null);
      inForce.add(
          new InForce(
              each.getNodeId(),
              each.getToleranceId(),
              each.getVersion(),
              tolerance == null ? null : tolerance.measure(),
              tolerance == null ? null : tolerance.breach(),
              tolerance == null ? null : tolerance.unit(),
              tolerance == null ? null : tolerance.limitTenThousandths()));
    }
    List<Map<String, @Nullable Object>> outcomes = new ArrayList<>();
    for (IndexedRecord record : Outcomes.of(entry)) {
      Map<String, @Nullable Object> typed = new LinkedHashMap<>();
      typed.put("type", record.getSchema().getName());
      typed.putAll(Plain.map(record));
      outcomes.add(typed);
    }
    return new EntryJson(
        new Position(
            entry.getPosition().getTier().name(),
            entry.getPosition().getPartition(),
            entry.getPosition().getSequence(),
            entry.getEventId()),
        entry.getTakenAt(),
        entry.getAccepted(),
        entry.getInputType().name(),
        entry.getSender(),
        entry.getInputTopic(),
        entry.getInputPartition(),
        entry.getInputOffset(),
        entry.getInputKey(),
        entry.getInputSchemaSha256(),
        entry.getInputBytes().remaining(),
        input(found.input(), locale),
        inForce,
        outcomes);
  }

  private @Nullable Map<String, @Nullable Object> input(
      @Nullable SpecificRecord input, Locale locale) {
    if (input == null) {
      return null;
    }
    Map<String, @Nullable Object> shown = Plain.map(input);
    if (input instanceof Decision d) {
      shown.put("reason", persons.written(d.getReason(), d.getEventId(), locale));
    }
    return shown;
  }
}
