package org.plimsoll.leadership;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Comparison;
import org.plimsoll.core.explanation.Expression;
import org.plimsoll.core.tolerance.BudgetPart;

/**
 * Core's records as plain values under the names of their components; a case of a sealed type
 * carries its name as {@code type}. Whole numbers that may exceed a double are texts.
 */
final class Typed {
  /** What a figure of a formula comes from. */
  interface Events {
    @Nullable Position event(Expression.Figure figure);
  }

  private final Events events;

  Typed(Events events) {
    this.events = events;
  }

  /** Of values without figures. */
  static @Nullable Object plain(@Nullable Object value) {
    return new Typed(_ -> null).of(value);
  }

  @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Record record -> map(record);
      case Collection<?> items -> items.stream().map(this::of).toList();
      case Enum<?> symbol -> symbol.name();
      case BigInteger number -> number.toString();
      case LocalDate day -> day.toString();
      case Instant instant -> instant.toString();
      default -> value;
    };
  }

  private Map<String, @Nullable Object> map(Record record) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (record.getClass().getInterfaces().length > 0) {
      map.put("type", record.getClass().getSimpleName());
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      map.put(component.getName(), of(read(record, component)));
    }
    if (record instanceof Comparison comparison) {
      map.put("left", comparison.left().toString());
      map.put("right", comparison.right().toString());
      map.put("within", comparison.isWithin());
    }
    if (record instanceof BudgetPart part) {
      map.put("totalTenThousandths", of(part.totalTenThousandths()));
      map.put("fits", part.fits());
    }
    if (record instanceof Expression.Figure figure) {
      map.put("event", of(events.event(figure)));
    }
    return map;
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      return Objects.requireNonNull(component.getAccessor()).invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record's components can be read", e);
    }
  }
}
