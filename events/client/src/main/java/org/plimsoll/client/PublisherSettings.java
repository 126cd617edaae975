package org.plimsoll.client;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to publish, and as whom.
 *
 * @param bootstrapServers brokers, each {@code HOST:PORT}, separated by commas
 * @param registryUrl the schema registry's Confluent-compatible address; at Apicurio it ends in
 *     {@code /apis/ccompat/v7}
 * @param agencyId the agency that publishes; it signs in as {@code agency-ID}
 * @param token what the operator gave the agency; kept out of {@link #toString}
 * @param more further settings of Kafka's producer and of the serializer, by their own names; they
 *     win over ours
 */
public record PublisherSettings(
    String bootstrapServers,
    String registryUrl,
    String agencyId,
    String token,
    Map<String, String> more) {

  static final String SERIALIZER = "value.serializer";

  private static final String APICURIO = "io.apicurio.registry.serde.avro.AvroKafkaSerializer";
  private static final Pattern AGENCY_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /** With any of these changed an event could be lost, doubled, or weighed nowhere. */
  private static final Set<String> FIXED =
      Set.of(
          "bootstrap.servers",
          "key.serializer",
          "partitioner.class",
          "partitioner.ignore.keys",
          "acks",
          "enable.idempotence",
          "transactional.id");

  static {
    TrustedSchemas.trust();
  }

  /** Copies the further settings. */
  public PublisherSettings {
    require("bootstrapServers", bootstrapServers, "brokers as HOST:PORT, separated by commas");
    if (!registryUrl.matches("https?://.+")) {
      throw new IllegalArgumentException(
          "registryUrl: %s - expected an address that begins with http:// or https://"
              .formatted(registryUrl));
    }
    require("token", token, "what the operator gave the agency");
    if (!AGENCY_ID.matcher(agencyId).matches()) {
      throw new IllegalArgumentException(
          "agencyId: %s - expected 1 to 40 lower-case letters, digits and hyphens, not beginning with a hyphen"
              .formatted(agencyId));
    }
    for (String name : more.keySet()) {
      if (FIXED.contains(name)) {
        throw new IllegalArgumentException(
            "%s: %s - expected not to be set; the publisher decides it"
                .formatted(name, more.get(name)));
      }
    }
    more = Map.copyOf(more);
  }

  /** The four that every agency has. */
  public static PublisherSettings of(
      String bootstrapServers, String registryUrl, String agencyId, String token) {
    return new PublisherSettings(bootstrapServers, registryUrl, agencyId, token, Map.of());
  }

  /**
   * The same four from the environment: {@code PLIMSOLL_KAFKA}, {@code PLIMSOLL_REGISTRY}, {@code
   * PLIMSOLL_AGENCY} and {@code PLIMSOLL_TOKEN}.
   *
   * @throws IllegalArgumentException naming the variable that is missing
   */
  public static PublisherSettings fromEnvironment() {
    return of(
        variable("PLIMSOLL_KAFKA"),
        variable("PLIMSOLL_REGISTRY"),
        variable("PLIMSOLL_AGENCY"),
        variable("PLIMSOLL_TOKEN"));
  }

  /** The same with one more setting, for example {@code security.protocol=SASL_SSL}. */
  public PublisherSettings with(String name, String value) {
    Map<String, String> added = new HashMap<>(more);
    added.put(name, value);
    return new PublisherSettings(bootstrapServers, registryUrl, agencyId, token, added);
  }

  /** The topic of the agency. */
  String topic() {
    return "plimsoll.intake." + agencyId;
  }

  /** The agency's user at the broker. */
  String user() {
    return "agency-" + agencyId;
  }

  String serializer() {
    return more.getOrDefault(SERIALIZER, APICURIO);
  }

  /** Settings of the producer, and of the serializer, which leaves alone what it does not know. */
  Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("security.protocol", "SASL_PLAINTEXT");
    all.put("sasl.mechanism", "SCRAM-SHA-512");
    all.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=%s password=%s;"
            .formatted(quoted(user()), quoted(token)));
    // Long enough for a broker to be replaced, short enough to be told while it still matters.
    all.put("max.block.ms", "10000");
    all.put("request.timeout.ms", "10000");
    all.put("delivery.timeout.ms", "30000");
    all.put("client.id", user());
    all.put("schema.registry.url", registryUrl);
    all.put("apicurio.registry.url", apicurioUrl());
    all.put("apicurio.registry.auto-register", "true");
    all.put("apicurio.registry.http.adapter", "JDK");
    // One schema, whole, as the other clients know it, instead of a part for every nested record.
    all.put("apicurio.registry.dereference-schema", "true");
    all.putAll(more);
    all.remove(SERIALIZER);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("acks", "all");
    all.put("enable.idempotence", "true");
    return all;
  }

  /** Apicurio's serializer speaks the registry's own interface, which lies beside Confluent's. */
  private String apicurioUrl() {
    return registryUrl.replaceFirst("/apis/ccompat/v\\d+/*$", "/apis/registry/v3");
  }

  /** All but the token. */
  @Override
  public String toString() {
    return "PublisherSettings[bootstrapServers=%s, registryUrl=%s, agencyId=%s]"
        .formatted(bootstrapServers, registryUrl, agencyId);
  }

  private static void require(String field, String value, String expected) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("%s: nothing - expected %s".formatted(field, expected));
    }
  }

  private static String variable(String name) {
    @Nullable String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "%s: not set - expected PLIMSOLL_KAFKA, PLIMSOLL_REGISTRY, PLIMSOLL_AGENCY and PLIMSOLL_TOKEN in the environment"
              .formatted(name));
    }
    return value;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
