package org.plimsoll.local;

import java.util.Locale;
import java.util.Map;
import org.plimsoll.verify.Failure;
import picocli.CommandLine.Option;

/** How a command reaches brokers of one's own, as a user whose password is in the environment. */
final class Brokers {
  static final String SCRAM = "SCRAM-SHA-512";

  @Option(names = "--bootstrap-servers", required = true, paramLabel = "HOST:PORT,...")
  private String bootstrapServers = "";

  @Option(
      names = "--security-protocol",
      paramLabel = "P",
      defaultValue = "SASL_PLAINTEXT",
      description = "SASL_SSL outside a closed network. Default: SASL_PLAINTEXT.")
  private String securityProtocol = "SASL_PLAINTEXT";

  /**
   * Settings of a client that signs in as a service's user.
   *
   * @throws Failure as {@link #password} does
   */
  Map<String, Object> client(String user) {
    return client(user, password(user), SCRAM);
  }

  /**
   * Settings of a client.
   *
   * @param mechanism {@link #SCRAM} or PLAIN
   */
  Map<String, Object> client(String user, String password, String mechanism) {
    String login =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "security.protocol",
        securityProtocol,
        "sasl.mechanism",
        mechanism,
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";".formatted(login, user, password));
  }

  /**
   * A user's password.
   *
   * @throws Failure when the environment has none that can be one
   */
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
