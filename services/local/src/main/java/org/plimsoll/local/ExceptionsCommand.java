package org.plimsoll.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.plimsoll.verify.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll exceptions}. */
@Command(
    name = "exceptions",
    description = {
      "Lists the open exceptions, once everything published so far has been weighed. Where nothing"
          + " runs on the data directory, everything is started for it and stopped afterwards.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plimsoll exceptions",
      "  plimsoll exceptions --all --level program",
      "  plimsoll exceptions --all --format json | jq -r .nodeId",
      "  plimsoll exceptions --attention || echo something is open"
    })
final class ExceptionsCommand implements Callable<Integer> {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Option(names = "--all", description = "Cleared ones as well; each episode is one line.")
  private boolean all;

  /** The level of the node that the exception stands on. */
  enum LevelName {
    project,
    program,
    portfolio
  }

  enum Format {
    table,
    json
  }

  @Option(names = "--level", description = "Of nodes on this level only: ${COMPLETION-CANDIDATES}.")
  private @Nullable LevelName level;

  @Option(names = "--node", paramLabel = "ID", description = "Of this node only.")
  private @Nullable String node;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; json is one object a line. Default: table.")
  private Format format = Format.table;

  @Option(names = "--attention", description = "Exit with 3 when at least one is listed.")
  private boolean attention;

  @Override
  public Integer call() {
    Map<String, String> filter = new LinkedHashMap<>();
    LevelName of = level;
    if (of != null) {
      filter.put("level", of.name().toUpperCase(Locale.ROOT));
    }
    String at = node;
    if (at != null) {
      filter.put("node", at);
    }
    if (!all) {
      filter.put("state", "OPEN");
    }
    AtomicInteger listed = new AtomicInteger();
    try (Session session = Session.open(plimsoll)) {
      session
          .lag()
          .awaitNone(lag -> {
            if (!lag.none()) {
              System.err.printf(
                  "waiting: %,d inputs are to be weighed, %,d results to be shown%n",
                  lag.unweighed(), lag.unshown());
            }
          });
      if (at != null) {
        session.leadership().requireNode(at);
      }
      session
          .leadership()
          .exceptions(
              filter,
              each -> {
                if (listed.getAndIncrement() == 0 && format == Format.table) {
                  System.out.println(HEADER);
                }
                System.out.println(
                    switch (format) {
                      case json -> each.toString();
                      case table -> row(each);
                    });
              });
    }
    if (listed.get() == 0 && format == Format.table) {
      System.out.println(all ? "No exceptions." : "No open exceptions.");
    }
    return attention && listed.get() > 0 ? ExitCode.ATTENTION : ExitCode.DONE;
  }

  private static final String COLUMNS = "%-9s %-8s %-10s %-10s %-7s %-34s %s";
  private static final String HEADER =
      COLUMNS.formatted("LEVEL", "KIND", "RAISED", "CLEARED", "STATE", "NODE", "WHY");

  private static String row(JsonNode e) {
    return COLUMNS.formatted(
        e.path("level").asText(),
        e.path("kind").asText(),
        e.path("raisedOn").asText(),
        e.path("clearedOn").asText("-").replace("null", "-"),
        e.path("state").asText(),
        e.path("nodeId").asText(),
        Shown.measured(e));
  }
}
