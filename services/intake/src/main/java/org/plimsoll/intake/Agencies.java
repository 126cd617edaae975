package org.plimsoll.intake;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The agencies that may publish. Topic and schema come first, then the row, then the broker's user;
 * each step can be repeated. Where a crash leaves the row without its user, a new token mends it.
 */
@Component
final class Agencies {
  static final int MAX_NAME_CHARACTERS = 256;

  private final JdbcClient jdbc;
  private final Admin admin;
  private final SchemaRegistry registry;
  private final BrokerUsers brokerUsers;
  private final IntakeSettings settings;

  Agencies(
      JdbcClient jdbc,
      Admin admin,
      SchemaRegistry registry,
      BrokerUsers brokerUsers,
      IntakeSettings settings) {
    this.jdbc = jdbc;
    this.admin = admin;
    this.registry = registry;
    this.brokerUsers = brokerUsers;
    this.settings = settings;
  }

  record Agency(String id, String name, Instant createdAt, Instant tokenSince) {}

  /**
   * Creates an agency with whose id and name nothing is wrong.
   *
   * @return the token, which exists nowhere else from here on
   * @throws Problem 409 when there is such an agency already
   */
  Token create(String id, String name) {
    if (find(id).isPresent()) {
      throw exists(id);
    }
    return createUnlessThere(id, name).orElseThrow(() -> exists(id));
  }

  /** Creates the agency; empty when it was there, whose token then stays. */
  Optional<Token> createUnlessThere(String id, String name) {
    if (find(id).isPresent()) {
      return Optional.empty();
    }
    TopicSetup.ensureIntake(admin, id, settings.partitions(), settings.replication());
    String subject = Topics.intake(id) + "-value";
    try {
      registry.register(subject, StatusChange.getClassSchema());
      registry.requireFullCompatibility(subject);
    } catch (UncheckedIOException e) {
      throw Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE,
          "%s. Send it again: there is no agency yet, and what was made for it is found"
              .formatted(e.getMessage()));
    }
    Token token = Token.create(id);
    int inserted =
        jdbc.sql(
                "insert into agency (id, name, token_sha256) values (?, ?, ?) on conflict do nothing")
            .params(id, name, token.sha256())
            .update();
    if (inserted == 0) {
      return Optional.empty();
    }
    try {
      brokerUsers.allow(id, token);
    } catch (RuntimeException e) {
      jdbc.sql("delete from agency where id = ?").param(id).update();
      throw e;
    }
    return Optional.of(token);
  }

  /**
   * Replaces the token; the old one is void at once, here and at the broker.
   *
   * @throws Problem 404 when there is no such agency
   */
  Token rotate(String id) {
    if (!Topics.AGENCY_ID.matcher(id).matches()) {
      throw Problem.of(HttpStatus.BAD_REQUEST, wrongId(id));
    }
    Token token = Token.create(id);
    int updated =
        jdbc.sql("update agency set token_sha256 = ?, token_since = now() where id = ?")
            .params(token.sha256(), id)
            .update();
    if (updated == 0) {
      throw Problem.of(
          HttpStatus.NOT_FOUND,
          "id: %s - there is no such agency; POST /v1/agencies creates one".formatted(id));
    }
    brokerUsers.allow(id, token);
    return token;
  }

  /** Agencies in order of id, beginning behind the given one. */
  List<Agency> page(String afterId, int limit) {
    return jdbc.sql(
            "select id, name, created_at, token_since from agency where id > ? order by id limit ?")
        .params(afterId, limit)
        .query((row, _) ->
            new Agency(
                row.getString(1),
                row.getString(2),
                row.getTimestamp(3).toInstant(),
                row.getTimestamp(4).toInstant()))
        .list();
  }

  boolean isTokenOf(String id, Token token) {
    return Topics.AGENCY_ID.matcher(id).matches()
        && jdbc.sql("select token_sha256 from agency where id = ?")
            .param(id)
            .query((row, _) -> row.getBytes(1))
            .optional()
            .filter(token::hasSha256)
            .isPresent();
  }

  private Optional<String> find(String id) {
    return jdbc.sql("select id from agency where id = ?").param(id).query(String.class).optional();
  }

  private static Problem exists(String id) {
    return Problem.of(
        HttpStatus.CONFLICT,
        "id: %s - there is such an agency already. POST /v1/agencies/%s/token gives it a new token and stops the old one"
            .formatted(id, id));
  }

  /** What is wrong with a new agency, whatever others there are. */
  static List<Refusal> refusalsOf(String id, String name) {
    List<Refusal> refusals = new ArrayList<>();
    if (!Topics.AGENCY_ID.matcher(id).matches()) {
      refusals.add(wrongId(id));
    }
    if (name.isBlank() || name.length() > MAX_NAME_CHARACTERS || name.indexOf('\0') >= 0) {
      refusals.add(
          new Refusal(
              Refusal.Reason.OUT_OF_BOUNDS,
              "name",
              name.length() + " characters",
              "1 to %d characters".formatted(MAX_NAME_CHARACTERS)));
    }
    return refusals;
  }

  private static Refusal wrongId(String id) {
    return new Refusal(
        Refusal.Reason.OUT_OF_BOUNDS,
        "id",
        id,
        "1 to 40 lower-case letters, digits and hyphens, not beginning with a hyphen");
  }
}
