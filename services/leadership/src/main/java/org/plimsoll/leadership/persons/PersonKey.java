package org.plimsoll.leadership.persons;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one person, with which what they write is sealed: AES-256-GCM, with the id of the
 * event as associated data, so that a text cannot be moved to another event. Sealed, it is {@code
 * sealed:1:KEY ID:TEXT}; KEY ID is the first 16 bytes of the SHA-256 of the key, TEXT is nonce,
 * ciphertext and tag, both as Base64 for URLs without padding.
 *
 * <p>GCM alone lets somebody make two keys that open one ciphertext to two texts. The id is a
 * digest of the key, and a key that is not its id's opens nothing: so a sealed text stands for one
 * text.
 *
 * <p>The nonce is not drawn but follows from key, event and text. A decision that is handed in
 * twice is then the same event both times, byte for byte, as intake demands; two texts, or one in
 * two events, have different nonces, as GCM demands.
 */
final class PersonKey {
  /** Of AES-256, in bytes. */
  private static final int KEY = 32;

  /** Of GCM: 96 bits. */
  private static final int NONCE = 12;

  private static final int TAG_BITS = 128;
  private static final int ID = 16;
  private static final String PREFIX = "sealed:1:";
  private static final String AES = "AES";
  private static final String HMAC = "HmacSHA256";

  /** 22 characters are 16 bytes; nonce and tag of an empty text are 38. */
  private static final Pattern SEALED =
      Pattern.compile(PREFIX + "([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{38,})");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  private PersonKey(byte[] key) {
    this.key = key;
  }

  static PersonKey draw() {
    byte[] key = new byte[KEY];
    RANDOM.nextBytes(key);
    return new PersonKey(key);
  }

  /** The key that a sealed text names; empty for a text that is not sealed. */
  static Optional<String> idOf(String text) {
    Matcher sealed = SEALED.matcher(text);
    return sealed.matches() ? Optional.of(sealed.group(1)) : Optional.empty();
  }

  String id() {
    return base64(Arrays.copyOf(sha256(key), ID));
  }

  String seal(String eventId, String text) {
    byte[] plain = text.getBytes(UTF_8);
    byte[] own = hmac(key, "nonce".getBytes(UTF_8));
    // An id of an event has no byte of zero, so each pair is written in one way only.
    byte[] both =
        ByteBuffer.allocate(eventId.getBytes(UTF_8).length + 1 + plain.length)
            .put(eventId.getBytes(UTF_8))
            .put((byte) 0)
            .put(plain)
            .array();
    byte[] nonce = Arrays.copyOf(hmac(own, both), NONCE);
    return PREFIX + id() + ":" + base64(encrypt(key, nonce, plain, eventId));
  }

  /** Of a text that is sealed with this key for this event; otherwise it is not readable. */
  Opened open(String eventId, String text) {
    Matcher sealed = SEALED.matcher(text);
    if (!sealed.matches() || !sealed.group(1).equals(id())) {
      return new Opened.Unreadable();
    }
    return decrypt(key, Base64.getUrlDecoder().decode(sealed.group(2)), eventId)
        .<Opened>map(plain -> new Opened.Text(new String(plain, UTF_8)))
        .orElseGet(Opened.Unreadable::new);
  }

  /** The key as it is kept: sealed with the installation's secret. */
  byte[] wrapped(String secret) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    return encrypt(sha256(secret.getBytes(UTF_8)), nonce, key, id());
  }

  /** The key as it was kept; empty with another secret, or for another id. */
  static Optional<PersonKey> unwrap(String secret, String id, byte[] wrapped) {
    return decrypt(sha256(secret.getBytes(UTF_8)), wrapped, id)
        .map(PersonKey::new)
        .filter(key -> key.id().equals(id));
  }

  private static byte[] encrypt(byte[] key, byte[] nonce, byte[] plain, String with) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, with);
      byte[] encrypted = cipher.doFinal(plain);
      return ByteBuffer.allocate(nonce.length + encrypted.length).put(nonce).put(encrypted).array();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has AES-256-GCM", e);
    }
  }

  private static Optional<byte[]> decrypt(byte[] key, byte[] sealed, String with) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE), with);
      return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has AES-256-GCM", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, String with)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, AES), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(with.getBytes(UTF_8));
    return cipher;
  }

  private static byte[] hmac(byte[] key, byte[] of) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(of);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has " + HMAC, e);
    }
  }

  private static byte[] sha256(byte[] of) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(of);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
