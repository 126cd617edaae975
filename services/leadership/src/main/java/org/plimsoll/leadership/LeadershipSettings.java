package org.plimsoll.leadership;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, under {@code plimsoll.leadership}.
 *
 * @param hosts names besides loopback under which browsers may ask, without port
 * @param heartbeat how often a silent stream says that it lives; a reader that has not taken two of
 *     them in a row is cut
 * @param statistics how old what is counted over everything may become before it is counted anew;
 *     0: with every page
 * @param zone in whose time moments are read; days are those of UTC everywhere
 * @param agencies names in the three languages, by agency id; others go by their ids
 * @param logAddress where the log is served, without {@code /v1}, for example {@code
 *     https://log.example.org}; absent: pages show how a proof is asked for, and lead to none
 * @param intake where decisions are handed in; absent: the screens offer none
 */
@ConfigurationProperties("plimsoll.leadership")
record LeadershipSettings(
    @DefaultValue Set<String> hosts,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("5s") Duration statistics,
    @DefaultValue("UTC") ZoneId zone,
    @DefaultValue Map<String, Names> agencies,
    @Nullable URI logAddress,
    @Nullable Intake intake) {
  private static final Set<String> HTTP = Set.of("http", "https");

  LeadershipSettings {
    if (logAddress != null
        && (logAddress.getHost() == null || !HTTP.contains(logAddress.getScheme()))) {
      throw new IllegalArgumentException(
          "plimsoll.leadership.log-address: %s - expected an address such as http://127.0.0.1:7403"
              .formatted(logAddress));
    }
  }

  /** Where the log is served, to which the paths of it are added; null without one. */
  @Nullable String log() {
    return logAddress == null ? null : logAddress.toString().replaceAll("/+$", "") + "/v1/log";
  }

  /** Where the log gives out the proof that an entry stands in the trail; null without a log. */
  @Nullable String proof(Position at) {
    String log = log();
    return log == null
        ? null
        : "%s/proof?tier=%s&partition=%d&sequence=%d"
            .formatted(log, at.tier().toLowerCase(Locale.ROOT), at.partition(), at.sequence());
  }

  /**
   * The door through which decisions go to the engine, as through any system's.
   *
   * @param url without {@code /v1}, for example {@code http://127.0.0.1:7401}
   * @param token the operator's
   */
  record Intake(URI url, String token) {
    /** Without the token, which has no place in a log. */
    @Override
    public String toString() {
      return "Intake[" + url + "]";
    }
  }
}
