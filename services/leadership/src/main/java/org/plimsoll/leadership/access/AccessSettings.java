package org.plimsoll.leadership.access;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may sign in and for how long, under {@code plimsoll.leadership.access}.
 *
 * @param persons known to this service beside what the facts of nodes say of them; taken over at
 *     every start, others that were taken over before are forgotten
 * @param personClaim of an OIDC token: the person as the facts of nodes name them
 * @param idle a session that is not used for so long is over
 * @param longest a session is over after so long, used or not
 * @param failuresPerMinute wrong passwords for one user, and from one address five times as many,
 *     before further ones are not looked at
 * @param requestsPerMinute of one reader through the interface for programs
 * @param readsKept how long it is kept who read what; a day at least
 */
@ConfigurationProperties("plimsoll.leadership.access")
record AccessSettings(
    @DefaultValue List<Person> persons,
    @DefaultValue("name") String personClaim,
    @DefaultValue("30m") Duration idle,
    @DefaultValue("12h") Duration longest,
    @DefaultValue("10") int failuresPerMinute,
    @DefaultValue("1200") int requestsPerMinute,
    @DefaultValue("400d") Duration readsKept) {

  AccessSettings {
    if (readsKept.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "plimsoll.leadership.access.reads-kept: " + readsKept + " - expected 1d or more");
    }
  }

  /**
   * A person.
   *
   * @param person as the facts of nodes and decisions name them
   * @param user what they type to sign in; absent for who comes by OIDC
   * @param password in clear; kept as a hash
   * @param mail their address, proven by standing here; absent: the one that they enter
   * @param nodes ids of nodes that they see with everything below, beside those that name them
   * @param agencies ids of agencies whose nodes they see
   * @param everything whether they see all, as an auditor does
   */
  record Person(
      String person,
      @Nullable String user,
      @Nullable String password,
      @Nullable String mail,
      @DefaultValue Set<String> nodes,
      @DefaultValue Set<String> agencies,
      @DefaultValue("false") boolean everything) {
    Person {
      if (mail != null && !mail.matches("[^\\s@<>,;:\"]{1,64}@[^\\s@<>,;:\"]{1,189}")) {
        throw new IllegalArgumentException(
            "mail: " + mail + " - expected an address such as aigul@gov.example");
      }
    }

    /** Without the password, which has no place in a log. */
    @Override
    public String toString() {
      return "Person[" + person + ", " + user + "]";
    }
  }
}
