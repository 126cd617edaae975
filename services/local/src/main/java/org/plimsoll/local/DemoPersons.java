package org.plimsoll.local;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.persons.Directory;
import org.plimsoll.leadership.persons.PersonKeys;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.NodeFacts;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Events of the demonstration as an operator who can erase would publish them: persons by their
 * pseudonyms, and what they wrote sealed.
 */
final class DemoPersons {
  private final Directory directory;
  private final PersonKeys keys;
  private final Map<String, String> pseudonyms = new ConcurrentHashMap<>();

  /**
   * @param database leadership's
   * @param secret with which keys are kept there
   */
  DemoPersons(JdbcClient database, String secret) {
    this.directory = new Directory(database);
    this.keys = PersonKeys.of(database, secret);
  }

  NodeFacts in(NodeFacts facts) {
    Accountable named = facts.getAccountable();
    return named == null
        ? facts
        : NodeFacts.newBuilder(facts)
            .setAccountable(
                new Accountable(pseudonym(named.getPerson()), named.getRole(), named.getRoleText()))
            .build();
  }

  Decision in(Decision decision) {
    String by = pseudonym(decision.getDecidedBy());
    @Nullable String to = decision.getHandedTo();
    return Decision.newBuilder(decision)
        .setDecidedBy(by)
        .setReason(keys.seal(by, decision.getEventId(), decision.getReason()))
        .setHandedTo(to == null ? null : pseudonym(to))
        .build();
  }

  private String pseudonym(String name) {
    return pseudonyms.computeIfAbsent(name, directory::enrol);
  }
}
