package org.plimsoll.intake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.plimsoll.wire.Topics;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Agencies as users of the broker: each may write to its own intake topic and do nothing else. The
 * password is the agency's token.
 */
@Component
final class BrokerUsers {
  /** The least that Kafka allows; the password has 256 random bits, so stretching adds nothing. */
  private static final int SCRAM_ITERATIONS = 4096;

  private final Admin admin;
  private final boolean wanted;

  BrokerUsers(Admin admin, IntakeSettings settings) {
    this.admin = admin;
    this.wanted = settings.intake().brokerUsers();
  }

  /** Name of the agency's user, as it signs in with Kafka. */
  static String userOf(String agencyId) {
    return "agency-" + agencyId;
  }

  /** Lets the agency publish with this token from now on; an earlier one is void. */
  void allow(String agencyId, Token token) {
    if (!wanted) {
      return;
    }
    String user = userOf(agencyId);
    try {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      user,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
                      token.text().getBytes(StandardCharsets.UTF_8))))
          .all()
          .get();
      admin
          .createAcls(
              List.of(
                  mayDo(user, agencyId, AclOperation.WRITE),
                  mayDo(user, agencyId, AclOperation.DESCRIBE)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE,
          "The broker did not take user %s: %s. If its users are managed elsewhere, set plimsoll.intake.broker-users=false"
              .formatted(user, e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Interrupted; try again");
    }
  }

  /**
   * Writing a topic includes, since Kafka 3.0, writing to it with an idempotent producer: no right
   * on the cluster is needed.
   */
  private static AclBinding mayDo(String user, String agencyId, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, Topics.intake(agencyId), PatternType.LITERAL),
        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }
}
