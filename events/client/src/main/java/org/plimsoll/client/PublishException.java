package org.plimsoll.client;

import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.rest.client.models.RuleViolationProblemDetails;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A status change was not published, or it is not known whether it was. Publishing the same event
 * again is always right: by its event id it is taken once.
 */
public final class PublishException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String expected;

  PublishException(String field, String value, String expected, @Nullable Throwable cause) {
    super("%s: %s - expected %s".formatted(field, value, expected), cause);
    this.field = field;
    this.value = value;
    this.expected = expected;
  }

  /** What was wrong: a setting, {@code topic}, {@code schema} or {@code status}. */
  public String field() {
    return field;
  }

  /** What it was; never the token. */
  public String value() {
    return value;
  }

  /** What would have been right, and what to do. */
  public String expected() {
    return expected;
  }

  /** Kafka's failure in words for whoever runs the agency's system. */
  static PublishException ofBroker(PublisherSettings settings, Throwable failure) {
    List<Throwable> causes = causes(failure);
    if (has(causes, SslAuthenticationException.class)) {
      return new PublishException(
          "security.protocol",
          "SASL_SSL",
          "a certificate of the broker that this machine trusts; see ssl.truststore.location. "
              + lastMessage(causes),
          failure);
    }
    if (has(causes, AuthenticationException.class)) {
      return new PublishException(
          "token",
          "refused for user " + settings.user(),
          "the token that the operator gave agency %s last; a new one stops the old"
              .formatted(settings.agencyId()),
          failure);
    }
    if (has(causes, AuthorizationException.class)) {
      return new PublishException(
          "topic",
          settings.topic(),
          "that user %s may write to it; the operator grants it".formatted(settings.user()),
          failure);
    }
    if (has(causes, UnknownTopicOrPartitionException.class)) {
      return new PublishException(
          "topic",
          settings.topic(),
          "a topic that exists; the operator makes it by adding agency " + settings.agencyId(),
          failure);
    }
    if (has(causes, RecordTooLargeException.class)) {
      return new PublishException(
          "status", "too large", "less than the broker takes; " + lastMessage(causes), failure);
    }
    if (has(causes, org.apache.kafka.common.errors.TimeoutException.class)
        || has(causes, ConfigException.class)) {
      return new PublishException(
          "bootstrapServers",
          settings.bootstrapServers(),
          "a broker that answers with security.protocol=%s; %s"
              .formatted(settings.all().get("security.protocol"), lastMessage(causes)),
          failure);
    }
    return new PublishException("broker", lastMessage(causes), "to take the event", failure);
  }

  /** The serializer's failure: it asks the registry for the schema's id, and then writes. */
  static PublishException ofSerializer(PublisherSettings settings, Throwable failure) {
    List<Throwable> causes = causes(failure);
    if (has(causes, IOException.class) || has(causes, TimeoutException.class)) {
      return new PublishException(
          "registryUrl",
          settings.registryUrl(),
          "a schema registry that answers; " + lastMessage(causes),
          failure);
    }
    return new PublishException(
        "schema",
        settings.topic() + "-value",
        "a schema that the registry at %s takes beside its earlier versions; use the version of this library that the operator names. The registry says: %s"
            .formatted(settings.registryUrl(), lastMessage(causes)),
        failure);
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static String lastMessage(List<Throwable> causes) {
    Throwable last = causes.get(causes.size() - 1);
    if (last instanceof ProblemDetails problem && problem.getTitle() != null) {
      return problem.getTitle();
    }
    if (last instanceof RuleViolationProblemDetails problem && problem.getTitle() != null) {
      return problem.getTitle();
    }
    @Nullable String message = last.getMessage();
    return message == null || message.isBlank() ? last.toString() : message;
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (@Nullable Throwable t = failure; t != null && !causes.contains(t); t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }
}
