package org.plimsoll.audit.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** One line at the end of a signed note: who signed, and the signature. */
public final class NoteSignature {
  private static final String START = "\u2014 ";
  private static final int ID_BYTES = 4;

  private final String name;
  private final int keyId;
  private final byte[] signature;

  NoteSignature(String name, int keyId, byte[] signature) {
    this.name = name;
    this.keyId = keyId;
    this.signature = signature;
  }

  /**
   * From its line, without the end of the line.
   *
   * @throws NoteException when it is none
   */
  static NoteSignature parse(String line) {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith(START) || space < START.length()) {
      throw new NoteException("signature: " + line + " - expected \u2014 NAME BASE64");
    }
    String name = line.substring(START.length(), space);
    VerifierKey.checkName(name);
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(line.substring(space + 1));
    } catch (IllegalArgumentException e) {
      throw new NoteException("signature: " + line + " - expected base64 behind the name", e);
    }
    if (bytes.length <= ID_BYTES) {
      throw new NoteException("signature: " + line + " - expected more than 4 bytes");
    }
    return new NoteSignature(
        name, ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
  }

  public String name() {
    return name;
  }

  public int keyId() {
    return keyId;
  }

  /** A copy. */
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that
        && name.equals(that.name)
        && keyId == that.keyId
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * keyId + Arrays.hashCode(signature);
  }

  /** The line, without its end. */
  @Override
  public String toString() {
    byte[] bytes =
        ByteBuffer.allocate(ID_BYTES + signature.length).putInt(keyId).put(signature).array();
    return START + name + " " + Base64.getEncoder().encodeToString(bytes);
  }
}
