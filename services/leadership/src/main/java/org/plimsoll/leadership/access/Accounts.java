package org.plimsoll.leadership.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.AccessSettings.Person;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Local users and their passwords, and what is granted to persons beside the facts of nodes. */
@Repository
class Accounts implements SmartInitializingSingleton {
  /** Proofs that were checked lately; a program sends the same one with each request. */
  private static final int REMEMBERED = 1_000;

  private record Account(String person, @Nullable String password) {}

  private final JdbcClient database;
  private final Sessions sessions;
  private final AccessSettings settings;
  private final TransactionTemplate transaction;
  private final PasswordEncoder encoder =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();

  /** Checked for a user that does not exist, so that the time of an answer does not tell. */
  private final String nobody = encoder.encode(Tokens.draw());

  /** Hash as it is kept, and SHA-256 of the password that it was checked against. */
  private final Map<String, String> checked = new ConcurrentHashMap<>();

  Accounts(
      JdbcClient database,
      Sessions sessions,
      AccessSettings settings,
      PlatformTransactionManager transactions) {
    this.transaction = new TransactionTemplate(transactions);
    this.database = database;
    this.sessions = sessions;
    this.settings = settings;
  }

  /** Takes over what the settings say, before anybody can ask. */
  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(status -> takeOver());
  }

  private void takeOver() {
    // One after the other, when several instances start.
    database.sql("SELECT pg_advisory_xact_lock(hashtext('accounts'))").query(row -> {});
    List<Person> persons = settings.persons();
    database
        .sql("DELETE FROM access.local_user WHERE NOT user_name = ANY(:users)")
        .param(
            "users",
            persons.stream().map(Person::user).filter(u -> u != null).toArray(String[]::new))
        .update();
    database.sql("DELETE FROM access.granted_scope").update();
    database.sql("DELETE FROM access.configured_mail").update();
    for (Person person : persons) {
      if (person.user() != null) {
        user(person.user(), person.person(), person.password());
      }
      if (person.mail() != null) {
        mail(person.person(), person.mail());
      }
      person.nodes().forEach(node -> grant(person.person(), node, null, false));
      person.agencies().forEach(agency -> grant(person.person(), null, agency, false));
      if (person.everything()) {
        grant(person.person(), null, null, true);
      }
    }
  }

  private void user(String user, String person, @Nullable String password) {
    Account before = account(user).orElse(null);
    if (before != null
        && before.person().equals(person)
        && (password == null
            ? before.password() == null
            : before.password() != null && encoder.matches(password, before.password()))) {
      return;
    }
    if (before != null) {
      sessions.endAll(before.person());
    }
    database
        .sql(
            """
            INSERT INTO access.local_user (user_name, person, password)
            VALUES (:user, :person, :password)
            ON CONFLICT (user_name) DO UPDATE
              SET (person, password) = (excluded.person, excluded.password)
            """)
        .param("user", user)
        .param("person", person)
        .param("password", password == null ? null : encoder.encode(password))
        .update();
  }

  private void mail(String person, String mail) {
    database
        .sql(
            "INSERT INTO access.configured_mail VALUES (:person, :mail) ON CONFLICT (person) DO"
                + " UPDATE SET mail = excluded.mail")
        .param("person", person)
        .param("mail", mail)
        .update();
  }

  private void grant(
      String person, @Nullable String node, @Nullable String agency, boolean everything) {
    database
        .sql(
            """
            INSERT INTO access.granted_scope (person, node_id, agency_id, everything)
            VALUES (:person, :node, :agency, :everything) ON CONFLICT DO NOTHING
            """)
        .param("person", person)
        .param("node", node)
        .param("agency", agency)
        .param("everything", everything)
        .update();
  }

  /** The person whose user and password these are. */
  Optional<String> person(String user, String password) {
    Account account = account(user).orElse(null);
    String kept = account == null || account.password() == null ? nobody : account.password();
    String given = Tokens.sha256(password);
    String before = checked.get(kept);
    boolean right = given.equals(before) || encoder.matches(password, kept);
    if (!right || account == null) {
      return Optional.empty();
    }
    if (checked.size() >= REMEMBERED) {
      checked.clear();
    }
    checked.put(kept, given);
    return Optional.of(account.person());
  }

  private Optional<Account> account(String user) {
    return database
        .sql("SELECT person, password FROM access.local_user WHERE user_name = :user")
        .param("user", user)
        .query((row, number) -> new Account(row.getString("person"), row.getString("password")))
        .optional();
  }
}
