package org.plimsoll.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;

/** A private Ed25519 key with the name of its owner: what notes and checkpoints are signed with. */
public final class SigningKey {
  private static final String ED25519 = "Ed25519";
  private static final int KEY_BYTES = 32;

  private final PrivateKey key;
  private final byte[] publicBytes;
  private final String name;

  private SigningKey(String name, KeyPair pair) {
    VerifierKey.checkName(name);
    this.name = name;
    this.key = pair.getPrivate();
    byte[] encoded = pair.getPublic().getEncoded();
    this.publicBytes = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
  }

  /** A new key. */
  public static SigningKey generate(String name) {
    try {
      return new SigningKey(name, KeyPairGenerator.getInstance(ED25519).generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java since 15 has Ed25519", e);
    }
  }

  /**
   * From PKCS#8 (RFC 8410, section 7).
   *
   * @throws NoteException when the bytes are no private Ed25519 key
   */
  public static SigningKey ofPkcs8(String name, byte[] encoded) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (key instanceof EdECPrivateKey ed25519 && ed25519.getBytes().isPresent()) {
        return ofSeed(name, ed25519.getBytes().get());
      }
      throw new NoteException("key: its 32 bytes are not at hand");
    } catch (GeneralSecurityException e) {
      throw new NoteException("key: expected an Ed25519 key in PKCS#8: " + e.getMessage(), e);
    }
  }

  /** PKCS#8 holds no public key; generating from the same 32 bytes leads to it. */
  static SigningKey ofSeed(String name, byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ED25519);
    generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
    return new SigningKey(name, generator.generateKeyPair());
  }

  /** Gives these bytes to who asks for chance. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    private Given(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  /** The private key in PKCS#8. */
  public byte[] pkcs8() {
    return key.getEncoded();
  }

  /** What its signatures of this type are checked with. */
  public VerifierKey verifier(SignatureType type) {
    return new VerifierKey(name, type, publicBytes);
  }

  /** Signs the text of a note, which ends with a newline. */
  public NoteSignature sign(String text) {
    return signature(SignatureType.NOTE, signed(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Cosigns the text of a checkpoint (C2SP tlog-cosignature, cosignature/v1). */
  public NoteSignature cosign(String checkpoint, Instant at) {
    long seconds = at.getEpochSecond();
    byte[] signature = signed(VerifierKey.cosigned(checkpoint, seconds));
    return signature(
        SignatureType.COSIGNATURE,
        ByteBuffer.allocate(SignatureType.COSIGNATURE.signatureBytes)
            .putLong(seconds)
            .put(signature)
            .array());
  }

  private NoteSignature signature(SignatureType type, byte[] signature) {
    return new NoteSignature(name, verifier(type).id(), signature);
  }

  private byte[] signed(byte[] message) {
    try {
      Signature signer = Signature.getInstance(ED25519);
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key does not sign: " + e.getMessage(), e);
    }
  }
}
