package org.plimsoll.leadership;

import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Agencies by their names, which the settings give: events have their ids. */
@Component
class AgenciesInWords {
  /** An agency for a choice. */
  record Named(String id, String name) {}

  private final LeadershipSettings settings;

  AgenciesInWords(LeadershipSettings settings) {
    this.settings = settings;
  }

  /** Its id where the settings do not name it. */
  String named(String id, Locale locale) {
    Names names = settings.agencies().get(id);
    return names == null ? id : names.in(locale);
  }

  List<Named> named(List<String> ids, Locale locale) {
    return ids.stream().map(id -> new Named(id, named(id, locale))).toList();
  }
}
