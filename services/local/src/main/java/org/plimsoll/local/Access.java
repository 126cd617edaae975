package org.plimsoll.local;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.plimsoll.audit.PublishedLog;
import org.plimsoll.wire.Topics;

/**
 * The services' users at the broker and what each may do there; whatever is not listed is refused.
 * Agencies' users are made by intake.
 */
final class Access {
  static final String ESCALATION = "escalation";
  static final String INTAKE = "intake";
  static final String LEADERSHIP = "leadership";

  /** Signs checkpoints: reads the trail, and writes nothing but checkpoints. */
  static final String AUDIT = "audit";

  /** Serves the log over HTTP and back-tests: reads the trail and checkpoints, writes nothing. */
  static final String LOG = "log";

  private static final List<String> USERS = List.of(ESCALATION, INTAKE, LEADERSHIP, AUDIT, LOG);

  private static final int SCRAM_ITERATIONS = 4096;
  private static final String ALL = "plimsoll.";
  private static final String INTAKE_TOPICS = "plimsoll.intake.";
  private static final String PROGRAM_TOPICS = "plimsoll.program.";
  private static final String PORTFOLIO_TOPICS = "plimsoll.portfolio.";
  private static final String TRAILS = "plimsoll.trail.";

  /** Every consumer group, internal topic and transaction of the engine begins with it. */
  static final String ENGINE = "plimsoll-escalation";

  private Access() {}

  /**
   * Creates the users, or sets their passwords, and grants what each needs.
   *
   * @param passwords by user
   */
  static void grant(Admin admin, UnaryOperator<String> passwords) {
    List<UserScramCredentialAlteration> users = new ArrayList<>();
    for (String user : USERS) {
      users.add(
          new UserScramCredentialUpsertion(
              user,
              new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
              passwords.apply(user)));
    }
    try {
      var created = admin.alterUserScramCredentials(users).all();
      admin.createAcls(rules()).all().get();
      created.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not take its users: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the broker", e);
    }
  }

  static List<AclBinding> rules() {
    List<AclBinding> rules = new ArrayList<>();
    for (String inputs : List.of(INTAKE_TOPICS, PROGRAM_TOPICS, PORTFOLIO_TOPICS)) {
      allow(rules, ESCALATION, TOPIC, PREFIXED, inputs, READ, DESCRIBE);
    }
    allow(rules, ESCALATION, TOPIC, PREFIXED, TRAILS, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS);
    for (String standings : List.of(Topics.PROGRAM_STANDINGS, Topics.PORTFOLIO_STANDINGS)) {
      allow(rules, ESCALATION, TOPIC, LITERAL, standings, READ, WRITE, DESCRIBE);
    }
    allow(rules, ESCALATION, TOPIC, LITERAL, Topics.ESCALATIONS, WRITE, DESCRIBE);
    for (String written :
        List.of(Topics.PORTFOLIO_CONTRIBUTIONS, Topics.PROGRAM_TICKS, Topics.PORTFOLIO_TICKS)) {
      allow(rules, ESCALATION, TOPIC, LITERAL, written, WRITE);
    }
    allow(
        rules,
        ESCALATION,
        TOPIC,
        PREFIXED,
        ENGINE,
        READ,
        WRITE,
        CREATE,
        DELETE,
        DESCRIBE,
        DESCRIBE_CONFIGS,
        ALTER_CONFIGS);
    allow(rules, ESCALATION, GROUP, PREFIXED, ENGINE, READ, DESCRIBE, DELETE);
    allow(rules, ESCALATION, TRANSACTIONAL_ID, PREFIXED, ENGINE, WRITE, DESCRIBE);

    for (String tier : List.of(PROGRAM_TOPICS, PORTFOLIO_TOPICS)) {
      for (String kind : List.of("facts", "grants", "decisions")) {
        allow(rules, INTAKE, TOPIC, LITERAL, tier + kind, WRITE, DESCRIBE);
      }
    }
    allow(rules, INTAKE, TOPIC, PREFIXED, INTAKE_TOPICS, WRITE, CREATE, DESCRIBE);
    allow(rules, INTAKE, TOPIC, PREFIXED, TRAILS, READ, DESCRIBE, DESCRIBE_CONFIGS);
    // It checks at its start that every topic is there as it must be.
    allow(rules, INTAKE, TOPIC, PREFIXED, ALL, DESCRIBE);
    allow(rules, INTAKE, GROUP, PREFIXED, INTAKE, READ, DESCRIBE);
    // Intake makes a user of every agency, with the right to write to its own topic.
    allow(rules, INTAKE, CLUSTER, LITERAL, Resource.CLUSTER_NAME, ALTER, DESCRIBE);

    allow(rules, LEADERSHIP, TOPIC, PREFIXED, TRAILS, READ, DESCRIBE);
    allow(rules, LEADERSHIP, TOPIC, LITERAL, Topics.ESCALATIONS, READ, DESCRIBE);
    allow(rules, LEADERSHIP, GROUP, PREFIXED, LEADERSHIP, READ, DESCRIBE);

    for (String reader : List.of(AUDIT, LOG)) {
      allow(rules, reader, TOPIC, PREFIXED, TRAILS, READ, DESCRIBE);
      allow(rules, reader, TOPIC, LITERAL, PublishedLog.TOPIC, READ, DESCRIBE);
    }
    allow(rules, AUDIT, TOPIC, LITERAL, PublishedLog.TOPIC, WRITE, DESCRIBE_CONFIGS);
    return rules;
  }

  private static void allow(
      List<AclBinding> rules,
      String user,
      ResourceType type,
      PatternType pattern,
      String name,
      AclOperation... operations) {
    for (AclOperation operation : operations) {
      rules.add(
          new AclBinding(
              new ResourcePattern(type, name, pattern),
              new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
    }
  }
}
