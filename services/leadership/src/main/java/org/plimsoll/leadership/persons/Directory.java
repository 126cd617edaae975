package org.plimsoll.leadership.persons;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Whom pseudonyms stand for. Events name a person by a pseudonym, {@code person:} and twenty
 * letters and digits, and their name stands here and nowhere in the trail. What an event calls a
 * person otherwise is shown as it stands.
 */
@Repository
public class Directory {
  /** In what an event says of a person, or within a sentence. */
  public static final Pattern PSEUDONYM = Pattern.compile("\\bperson:[a-z2-7]{20}\\b");

  /** Twenty of 32 symbols are 100 bits: enough that no two persons get the same. */
  private static final int SYMBOLS = 20;

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LONGEST_NAME = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient database;

  public Directory(JdbcClient database) {
    this.database = database;
  }

  /**
   * Takes somebody into the directory.
   *
   * @return the pseudonym by which events are to name them
   * @throws IllegalArgumentException for a name that cannot be one
   */
  public String enrol(String name) {
    // A name is looked for in what was told, and stands there as it is if it has nothing that
    // JSON or HTML writes in another way.
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.matches("(?s).*[\"\\\\<>&\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "name: %s - expected 1 to %d characters, none of \" \\ < > & among them"
              .formatted(name, LONGEST_NAME));
    }
    StringBuilder person = new StringBuilder("person:");
    for (int i = 0; i < SYMBOLS; i++) {
      person.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    database
        .sql("INSERT INTO persons.person (person, name) VALUES (:person, :name)")
        .param("person", person.toString())
        .param("name", name)
        .update();
    return person.toString();
  }

  /**
   * Whom a pseudonym stands for; empty once it is erased, or if it never stood for anybody here.
   */
  public Optional<String> name(String person) {
    LookedUp lookedUp = LookedUp.now();
    lookUp(lookedUp, Set.of(person));
    return lookedUp.names.getOrDefault(person, Optional.empty());
  }

  /** Asks for the names of many at once, so that a list does not ask for each by itself. */
  public void lookUp(Set<String> persons) {
    lookUp(LookedUp.now(), persons);
  }

  private void lookUp(LookedUp lookedUp, Set<String> persons) {
    List<String> unknown =
        persons.stream().filter(each -> !lookedUp.names.containsKey(each)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    unknown.forEach(each -> lookedUp.names.put(each, Optional.empty()));
    database
        .sql("SELECT person, name FROM persons.person WHERE person = ANY(:persons)")
        .param("persons", unknown.toArray(String[]::new))
        .query(row -> {
          lookedUp.names.put(row.getString("person"), Optional.of(row.getString("name")));
        });
  }

  /** Names by pseudonym, in the order of names. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    database
        .sql("SELECT person, name FROM persons.person ORDER BY name, person")
        .query(row -> {
          all.put(row.getString("person"), row.getString("name"));
        });
    return all;
  }

  /**
   * How events name a person.
   *
   * @param given their name, if one person here has it; anything else is what events say
   */
  public String person(String given) {
    if (PSEUDONYM.matcher(given).matches()) {
      return given;
    }
    List<String> found =
        database
            .sql("SELECT person FROM persons.person WHERE name = :name LIMIT 2")
            .param("name", given)
            .query((row, _) -> row.getString("person"))
            .list();
    return found.size() == 1 ? found.getFirst() : given;
  }
}
