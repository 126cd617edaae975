package org.plimsoll.core.calendar;
import java.time.*;
import org.plimsoll.core.tolerance.Terms;
public final class SupportHours {
  private SupportHours() {}
  public static Instant due(Instant from, int hours, Terms.Calendar calendar) { return from.plus(Duration.ofHours(hours)); }
}
