package org.plimsoll.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every schema in use can read, and be read by, every version that was ever published. The frozen
 * copies lie in {@code published/<name>/<version>.avsc} and are never edited.
 */
class PublishedSchemasTest {
  private static final Path CURRENT = Path.of("src/main/avro");
  private static final Path PUBLISHED = Path.of("published");

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(CURRENT)) {
      return files
          .map(file -> file.getFileName().toString().replace(".avsc", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPublishedVersionReadsAndIsReadByTheSchemaInUse(String name) {
    Schema current = parse(CURRENT.resolve(name + ".avsc"));
    List<Path> versions = list(PUBLISHED.resolve(name));
    assertThat(versions).as("published versions of " + name).isNotEmpty();
    for (Path version : versions) {
      Schema published = parse(version);
      assertThat(incompatibilities(current, published)).as(name + " reads " + version).isEmpty();
      assertThat(incompatibilities(published, current)).as(version + " reads " + name).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSchemaInUseIsTheNewestPublishedVersion(String name) {
    List<Path> versions = list(PUBLISHED.resolve(name));
    assertThat(parse(versions.get(versions.size() - 1)))
        .as("publish a changed schema as the next version in published/" + name)
        .isEqualTo(parse(CURRENT.resolve(name + ".avsc")));
  }

  @Test
  void nothingIsPublishedThatIsNoLongerInUse() throws IOException {
    assertThat(list(PUBLISHED).stream().map(p -> p.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(names().toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFieldSaysWhatItMeans(String name) {
    List<String> silent = new ArrayList<>();
    visit(parse(CURRENT.resolve(name + ".avsc")), new ArrayList<>(), silent);
    assertThat(silent).isEmpty();
  }

  @Test
  void aFieldThatBecomesRequiredIsRefused() {
    Schema published = parse(CURRENT.resolve("StatusChange.avsc"));
    Schema changed =
        new Schema.Parser()
            .parse(
                published
                    .toString()
                    .replace(
                        "\"name\":\"phase\",\"type\":[\"null\",\"string\"]",
                        "\"name\":\"stage\",\"type\":[\"string\",\"null\"]")
                    .replace("\"default\":null", "\"order\":\"ascending\""));
    assertThat(incompatibilities(changed, published)).isNotEmpty();
  }

  private static void visit(Schema schema, List<String> seen, List<String> silent) {
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.contains(schema.getFullName())) {
          return;
        }
        seen.add(schema.getFullName());
        if (schema.getDoc() == null) {
          silent.add(schema.getName());
        }
        for (Schema.Field field : schema.getFields()) {
          if (field.doc() == null || field.doc().isBlank()) {
            silent.add(schema.getName() + "." + field.name());
          }
          visit(field.schema(), seen, silent);
        }
      }
      case ENUM -> {
        if (schema.getDoc() == null || schema.getEnumDefault() == null) {
          silent.add(schema.getName() + " (an enum needs a doc and a default to grow)");
        }
      }
      case ARRAY -> visit(schema.getElementType(), seen, silent);
      case UNION -> schema.getTypes().forEach(type -> visit(type, seen, silent));
      default -> {}
    }
  }

  private static List<SchemaCompatibility.Incompatibility> incompatibilities(
      Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    return result.getType() == SchemaCompatibilityType.COMPATIBLE
        ? List.of()
        : result.getResult().getIncompatibilities();
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      // v2 stands before v10.
      return files
          .sorted(Comparator.<Path>comparingInt(f -> f.toString().length()).thenComparing(f -> f))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
