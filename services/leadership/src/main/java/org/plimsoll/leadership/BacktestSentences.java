package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.access.Scope;
import org.plimsoll.policy.backtest.Delivered;
import org.plimsoll.policy.backtest.Load;
import org.plimsoll.policy.backtest.Load.Person;
import org.plimsoll.policy.backtest.NotGranted;
import org.plimsoll.policy.backtest.Report;

/**
 * What a report of a back-test comes to, in a few sentences, and why what it counts is not what the
 * screen of the flow counts.
 */
final class BacktestSentences {
  private final BacktestWords words;

  BacktestSentences(BacktestWords words) {
    this.words = words;
  }

  /**
   * What the candidate would have done; nothing where nothing was ever reported.
   *
   * @param known receivers whom the reader sees; others are not named
   */
  String inShort(Report report, Map<String, Node> known) {
    if (report.from() == null || report.to() == null) {
      return "";
    }
    Delivered was = report.recordedLoad().byLevel();
    Delivered would = report.candidateLoad().byLevel();
    String from = words.words().day(report.from(), words.locale());
    String to = words.words().day(report.to(), words.locale());
    String statuses = count("statusChanges", report.statuses());
    String exceptions = count("exceptions", report.candidate());
    String toPrograms = count("items", would.toPrograms());
    List<String> said = new ArrayList<>();
    if (report.isSame()) {
      said.add(
          words.say(
              "short.same",
              from,
              to,
              statuses,
              exceptions,
              toPrograms,
              words.integer(would.toPortfolios())));
    } else {
      said.add(
          words.say(
              "short",
              from,
              to,
              statuses,
              exceptions,
              words.integer(report.recorded()),
              toPrograms,
              words.integer(was.toPrograms()),
              words.integer(would.toPortfolios()),
              words.integer(was.toPortfolios())));
      if (report.recorded() == report.candidate() && was.equals(would)) {
        said.add(words.say("short.otherwise"));
      }
    }
    mostGiven(said, report, known);
    long refused = report.notGranted().stream().map(NotGranted::toleranceId).distinct().count();
    if (refused > 0) {
      said.add(words.say("short.notGranted", words.integer(refused)));
    }
    return String.join(" ", said);
  }

  private void mostGiven(List<String> said, Report report, Map<String, Node> known) {
    List<String> receivers = BacktestLoad.receivers(report);
    if (receivers.isEmpty()) {
      return;
    }
    String most = receivers.getFirst();
    String name = words.accountable(known, most);
    Person was = of(report.recordedLoad(), most);
    Person would = of(report.candidateLoad(), most);
    String items = count("items", would == null ? 0 : would.items());
    String busiest = words.integer(would == null ? 0 : would.busiest());
    said.add(
        Objects.equals(was, would)
            ? words.say("short.most.same", name, items, busiest)
            : words.say(
                "short.most",
                name,
                items,
                words.integer(was == null ? 0 : was.items()),
                busiest,
                words.integer(was == null ? 0 : was.busiest())));
  }

  private static @Nullable Person of(Load load, String receiver) {
    return load.persons().stream()
        .filter(person -> person.receiver().equals(receiver))
        .findFirst()
        .orElse(null);
  }

  /**
   * What is an item, and what is none and stands on the screen of the flow.
   *
   * @param part whether the reader sees more than was weighed
   */
  String load(Report report, boolean part) {
    List<String> said = new ArrayList<>();
    said.add(words.say("load.about", words.integer(Load.ITEMS_PER_DAY)));
    if (report.besides().inAll() > 0) {
      Delivered items = report.recordedLoad().byLevel();
      Delivered all = items.with(report.besides());
      said.add(
          words.say(
              "load.besides",
              words.integer(report.besides().inAll()),
              words.integer(all.toPrograms()),
              words.integer(items.toPrograms()),
              words.integer(all.toPortfolios()),
              words.integer(items.toPortfolios())));
    }
    if (part) {
      said.add(words.say("load.part"));
    }
    if (report.notAgain() > 0) {
      said.add(
          words.say(
              "load.notAgain",
              words.integer(report.decisions()),
              words.integer(report.notAgain())));
    }
    return String.join(" ", said);
  }

  /** Whether a reader sees more on the screen of the flow than what they chose to weigh. */
  static boolean isPart(BacktestWish wish, Scope seen) {
    var chosen = wish.scope();
    String node = chosen.nodeId();
    boolean isAllSeen =
        node == null
            || (!seen.everything()
                && seen.agencies().isEmpty()
                && seen.roots().size() == 1
                && seen.roots().contains(node));
    return !isAllSeen || chosen.from() != null || chosen.to() != null;
  }

  private String count(String noun, long number) {
    return words.words().count(noun, number, words.locale());
  }
}
