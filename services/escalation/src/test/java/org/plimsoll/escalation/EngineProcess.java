package org.plimsoll.escalation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.plimsoll.processes.DiesWithParent;

/** The engine in a process of its own, which can be killed as a crash would. */
final class EngineProcess implements AutoCloseable {
  private static final int LOG_LINES_SHOWN = 30;

  private final Path log;
  private final Process process;

  private EngineProcess(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  /**
   * Starts it without waiting until it takes inputs.
   *
   * @param directory holds its settings and its log
   * @param state what Streams keeps on disk: of an earlier engine, or nothing yet
   */
  static EngineProcess start(Path directory, Path state) {
    Path log = directory.resolve("engine.log");
    Properties settings = new Properties();
    EngineTest.settings(state)
        .forEach((name, value) -> settings.setProperty(name, value.toString()));
    // What a killed engine had begun keeps its successor waiting for so long; 10 s unless set.
    settings.setProperty("spring.kafka.streams.properties.producer.transaction.timeout.ms", "5000");
    // Not in the command line, which everybody can read.
    Path file = directory.resolve("engine.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
      return new EngineProcess(
          log,
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx384m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=org.plimsoll.schema",
                  "-cp",
                  System.getProperty("java.class.path"),
                  DiesWithParent.class.getName(),
                  EscalationApplication.class.getName(),
                  "--spring.config.additional-location=file:" + file)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM; returns when it has ended. */
  void stop() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What this and earlier engines in its directory said that this is found in, each time. */
  List<MatchResult> said(Pattern pattern) {
    try {
      return pattern.matcher(Files.readString(log)).results().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of what it said, and whether it lives. */
  @Override
  public String toString() {
    try {
      List<String> lines = Files.readAllLines(log);
      return "the engine %s; the end of its log:%n%s"
          .formatted(
              process.isAlive() ? "runs" : "has ended",
              String.join(
                  "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
