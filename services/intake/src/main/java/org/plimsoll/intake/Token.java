package org.plimsoll.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * An agency's secret: its id, a dot and 256 random bits. Stored as a plain SHA-256, without salt or
 * stretching, because nobody can guess or list 2^256 values; compared in constant time.
 */
record Token(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 32;

  static Token create(String agencyId) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return new Token(
        agencyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** The agency it claims to be of; proves nothing. */
  Optional<String> agencyId() {
    int dot = text.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(text.substring(0, dot));
  }

  byte[] sha256() {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  boolean hasSha256(byte[] expected) {
    return MessageDigest.isEqual(expected, sha256());
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Never the secret: records end up in logs. */
  @Override
  public String toString() {
    return "Token of " + agencyId().orElse("nobody");
  }
}
