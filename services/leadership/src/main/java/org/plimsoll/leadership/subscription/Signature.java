package org.plimsoll.leadership.subscription;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as the Standard Webhooks specification says (https://www.standardwebhooks.com): HMAC-SHA256
 * over id, timestamp and body, one signature for each secret that is valid.
 */
final class Signature {
  /** What a secret begins with where people see it. */
  private static final String PREFIX = "whsec_";

  /** The specification asks for 24 to 64. */
  private static final int SECRET_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Signature() {}

  /** A new secret. */
  static byte[] secret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /** A secret in the form in which receivers keep it. */
  static String text(byte[] secret) {
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  /**
   * The value of the header {@code webhook-signature}.
   *
   * @param secrets the newest first
   * @param timestamp seconds since 1970
   */
  static String of(List<byte[]> secrets, String id, long timestamp, byte[] body) {
    return secrets.stream()
        .map(
            secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, id, timestamp, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hmac(byte[] secret, String id, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
