package org.plimsoll.testkit;

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
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;

/**
 * An agency as the broker knows it once intake has added it: a user that may write to its own
 * topic, and nothing else.
 */
public record Agency(String id, String token) {
  private static final int SCRAM_ITERATIONS = 4096;

  /** The agency's name at the broker. */
  public String user() {
    return "agency-" + id;
  }

  /** Topic, schema, user and right to write: what an agency has on its first day. */
  public static Agency admit(Cluster cluster, String id, int partitions) {
    String topic = Topics.intake(id);
    String subject = topic + "-value";
    SchemaRegistry registry = new SchemaRegistry(cluster.registryUrl());
    registry.register(subject, StatusChange.getClassSchema());
    registry.requireFullCompatibility(subject);
    try (Admin admin = Admin.create(cluster.kafka())) {
      TopicSetup.ensureIntake(admin, id, partitions, (short) 1);
    }
    Agency agency = withoutRights(cluster, id);
    if (cluster.broker().isPresent()) {
      agency.allow(cluster, topic);
    }
    return agency;
  }

  /** A user that may sign in and do nothing; in a container, where nobody signs in, only a name. */
  public static Agency withoutRights(Cluster cluster, String id) {
    Agency agency = new Agency(id, id + ".token-for-tests");
    if (cluster.broker().isPresent()) {
      try (Admin admin = Admin.create(cluster.kafka())) {
        admin
            .alterUserScramCredentials(
                List.of(
                    new UserScramCredentialUpsertion(
                        agency.user(),
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
                        agency.token.getBytes(StandardCharsets.UTF_8))))
            .all()
            .get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return agency;
  }

  /** Lets the agency write to a topic, which may not exist yet. */
  public void allow(Cluster cluster, String topic) {
    try (Admin admin = Admin.create(cluster.kafka())) {
      admin
          .createAcls(
              List.of(mayDo(topic, AclOperation.WRITE), mayDo(topic, AclOperation.DESCRIBE)))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private AclBinding mayDo(String topic, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:" + user(), "*", operation, AclPermissionType.ALLOW));
  }
}
