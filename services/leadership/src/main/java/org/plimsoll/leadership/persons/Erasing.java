package org.plimsoll.leadership.persons;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Erases a person: a function of the database, so that whoever runs the service on a cluster can
 * call it with {@code psql}.
 */
public final class Erasing {
  /**
   * What was done somewhere.
   *
   * @param place tables
   * @param number of rows
   */
  public record Place(String place, String what, long number) {}

  private Erasing() {}

  /**
   * Erases, in one transaction.
   *
   * @param person as events name them, or their name where one person has it
   * @param by on whose behalf; kept
   * @return every place, also where there was nothing
   */
  public static List<Place> erase(JdbcClient database, String person, String by) {
    return database
        .sql("SELECT * FROM persons.erase(:person, :by)")
        .param("person", person)
        .param("by", by)
        .query((row, _) ->
            new Place(row.getString("place"), row.getString("what"), row.getLong("number")))
        .list();
  }
}
