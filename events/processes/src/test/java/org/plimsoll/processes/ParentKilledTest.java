package org.plimsoll.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class ParentKilledTest {

  @TempDir Path directory;

  /** A start right after the kill waits for them to go, and none of them is ended by it. */
  @Test
  @Timeout(300)
  void childrenDieWithAKilledParentAndStartAgainAtOnce() throws Exception {
    Process parent = startParent();
    try (BufferedReader said = parent.inputReader()) {
      List<Long> children = Stream.of(said.readLine().split(" ")).map(Long::valueOf).toList();
      assertThat(children).hasSize(3).allMatch(ParentKilledTest::runs);

      parent.destroyForcibly().waitFor();

      Parent.Family.start(directory).close();
      assertThat(children).noneMatch(ParentKilledTest::runs);
    } finally {
      parent.destroyForcibly();
    }
  }

  private Process startParent() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A process that is dead but not yet reaped by its new parent has no command line. */
  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().commandLine()).isPresent();
  }
}
