package org.plimsoll.leadership;

import java.util.List;
import org.plimsoll.wire.Topics;

/**
 * What is followed on its own. What leaders must see does not wait for history, however much of
 * that there is: the two are read, written and stopped apart.
 */
enum Part {
  /** The trail: every input with what followed from it. */
  TRAIL("trail", 0x506c696d736f6c6cL, List.of(Topics.TRAIL_PROGRAM, Topics.TRAIL_PORTFOLIO)),

  /** The few things that travelled upward. */
  ESCALATIONS("escalations", 0x506c696d736f6c6dL, List.of(Topics.ESCALATIONS));

  private final String title;
  private final long lock;

  @SuppressWarnings("ImmutableEnumChecker") // List.of gives no list that can be changed.
  private final List<String> topics;

  Part(String title, long lock, List<String> topics) {
    this.title = title;
    this.lock = lock;
    this.topics = topics;
  }

  String title() {
    return title;
  }

  /** What its writers lock in the database: any number that nothing else there locks. */
  long lock() {
    return lock;
  }

  List<String> topics() {
    return topics;
  }
}
