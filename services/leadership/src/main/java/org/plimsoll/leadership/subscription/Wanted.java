package org.plimsoll.leadership.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Subscription.Gathering;

/**
 * A subscription as somebody asks for it, on a page or by program, and what is wrong with it.
 *
 * @param url of a webhook; null for letters
 */
public record Wanted(
    String title,
    Set<String> nodes,
    @Nullable String receivedBy,
    Set<String> kinds,
    Set<Severity> severities,
    @Nullable String url,
    Locale language,
    Gathering gathering,
    Duration gatherFor,
    @Nullable Duration repeat) {

  /** The fields, as they are named in a form and in JSON. */
  public static final List<String> FIELDS =
      List.of(
          "title",
          "nodes",
          "receivedBy",
          "kinds",
          "severities",
          "channel",
          "url",
          "language",
          "gathering",
          "waitMinutes",
          "repeatHours");

  public static final List<String> CHANNELS = List.of("WEBHOOK", "MAIL");
  public static final List<String> LEVELS = List.of("PROGRAM", "PORTFOLIO");
  public static final List<String> LANGUAGES = List.of("en", "kk", "ru");
  public static final List<String> KINDS =
      List.of(
          "TIME",
          "COST",
          "SCOPE",
          "QUALITY",
          "RISK",
          "BENEFIT",
          "SUSTAINABILITY",
          "CONFIRMATION",
          "ASSISTANCE");

  private static final int MOST_TITLE = 200;
  private static final int MOST_NODES = 100;
  private static final int MOST_WAIT_MINUTES = 24 * 60;
  private static final int MOST_REPEAT_HOURS = 30 * 24;
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * What is wrong with a field.
   *
   * @param expected a key of the messages that says what was expected
   */
  public record Wrong(String value, String expected, List<Object> arguments) {
    static Wrong of(String value, String expected, Object... arguments) {
      return new Wrong(value, expected, List.of(arguments));
    }
  }

  /** What came of reading it: a subscription, or what is wrong by field. */
  public sealed interface Read {
    record Good(Wanted wanted) implements Read {}

    record Bad(Map<String, Wrong> wrong) implements Read {}
  }

  /** Reads the fields; unknown ones are wrong, absent ones do not narrow. */
  public static Read read(Map<String, List<String>> given) {
    Fields fields = new Fields(given, FIELDS);
    String title = fields.text("title", MOST_TITLE);
    List<String> nodes = fields.all("nodes");
    if (nodes.size() > MOST_NODES) {
      fields.wrong("nodes", nodes.size() + "", "expected.most", MOST_NODES);
    }
    nodes.stream()
        .filter(node -> !NODE.matcher(node).matches())
        .findFirst()
        .ifPresent(node -> fields.wrong("nodes", node, "expected.node"));
    String receivedBy = fields.oneOf("receivedBy", "", LEVELS);
    Set<String> kinds = fields.someOf("kinds", KINDS);
    Set<String> severities =
        fields.someOf("severities", List.of(Severity.values()).stream().map(Enum::name).toList());
    String channel = fields.oneOf("channel", "", CHANNELS);
    if (channel.isEmpty() && !fields.isWrong("channel")) {
      fields.wrong("channel", "", "expected.oneOf", CHANNELS.toString());
    }
    String url = fields.optional("url", Destination.MOST_CHARACTERS);
    if (channel.equals("WEBHOOK") && !fields.isWrong("url")) {
      Destination.Fault wrong = Destination.wrongWith(url);
      if (wrong != null) {
        fields.wrong("url", url, "expected.url." + wrong);
      }
    }
    if (channel.equals("MAIL") && !url.isEmpty()) {
      fields.wrong("url", url, "expected.noUrl");
    }
    String language = fields.oneOf("language", "en", LANGUAGES);
    String gathering =
        fields.oneOf(
            "gathering", "EACH", List.of(Gathering.values()).stream().map(Enum::name).toList());
    int wait = fields.number("waitMinutes", 0, 0, MOST_WAIT_MINUTES);
    int repeat = fields.number("repeatHours", 0, 0, MOST_REPEAT_HOURS);
    if (!fields.wrong.isEmpty()) {
      return new Read.Bad(fields.wrong);
    }
    return new Read.Good(
        new Wanted(
            title,
            Set.copyOf(nodes),
            receivedBy.isEmpty() ? null : receivedBy,
            kinds,
            Set.copyOf(severities.stream().map(Severity::valueOf).toList()),
            channel.equals("WEBHOOK") ? url : null,
            Locale.of(language),
            Gathering.valueOf(gathering),
            Duration.ofMinutes(wait),
            repeat == 0 ? null : Duration.ofHours(repeat)));
  }

  /** Fields of a form or of JSON, with what is wrong with them. */
  public static final class Fields {
    private final Map<String, List<String>> given;
    public final Map<String, Wrong> wrong = new LinkedHashMap<>();

    public Fields(Map<String, List<String>> given, List<String> known) {
      this.given = given;
      given.forEach((name, values) -> {
        if (!known.contains(name)) {
          wrong(name, String.join(", ", values), "expected.fields", known.toString());
        }
      });
    }

    public void wrong(String name, String value, String expected, Object... arguments) {
      String shown = value.length() > 200 ? value.substring(0, 200) : value;
      wrong.putIfAbsent(name, Wrong.of(shown, expected, arguments));
    }

    public boolean isWrong(String name) {
      return wrong.containsKey(name);
    }

    List<String> all(String name) {
      List<String> all = new ArrayList<>();
      for (String value : given.getOrDefault(name, List.of())) {
        for (String each : value.split("[,\\s]+", -1)) {
          if (!each.isEmpty()) {
            all.add(each);
          }
        }
      }
      return all.stream().distinct().toList();
    }

    public String text(String name, int most) {
      String text = optional(name, most);
      if (text.isEmpty()) {
        wrong(name, "", "expected.text", most);
      }
      return text;
    }

    public String optional(String name, int most) {
      List<String> values = given.getOrDefault(name, List.of());
      if (values.size() > 1) {
        wrong(name, String.join(", ", values), "expected.one");
      }
      String text = values.isEmpty() ? "" : values.getFirst().strip();
      if (text.length() > most || text.indexOf('\0') >= 0) {
        wrong(name, text, "expected.text", most);
      }
      return text;
    }

    public String oneOf(String name, String otherwise, List<String> allowed) {
      String text = optional(name, MOST_TITLE);
      if (text.isEmpty()) {
        return otherwise;
      }
      if (!allowed.contains(text)) {
        wrong(name, text, "expected.oneOf", allowed.toString());
        return otherwise;
      }
      return text;
    }

    Set<String> someOf(String name, List<String> allowed) {
      Set<String> some = new HashSet<>(all(name));
      some.stream()
          .filter(each -> !allowed.contains(each))
          .findFirst()
          .ifPresent(each -> wrong(name, each, "expected.oneOf", allowed.toString()));
      return Set.copyOf(some);
    }

    int number(String name, int otherwise, int from, int to) {
      String text = optional(name, MOST_TITLE);
      if (text.isEmpty()) {
        return otherwise;
      }
      if (text.matches("[0-9]{1,9}")) {
        int number = Integer.parseInt(text);
        if (number >= from && number <= to) {
          return number;
        }
      }
      wrong(name, text, "expected.number", from, to);
      return otherwise;
    }
  }
}
