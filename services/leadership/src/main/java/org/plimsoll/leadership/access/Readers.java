package org.plimsoll.leadership.access;

import java.util.ArrayList;
import java.util.List;
import org.plimsoll.leadership.persons.Directory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a person sees, from the facts of nodes and from what was granted beside them. */
@Repository
public class Readers {
  private final JdbcClient database;
  private final Directory directory;

  Readers(JdbcClient database, Directory directory) {
    this.database = database;
    this.directory = directory;
  }

  /**
   * Whether the facts of any node name somebody, something was granted to them, or they sign in
   * here.
   *
   * @param given as of {@link #of}
   */
  public boolean isKnown(String given) {
    return database
        .sql(
            """
            SELECT EXISTS (SELECT 1 FROM node WHERE person = :person)
              OR EXISTS (SELECT 1 FROM (
                SELECT person FROM access.granted_scope
                UNION ALL SELECT person FROM access.local_user) granted
                WHERE person = :person OR person = persons.known_as(:person))
            """)
        .param("person", directory.person(given))
        .query(Boolean.class)
        .single();
  }

  /**
   * A person with their scope as it is now: the nodes whose facts name them, those with an open
   * exception that was handed over to them and that nobody else was given since, and what was
   * granted to them. Who is unknown sees nothing.
   *
   * @param given as the facts of nodes name them, or the name that the directory has of them
   */
  public Reader of(String given) {
    String person = directory.person(given);
    List<String> roots = new ArrayList<>();
    List<String> agencies = new ArrayList<>();
    boolean[] everything = {false};
    database
        .sql(
            """
            SELECT node_id, NULL AS agency_id, false AS everything FROM node WHERE person = :person
            UNION ALL
            SELECT d.node_id, NULL, false FROM decision d JOIN exception e USING (exception_id)
            WHERE d.handed_to = :person AND d.kind = 'HAND_OVER' AND d.accepted
              AND e.state = 'OPEN'
              AND NOT EXISTS (SELECT 1 FROM decision l WHERE l.exception_id = d.exception_id
                AND l.kind = 'HAND_OVER' AND l.accepted AND l.sequence > d.sequence)
              AND NOT EXISTS (SELECT 1 FROM passed_up p WHERE p.exception_id = d.exception_id
                AND p.sequence > d.sequence)
            UNION ALL
            SELECT node_id, agency_id, everything FROM access.granted_scope
            WHERE person = :person OR person = persons.known_as(:person)
            """)
        .param("person", person)
        .query(row -> {
          if (row.getBoolean("everything")) {
            everything[0] = true;
          } else if (row.getString("node_id") != null) {
            roots.add(row.getString("node_id"));
          } else {
            agencies.add(row.getString("agency_id"));
          }
        });
    return new Reader(person, new Scope(everything[0], roots, agencies));
  }
}
