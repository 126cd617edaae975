package org.plimsoll.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.ExceptionChange;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.Signal;
import org.plimsoll.schema.Suppression;
import org.plimsoll.schema.WaitedFor;

/**
 * Where the constants of an enum of core stand among the symbols of the Avro enum that has symbols
 * of the same names. Avro's own constants are declared in the order of its symbols.
 */
@SuppressWarnings("EnumOrdinal") // Within this process, and of Avro it is the format itself.
final class Symbols<E extends Enum<E>> {
  static final Symbols<Level> LEVEL = of(Level.values(), org.plimsoll.schema.Level.class);
  static final Symbols<Measure> MEASURE = of(Measure.values(), org.plimsoll.schema.Measure.class);
  static final Symbols<Rating> RATING = of(Rating.values(), org.plimsoll.schema.Rating.class);
  static final Symbols<ToleranceKind> KIND =
      of(ToleranceKind.values(), org.plimsoll.schema.ToleranceKind.class);
  static final Symbols<Direction> DIRECTION =
      of(Direction.values(), org.plimsoll.schema.Direction.class);
  static final Symbols<ToleranceUnit> UNIT =
      of(ToleranceUnit.values(), org.plimsoll.schema.ToleranceUnit.class);
  static final Symbols<Outcome.Change> CHANGE = of(Outcome.Change.values(), ExceptionChange.class);
  static final Symbols<Outcome.Suppression> SUPPRESSION =
      of(Outcome.Suppression.values(), Suppression.class);
  static final Symbols<Outcome.Waited> WAITED = of(Outcome.Waited.values(), WaitedFor.class);
  static final Symbols<Outcome.Signal> SIGNAL = of(Outcome.Signal.values(), Signal.class);
  static final Symbols<InputType> INPUT_TYPE = of(InputType.values(), InputType.class);
  static final Symbols<DecisionKind> DECISION = of(DecisionKind.values(), DecisionKind.class);

  private final List<E> constants;
  private final byte[] places;

  private Symbols(List<E> constants, byte[] places) {
    this.constants = constants;
    this.places = places;
  }

  private static <E extends Enum<E>, A extends Enum<A>> Symbols<E> of(
      E[] constants, Class<A> avro) {
    byte[] places = new byte[constants.length];
    for (E constant : constants) {
      places[constant.ordinal()] = (byte) Enum.valueOf(avro, constant.name()).ordinal();
    }
    return new Symbols<>(List.of(constants), places);
  }

  /** The constant's place among the symbols. */
  byte place(E constant) {
    return places[constant.ordinal()];
  }

  /** The constant in this place; null where core has none. */
  @Nullable E constant(int place) {
    for (E constant : constants) {
      if (place(constant) == place) {
        return constant;
      }
    }
    return null;
  }
}
