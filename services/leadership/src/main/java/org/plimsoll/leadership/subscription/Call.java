package org.plimsoll.leadership.subscription;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plimsoll.leadership.subscription.Outbox.Ready;
import org.plimsoll.leadership.subscription.Wording.Said;
import tools.jackson.databind.json.JsonMapper;

/** What a webhook is sent: the items as the HTTP interface shows them, and in words. */
final class Call {
  private Call() {}

  static String of(Ready ready, String site, JsonMapper json) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("subscription", ready.subscriptionId());
    data.put("title", ready.title());
    data.put("person", ready.person().id());
    data.put("items", items(ready.items(), site));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "type",
        switch (ready.reason()) {
          case "TEST" -> "subscription.test";
          case "REPEAT" -> "escalation.repeated";
          default -> "escalation.delivered";
        });
    body.put("timestamp", ready.createdAt().truncatedTo(ChronoUnit.MILLIS).toString());
    body.put("data", data);
    return json.writeValueAsString(body);
  }

  private static List<Map<String, Object>> items(List<Said> items, String site) {
    return items.stream()
        .map(item -> {
          Map<String, Object> each = new LinkedHashMap<>();
          each.put("id", item.escalationId());
          each.put("title", item.title());
          each.put("happened", item.happened());
          each.put("meaning", item.meaning());
          each.put("page", site + item.path());
          each.put("escalation", item.json());
          return each;
        })
        .toList();
  }
}
