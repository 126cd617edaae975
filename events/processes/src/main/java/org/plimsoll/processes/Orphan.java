package org.plimsoll.processes;

import java.time.Duration;

/**
 * A process that an earlier parent left behind in a data directory. It counts as ours only while
 * its command line names that directory, since process ids are used again.
 */
record Orphan(long pid, DataDirectory directory) {

  private static final long POLL_MILLIS = 50;

  boolean isAlive() {
    // A process that is dead but not yet reaped has no command line either.
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().commandLine())
        .filter(line -> line.contains(directory.path().toString()))
        .isPresent();
  }

  /** Whether the process is gone, after waiting for it up to that long. */
  boolean endsWithin(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return !isAlive();
      }
    }
    return true;
  }

  void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    endsWithin(Duration.ofSeconds(5));
  }
}
