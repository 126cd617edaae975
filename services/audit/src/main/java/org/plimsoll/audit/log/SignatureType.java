package org.plimsoll.audit.log;

/** What a key signs (C2SP signed-note, "Signature types"). */
public enum SignatureType {
  /** Ed25519 over the text of a note. */
  NOTE((byte) 0x01, 64),

  /** A witness's Ed25519 over a checkpoint and the time (C2SP tlog-cosignature). */
  COSIGNATURE((byte) 0x04, 8 + 64);

  final byte code;
  final int signatureBytes;

  SignatureType(byte code, int signatureBytes) {
    this.code = code;
    this.signatureBytes = signatureBytes;
  }
}
