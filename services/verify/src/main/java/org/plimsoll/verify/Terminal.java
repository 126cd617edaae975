package org.plimsoll.verify;

import java.io.Console;
import java.io.PrintStream;

/**
 * Lines that stay, and below them one that is written over. Where nobody watches, the latter
 * becomes a plain line every few seconds.
 */
public final class Terminal {
  private static final long PLAIN_LINE_NANOS = 3_000_000_000L;
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean watched;
  private String progress = "";
  private String plain = "";
  private long lastPlainNanos = System.nanoTime();

  public Terminal(PrintStream out) {
    this(out, isWatched());
  }

  Terminal(PrintStream out, boolean watched) {
    this.out = out;
    this.watched = watched;
  }

  @SuppressWarnings("SystemConsoleNull") // the specification still allows null
  private static boolean isWatched() {
    Console console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** A line that stays. */
  public synchronized void line(String text) {
    if (watched && !progress.isEmpty()) {
      out.print(CLEAR_LINE);
    }
    out.println(text);
    if (watched && !progress.isEmpty()) {
      out.print(progress);
    }
    out.flush();
  }

  /** Replaces the line of progress; empty text ends it. */
  public synchronized void progress(String text) {
    progress = text;
    if (watched) {
      out.print(CLEAR_LINE + text);
    } else if (!text.isEmpty() && System.nanoTime() - lastPlainNanos > PLAIN_LINE_NANOS) {
      out.println(text);
      plain = text;
      lastPlainNanos = System.nanoTime();
    }
    out.flush();
  }

  /** Lets the last line of progress stand. */
  public synchronized void keepProgress() {
    if (!progress.isEmpty()) {
      if (watched) {
        out.println();
      } else if (!progress.equals(plain)) {
        out.println(progress);
      }
      progress = "";
    }
    out.flush();
  }
}
