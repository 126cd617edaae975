package org.plimsoll.local;

import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.plimsoll.audit.publication.CheckpointTopic;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.wire.TopicSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll prepare}. */
@Command(
    name = "prepare",
    description = {
      "For installations on brokers of their own: creates the services' users, their rights and the"
          + " topics. What is there already stays.",
      "Passwords come from the environment: PLIMSOLL_KAFKA_ADMIN_PASSWORD,"
          + " PLIMSOLL_KAFKA_ESCALATION_PASSWORD, PLIMSOLL_KAFKA_INTAKE_PASSWORD,"
          + " PLIMSOLL_KAFKA_LEADERSHIP_PASSWORD, PLIMSOLL_KAFKA_AUDIT_PASSWORD,"
          + " PLIMSOLL_KAFKA_LOG_PASSWORD.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  plimsoll prepare --bootstrap-servers kafka-1:9092 --admin-user admin --replication 3"
    })
final class PrepareCommand implements Callable<Integer> {
  @Mixin private Brokers brokers = new Brokers();

  @Option(names = "--admin-user", required = true, paramLabel = "USER")
  private String adminUser = "";

  @Option(
      names = "--admin-mechanism",
      paramLabel = "M",
      defaultValue = Brokers.SCRAM,
      description = "How the administrator signs in: SCRAM-SHA-512 (default) or PLAIN.")
  private String adminMechanism = Brokers.SCRAM;

  @Option(names = "--partitions", paramLabel = "N", defaultValue = "4")
  private int partitions = Installation.PARTITIONS;

  @Option(names = "--replication", paramLabel = "N", defaultValue = "1")
  private short replication = 1;

  @Override
  public Integer call() {
    Map<String, Object> settings =
        brokers.client(adminUser, Brokers.password("admin"), adminMechanism);
    try (Admin admin = Admin.create(settings)) {
      Access.grant(admin, Brokers::password);
      TopicSetup.ensure(admin, partitions, replication);
      new CheckpointTopic(settings).ensure(replication);
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    System.out.println("Users, rights and topics are there.");
    return ExitCode.DONE;
  }
}
