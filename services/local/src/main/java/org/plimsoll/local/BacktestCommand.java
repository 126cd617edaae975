package org.plimsoll.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.TrailBacktest;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.backtest.Backtest;
import org.plimsoll.policy.backtest.Grid;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.policy.backtest.Scope;
import org.plimsoll.policy.text.MisreadException;
import org.plimsoll.policy.text.Nearest;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll backtest}. */
@Command(
    name = "backtest",
    description = {
      "Weighs the recorded inputs again as if a policy had stood from the beginning, in the place of"
          + " what was granted to the nodes it applies to, and says what would have been told more,"
          + " less, earlier and later, how long before the actual breaches, and how much attention"
          + " it would have taken. Nothing is granted and nothing can be sent: it reads an export,"
          + " or a Plimsoll that runs, as a user who may only read the trail.",
      ""
    },
    footer = {
      "",
      "RULE.FIELD of --sweep is a tolerance of the policy and one of its limit, amber, clear,"
          + " forecast, after and 'hold after'; numbers are in the policy's units.",
      "",
      "Examples:",
      "  plimsoll backtest --policy ours.yaml",
      "  plimsoll backtest --policy nunn-mccurdy --export trail-2026 --from 2025-01-01",
      "  plimsoll backtest --policy ours.yaml --node nurly-zher --json",
      "  plimsoll backtest --policy ours.yaml --sweep cost.limit=5..20:2.5"
    })
final class BacktestCommand implements Callable<Integer> {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE|NAME",
      description = "The candidate: a file, or the name of a shipped policy.")
  private String file = "";

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "Reports from this data date on, 2025-01-01; everything is weighed.")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "Reports to this data date.")
  private @Nullable LocalDate to;

  @Option(
      names = "--node",
      paramLabel = "ID",
      description = "Reports on this node and all below it; everything is weighed.")
  private @Nullable String node;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "Reads what `plimsoll export` wrote, for which nothing needs to run. It is not verified"
              + " by this.")
  private @Nullable Path export;

  @Option(
      names = "--sweep",
      paramLabel = "RULE.FIELD=LO..HI:STEP",
      description = "Load against lead time with each of these values in the policy.")
  private @Nullable String sweep;

  @Option(names = "--all", description = "Lists every difference, not the first 20 of a kind.")
  private boolean all;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Scope scope = scope();
    Policy policy = PolicyCommand.read(file, PolicyCommand.text("--policy", file));
    Grid grid = grid(policy);
    Backtest backtest = new Backtest(grid == null ? List.of(policy) : grid.policies(policy));
    Terminal terminal = new Terminal(json ? System.err : System.out);
    try {
      weigh(backtest, entries -> terminal.progress("%,d entries weighed".formatted(entries)));
    } catch (ArchiveException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } finally {
      terminal.progress("");
    }
    if (node != null && !backtest.nodeIds().contains(node)) {
      throw new Failure(
          "--node: %s - expected a node that the trail knows; nearest: '%s'"
              .formatted(node, Nearest.to(node, backtest.nodeIds())));
    }
    List<Report> reports = backtest.reports(scope);
    if (json) {
      System.out.println(
          grid == null ? BacktestJson.of(reports.getFirst()) : BacktestJson.of(grid, reports));
    } else {
      (grid == null ? BacktestText.of(reports.getFirst(), all) : BacktestText.of(grid, reports))
          .forEach(terminal::line);
    }
    return reports.stream().allMatch(report -> report.notGranted().isEmpty())
        ? ExitCode.DONE
        : ExitCode.ATTENTION;
  }

  private Scope scope() {
    LocalDate first = from;
    LocalDate last = to;
    if (first != null && last != null && first.isAfter(last)) {
      throw new Failure("--from: %s - expected no later than --to, %s".formatted(first, last));
    }
    return new Scope(first, last, node);
  }

  private @Nullable Grid grid(Policy policy) {
    try {
      return sweep == null ? null : Grid.parse(sweep, policy);
    } catch (MisreadException e) {
      throw new Failure("--sweep, " + e.getMessage(), e);
    }
  }

  private void weigh(Backtest backtest, LongConsumer progress) {
    Path directory = export;
    if (directory != null) {
      TrailBacktest.run(Archive.open(directory), backtest, progress);
      return;
    }
    Plimsoll.Running running =
        plimsoll
            .running()
            .orElseThrow(() ->
                new Failure(
                    "nothing runs on %s - expected a Plimsoll that runs, or --export DIR; a"
                            .formatted(plimsoll.home().path())
                        + " back-test starts nothing, because what it started could send"));
    TrailBacktest.run(
        ReplayCommand.trail(running), ReplayCommand.registry(running), backtest, progress);
  }
}
