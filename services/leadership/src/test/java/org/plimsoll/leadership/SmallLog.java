package org.plimsoll.leadership;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Proofs of the entries of one partition, as a log gives them out: trees and paths by the recursive
 * definitions of RFC 9162 (2.1.1 and 2.1.3.1), the checkpoint as C2SP's signed-note has it.
 */
final class SmallLog {
  private static final String NAME = "log.example/1";

  private final String partition;
  private final List<byte[]> entries;
  private final KeyPair key;

  /**
   * @param partition such as "program 1"
   * @param entries from the first on
   */
  SmallLog(String partition, List<byte[]> entries) throws GeneralSecurityException {
    this.partition = partition;
    this.entries = entries;
    this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /** The proof of an entry; statements of two other partitions stand beside it in the log. */
  String proof(int sequence) throws GeneralSecurityException {
    List<byte[]> leaves = entries.stream().map(SmallLog::leaf).toList();
    StringBuilder proof = new StringBuilder("plimsoll-proof 1\n");
    proof.append("entry %s %d %s\n".formatted(partition, sequence, text(leaves.get(sequence - 1))));
    path(sequence - 1, leaves)
        .forEach(hash -> proof.append("entry-proof %s\n".formatted(text(hash))));
    String head = "head %s %d %s".formatted(partition, entries.size(), text(root(leaves)));
    List<byte[]> statements = new ArrayList<>();
    for (String each : List.of("head program 7 0 none", head, "head program 8 0 none")) {
      statements.add(leaf(each.getBytes(StandardCharsets.UTF_8)));
    }
    proof.append(head).append("\nleaf 1\n");
    path(1, statements).forEach(hash -> proof.append("leaf-proof %s\n".formatted(text(hash))));
    String signed = "%s\n%d\n%s\n".formatted(NAME, statements.size(), text(root(statements)));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.UTF_8));
    String line = "\u2014 %s %s\n".formatted(NAME, text(joined(keyId(), signature.sign())));
    return proof + "\n" + signed + "\n" + line;
  }

  /** What signatures of it are checked with. */
  String key() throws GeneralSecurityException {
    return "%s+%s+%s".formatted(NAME, HexFormat.of().formatHex(keyId()), text(typed()));
  }

  private byte[] keyId() throws GeneralSecurityException {
    byte[] name = (NAME + "\n").getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(sha256(name, typed()), 4);
  }

  private byte[] typed() {
    byte[] encoded = key.getPublic().getEncoded();
    return joined(new byte[] {1}, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    return sha256(
        new byte[] {1}, root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
  }

  private static List<byte[]> path(int index, List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    List<byte[]> first = leaves.subList(0, left);
    List<byte[]> second = leaves.subList(left, leaves.size());
    List<byte[]> path =
        new ArrayList<>(index < left ? path(index, first) : path(index - left, second));
    path.add(root(index < left ? second : first));
    return path;
  }

  private static byte[] leaf(byte[] bytes) {
    return sha256(new byte[] {0}, bytes);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(joined(parts));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
