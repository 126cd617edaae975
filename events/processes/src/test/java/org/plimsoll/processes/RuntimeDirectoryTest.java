package org.plimsoll.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeDirectoryTest {

  @AfterEach
  void forget() {
    System.clearProperty(RuntimeDirectory.PROPERTY);
  }

  @Test
  void thisBuildHasEverything() {
    RuntimeDirectory runtime = RuntimeDirectory.find();

    for (String file :
        new String[] {
          "broker", "registry/quarkus-run.jar", "postgres/bin/postgres", "dies-with-parent.jar"
        }) {
      assertThat(runtime.require(file)).exists();
    }
  }

  @Test
  void whatIsMissingIsNamedWithTheCommandThatBuildsIt(@TempDir Path empty) {
    System.setProperty(RuntimeDirectory.PROPERTY, empty.toString());

    assertThatThrownBy(() -> RuntimeDirectory.find().require("broker"))
        .hasMessageContaining(empty.resolve("broker") + " is missing")
        .hasMessageContaining("./mvnw -pl events/processes process-classes");
  }
}
