package org.plimsoll.leadership.subscription;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Decides who is told what, when and together with what. Everything it goes by is an argument, the
 * time included.
 */
final class Telling {
  /**
   * What is to be done about one subscription.
   *
   * <p>A new case is a deliberate change: the compiler names every place that has to answer it.
   */
  sealed interface Verdict {
    /**
     * Somebody is told.
     *
     * @param person the owner, or who stands in
     * @param receiver whose queue it stands in: one that does not answer delays nobody else
     * @param gatheredBy items with the same one are told together, if they come before dueAt
     */
    record Tell(Person person, Locale language, String receiver, String gatheredBy, Instant dueAt)
        implements Verdict {}

    /** It is not what the subscription asks for. */
    record Unwanted() implements Verdict {}

    /** The owner does not see the node. */
    record Unseen() implements Verdict {}
  }

  /**
   * Those who may be told.
   *
   * @param persons by id; who is missing has chosen nothing
   * @param sees whether a person may be told of a node
   */
  record People(
      Map<String, Person> persons,
      List<Substitution> substitutions,
      BiPredicate<String, String> sees) {
    private Person person(String id) {
      return persons.getOrDefault(id, Person.unknown(id));
    }
  }

  private Telling() {}

  static Verdict of(Event event, Subscription subscription, People people, Instant now) {
    if (!subscription.wants(event)) {
      return new Verdict.Unwanted();
    }
    if (!people.sees().test(subscription.owner(), event.nodeId())) {
      return new Verdict.Unseen();
    }
    return switch (subscription.channel()) {
      // A system has nobody who stands in for it, and a person's quiet hours are no reason for it
      // to wait.
      case Channel.Webhook _ -> {
        Person owner = people.person(subscription.owner());
        yield new Verdict.Tell(
            owner,
            subscription.language(),
            subscription.id(),
            gatheredBy(event, subscription),
            due(subscription, owner, now));
      }
      case Channel.Mail _ -> {
        Person told = people.person(standsInFor(subscription.owner(), event.nodeId(), people, now));
        boolean anyway = event.severity() == Severity.DEEP && told.deepAnyway();
        Instant due = due(subscription, told, now);
        yield new Verdict.Tell(
            told,
            told.language(),
            "mail " + told.id(),
            // What may disturb does not wait in one letter with what may not.
            (anyway ? "anyway " : "") + gatheredBy(event, subscription),
            anyway ? due : told.outsideQuietHours(due));
      }
    };
  }

  private static Instant due(Subscription subscription, Person person, Instant now) {
    return switch (subscription.gathering()) {
      case EACH, NODE, ALL -> now.plus(subscription.gatherFor());
      case DAILY -> person.nextDigest(now);
    };
  }

  private static String gatheredBy(Event event, Subscription subscription) {
    return switch (subscription.gathering()) {
      case EACH -> "item " + event.escalationId() + " " + event.repeat();
      case NODE -> "node " + event.nodeId();
      case ALL, DAILY -> "all";
    };
  }

  /**
   * Who is told in the end: who stands in may have somebody who stands in. Whoever does not see the
   * node is told nothing, so the one before them is; and so is the owner where it goes in a circle.
   */
  static String standsInFor(String owner, String nodeId, People people, Instant now) {
    Set<String> passed = new HashSet<>(Set.of(owner));
    String told = owner;
    while (true) {
      String asked = told;
      String next =
          people.substitutions().stream()
              .filter(each -> each.person().equals(asked) && each.holds(now))
              .map(Substitution::standIn)
              .findFirst()
              .orElse(null);
      if (next == null || !people.sees().test(next, nodeId)) {
        return told;
      }
      if (!passed.add(next)) {
        return owner;
      }
      told = next;
    }
  }
}
