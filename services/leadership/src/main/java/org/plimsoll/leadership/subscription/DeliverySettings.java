package org.plimsoll.leadership.subscription;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of what is told outside of the screens, under {@code plimsoll.leadership.deliveries}.
 *
 * @param enabled whether this process may send; without it nothing that could exists in it
 * @param site where readers find the screens; letters and calls lead there
 * @param lease how long a process that died keeps the others from sending
 * @param look how often the outbox is looked into while nothing happens
 * @param firstRetry the longest wait after the first attempt; it doubles with each
 * @param longestRetry the longest wait of all
 * @param giveUpAfter when a delivery that does not arrive is left
 * @param concurrent deliveries under way at a time, each to another receiver
 */
@ConfigurationProperties("plimsoll.leadership.deliveries")
public record DeliverySettings(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("http://127.0.0.1:7400") URI site,
    @DefaultValue("10s") Duration lease,
    @DefaultValue("1s") Duration look,
    @DefaultValue("5s") Duration firstRetry,
    @DefaultValue("6h") Duration longestRetry,
    @DefaultValue("3d") Duration giveUpAfter,
    @DefaultValue("32") int concurrent,
    @DefaultValue Webhook webhook,
    @DefaultValue Mail mail) {

  /**
   * Of webhooks.
   *
   * @param allowedNetworks that are called besides the public Internet, such as 10.2.0.0/16
   * @param connect until the receiver takes the connection
   * @param answer between two pieces of its answer
   * @param whole from the first packet to the last
   * @param trustedCertificates file in PEM with certificate authorities of one's own, which are
   *     trusted besides those of the system; absent: none
   * @param secretsOverlap how long the secret before still signs beside a new one
   */
  public record Webhook(
      @DefaultValue List<String> allowedNetworks,
      @DefaultValue("3s") Duration connect,
      @DefaultValue("10s") Duration answer,
      @DefaultValue("20s") Duration whole,
      @DefaultValue("24h") Duration secretsOverlap,
      @Nullable Path trustedCertificates) {}

  /**
   * Of letters.
   *
   * @param from sender of all letters; absent: there are none
   * @param domains to which letters go, without @; empty: to all
   */
  public record Mail(@Nullable String from, @DefaultValue Set<String> domains) {}

  Backoff backoff() {
    return new Backoff(firstRetry, longestRetry);
  }

  Networks networks() {
    return new Networks(webhook.allowedNetworks().stream().map(Networks.Network::of).toList());
  }
}
