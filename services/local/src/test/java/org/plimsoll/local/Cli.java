package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line in processes of its own, on one data directory. */
record Cli(Path dataDir) {
  private static final long PATIENCE_SECONDS = 400;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Path VERIFY_JAR = Path.of("../verify/target/plimsoll-verify.jar");

  /** What a command came to. */
  record Result(int exitCode, String out, String err) {}

  /** A command that runs. */
  record Running(Process process, Path out, Path err) {
    String text() {
      return read(out) + read(err);
    }

    /** Kills the process as a crash would, and nothing but it. */
    void kill() {
      process.destroyForcibly();
      await();
    }

    /** Ends it as Ctrl-C does. */
    Result stop() {
      process.destroy();
      return await();
    }

    Result await() {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("still running after 400 s:\n" + text());
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return new Result(process.exitValue(), read(out), read(err));
    }
  }

  Result run(String... arguments) {
    return start(arguments).await();
  }

  Running start(String... arguments) {
    return start(Map.of(), arguments);
  }

  /**
   * The same with more in its environment.
   *
   * @param environment by name
   */
  Running start(Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=org.plimsoll.schema",
                "-cp",
                System.getProperty("java.class.path"),
                Plimsoll.class.getName()));
    command.addAll(List.of(arguments));
    command.add("--data-dir=" + dataDir);
    return start(environment, command);
  }

  /** The jar for auditors, which knows nothing of the data directory. */
  Result verifyAlone(String... arguments) {
    assertThat(VERIFY_JAR).as("made by ./mvnw package").exists();
    List<String> command =
        new ArrayList<>(List.of(JAVA, "-Xmx512m", "-jar", VERIFY_JAR.toString()));
    command.addAll(List.of(arguments));
    return start(Map.of(), command).await();
  }

  private Running start(Map<String, String> environment, List<String> command) {
    try {
      Files.createDirectories(dataDir);
      Path out = Files.createTempFile(dataDir.getParent(), "command", ".out");
      Path err = Files.createTempFile(dataDir.getParent(), "command", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The child processes whose ids stand in the data directory. */
  List<ProcessHandle> children() {
    try (Stream<Path> files = Files.walk(dataDir, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".pid"))
          .map(file -> Long.parseLong(read(file).lines().findFirst().orElseThrow().strip()))
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .filter(ProcessHandle::isAlive)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
