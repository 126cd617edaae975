package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.Contribution;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.Tick;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.TrailEntry;

class PersonalDataTest {
  private final Set<String> texts = new TreeSet<>();
  private final Set<String> seen = new HashSet<>();

  /** Whoever adds a field says on which side it is. */
  @Test
  void everyTextOfTheSchemasIsListedAsPersonalOrNot() {
    Stream.of(
            StatusChange.getClassSchema(),
            Decision.getClassSchema(),
            NodeFacts.getClassSchema(),
            ToleranceGrant.getClassSchema(),
            Tick.getClassSchema(),
            Contribution.getClassSchema(),
            Escalation.getClassSchema(),
            TrailEntry.getClassSchema())
        .forEach(this::walk);
    assertThat(PersonalData.listed("[A-Z][A-Za-z]+[.][A-Za-z0-9]+"))
        .containsExactlyInAnyOrderElementsOf(texts);
  }

  private void walk(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.add(schema.getName())) {
          for (Schema.Field field : schema.getFields()) {
            if (isText(field.schema())) {
              texts.add(schema.getName() + "." + field.name());
            }
            walk(field.schema());
          }
        }
      }
      case UNION -> schema.getTypes().forEach(this::walk);
      case ARRAY -> walk(schema.getElementType());
      case MAP -> walk(schema.getValueType());
      case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
    }
  }

  private static boolean isText(Schema schema) {
    return switch (schema.getType()) {
      case STRING, BYTES, FIXED, MAP -> true;
      case UNION -> schema.getTypes().stream().anyMatch(PersonalDataTest::isText);
      case ARRAY -> isText(schema.getElementType());
      case RECORD, ENUM, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> false;
    };
  }
}
