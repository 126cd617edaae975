package org.plimsoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.testkit.Agency;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Log;
import org.plimsoll.wire.Topics;

/** The program that the README shows is compiled and run as an agency would run it. */
class ReadmeTest {
  private static final int PARTITIONS = 4;
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  private static String program() throws Exception {
    Matcher block = JAVA.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  @Test
  void theProgramHasFewerThanTenLines() throws Exception {
    assertThat(program().lines().filter(line -> !line.isBlank())).hasSizeLessThan(10);
  }

  @Test
  void theProgramPublishesOneStatus() throws Exception {
    Cluster cluster = Cluster.shared();
    Agency agency = Agency.admit(cluster, "readme", PARTITIONS);
    Path source = Files.writeString(directory.resolve("Publish.java"), program());
    Path output = directory.resolve("output");

    // A Java of its own, so that nothing that is set for tests, as what Avro trusts, helps it.
    var command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                source.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    command
        .environment()
        .putAll(
            Map.of(
                "PLIMSOLL_KAFKA", PlimsollPublisherTest.bootstrapServers(),
                "PLIMSOLL_REGISTRY", cluster.registryUrl(),
                "PLIMSOLL_AGENCY", agency.id(),
                "PLIMSOLL_TOKEN", agency.token()));
    Process program = command.start();
    try {
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      program.destroyForcibly();
    }

    assertThat(program.exitValue()).as(Files.readString(output)).isZero();
    try (Log log = new Log(cluster)) {
      assertThat(log.read(Topics.intake(agency.id()), StatusChange.class))
          .extracting(StatusChange::getProjectId, StatusChange::getAcMinor)
          .containsExactly(tuple("school-17", 120_000_00L));
    }
  }
}
