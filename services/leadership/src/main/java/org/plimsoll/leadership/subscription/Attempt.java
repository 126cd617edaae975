package org.plimsoll.leadership.subscription;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one try to deliver. */
sealed interface Attempt {
  /** An extract of the answer, or what went wrong; printable, at most 500 characters. */
  String said();

  /** The receiver has it. */
  record Arrived(@Nullable Integer status, String said) implements Attempt {}

  /**
   * It answered, but did not take it.
   *
   * @param retryAfter what it asked for; null when it asked for nothing
   */
  record Answered(Integer status, String said, @Nullable Duration retryAfter) implements Attempt {}

  /** It answered that it is gone for good: the subscription ends. */
  record Gone(String said) implements Attempt {}

  /** It did not answer in time. */
  record TimedOut(String said) implements Attempt {}

  /** There was no answer at all. */
  record Failed(String said) implements Attempt {}

  /** It may not be sent there, or cannot, as things are configured. */
  record Refused(String said) implements Attempt {}

  /** As it is stored and shown. */
  default String outcome() {
    return switch (this) {
      case Arrived _ -> "ARRIVED";
      case Answered _ -> "ANSWERED";
      case Gone _ -> "GONE";
      case TimedOut _ -> "TIMEOUT";
      case Failed _ -> "FAILED";
      case Refused _ -> "REFUSED";
    };
  }

  /** What a webhook answered. */
  default @Nullable Integer status() {
    return switch (this) {
      case Arrived arrived -> arrived.status();
      case Answered answered -> answered.status();
      case Gone _ -> Integer.valueOf(410);
      case TimedOut _, Failed _, Refused _ -> null;
    };
  }
}
