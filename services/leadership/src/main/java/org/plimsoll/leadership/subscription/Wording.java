package org.plimsoll.leadership.subscription;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How items read. The read model knows; this package sends what it says and looks no further. */
public interface Wording {
  /**
   * An item in words.
   *
   * @param title what it is about and what happened, on one line
   * @param happened the figure, or the request
   * @param meaning the tolerance; empty where there is none
   * @param path of the page that shows it
   * @param json the item as the HTTP interface shows it
   */
  record Said(
      String escalationId,
      @Nullable String exceptionId,
      String nodeName,
      String title,
      String happened,
      String meaning,
      String day,
      String path,
      Object json) {}

  /** In the order in which they arrived; without those that the read model does not hold now. */
  List<Said> items(Set<String> escalationIds, Locale locale);

  /** A person by their name. */
  String named(String person, Locale locale);

  /** A message of the screens. */
  String say(String key, Locale locale, Object... arguments);
}
