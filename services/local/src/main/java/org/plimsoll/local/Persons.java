package org.plimsoll.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.SignInLinks;
import org.plimsoll.policy.text.Nearest;
import org.plimsoll.verify.Failure;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Who can sign in to the inbox of this installation, and the links that do it. */
final class Persons {
  /** As long as somebody may take to look at the console. */
  private static final Duration LINK = Duration.ofHours(12);

  /** What the command line signs in as: it sees everything and decides nothing. */
  static final Person OPERATOR =
      new Person("operator", "Operator", "everything, and decides nothing", null, true);

  /**
   * Somebody with a password.
   *
   * @param user to sign in as
   * @param person as the facts of nodes name them
   * @param sees in words
   * @param agency whose nodes they see, beside those that name them
   * @param everything whether they see all
   */
  record Person(
      String user, String person, String sees, @Nullable String agency, boolean everything) {}

  /** Persons of the demonstration's portfolio, and who audits it. */
  private static final List<Person> OF_THE_DEMO =
      List.of(
          new Person(
              "minister",
              "A. Serikov (illustrative)",
              "the whole portfolio, as Deputy Prime Minister",
              null,
              false),
          new Person(
              "head",
              "M. Tuleu (illustrative)",
              "the program Nurly Zher, as its head",
              null,
              false),
          new Person(
              "engineer",
              "S. Makhmetov (illustrative)",
              "the projects of the Akimat of Pavlodar region",
              "akimat-pavlodar",
              false),
          new Person(
              "auditor",
              "Auditor (illustrative)",
              "everything, and who read what; decides nothing",
              null,
              true));

  private Persons() {}

  static List<Person> of(Home home) {
    List<Person> persons = new ArrayList<>(List.of(OPERATOR));
    if (home.isDemo()) {
      persons.addAll(OF_THE_DEMO);
    }
    return persons;
  }

  /** As leadership takes them over. */
  static Map<String, Object> settings(Home home, Secrets secrets) {
    Map<String, Object> settings = new HashMap<>();
    List<Person> persons = of(home);
    for (int i = 0; i < persons.size(); i++) {
      Person person = persons.get(i);
      String each = "plimsoll.leadership.access.persons[" + i + "].";
      settings.put(each + "person", person.person());
      settings.put(each + "user", person.user());
      settings.put(each + "password", secrets.leadership(person.user()));
      settings.put(each + "everything", person.everything());
      if (person.agency() != null) {
        settings.put(each + "agencies[0]", person.agency());
      }
    }
    return settings;
  }

  /** What the console says of signing in, with links that work once. */
  static List<String> invitation(Home home, Instance instance) {
    List<String> lines = new ArrayList<>();
    List<Person> persons = home.isDemo() ? OF_THE_DEMO : List.of(OPERATOR);
    lines.add("To sign in to the inbox, open one of these. Each works once, for twelve hours:");
    for (Person person : persons) {
      lines.add("  %-9s %s".formatted(person.user(), link(home, instance, person.person())));
      lines.add("            %s: %s".formatted(person.person(), person.sees()));
    }
    lines.add(
        "Or with user and password from %s; `plimsoll sign-in [PERSON]` makes further links."
            .formatted(home.secrets().resolve("leadership-USER")));
    return lines;
  }

  /** A link that signs somebody in, once. */
  static String link(Home home, Instance instance, String person) {
    String path = SignInLinks.make(database(home, instance), person, LINK);
    return instance.inbox().resolve(path).toString();
  }

  /**
   * That somebody could see anything once they were signed in.
   *
   * @throws Failure when no facts of a node name them, and they are none of those that are
   *     ready-made
   */
  static void requireKnown(Home home, Instance instance, String person) {
    List<String> known =
        new ArrayList<>(
            database(home, instance)
                .sql(
                    "SELECT person FROM node WHERE person IS NOT NULL"
                        + " UNION SELECT name FROM persons.person")
                .query(String.class)
                .list());
    of(home).forEach(each -> known.add(each.person()));
    if (!known.contains(person)) {
      throw new Failure(
          "PERSON: %s - expected somebody whom the facts of a node name; nearest: '%s'"
              .formatted(person, Nearest.to(person, known)));
    }
  }

  /** Leadership's, where persons are kept. */
  static JdbcClient database(Home home, Instance instance) {
    return JdbcClient.create(
        new DriverManagerDataSource(
            "jdbc:postgresql://127.0.0.1:%d/%s"
                .formatted(instance.addresses().postgres(), Access.LEADERSHIP),
            Access.LEADERSHIP,
            Secrets.of(home).postgres(Access.LEADERSHIP)));
  }
}
