package org.plimsoll.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code plimsoll}.
 *
 * @param registry where schemas are registered
 * @param partitions of every topic
 * @param replication of topics that are created here
 * @param intake of this service alone
 */
@ConfigurationProperties("plimsoll")
record IntakeSettings(
    Registry registry,
    @DefaultValue("4") int partitions,
    @DefaultValue("1") short replication,
    Own intake) {

  /**
   * @param url of the interface that Confluent's registry has; at Apicurio {@code
   *     …/apis/ccompat/v7}
   */
  record Registry(String url) {}

  /**
   * @param operatorTokenSha256 hexadecimal SHA-256 of the operator's token; the token itself is
   *     stored nowhere
   * @param brokerUsers whether agencies become users of the broker, with rights to their own topic
   * @param weighWithin how long an import waits for the engine without seeing it advance
   */
  record Own(
      String operatorTokenSha256,
      @DefaultValue("true") boolean brokerUsers,
      @DefaultValue("2m") Duration weighWithin) {
    Own {
      if (!operatorTokenSha256.matches("[0-9a-fA-F]{64}")) {
        throw new IllegalArgumentException(
            "plimsoll.intake.operator-token-sha256: %d characters - expected the 64 hexadecimal"
                    .formatted(operatorTokenSha256.length())
                + " digits that `printf %s \"$TOKEN\" | sha256sum` prints");
      }
    }
  }
}
