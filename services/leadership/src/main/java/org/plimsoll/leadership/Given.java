package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a form or of a JSON object, as texts by name: both are read by the same rules. */
final class Given {
  private Given() {}

  /** Empty fields of a form say nothing. */
  static Map<String, List<String>> form(ServerWebExchange exchange) {
    MultiValueMap<String, String> form = exchange.getFormData().block();
    Map<String, List<String>> given = new LinkedHashMap<>();
    if (form != null) {
      form.forEach((name, values) -> {
        List<String> said =
            values.stream().filter(value -> value != null && !value.isBlank()).toList();
        // The token of the form is no field of it.
        if (!said.isEmpty() && !name.equals("_csrf")) {
          given.put(name, said);
        }
      });
    }
    return given;
  }

  /**
   * Fields that are null say nothing.
   *
   * @throws BadParameterException when it is no object of texts, numbers, truths and lists of texts
   */
  static Map<String, List<String>> json(JsonMapper mapper, @Nullable String body) {
    JsonNode object;
    try {
      object = mapper.readTree(body == null ? "" : body);
    } catch (JacksonException e) {
      object = null;
    }
    if (object == null || !object.isObject()) {
      throw new BadParameterException("body", body == null ? "" : body, "a JSON object");
    }
    Map<String, List<String>> given = new LinkedHashMap<>();
    object
        .properties()
        .forEach(field -> {
          List<String> values = new ArrayList<>();
          Iterable<JsonNode> nodes =
              field.getValue().isArray() ? field.getValue() : List.of(field.getValue());
          for (JsonNode value : nodes) {
            if (value.isObject() || value.isArray()) {
              throw new BadParameterException(
                  field.getKey(), value.toString(), "a text, a number or a list of texts");
            }
            if (!value.isNull()) {
              values.add(value.asString());
            }
          }
          if (!values.isEmpty()) {
            given.put(field.getKey(), values);
          }
        });
    return given;
  }

  /** The first thing that is wrong, as problem details say it. */
  static BadParameterException problem(Map<String, Wrong> wrong, InWords words) {
    Map.Entry<String, Wrong> first = wrong.entrySet().iterator().next();
    return new BadParameterException(
        first.getKey(), first.getValue().value(), said(first.getValue(), words, Locale.ENGLISH));
  }

  static String said(Wrong wrong, InWords words, Locale locale) {
    return words.say(wrong.expected(), locale, wrong.arguments().toArray());
  }
}
