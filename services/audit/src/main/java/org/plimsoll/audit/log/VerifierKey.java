package org.plimsoll.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key with the name of its owner: what a signature is checked with. Written as {@code
 * NAME+ID+KEY} (C2SP signed-note, "Verifier keys"), where the id is the hexadecimal of the first
 * four bytes of SHA-256(name, newline, type, public key).
 */
public final class VerifierKey {
  private static final int KEY_BYTES = 32;
  private static final int TIME_BYTES = 8;

  /** What stands in X.509 before the 32 bytes of an Ed25519 key (RFC 8410). */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final SignatureType type;
  private final byte[] bytes;
  private final int id;
  private final PublicKey key;

  VerifierKey(String name, SignatureType type, byte[] bytes) {
    checkName(name);
    this.name = name;
    this.type = type;
    this.bytes = bytes.clone();
    this.id = id(name, type, bytes);
    this.key = key(bytes);
  }

  static void checkName(String name) {
    boolean spaced = name.codePoints().anyMatch(c -> c == '+' || c <= ' ' || isSpace(c));
    if (name.isEmpty() || spaced) {
      throw new NoteException("key name: " + name + " - expected neither spaces nor +");
    }
  }

  private static boolean isSpace(int character) {
    return Character.isSpaceChar(character) || Character.isWhitespace(character);
  }

  /**
   * From {@code NAME+ID+KEY}.
   *
   * @throws NoteException when it is no key, of another kind, or its id is another one's
   */
  public static VerifierKey parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new NoteException("key: " + text + " - expected NAME+ID+KEY");
    }
    byte[] typed;
    try {
      typed = Base64.getDecoder().decode(parts[2]);
    } catch (IllegalArgumentException e) {
      throw new NoteException("key: " + text + " - expected base64 behind the second +", e);
    }
    if (typed.length != 1 + KEY_BYTES) {
      throw new NoteException("key: " + text + " - expected an Ed25519 key of 32 bytes");
    }
    VerifierKey key =
        new VerifierKey(parts[0], type(text, typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
    if (!key.toString().equals(text)) {
      throw new NoteException("key: " + text + " - expected " + key);
    }
    return key;
  }

  private static SignatureType type(String text, byte code) {
    for (SignatureType type : SignatureType.values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new NoteException(
        "key: %s - its kind is 0x%02x, expected 0x01 (notes) or 0x04 (cosignatures)"
            .formatted(text, code));
  }

  private static int id(String name, SignatureType type, byte[] bytes) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(name.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) '\n');
      sha256.update(type.code);
      return ByteBuffer.wrap(sha256.digest(bytes)).getInt();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static PublicKey key(byte[] bytes) {
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
    System.arraycopy(bytes, 0, encoded, X509_PREFIX.length, KEY_BYTES);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new NoteException("key: no Ed25519 key: " + e.getMessage(), e);
    }
  }

  public String name() {
    return name;
  }

  public SignatureType type() {
    return type;
  }

  /** The first four bytes of a signature that it makes. */
  public int id() {
    return id;
  }

  /** Whether the signature says that it is this key's. */
  public boolean isOf(NoteSignature signature) {
    return signature.keyId() == id && signature.name().equals(name);
  }

  /** Whether the signature is this key's over the text of the note. */
  boolean verifies(String text, NoteSignature signature) {
    byte[] bytesSigned = signature.signature();
    if (bytesSigned.length != type.signatureBytes) {
      return false;
    }
    return switch (type) {
      case NOTE -> verifies(text.getBytes(StandardCharsets.UTF_8), bytesSigned, 0);
      case COSIGNATURE -> {
        long seconds = ByteBuffer.wrap(bytesSigned).getLong();
        yield seconds >= 0 && verifies(cosigned(text, seconds), bytesSigned, TIME_BYTES);
      }
    };
  }

  /** What a witness signs (C2SP tlog-cosignature, "Ed25519 signed message"). */
  static byte[] cosigned(String checkpoint, long seconds) {
    return ("cosignature/v1\ntime " + seconds + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
  }

  private boolean verifies(byte[] message, byte[] signature, int from) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature, from, signature.length - from);
    } catch (SignatureException e) {
      return false; // not even the encoding of one
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java since 15 has Ed25519", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = type.code;
    System.arraycopy(bytes, 0, typed, 1, KEY_BYTES);
    return "%s+%08x+%s".formatted(name, id, Base64.getEncoder().encodeToString(typed));
  }
}
