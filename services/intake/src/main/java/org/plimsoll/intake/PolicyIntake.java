package org.plimsoll.intake;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.intake.Granted.Name;
import org.plimsoll.intake.Granted.Version;
import org.plimsoll.intake.Ledger.Closed;
import org.plimsoll.intake.Nodes.Node;
import org.plimsoll.intake.Publishing.Answer;
import org.plimsoll.intake.Publishing.NotTaken;
import org.plimsoll.intake.Publishing.Taken;
import org.plimsoll.intake.Submission.EventId;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.Selection;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.CoreWriter;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Grants the tolerances of a policy to the nodes it applies to. Which version each one becomes, and
 * its event id, follow from what the trail says was granted before and from the content, so that
 * the same policy again changes nothing.
 */
@Component
final class PolicyIntake {
  /** Grants that are on their way at a time. */
  private static final int BATCH = 1_000;

  private final Nodes nodes;
  private final Granted granted;
  private final OperatorIntake operator;
  private final Ledger ledger;
  private final Closing closing;
  private final Clock clock;

  PolicyIntake(
      Nodes nodes,
      Granted granted,
      OperatorIntake operator,
      Ledger ledger,
      Closing closing,
      Clock clock) {
    this.nodes = nodes;
    this.granted = granted;
    this.operator = operator;
    this.ledger = ledger;
    this.closing = closing;
    this.clock = clock;
  }

  /**
   * A node and what it is to have.
   *
   * @param node null where it is named and not known
   */
  record Chosen(String nodeId, @Nullable Node node, List<Policy.Entry> entries) {}

  /**
   * The nodes that a policy is for, by their ids.
   *
   * @param only no others than these; empty: all
   * @throws Problem 404 or 422 for a node of {@code only} that is not known or not meant, 422 where
   *     no node is left
   */
  List<Chosen> choose(Policy policy, Collection<String> only) {
    Map<Selection, Set<String>> selected = new HashMap<>();
    Map<String, Node> known = new HashMap<>(nodes.find(only));
    for (Policy.Entry entry : policy.entries()) {
      selected.computeIfAbsent(entry.appliesTo(), selection -> select(selection, known));
    }
    Map<String, Chosen> chosen = new TreeMap<>();
    for (Policy.Entry entry : policy.entries()) {
      for (String id : java.util.Objects.requireNonNull(selected.get(entry.appliesTo()))) {
        if (only.isEmpty() || only.contains(id)) {
          chosen
              .computeIfAbsent(id, _ -> new Chosen(id, known.get(id), new ArrayList<>()))
              .entries
              .add(entry);
        }
      }
    }
    for (String id : only) {
      if (!known.containsKey(id)) {
        throw Problem.of(
            HttpStatus.NOT_FOUND, Reason.UNKNOWN_NODE, "node", id, "a node that is registered");
      }
      if (!chosen.containsKey(id)) {
        throw Problem.of(
            HttpStatus.UNPROCESSABLE_CONTENT,
            Reason.WRONG_LEVEL,
            "node",
            "%s, a %s".formatted(id, known.get(id).level()),
            "a node that the policy applies to: " + applies(policy));
      }
    }
    if (chosen.isEmpty()) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          Reason.UNKNOWN_NODE,
          "applies to",
          applies(policy),
          "at least one such node that is registered");
    }
    return List.copyOf(chosen.values());
  }

  private static String applies(Policy policy) {
    return policy.entries().stream()
        .map(entry ->
            switch (entry.appliesTo()) {
              case Selection.Every(var level) -> "every " + level;
              case Selection.Under(var level, String id) ->
                  "every %s under %s".formatted(level, id);
              case Selection.Only(var level, List<String> ids) ->
                  "%s %s".formatted(level, String.join(", ", ids));
            })
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private Set<String> select(Selection selection, Map<String, Node> known) {
    return switch (selection) {
      case Selection.Every(var level) -> ids(nodes.of(CoreWriter.level(level), null), known);
      case Selection.Under(var level, String ancestorId) ->
          ids(nodes.of(CoreWriter.level(level), ancestorId), known);
      case Selection.Only(var _, List<String> nodeIds) -> {
        known.putAll(nodes.find(nodeIds));
        yield Set.copyOf(nodeIds);
      }
    };
  }

  private static Set<String> ids(List<Node> found, Map<String, Node> known) {
    found.forEach(node -> known.put(node.id(), node));
    return found.stream().map(Node::id).collect(Collectors.toSet());
  }

  /** Of what cannot stand twice on a node, and would otherwise replace each other each time. */
  private record Days(String toleranceId, @Nullable LocalDate from, @Nullable LocalDate until) {
    static Days of(Policy.Entry entry) {
      Terms terms = entry.tolerance().terms();
      return new Days(
          entry.tolerance().toleranceId(), terms.effectiveFrom(), terms.effectiveUntil());
    }
  }

  /** A grant on its way. */
  private record Sent(ToleranceGrant grant, @Nullable Integer replaces) {}

  /**
   * Grants, waits for the engine, and reports on the way; the last line is the summary.
   *
   * @throws Problem when broker, registry or engine fail, which leaves the rest for the next time
   */
  void grant(Policy policy, List<Chosen> chosen, PolicyReport report)
      throws IOException, InterruptedException {
    int most = Math.max(1, BATCH / policy.entries().size());
    for (int from = 0; from < chosen.size(); from += most) {
      grantSome(policy, chosen.subList(from, Math.min(chosen.size(), from + most)), report);
    }
    report.summary(chosen.size());
  }

  private void grantSome(Policy policy, List<Chosen> some, PolicyReport report)
      throws IOException, InterruptedException {
    Map<Name, List<Version>> before = granted.of(some.stream().map(Chosen::nodeId).toList());
    LocalDate today = LocalDate.now(clock);
    List<Sent> sending = new ArrayList<>();
    for (Chosen each : some) {
      Map<String, Integer> newest = new HashMap<>();
      Map<Days, Policy.Entry> days = new HashMap<>();
      for (Policy.Entry entry : each.entries) {
        String toleranceId = entry.tolerance().toleranceId();
        Refusal refusal = refusal(each, entry);
        Policy.Entry same = days.putIfAbsent(Days.of(entry), entry);
        if (refusal == null && same != null) {
          refusal =
              new Refusal(
                  Reason.OVERLAPPING_DATES,
                  "id",
                  toleranceId,
                  "one tolerance of this id for this node; lines %d and %d both apply"
                      .formatted(same.line(), entry.line()));
        }
        if (refusal != null) {
          report.refused(each.nodeId, toleranceId, "intake", refusal);
          continue;
        }
        List<Version> versions = before.getOrDefault(new Name(each.nodeId, toleranceId), List.of());
        int next =
            newest.getOrDefault(toleranceId, versions.isEmpty() ? 0 : versions.getLast().version())
                + 1;
        ToleranceGrant grant =
            CoreWriter.grant("-", each.nodeId, entry.as(next), policy.grantedBy(), entry.reason());
        Version standing = Granted.standing(versions, grant, today);
        if (standing != null) {
          report.unchanged(each.nodeId, toleranceId, standing.version());
        } else {
          newest.put(toleranceId, next);
          boolean givesWay = entry.tolerance().terms().effectiveUntil() != null;
          sending.add(new Sent(grant, givesWay ? null : Granted.lasting(versions)));
        }
      }
    }
    Map<EventId, Sent> sent = named(sending);
    List<ToleranceGrant> grants =
        sent.entrySet().stream()
            .map(one ->
                ToleranceGrant.newBuilder(one.getValue().grant)
                    .setEventId(one.getKey().eventId())
                    .build())
            .toList();
    List<EventId> waiting = new ArrayList<>();
    List<Answer> answers = operator.takeGrants(grants);
    for (int i = 0; i < answers.size(); i++) {
      ToleranceGrant grant = grants.get(i);
      switch (answers.get(i)) {
        case Taken _ -> waiting.add(new EventId(grant.getEventId(), EventId.OPERATOR));
        case NotTaken(Problem problem) -> {
          Refusal refusal = problem.refusal();
          if (refusal == null || problem.status() != HttpStatus.NOT_FOUND) {
            throw problem;
          }
          // The engine refused the node's facts since the nodes were chosen.
          report.refused(grant.getNodeId(), grant.getToleranceId(), "intake", refusal);
        }
      }
    }
    closing.await(
        waiting,
        (id, closed) -> told(java.util.Objects.requireNonNull(sent.get(id)), closed, report),
        report::alive);
  }

  private void told(Sent sent, Closed closed, PolicyReport report) throws IOException {
    ToleranceGrant grant = sent.grant;
    if (closed.weighed()) {
      report.taken(grant.getNodeId(), grant.getToleranceId(), grant.getVersion(), sent.replaces);
    } else {
      report.refused(grant.getNodeId(), grant.getToleranceId(), "engine", closing.refusal(closed));
    }
  }

  private static @Nullable Refusal refusal(Chosen chosen, Policy.Entry entry) {
    Node node = chosen.node;
    if (node == null || node.level() != CoreWriter.level(entry.appliesTo().level())) {
      return new Refusal(
          Reason.UNKNOWN_NODE,
          "nodeId",
          chosen.nodeId,
          "a %s that is registered".formatted(entry.appliesTo().level()));
    }
    java.util.Currency currency = entry.currency();
    return currency == null || currency.getCurrencyCode().equals(node.currency())
        ? null
        : new Refusal(
            Reason.WRONG_CURRENCY,
            "limit",
            currency.getCurrencyCode(),
            node.currency() + ", the portfolio's");
  }

  /**
   * The grants with their event ids, in order. An id that the engine refused is not used again:
   * what it lacked may be there by now.
   */
  private Map<EventId, Sent> named(List<Sent> sending) {
    List<EventId> ids = new ArrayList<>();
    Set<Integer> open = new HashSet<>();
    for (int i = 0; i < sending.size(); i++) {
      ids.add(id(sending.get(i), 0));
      open.add(i);
    }
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      Map<EventId, Closed> closed = ledger.closed(open.stream().map(ids::get).toList());
      open.removeIf(i -> {
        Closed verdict = closed.get(ids.get(i));
        return verdict == null || verdict.weighed();
      });
      for (int i : open) {
        ids.set(i, id(sending.get(i), attempt));
      }
    }
    Map<EventId, Sent> named = new LinkedHashMap<>();
    for (int i = 0; i < sending.size(); i++) {
      named.put(ids.get(i), sending.get(i));
    }
    return named;
  }

  private static EventId id(Sent sent, int attempt) {
    return new EventId(ContentId.of("policy-" + attempt, sent.grant), EventId.OPERATOR);
  }
}
