package org.plimsoll.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll watch}. */
@Command(
    name = "watch",
    description = {
      "Shows whatever travels upward as it comes, until Ctrl-C. Goes on where it was when the"
          + " service comes back after a restart.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plimsoll watch",
      "  plimsoll watch --from-beginning --format json"
    })
final class WatchCommand implements Callable<Integer> {
  private static final long RECONNECT_MILLIS = 1_000;

  enum Format {
    text,
    json
  }

  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}; json is one object a line. Default: text.")
  private Format format = Format.text;

  @Option(names = "--from-beginning", description = "Also what has travelled before.")
  private boolean fromBeginning;

  @Override
  public Integer call() throws InterruptedException {
    Plimsoll.Running first = plimsoll.mustRun();
    System.err.println("Whatever travels upward is shown here; Ctrl-C ends it.");
    long last = leadership(first).follow(fromBeginning ? 0 : -1, this::show);
    while (true) {
      System.err.println("(the stream broke off; waiting for it to come back)");
      Thread.sleep(RECONNECT_MILLIS);
      while (plimsoll.running().filter(r -> r.instance().ready()).isEmpty()) {
        Thread.sleep(RECONNECT_MILLIS);
      }
      last = leadership(plimsoll.running().orElseThrow()).follow(last, this::show);
    }
  }

  private static LeadershipClient leadership(Plimsoll.Running running) {
    return new LeadershipClient(running.instance(), Secrets.of(running.home()));
  }

  private void show(JsonNode item) {
    System.out.println(
        switch (format) {
          case text -> Shown.escalation(item);
          case json -> item.toString();
        });
    System.out.flush();
  }
}
