package org.plimsoll.leadership;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, under {@code plimsoll.leadership}.
 *
 * @param hosts names besides loopback under which browsers may ask, without port
 * @param heartbeat how often a silent stream says that it lives; a reader that has not taken two of
 *     them in a row is cut
 */
@ConfigurationProperties("plimsoll.leadership")
record LeadershipSettings(
    @DefaultValue Set<String> hosts, @DefaultValue("15s") Duration heartbeat) {}
