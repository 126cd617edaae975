package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Persons.Read;
import org.plimsoll.leadership.subscription.Wanted.Fields;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.PolicyReader;
import org.plimsoll.policy.backtest.Backtest;
import org.plimsoll.policy.backtest.Grid;
import org.plimsoll.policy.backtest.Scope;
import org.plimsoll.policy.text.MisreadException;

/**
 * A back-test as somebody asks for it.
 *
 * @param given the fields of the form, to be filled in again
 * @param grid limits that are tried besides; null for none
 */
record BacktestWish(
    Map<String, List<String>> given, Policy policy, @Nullable Grid grid, Scope scope) {
  /** Limits at a time, the policy's own being one more. */
  static final int MOST_LIMITS = Backtest.MAX_CANDIDATES - 1;

  private static final List<String> SWEEP = List.of("sweepOf", "sweepFrom", "sweepTo", "sweepStep");
  private static final List<String> FIELDS =
      List.of("policy", "node", "from", "to", "sweepOf", "sweepFrom", "sweepTo", "sweepStep");
  private static final int LONGEST = 200;

  /** The policy as it is written, and then with each limit of the grid. */
  List<Policy> candidates() {
    List<Policy> candidates = new ArrayList<>(List.of(policy));
    if (grid != null) {
      candidates.addAll(grid.policies(policy));
    }
    return candidates;
  }

  /**
   * Reads the fields of the form.
   *
   * @param sees whether the reader may see everything within this node; of null: everything
   */
  static Read<BacktestWish> read(
      Map<String, List<String>> given, Predicate<@Nullable String> sees) {
    Fields fields = new Fields(given, FIELDS);
    Policy policy = policy(fields, given.getOrDefault("policy", List.of("")).getFirst());
    String node = fields.optional("node", LONGEST);
    if (!sees.test(node.isEmpty() ? null : node)) {
      fields.wrong("node", node, "backtest.node.wrong");
    }
    LocalDate from = day(fields, "from");
    LocalDate to = day(fields, "to");
    if (from != null && to != null && to.isBefore(from)) {
      fields.wrong("to", to.toString(), "backtest.to.wrong");
    }
    Grid grid = policy == null ? null : grid(fields, policy);
    return policy == null || !fields.wrong.isEmpty()
        ? new Read.Bad<>(fields.wrong)
        : new Read.Good<>(
            new BacktestWish(
                given, policy, grid, new Scope(from, to, node.isEmpty() ? null : node)));
  }

  private static @Nullable Policy policy(Fields fields, String yaml) {
    if (yaml.isBlank()) {
      fields.wrong("policy", "", "backtest.policy.wrong");
      return null;
    }
    try {
      return PolicyReader.read(yaml);
    } catch (MisreadException e) {
      misread(fields, "policy", e);
      return null;
    }
  }

  /** As text, or the number of a line would be written as an amount is. */
  private static void misread(Fields fields, String field, MisreadException e) {
    String what = e.field().isEmpty() ? e.value() : e.field() + ": " + e.value();
    String others =
        e.others().stream().map(MisreadException::getMessage).collect(Collectors.joining("; "));
    fields.wrong(
        field,
        e.value(),
        (e.line() == 0 ? "backtest.misread" : "backtest.misread.line")
            + (others.isEmpty() ? "" : ".others"),
        what,
        e.expected(),
        String.valueOf(e.line()),
        others);
  }

  /** Years of four digits, as data dates have. */
  private static @Nullable LocalDate day(Fields fields, String name) {
    String text = fields.optional(name, LONGEST);
    try {
      if (text.isEmpty() || text.length() == 10) {
        return text.isEmpty() ? null : LocalDate.parse(text);
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    fields.wrong(name, text, "backtest.day.wrong");
    return null;
  }

  private static @Nullable Grid grid(Fields fields, Policy policy) {
    List<String> parts = SWEEP.stream().map(name -> fields.optional(name, LONGEST)).toList();
    if (parts.stream().allMatch(String::isEmpty)) {
      return null;
    }
    if (parts.stream().anyMatch(String::isEmpty)) {
      fields.wrong("sweepOf", parts.getFirst(), "backtest.sweep.wrong");
      return null;
    }
    List<String> numbers =
        parts.subList(1, parts.size()).stream().map(n -> n.replace(',', '.')).toList();
    for (int i = 0; i < numbers.size(); i++) {
      if (!numbers.get(i).matches("-?[0-9]{1,15}([.][0-9]{1,4})?")) {
        fields.wrong(SWEEP.get(i + 1), numbers.get(i), "backtest.number.wrong");
        return null;
      }
    }
    if (isLonger(numbers.get(0), numbers.get(1), numbers.get(2))) {
      fields.wrong("sweepStep", numbers.get(2), "backtest.sweep.many", MOST_LIMITS);
      return null;
    }
    try {
      return Grid.parse(
          "%s.limit=%s..%s:%s"
              .formatted(parts.getFirst(), numbers.get(0), numbers.get(1), numbers.get(2)),
          policy);
    } catch (MisreadException e) {
      misread(fields, "sweepOf", e);
      return null;
    }
  }

  /** Whether there would be more limits than are weighed; what is no step is said elsewhere. */
  private static boolean isLonger(String low, String high, String step) {
    BigDecimal by = new BigDecimal(step);
    return by.signum() > 0
        && new BigDecimal(high)
                .subtract(new BigDecimal(low))
                .divideToIntegralValue(by)
                .compareTo(BigDecimal.valueOf(MOST_LIMITS))
            >= 0;
  }
}
