package org.plimsoll.verify;

/** How a command ends. */
public final class ExitCode {
  public static final int DONE = 0;

  /** The reason is on standard error. */
  public static final int FAILED = 1;

  public static final int WRONG_USAGE = 2;

  /** Done, and something waits for attention. */
  public static final int ATTENTION = 3;

  private ExitCode() {}
}
