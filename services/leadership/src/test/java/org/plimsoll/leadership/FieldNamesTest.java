package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;

class FieldNamesTest {
  /** What a page of an event shows of what was sent. */
  @ParameterizedTest
  @ValueSource(strings = {"", "_ru", "_kk"})
  void everyFieldThatIsSentHasANameInEachLanguage(String language) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Schema schema :
        List.of(
            StatusChange.getClassSchema(),
            NodeFacts.getClassSchema(),
            ToleranceGrant.getClassSchema(),
            Decision.getClassSchema())) {
      leaves(schema, "", names);
    }
    Properties given = new Properties();
    given.load(
        new InputStreamReader(
            requireNonNull(
                getClass()
                    .getResourceAsStream(
                        "/messages/leadership/fields%s.properties".formatted(language))),
            StandardCharsets.UTF_8));
    assertThat(names).hasSizeGreaterThan(50);
    assertThat(given.stringPropertyNames())
        .containsAll(names.stream().map(name -> "fieldName." + name).toList());
  }

  private static void leaves(Schema schema, String name, Set<String> names) {
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(f -> leaves(f.schema(), f.name(), names));
      case ARRAY -> leaves(schema.getElementType(), name, names);
      case UNION -> schema.getTypes().forEach(each -> leaves(each, name, names));
      case NULL -> {}
      default -> names.add(name);
    }
  }
}
