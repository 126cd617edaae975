package org.plimsoll.local;

import java.util.List;

/** Where everything is, as a short table. */
final class Where {
  private Where() {}

  static List<String> of(Addresses at, Home home) {
    return List.of(
        "inbox      http://127.0.0.1:%d/".formatted(at.leadership()),
        "intake     http://127.0.0.1:%d/v1/   (operator's token: %s)"
            .formatted(at.intake(), home.secrets().resolve("operator-token")),
        "engine     http://127.0.0.1:%d/actuator/health".formatted(at.escalation()),
        "audit log  http://127.0.0.1:%d/v1/log/checkpoint".formatted(at.log()),
        "Kafka      127.0.0.1:%d   (SASL_PLAINTEXT, SCRAM-SHA-512)".formatted(at.kafka()),
        "registry   http://127.0.0.1:%d/apis/ccompat/v7".formatted(at.registry()),
        "Postgres   127.0.0.1:%d   (databases intake, leadership, registry)"
            .formatted(at.postgres()),
        "data       %s".formatted(home.path()),
        "log        %s".formatted(home.log()));
  }
}
