package org.plimsoll.processes;

import java.util.Map;

/** How clients log in to a broker, and controllers to each other. */
public final class Login {

  static final String MECHANISM = "SCRAM-SHA-512";

  private Login() {}

  /** Client settings of a user: where the brokers are and how to log in. */
  public static Map<String, Object> clientConfig(String servers, String user, String password) {
    return Map.of(
        "bootstrap.servers",
        servers,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        MECHANISM,
        "sasl.jaas.config",
        scram(user, password));
  }

  static String scram(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required"
        + " username=%s password=%s;".formatted(quoted(user), quoted(password));
  }

  /** Both ends at once: whom a controller lets in, and as whom it knocks. */
  static String plainForController(String user, String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required"
        + " username=%s password=%s user_%s=%s;"
            .formatted(quoted(user), quoted(password), user, quoted(password));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
