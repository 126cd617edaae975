package org.plimsoll.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A text and who signed it (C2SP signed-note).
 *
 * @param text ends with a newline
 * @param signatures at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** Notes of ours are shorter than 1 kB; 100 signatures of witnesses are 12 kB. */
  public static final int MAX_BYTES = 64 << 10;

  private static final int MAX_SIGNATURES = 100;
  private static final String BEFORE_SIGNATURES = "\n\n";

  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n") || signatures.isEmpty()) {
      throw new NoteException("note: expected a text ending with a newline, and a signature");
    }
  }

  /**
   * From UTF-8. That somebody signed it is not checked by this.
   *
   * @throws NoteException when it is no signed note
   */
  public static SignedNote parse(byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      throw new NoteException("note of " + utf8.length + " bytes - expected at most " + MAX_BYTES);
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new NoteException("note: expected UTF-8", e);
    }
  }

  /**
   * From text. That somebody signed it is not checked by this.
   *
   * @throws NoteException when it is no signed note
   */
  public static SignedNote parse(String note) {
    if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new NoteException("note: expected no control characters but newlines");
    }
    int end = note.lastIndexOf(BEFORE_SIGNATURES);
    if (end < 0 || !note.endsWith("\n")) {
      throw new NoteException("note: expected an empty line and signatures behind the text");
    }
    List<NoteSignature> signatures =
        note.substring(end + BEFORE_SIGNATURES.length())
            .lines()
            .limit(MAX_SIGNATURES + 1L)
            .map(NoteSignature::parse)
            .toList();
    if (signatures.size() > MAX_SIGNATURES) {
      throw new NoteException("note: expected at most " + MAX_SIGNATURES + " signatures");
    }
    return new SignedNote(note.substring(0, end + 1), signatures);
  }

  /** The text, signed with these keys in this order. */
  public static SignedNote sign(String text, List<SigningKey> keys) {
    return new SignedNote(text, keys.stream().map(key -> key.sign(text)).toList());
  }

  /** With further signatures; those that are there already stay once. */
  public SignedNote with(List<NoteSignature> more) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    more.stream().filter(signature -> !all.contains(signature)).forEach(all::add);
    return new SignedNote(text, all);
  }

  /**
   * Those of the known keys that signed it. Signatures of others say nothing and are passed over.
   *
   * @throws NoteException when a signature that names a known key is not that key's
   */
  public List<VerifierKey> signers(Collection<VerifierKey> known) {
    List<VerifierKey> signers = new ArrayList<>();
    for (NoteSignature signature : signatures) {
      for (VerifierKey key : known) {
        if (key.isOf(signature) && !signers.contains(key)) {
          if (!key.verifies(text, signature)) {
            throw new NoteException("the signature of " + key + " is not its own");
          }
          signers.add(key);
        }
      }
    }
    return signers;
  }

  /** The note as it is published. */
  @Override
  public String toString() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature).append('\n'));
    return note.toString();
  }
}
