package org.plimsoll.local;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.plimsoll.audit.publication.CheckpointTopic;
import org.plimsoll.local.Plimsoll.Failure;
import org.plimsoll.wire.Topics;
import picocli.CommandLine.Command;
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
  static final String SCRAM = "SCRAM-SHA-512";

  @Option(names = "--bootstrap-servers", required = true, paramLabel = "HOST:PORT,...")
  private String bootstrapServers = "";

  @Option(names = "--admin-user", required = true, paramLabel = "USER")
  private String adminUser = "";

  @Option(
      names = "--admin-mechanism",
      paramLabel = "M",
      defaultValue = SCRAM,
      description = "How the administrator signs in: SCRAM-SHA-512 (default) or PLAIN.")
  private String adminMechanism = SCRAM;

  @Option(
      names = "--security-protocol",
      paramLabel = "P",
      defaultValue = "SASL_PLAINTEXT",
      description = "SASL_SSL outside a closed network. Default: SASL_PLAINTEXT.")
  private String securityProtocol = "SASL_PLAINTEXT";

  @Option(names = "--partitions", paramLabel = "N", defaultValue = "4")
  private int partitions = Installation.PARTITIONS;

  @Option(names = "--replication", paramLabel = "N", defaultValue = "1")
  private short replication = 1;

  @Override
  public Integer call() {
    String login =
        adminMechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "security.protocol", securityProtocol,
            "sasl.mechanism", adminMechanism,
            "sasl.jaas.config",
                "%s required username=\"%s\" password=\"%s\";"
                    .formatted(login, adminUser, password("admin")));
    try (Admin admin = Admin.create(settings)) {
      Access.grant(admin, PrepareCommand::password);
      Topics.ensure(admin, partitions, replication);
      new CheckpointTopic(settings).ensure(replication);
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    System.out.println("Users, rights and topics are there.");
    return Plimsoll.DONE;
  }

  /** Settings of a client that signs in as a service's user. */
  static Map<String, Object> client(
      String bootstrapServers, String securityProtocol, String user, String password) {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "security.protocol",
        securityProtocol,
        "sasl.mechanism",
        SCRAM,
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
                .formatted(user)
            + " password=\"%s\";".formatted(password));
  }

  static String password(String user) {
    String variable = "PLIMSOLL_KAFKA_" + user.toUpperCase(Locale.ROOT) + "_PASSWORD";
    String password = System.getenv(variable);
    if (password == null || !password.matches("[A-Za-z0-9._~-]{8,}")) {
      throw new Failure(
          variable + " in the environment - expected at least 8 of A-Z a-z 0-9 . _ ~ -");
    }
    return password;
  }
}
