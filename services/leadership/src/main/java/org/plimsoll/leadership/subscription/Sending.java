package org.plimsoll.leadership.subscription;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Outbox.Ready;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * What sends, in a process that may. Nothing else makes any of these, so where deliveries are not
 * enabled nobody can be told anything, whatever is projected or derived again there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("plimsoll.leadership.deliveries.enabled")
class Sending {
  @Bean
  Sender sender(
      JdbcClient database,
      PlatformTransactionManager transactions,
      Wording wording,
      Sight sight,
      DeliverySettings settings,
      JsonMapper json,
      ObjectProvider<JavaMailSender> mail) {
    Clock clock = Clock.systemUTC();
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    Lease lease = new Lease(database, settings.lease());
    WebhookClient webhooks = new WebhookClient(settings, InetAddress::getAllByName);
    Letters letters = new Letters(wording, settings, mail.getIfAvailable());
    return new Sender(
        new Teller(database, transaction, lease, sight, clock),
        new Outbox(database, transaction, lease, sight, wording, settings, clock),
        lease,
        new Channels(webhooks, letters, settings.site().toString(), json),
        new Proving(database, transaction, lease, letters, settings.backoff()),
        settings,
        clock,
        random());
  }

  private static RandomGenerator random() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return ThreadLocalRandom.current().nextLong();
      }
    };
  }

  /** The two channels that are sent to. */
  private record Channels(WebhookClient webhooks, Letters letters, String site, JsonMapper json)
      implements Sender.Post {
    @Override
    public @Nullable String of(Ready ready) {
      return ready.channel().equals("MAIL") ? letters.write(ready) : Call.of(ready, site, json);
    }

    @Override
    public Attempt send(Ready ready) {
      String content = ready.content();
      if (ready.channel().equals("MAIL")) {
        return letters.send(ready);
      }
      return content == null
          ? new Attempt.Refused("there is nothing to send")
          : webhooks.call(
              ready.address(),
              ready.deliveryId(),
              ready.secrets(),
              content.getBytes(StandardCharsets.UTF_8),
              ready.attempts());
    }
  }
}
