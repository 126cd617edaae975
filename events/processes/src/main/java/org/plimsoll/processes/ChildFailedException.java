package org.plimsoll.processes;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A child process that ended, or was not ready in time; the message shows the end of its log. */
public final class ChildFailedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  ChildFailedException(String what, Path log, String lastLines, @Nullable Throwable cause) {
    super("%s; its log %s ends with:%n%s".formatted(what, log, lastLines), cause);
  }
}
