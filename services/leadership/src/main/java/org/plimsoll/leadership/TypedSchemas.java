package org.plimsoll.leadership;

import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Comparison;
import org.plimsoll.core.explanation.ExceptionReport;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.explanation.Expression;
import org.plimsoll.core.explanation.Restraint;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.Terms;

/** Schemas of core's records as {@link Typed} writes them, which is not as Jackson would. */
final class TypedSchemas {
  static final String EXPLANATION = "#/components/schemas/Core_Explanation";
  static final String RESTRAINT = "#/components/schemas/Core_Restraint";
  static final String REPORT = "#/components/schemas/Core_ExceptionReport";
  static final String TERMS = "#/components/schemas/Core_Terms";

  private final Map<String, Schema<?>> schemas = new TreeMap<>();

  private TypedSchemas() {}

  /** All that is reached from what the interface shows of core, by name. */
  static Map<String, Schema<?>> all() {
    TypedSchemas all = new TypedSchemas();
    for (Class<?> root :
        List.of(Explanation.class, Restraint.class, ExceptionReport.class, Terms.class)) {
      all.of(root);
    }
    return all.schemas;
  }

  private Schema<?> of(Type type) {
    if (type instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw
        && Collection.class.isAssignableFrom(raw)) {
      Schema<?> list = typed("array");
      list.setItems(of(generic.getActualTypeArguments()[0]));
      return list;
    }
    if (!(type instanceof Class<?> known)) {
      return new Schema<>();
    }
    if (known.isRecord() || known.isSealed()) {
      String name = name(known);
      if (!schemas.containsKey(name)) {
        // Expressions hold expressions: the name is taken before the parts are looked at.
        schemas.put(name, new Schema<>());
        schemas.put(name, known.isRecord() ? record(known) : oneOf(known));
      }
      return new Schema<>().$ref("#/components/schemas/" + name);
    }
    if (known.isEnum()) {
      Schema<Object> symbols = new Schema<>();
      symbols.addType("string");
      Arrays.stream(known.getEnumConstants())
          .forEach(each -> symbols.addEnumItemObject(((Enum<?>) each).name()));
      return symbols;
    }
    return known.equals(String.class) || known.equals(BigInteger.class)
        ? typed("string")
        : known.equals(LocalDate.class)
            ? typed("string").format("date")
            : known.equals(Instant.class)
                ? typed("string").format("date-time")
                : known.equals(boolean.class) || known.equals(Boolean.class)
                    ? typed("boolean")
                    : known.isPrimitive() || Number.class.isAssignableFrom(known)
                        ? typed("integer")
                        : new Schema<>();
  }

  private Schema<?> oneOf(Class<?> type) {
    Schema<?> either = new Schema<>();
    for (Class<?> each : type.getPermittedSubclasses()) {
      either.addOneOfItem(of(each));
    }
    return either;
  }

  private Schema<?> record(Class<?> type) {
    Schema<?> record = typed("object");
    List<String> names = new ArrayList<>();
    if (type.getInterfaces().length > 0) {
      Schema<?> symbol = typed("string");
      symbol.setConst(type.getSimpleName());
      add(record, names, "type", symbol);
    }
    for (RecordComponent component : type.getRecordComponents()) {
      Schema<?> schema = of(component.getGenericType());
      add(
          record,
          names,
          component.getName(),
          component.getAnnotatedType().isAnnotationPresent(Nullable.class)
              ? RecordSchemas.orNull(schema)
              : schema);
    }
    if (type.equals(Comparison.class)) {
      add(record, names, "left", typed("string"));
      add(record, names, "right", typed("string"));
      add(record, names, "within", typed("boolean"));
    }
    if (type.equals(BudgetPart.class)) {
      add(record, names, "totalTenThousandths", new Schema<>());
      add(record, names, "fits", typed("boolean"));
    }
    if (type.equals(Expression.Figure.class)) {
      Schema<?> event = new Schema<>().$ref("#/components/schemas/Position");
      add(record, names, "event", RecordSchemas.orNull(event));
    }
    record.setRequired(names);
    return record;
  }

  private static void add(Schema<?> record, List<String> names, String name, Schema<?> schema) {
    record.addProperty(name, schema);
    names.add(name);
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null
        ? "Core_" + type.getSimpleName()
        : name(outer) + "_" + type.getSimpleName();
  }

  private static Schema<?> typed(String type) {
    Schema<?> schema = new Schema<>();
    schema.addType(type);
    return schema;
  }
}
