package org.plimsoll.processes;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.plimsoll.processes.KafkaProcess.Options;

/**
 * What one broker is told; it is its own controller.
 *
 * @param clusterId in Kafka's form; fixed when the data directory is first used
 * @param voters all controllers of the cluster, each {@code ID@HOST:PORT}
 * @param more settings of the caller, which win over ours
 */
record BrokerSettings(
    String clusterId,
    int nodeId,
    int port,
    int controllerPort,
    List<String> voters,
    Passwords passwords,
    Map<String, String> more) {

  /**
   * Of the super user, for clients and between brokers; and of the controllers among themselves.
   */
  record Passwords(String superUser, String controllers) {

    /**
     * Those that the directory keeps, made at its first use.
     *
     * @param superUser what the caller says; null lets the directory say it
     * @throws IllegalStateException if the directory was first used with another
     */
    static Passwords in(DataDirectory directory, @Nullable String superUser) {
      String kept =
          directory.keep(
              "admin.secret",
              () -> superUser == null ? DataDirectory.newPassword() : requirePlain(superUser));
      if (superUser != null && !superUser.equals(kept)) {
        throw new IllegalStateException(
            "adminPassword is not the one that the broker's data directory was first used with;"
                + " that one is in "
                + directory.file("admin.secret"));
      }
      return new Passwords(kept, directory.keep("controller.secret", DataDirectory::newPassword));
    }

    @Override
    public String toString() {
      return "Passwords[not shown]";
    }
  }

  /** What needs no quoting in an argument of Kafka's StorageTool. */
  private static final Pattern PLAIN_PASSWORD = Pattern.compile("[A-Za-z0-9._~-]{8,}");

  static final String LOG_DIRECTORY = "data";

  /** The most that one record may take; a status change is a few kilobytes. */
  private static final int MESSAGE_MAX_BYTES = 2 * 1024 * 1024;

  /** At 24 bytes a key, 90 % full: 600,000 keys in one pass, instead of 128 MB of a small heap. */
  private static final int CLEANER_BYTES = 16 * 1024 * 1024;

  /** Few, because each internal topic's partitions are made at the first use and cost its time. */
  private static final int INTERNAL_PARTITIONS = 8;

  static BrokerSettings of(
      DataDirectory directory, int nodeId, int port, int[] controllerPorts, Options options) {
    List<String> voters =
        IntStream.range(0, controllerPorts.length)
            .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllerPorts[i])
            .toList();
    return new BrokerSettings(
        directory.keep("cluster.id", () -> Uuid.randomUuid().toString()),
        nodeId,
        port,
        controllerPorts[nodeId - 1],
        voters,
        Passwords.in(directory, options.adminPassword()),
        options.settings());
  }

  Properties properties() {
    var settings = new Properties();
    settings.putAll(identity());
    settings.putAll(security());
    settings.putAll(small());
    settings.putAll(more);
    return settings;
  }

  private Map<String, String> identity() {
    String clients = "CLIENT://127.0.0.1:" + port;
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(nodeId),
        "controller.quorum.voters",
        String.join(",", voters),
        "listeners",
        clients + ",CONTROLLER://127.0.0.1:" + controllerPort,
        "advertised.listeners",
        clients,
        "controller.listener.names",
        "CONTROLLER",
        "inter.broker.listener.name",
        "CLIENT",
        "log.dirs",
        LOG_DIRECTORY);
  }

  private Map<String, String> security() {
    String user = KafkaProcess.SUPER_USER;
    return Map.ofEntries(
        Map.entry(
            "listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT"),
        Map.entry("listener.name.client.sasl.enabled.mechanisms", Login.MECHANISM),
        Map.entry("sasl.mechanism.inter.broker.protocol", Login.MECHANISM),
        Map.entry(
            "listener.name.client.scram-sha-512.sasl.jaas.config",
            Login.scram(user, passwords.superUser())),
        // The controllers keep the SCRAM credentials, so they cannot use them to let each other in.
        Map.entry("listener.name.controller.sasl.enabled.mechanisms", "PLAIN"),
        Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
        Map.entry(
            "listener.name.controller.plain.sasl.jaas.config",
            Login.plainForController(user, passwords.controllers())),
        Map.entry(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        Map.entry("allow.everyone.if.no.acl.found", "false"),
        Map.entry("super.users", "User:" + user));
  }

  private Map<String, String> small() {
    String replicas = Integer.toString(Math.min(3, voters.size()));
    String inSync = voters.size() < 3 ? "1" : "2";
    String partitions = Integer.toString(INTERNAL_PARTITIONS);
    return Map.ofEntries(
        Map.entry("default.replication.factor", replicas),
        Map.entry("min.insync.replicas", inSync),
        Map.entry("offsets.topic.replication.factor", replicas),
        Map.entry("offsets.topic.num.partitions", partitions),
        Map.entry("transaction.state.log.replication.factor", replicas),
        Map.entry("transaction.state.log.min.isr", inSync),
        Map.entry("transaction.state.log.num.partitions", partitions),
        Map.entry("share.coordinator.state.topic.replication.factor", replicas),
        Map.entry("share.coordinator.state.topic.min.isr", inSync),
        Map.entry("share.coordinator.state.topic.num.partitions", partitions),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("auto.create.topics.enable", "false"),
        // A killed broker is out after 3 s, so that its partitions stall for less than 6 s.
        Map.entry("broker.session.timeout.ms", "3000"),
        Map.entry("broker.heartbeat.interval.ms", "500"),
        Map.entry("log.retention.ms", "-1"),
        Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(CLEANER_BYTES)),
        Map.entry("message.max.bytes", Integer.toString(MESSAGE_MAX_BYTES)),
        Map.entry("replica.fetch.max.bytes", Integer.toString(MESSAGE_MAX_BYTES)));
  }

  private static String requirePlain(String password) {
    if (!PLAIN_PASSWORD.matcher(password).matches()) {
      throw new IllegalArgumentException(
          "adminPassword: at least 8 characters, of A-Z a-z 0-9 . _ ~ - only");
    }
    return password;
  }
}
