package org.plimsoll.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.processes.DiesWithParent;

/**
 * {@code plimsoll log} as a child process. It is given one password, that of a user who can write
 * nothing, and ends with its parent.
 */
record LogProcess(Process process) implements AutoCloseable {
  private static final long STOP_SECONDS = 10;

  static LogProcess start(Home home, Addresses addresses, Secrets secrets, List<VerifierKey> keys) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dplimsoll.log=" + home.log().resolveSibling("log.log"),
                "-cp",
                System.getProperty("java.class.path"),
                DiesWithParent.class.getName(),
                Plimsoll.class.getName(),
                "log",
                "--bootstrap-servers=127.0.0.1:" + addresses.kafka(),
                "--port=" + addresses.log()));
    keys.forEach(key -> command.add("--key=" + key));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.log().resolveSibling("log.out").toFile());
    builder.environment().put(LogCommand.PASSWORD, secrets.kafka(Access.LOG));
    try {
      return new LogProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("the log cannot be served", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
