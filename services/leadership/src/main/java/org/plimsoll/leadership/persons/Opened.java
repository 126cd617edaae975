package org.plimsoll.leadership.persons;

/** What became of a text that somebody wrote, when it was to be shown. */
public sealed interface Opened {
  /** It reads so; also a text that was never sealed. */
  record Text(String text) implements Opened {}

  /** Its key is gone: nobody reads it any more. */
  record Erased() implements Opened {}

  /** It was altered, belongs to another event, or its key does not open here. */
  record Unreadable() implements Opened {}
}
