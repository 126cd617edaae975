package org.plimsoll.local;

import java.io.Console;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines that stay, and below them one that is written over. Where nobody watches, the latter is
 * written only when it is told to stay.
 */
final class Terminal {
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean watched;
  private String progress = "";

  Terminal(PrintStream out) {
    this(out, isWatched());
  }

  Terminal(PrintStream out, boolean watched) {
    this.out = out;
    this.watched = watched;
  }

  private static boolean isWatched() {
    @Nullable Console console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** Whether the line of progress is seen at all. */
  boolean isWatchedNow() {
    return watched;
  }

  /** A line that stays. */
  synchronized void line(String text) {
    if (watched && !progress.isEmpty()) {
      out.print(CLEAR_LINE);
    }
    out.println(text);
    if (watched && !progress.isEmpty()) {
      out.print(progress);
    }
    out.flush();
  }

  /** Replaces the line of progress. */
  synchronized void progress(String text) {
    progress = text;
    if (watched) {
      out.print(CLEAR_LINE + text);
      out.flush();
    }
  }

  /** Lets the line of progress stand as it is; prints it where nobody watched. */
  synchronized void keepProgress() {
    if (!progress.isEmpty()) {
      out.println(watched ? "" : progress);
      progress = "";
    }
    out.flush();
  }
}
