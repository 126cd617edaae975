package org.plimsoll.leadership;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Records as plain values: maps, lists, texts and numbers, under the names of their schema. */
final class Plain {
  private Plain() {}

  /** One field of a record, however deep it lies. */
  record Field(String path, String value) {}

  static @Nullable Object of(@Nullable Object avro) {
    return switch (avro) {
      case null -> null;
      case IndexedRecord record -> map(record);
      case Collection<?> items -> items.stream().map(Plain::of).toList();
      case ByteBuffer bytes -> Base64.getEncoder().encodeToString(array(bytes));
      case Enum<?> symbol -> symbol.name();
      case Instant instant -> instant.toString();
      case LocalDate day -> day.toString();
      case Number number -> number;
      case Boolean truth -> truth;
      default -> avro.toString();
    };
  }

  static Map<String, @Nullable Object> map(IndexedRecord record) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      map.put(field.name(), of(record.get(field.pos())));
    }
    return map;
  }

  static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** What a record holds, flat and without what is absent. */
  static List<Field> fields(IndexedRecord record) {
    List<Field> fields = new ArrayList<>();
    flatten("", map(record), fields);
    return fields;
  }

  private static void flatten(String path, @Nullable Object value, List<Field> fields) {
    switch (value) {
      case null -> {}
      case Map<?, ?> map ->
          map.forEach((name, each) ->
              flatten(path.isEmpty() ? name + "" : path + "." + name, each, fields));
      case Collection<?> items -> {
        int number = 0;
        for (Object each : items) {
          flatten(path + "[" + ++number + "]", each, fields);
        }
      }
      default -> fields.add(new Field(path, value.toString()));
    }
  }
}
