package org.plimsoll.audit.log;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash: 32 bytes that never change. Shown as standard base64, 44 characters. */
public final class Hash {
  public static final int BYTES = 32;

  /** Of 32 bytes, with the padding. */
  private static final int BASE64_CHARACTERS = 44;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A copy of these bytes.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash of " + bytes.length + " bytes - expected 32");
    }
    return new Hash(bytes.clone());
  }

  /** The 32 bytes that lie here from this place on. */
  static Hash at(byte[] bytes, int from) {
    return new Hash(Arrays.copyOfRange(bytes, from, from + BYTES));
  }

  /**
   * From its base64.
   *
   * @throws IllegalArgumentException when it is not the one way to write 32 bytes
   */
  public static Hash parse(String base64) {
    if (base64.length() != BASE64_CHARACTERS) {
      throw new IllegalArgumentException("hash: " + base64 + " - expected 32 bytes in base64");
    }
    Hash hash = of(Base64.getDecoder().decode(base64));
    if (!hash.toString().equals(base64)) {
      throw new IllegalArgumentException("hash: " + base64 + " - expected its last bits to be 0");
    }
    return hash;
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Writes it to this place. */
  void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, BYTES);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
