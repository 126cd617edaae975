package org.plimsoll.verify;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What the user can do something about; the message says what. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Failure(String message) {
    super(message);
  }

  public Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says on standard error why a command failed; where in our code, when it is not its user's. */
  public static int explained(Exception problem, CommandLine command, ParseResult parsed) {
    if (!(problem instanceof Failure)) {
      problem.printStackTrace(command.getErr());
    }
    command.getErr().println("plimsoll: " + problem.getMessage());
    return ExitCode.FAILED;
  }
}
