package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceKind;

/**
 * Two portfolios with programs and projects of several agencies and persons, every one of them
 * beyond a tolerance, and who may see what of it by a walk of this tree and nothing else. The name
 * of each node is a word that occurs nowhere but there.
 */
final class Realm {
  /** A node of the realm. */
  record Node(
      String id, @Nullable String parent, String level, String agency, @Nullable String person) {
    /** Occurs in an answer only if something of this node does. */
    String word() {
      return "Zq" + id.replace("-", "x") + "qZ";
    }
  }

  /** Somebody, and what the settings grant them beside what nodes say. */
  record Person(String name, List<String> nodes, List<String> agencies, boolean everything) {}

  static final Map<String, Node> NODES = new LinkedHashMap<>();

  static {
    add("north", null, "PORTFOLIO", "", "Premier North");
    add("south", null, "PORTFOLIO", "", null);
    add("n-roads", "north", "PROGRAM", "", "Head Roads");
    add("n-schools", "north", "PROGRAM", "", null);
    add("s-water", "south", "PROGRAM", "", "Head Water");
    add("n-bridge", "n-roads", "PROJECT", "works", "Chief Bridge");
    add("n-tunnel", "n-roads", "PROJECT", "mines", null);
    add("n-lyceum", "n-schools", "PROJECT", "works", "Chief Lyceum");
    add("s-canal", "s-water", "PROJECT", "works", "Chief Bridge");
    add("s-dam", "s-water", "PROJECT", "mines", null);
  }

  static final List<Person> PERSONS =
      List.of(
          new Person("Everyone Sees", List.of(), List.of(), true),
          new Person("Premier North", List.of(), List.of(), false),
          new Person("Minister South", List.of("south"), List.of(), false),
          new Person("Head Roads", List.of(), List.of(), false),
          new Person("Head Water", List.of("n-schools"), List.of(), false),
          new Person("Chief Bridge", List.of(), List.of(), false),
          new Person("Engineer Works", List.of(), List.of("works"), false),
          new Person("Engineer Mines", List.of(), List.of("mines"), false),
          new Person("Chief Lyceum", List.of(), List.of("mines"), false),
          new Person("Nobody Known", List.of(), List.of(), false));

  private Realm() {}

  private static void add(
      String id, @Nullable String parent, String level, String agency, @Nullable String person) {
    NODES.put(id, new Node(id, parent, level, agency, person));
  }

  /** Whether a person may see a node. */
  static boolean sees(Person person, String id) {
    if (person.everything() || person.agencies().contains(node(id).agency())) {
      return true;
    }
    for (Node at = node(id); at != null; at = above(at)) {
      if (person.name().equals(at.person()) || person.nodes().contains(at.id())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a person sees a node with everything below it, by holding it or one above. */
  static boolean holds(Person person, String id) {
    return sees(new Person(person.name(), person.nodes(), List.of(), person.everything()), id);
  }

  static Node node(String id) {
    return requireNonNull(NODES.get(id));
  }

  private static @Nullable Node above(Node node) {
    return node.parent() == null ? null : node(node.parent());
  }

  static Set<String> seen(Person person) {
    Set<String> seen = new TreeSet<>();
    NODES.keySet().stream().filter(id -> sees(person, id)).forEach(seen::add);
    return seen;
  }

  /** Whether a person decides about exceptions of a node: as one above it, by name or by grant. */
  static boolean decides(Person person, String id) {
    Node node = node(id);
    if (node.parent() == null) {
      return answersFor(person, node);
    }
    for (Node at = above(node); at != null; at = above(at)) {
      if (answersFor(person, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean answersFor(Person person, Node node) {
    if (node.person() != null) {
      return node.person().equals(person.name());
    }
    Person byRoot = new Person(person.name(), person.nodes(), List.of(), false);
    return sees(byRoot, node.id());
  }

  static String[] settings() {
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < PERSONS.size(); i++) {
      // Behind those whom every house knows.
      String each = "plimsoll.leadership.access.persons[" + (i + SignIns.PERSONS) + "].";
      Person person = PERSONS.get(i);
      settings.add(each + "person=" + person.name());
      settings.add(each + "user=" + SignIns.user(person.name()));
      settings.add(each + "password=" + SignIns.PASSWORD);
      settings.add(each + "nodes=" + String.join(",", person.nodes()));
      settings.add(each + "agencies=" + String.join(",", person.agencies()));
      settings.add(each + "everything=" + person.everything());
    }
    return settings.toArray(String[]::new);
  }

  static void tell(Story story) {
    for (Node node : NODES.values()) {
      Accountable person =
          node.person() == null ? null : new Accountable(node.person(), "answers for it", null);
      var name = Story.text(node.word(), node.word(), node.word());
      switch (node.level()) {
        case "PORTFOLIO" -> story.portfolio(node.id(), name, person);
        case "PROGRAM" -> story.program(node.id(), requireNonNull(node.parent()), name, person);
        default -> {
          story.agency = node.agency();
          story.project(
              node.id(),
              requireNonNull(node.parent()),
              name,
              person,
              new Baseline(1_000_000L, LocalDate.of(2021, 8, 31), List.of()),
              List.of());
        }
      }
      story.grant(
          Portfolio.grant(
                  "g-" + node.id(),
                  node.id(),
                  "cost",
                  ToleranceKind.COST,
                  node.level().equals("PROJECT") ? Measure.COST_GROWTH_ORIGINAL : Measure.CPI)
              .setGrantedBy(node.parent() == null ? node.id() : node.parent())
              .setBreach(
                  node.level().equals("PROJECT")
                      ? org.plimsoll.schema.Direction.AT_MOST
                      : org.plimsoll.schema.Direction.AT_LEAST)
              .setUnit(
                  node.level().equals("PROJECT")
                      ? org.plimsoll.schema.ToleranceUnit.PERCENT
                      : org.plimsoll.schema.ToleranceUnit.RATIO)
              .setLimitTenThousandths(node.level().equals("PROJECT") ? 100_000L : 9_500L)
              .build());
    }
    for (int month = 0; month < 3; month++) {
      for (Node node : NODES.values()) {
        if (node.level().equals("PROJECT")) {
          story.status(
              Portfolio.status(node.id(), month)
                  .setPvMinor(100_000L * (month + 1))
                  .setEvMinor(80_000L * (month + 1))
                  .setAcMinor(120_000L * (month + 1))
                  .setBacMinor(1_000_000L)
                  .setCostForecastMinor(1_300_000L)
                  .setForecastFinish(LocalDate.of(2021, 9, 30))
                  .setNote("Said of " + node.word() + ".")
                  .setAssistance(
                      month == 2
                          ? new Assistance(Level.PORTFOLIO, "Help with " + node.word() + ".")
                          : null)
                  .build());
        }
      }
    }
    // What is not taken belongs to whom it names, too.
    story.status(Portfolio.status("s-dam", 0).setEventId("late").setNote("Zqsxdamqz late").build());
    story.flush();
  }
}
