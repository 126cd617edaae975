package org.plimsoll.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaProcessTest {

  private static final KafkaProcess.Options OPTIONS =
      KafkaProcess.Options.defaults().withQuickStart().withAdminPassword("a-password-for-tests");

  @TempDir static Path temporary;

  /** A place that needs care on a command line and in a settings file. */
  private static Path directory;

  private static KafkaProcess broker;

  @BeforeAll
  static void start() throws Exception {
    directory = temporary.resolve("a place, with = and 'quotes'");
    broker = KafkaProcess.start(directory, OPTIONS);
    Topics.create(broker.adminClientConfig(), "open");
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void theSuperUserWritesAndReads() throws Exception {
    Topics.write(broker.adminClientConfig(), "open", "one");

    assertThat(Topics.read(broker.adminClientConfig(), "open")).contains("one");
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertRefused(broker.clientConfig(KafkaProcess.SUPER_USER, "another-password"));
  }

  @Test
  void anUnknownUserIsRefused() {
    assertRefused(broker.clientConfig("nobody", "a-password-for-tests"));
  }

  private static void assertRefused(Map<String, Object> config) {
    try (Admin admin = Admin.create(config)) {
      assertThatThrownBy(() -> admin.listTopics().names().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void anAnonymousClientIsNotServed() {
    for (int port : new int[] {broker.port(), broker.controllerPort()}) {
      Map<String, Object> anonymous =
          Map.of(
              "bootstrap.servers",
              "127.0.0.1:" + port,
              "default.api.timeout.ms",
              3_000,
              "request.timeout.ms",
              2_000);
      try (Admin admin = Admin.create(anonymous)) {
        assertThatThrownBy(() -> admin.listTopics().names().get(5, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class);
      }
    }
  }

  @Test
  void aUserWithoutAnAclCannotWrite() throws Exception {
    Topics.createUser(broker.adminClientConfig(), "agency", "agency-password");

    assertThatThrownBy(
            () -> Topics.write(broker.clientConfig("agency", "agency-password"), "open", "no"))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void aQuotedPasswordLogsIn() throws Exception {
    String password = "back\\slash and \"quotes\"; = ,";
    Topics.createUser(broker.adminClientConfig(), "quoted", password);

    try (Admin admin = Admin.create(broker.clientConfig("quoted", password))) {
      assertThat(admin.describeCluster().clusterId().get()).isNotEmpty();
    }
  }

  @Test
  void recordsAndUsersSurviveKill() throws Exception {
    Topics.create(broker.adminClientConfig(), "kept");
    Topics.write(broker.adminClientConfig(), "kept", "before");

    broker.kill();
    broker = broker.restart();

    Topics.write(broker.adminClientConfig(), "kept", "after");
    assertThat(Topics.read(broker.adminClientConfig(), "kept")).containsExactly("before", "after");
  }

  @Test
  void aDirectoryInUseIsRefused() {
    assertThatThrownBy(() -> KafkaProcess.start(directory, OPTIONS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void aTakenPortIsNamedWithItsHolder(@TempDir Path other) {
    var options = OPTIONS.withPorts(broker.port(), 0);

    assertThatThrownBy(() -> KafkaProcess.start(other, options))
        .isInstanceOf(PortTakenException.class)
        .hasMessageContaining("port " + broker.port())
        .hasMessageContaining("process " + broker.pid())
        .hasMessageContaining("the broker wanted it");
  }

  @Test
  void aBrokerThatCannotStartShowsTheEndOfItsLog(@TempDir Path other) {
    var options = OPTIONS.withSettings(Map.of("log.segment.bytes", "none"));

    assertThatThrownBy(() -> KafkaProcess.start(other, options))
        .isInstanceOf(ChildFailedException.class)
        .hasMessageContaining("log.segment.bytes");
  }

  @Test
  void secretsAreForTheOwnerOnlyAndOnNoCommandLine() throws Exception {
    for (String file : new String[] {"admin.secret", "controller.secret", "broker.properties"}) {
      assertThat(Files.getPosixFilePermissions(directory.resolve(file)))
          .allMatch(permission -> permission.name().startsWith("OWNER_"));
    }
    assertThat(Files.readString(Path.of("/proc/" + broker.pid() + "/cmdline")))
        .contains("kafka.Kafka")
        .doesNotContain("a-password-for-tests");
    assertThat(directory.resolve("format.arguments")).doesNotExist();
    assertThat(directory.resolve("format.log")).doesNotExist();
    assertThat(OPTIONS.toString()).doesNotContain("a-password-for-tests");
  }

  @Test
  void anotherPasswordThanTheFirstIsRefused(@TempDir Path other) throws Exception {
    try (var first = KafkaProcess.start(other, KafkaProcess.Options.defaults().withQuickStart())) {
      Topics.create(first.adminClientConfig(), "made-with-a-generated-password");
    }

    assertThatThrownBy(() -> KafkaProcess.start(other, OPTIONS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("admin.secret");
  }

  @Test
  void itListensOnTheOneAddressOnly() {
    assertThat(List.of(broker.port(), broker.controllerPort()))
        .allMatch(Ports::answers)
        .noneMatch(Loopback::answersOnAnotherAddress);
  }
}
