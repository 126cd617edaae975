package org.plimsoll.leadership;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A page with filters, as a person keeps it under a name.
 *
 * @param page one of {@link #PAGES}
 * @param query its filters, as they stand in an address; empty without any
 * @param start whether the person begins with it
 */
record SavedView(String id, String title, String page, String query, boolean start) {
  private static final List<String> OF_AN_INBOX = List.of("node", "kind", "search");

  /** Filters by the path of their page, in their order. */
  static final Map<String, List<String>> PAGES =
      Map.of(
          "/inbox/portfolio",
          OF_AN_INBOX,
          "/inbox/program",
          OF_AN_INBOX,
          "/board",
          List.of("program", "agency", "kind", "holder", "month"));

  /** The address at which it is shown. */
  public String path() {
    return query.isEmpty() ? page : page + "?" + query;
  }

  /** By name, in the order of the page. */
  public Map<String, String> filters() {
    Map<String, String> filters = new LinkedHashMap<>();
    for (String each : query.split("&", -1)) {
      String[] parts = each.split("=", 2);
      if (parts.length == 2) {
        filters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return filters;
  }

  /** The same filters are the same text. */
  static String query(Map<String, String> filters) {
    return filters.entrySet().stream()
        .filter(each -> !each.getValue().isEmpty())
        .map(each ->
            each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
