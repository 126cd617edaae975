package org.plimsoll.leadership.persons;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the keys of persons are kept with, under {@code plimsoll.leadership.persons}.
 *
 * @param secret the keys in the database open with it alone; drawn at random, at least 32
 *     characters; the same in every process on one database. Absent: nothing is sealed or opened
 */
@ConfigurationProperties("plimsoll.leadership.persons")
record PersonSettings(@Nullable String secret) {
  private static final int LEAST = 32;

  PersonSettings {
    if (secret != null && secret.length() < LEAST) {
      throw new IllegalArgumentException(
          "secret: %d characters - expected at least %d, drawn at random"
              .formatted(secret.length(), LEAST));
    }
  }

  /** Without the secret, which has no place in a log. */
  @Override
  public String toString() {
    return "PersonSettings[]";
  }
}
