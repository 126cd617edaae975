package org.plimsoll.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One running child process. It works in its data directory, logs to {@code NAME.log} there, leaves
 * its process id in {@code NAME.pid}, and has a session of its own: control-C at the parent's
 * terminal reaches the parent only, which then ends its children in the right order.
 */
final class Child {

  private static final long LOG_LIMIT_BYTES = 10_000_000;
  private static final int LOG_LINES_SHOWN = 15;
  private static final long POLL_MILLIS = 20;

  /** A child JVM ends itself within 10 s of its parent's death; see {@link DiesWithParent}. */
  private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(12);

  private static final @Nullable Path SETSID = executable("/usr/bin/setsid", "/bin/setsid");

  private final String name;
  private final Process process;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a command whose standard input ends when this process does.
   *
   * @throws UncheckedIOException if there is no such command
   */
  static Child start(String name, DataDirectory directory, List<String> command) {
    Path log = directory.file(name + ".log");
    var words = new ArrayList<String>();
    if (SETSID != null) {
      words.add(SETSID.toString());
    }
    words.addAll(command);
    try {
      if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
        Files.move(log, directory.file(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
      Process process =
          new ProcessBuilder(words)
              .directory(directory.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var child = new Child(name, process, log);
      child.writePid(directory);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  private void writePid(DataDirectory directory) {
    try {
      directory.writePrivately(name + ".pid", Long.toString(process.pid()));
    } catch (UncheckedIOException e) {
      kill();
      throw e;
    }
  }

  /**
   * Waits for the child that an earlier parent left behind, when that was killed, and ends it if it
   * does not end by itself.
   */
  static void awaitOrphan(String name, DataDirectory directory) {
    Path file = directory.file(name + ".pid");
    try {
      if (Files.exists(file)) {
        Orphan orphan = new Orphan(Long.parseLong(Files.readString(file).strip()), directory);
        if (!orphan.endsWithin(ORPHAN_PATIENCE)) {
          orphan.kill();
        }
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns when the child is ready.
   *
   * @throws ChildFailedException if it ends before, or is not ready in time; it is dead then
   */
  void awaitReady(Duration patience, BooleanSupplier ready) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      // In this order: what answers on the port of a dead child is somebody else.
      boolean isReady = ready.getAsBoolean();
      if (!process.isAlive()) {
        throw failed("ended with status " + process.exitValue() + " before it was ready", null);
      }
      if (isReady) {
        return;
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw failed("was not ready after " + patience.toSeconds() + " s", null);
      }
      pause();
    }
  }

  /**
   * Returns when the child has done its work.
   *
   * @throws ChildFailedException if it fails or takes too long; it is dead then
   */
  void awaitSuccess(Duration patience) {
    if (!endsWithin(patience)) {
      kill();
      throw failed("was not done after " + patience.toSeconds() + " s", null);
    }
    if (process.exitValue() != 0) {
      throw failed("failed with status " + process.exitValue(), null);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Asks the child to end (SIGTERM), without waiting. */
  void askToEnd() {
    process.destroy();
  }

  /** Sends a signal that Java has no method for, as {@code kill -s} names it. */
  static void signal(String signal, long pid) {
    try {
      new ProcessBuilder("kill", "-s", signal, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a child that was asked to end, and kills it when it takes too long. */
  void awaitEnd(Duration patience) {
    if (!endsWithin(patience)) {
      kill();
    }
  }

  /** Kills the child and all its children (SIGKILL) and waits until they are gone. */
  void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    boolean interrupted = false;
    while (true) {
      try {
        process.waitFor();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // SIGKILL takes no time: finish, then tell the caller
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean endsWithin(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw failed("was killed, because its start was interrupted", e);
    }
  }

  private ChildFailedException failed(String what, @Nullable Throwable cause) {
    return new ChildFailedException(name + " " + what, log, lastLines(), cause);
  }

  /** Without stack frames, between which the causes would be lost. */
  private String lastLines() {
    try {
      List<String> lines =
          Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
              .filter(line -> !line.startsWith("\tat ") && !line.startsWith("\t... "))
              .toList();
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: " + e.getMessage() + ")";
    }
  }

  private static @Nullable Path executable(String... places) {
    for (String place : places) {
      Path file = Path.of(place);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }
}
