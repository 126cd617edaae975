package org.plimsoll.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;

/**
 * What runs on a data directory, as {@code run.json} says and the operating system confirms: a
 * process id alone may meanwhile be another process's.
 *
 * @param startedAt the operating system's start time of the process
 * @param ready false while it still starts
 */
record Instance(long pid, String startedAt, boolean ready, Addresses addresses) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** This process. */
  static Instance own(Addresses addresses, boolean ready) {
    ProcessHandle self = ProcessHandle.current();
    return new Instance(self.pid(), startOf(self), ready, addresses);
  }

  static Optional<Instance> find(Home home) {
    try {
      if (!Files.exists(home.runFile())) {
        return Optional.empty();
      }
      Instance written = JSON.readValue(Files.readString(home.runFile()), Instance.class);
      return ProcessHandle.of(written.pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> startOf(process).equals(written.startedAt))
          .map(process -> written);
    } catch (IOException e) {
      // Deleted just now, or written by another version: nothing that could be asked.
      return Optional.empty();
    }
  }

  void write(Home home) {
    try {
      Home.write(
          home.runFile(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new AssertionError("a record of numbers and text", e);
    }
  }

  static void forget(Home home) throws IOException {
    Files.deleteIfExists(home.runFile());
  }

  URI inbox() {
    return URI.create("http://127.0.0.1:" + addresses.leadership() + "/");
  }

  URI intake() {
    return URI.create("http://127.0.0.1:" + addresses.intake() + "/");
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
