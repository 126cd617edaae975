package org.plimsoll.core.escalation;

import org.jspecify.annotations.Nullable;

/**
 * Why an input was not taken, for the person who can act.
 *
 * @param field which field
 * @param value what it held, shortened
 * @param expected what would have been taken
 */
public record Refusal(Reason reason, String field, String value, String expected) {
  /** Longer values are shortened to this many characters. */
  public static final int MAX_VALUE_CHARACTERS = 200;

  public Refusal {
    if (value.length() > MAX_VALUE_CHARACTERS) {
      value = value.substring(0, MAX_VALUE_CHARACTERS);
    }
  }

  static Refusal unknownNode(String field, String nodeId) {
    return new Refusal(Reason.UNKNOWN_NODE, field, nodeId, "a node whose facts were stated before");
  }

  static Refusal wrongPartition(Origin origin) {
    return new Refusal(
        Reason.WRONG_PARTITION,
        "key",
        String.valueOf(origin.key()),
        "the partition that murmur2 of the key gives; with librdkafka set"
            + " partitioner=murmur2_random");
  }

  static Refusal repeated(String eventId) {
    return new Refusal(Reason.REPEATED, "eventId", eventId, "nothing: it was taken");
  }

  static Refusal noSuchException(String exceptionId) {
    return new Refusal(
        Reason.NO_SUCH_EXCEPTION, "exceptionId", exceptionId, "an open exception of this node");
  }

  static Refusal wrongCurrency(Contribution now, String expected) {
    return new Refusal(Reason.WRONG_CURRENCY, "currency", now.currency(), expected);
  }

  static Refusal fixed(String field, @Nullable Object value, @Nullable Object expected) {
    return new Refusal(
        Reason.FIXED_FACT,
        field,
        String.valueOf(value),
        expected + ", which cannot be changed by restating facts");
  }

  /** Fixed codes. */
  public enum Reason {
    /** The bytes are no record of the expected type. */
    MALFORMED,
    /** The schema id is not in the registry. */
    UNKNOWN_SCHEMA,
    /** The schema is that of another type. */
    WRONG_SCHEMA,
    /** No facts of the node were ever taken. */
    UNKNOWN_NODE,
    /** The parent is not known, or not of the level above. */
    UNKNOWN_PARENT,
    /** The node would be its own ancestor. */
    CYCLE,
    /** What cannot be changed by restating facts: level, parent, agency, currency, baseline. */
    FIXED_FACT,
    /** The agency does not own the project. */
    NOT_OWNER,
    /** The record's key is not the project's program. */
    WRONG_KEY,
    /** The record lies in another partition than its key belongs to. */
    WRONG_PARTITION,
    /** An amount is below zero. */
    NEGATIVE_AMOUNT,
    /** A figure is beyond the documented bounds. */
    OUT_OF_BOUNDS,
    /** A required field is missing, or empty. */
    MISSING,
    /** The currency is not the portfolio's. */
    WRONG_CURRENCY,
    /** The data date lies in the future. */
    FUTURE_DATA_DATE,
    /** A newer data date already stands. */
    SUPERSEDED,
    /** The same event was taken before. */
    REPEATED,
    /** The event id was used for other content. */
    EVENT_ID_REUSED,
    /** An indicator that the node's facts do not name. */
    UNKNOWN_INDICATOR,
    /** Parts of a tolerance contradict each other. */
    INVALID_TOLERANCE,
    /** The exception is not open. */
    NO_SUCH_EXCEPTION,
    /** Two tolerances of the same name would be in force on the same day. */
    OVERLAPPING_DATES,
    /** The person is not accountable for the node that has to answer, or the node not above it. */
    NOT_ACCOUNTABLE,
    /** The decision answers a state of the exception that has passed. */
    STATE_PASSED,
    /** A reply does not close an exception whose figures are beyond the limit. */
    STILL_BEYOND,
    /** The input does not belong to a node of this level. */
    WRONG_LEVEL,
    /** The tolerance reaches beyond what the level that grants it holds itself. */
    BEYOND_BUDGET
  }
}
