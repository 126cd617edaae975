package org.plimsoll.audit.log;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.plimsoll.audit.log.Statement.Head;

/**
 * Proves that an entry stands in the trail, to whoever has the log's key and nothing else. The
 * entry is a leaf of its partition's tree, whose head is a leaf of the root log, whose root is in
 * the signed checkpoint.
 *
 * <p>Written as lines: {@code plimsoll-receipt 1}, {@code entry TIER PARTITION SEQUENCE BASE64}, an
 * {@code entry-proof HASH} for each hash, the head's statement, {@code leaf INDEX}, a {@code
 * leaf-proof HASH} for each hash, an empty line, and the checkpoint.
 *
 * @param sequence of the entry, from 1
 * @param index of the head among the leaves of the root log, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // the exact bytes; nobody compares them
public record Receipt(
    long sequence,
    byte[] entry,
    List<Hash> entryProof,
    Head head,
    long index,
    List<Hash> leafProof,
    SignedNote note) {
  /** An entry is at most 4 MiB; in base64 that is a third more. */
  public static final int MAX_CHARACTERS = 6 << 20;

  private static final String FIRST = "plimsoll-receipt 1";
  private static final int MAX_LINES = 200;

  public Receipt {
    entryProof = List.copyOf(entryProof);
    leafProof = List.copyOf(leafProof);
  }

  /**
   * For an entry of a tree, under a head that the log has stated and its checkpoint behind it.
   *
   * @param entries the tree of the partition, at least as large as the head says
   */
  public static Receipt of(
      RootLog log, RootLog.Stated stated, Tree entries, long sequence, byte[] entry) {
    SignedNote note =
        log.last().orElseThrow(() -> new NoteException("the log has no checkpoint")).note();
    return new Receipt(
        sequence,
        entry,
        entries.inclusion(sequence - 1, stated.head().size()),
        stated.head(),
        stated.index(),
        log.tree().inclusion(stated.index(), log.tree().size()),
        note);
  }

  /**
   * Checks everything that can be checked without the log.
   *
   * @param keys of the log, any of which must have signed
   * @throws NoteException saying what does not hold
   */
  public Checkpoint verify(Collection<VerifierKey> keys) {
    if (note.signers(keys).stream().noneMatch(key -> key.type() == SignatureType.NOTE)) {
      throw new NoteException("receipt: its checkpoint is signed by none of the keys " + keys);
    }
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    TreeHasher hasher = new TreeHasher();
    if (!Proofs.includes(head.root(), head.size(), sequence - 1, hasher.leaf(entry), entryProof)) {
      throw new NoteException(
          "receipt: its entry is not entry %d of the trail %s of %d entries"
              .formatted(sequence, head.partition(), head.size()));
    }
    if (!Proofs.includes(
        checkpoint.root(), checkpoint.size(), index, hasher.leaf(head.bytes()), leafProof)) {
      throw new NoteException("receipt: its head is not in the log that the checkpoint signs");
    }
    return checkpoint;
  }

  /**
   * From its text. That it proves anything is not checked by this.
   *
   * @throws NoteException when it is no receipt, or one of a later version
   */
  public static Receipt parse(String text) {
    int end = text.indexOf("\n\n");
    if (text.length() > MAX_CHARACTERS || end < 0) {
      throw new NoteException("receipt: expected lines, an empty line and a checkpoint");
    }
    List<String> lines = text.substring(0, end).lines().limit(MAX_LINES).toList();
    if (!lines.getFirst().equals(FIRST)) {
      throw new NoteException("receipt: " + lines.getFirst() + " - expected " + FIRST);
    }
    SignedNote note = SignedNote.parse(text.substring(end + 2));
    try {
      int at = 1;
      String[] entry = words(lines, at++, "entry", 5);
      List<Hash> entryProof = new ArrayList<>();
      at = hashes(lines, at, "entry-proof", entryProof);
      if (!(Statement.parse(line(lines, at++)) instanceof Head head)
          || !head.partition().equals(Statement.partition(entry[1], entry[2]))) {
        throw new NoteException("receipt: expected the head of the entry's partition");
      }
      long index = Checkpoint.size(words(lines, at++, "leaf", 2)[1]);
      List<Hash> leafProof = new ArrayList<>();
      at = hashes(lines, at, "leaf-proof", leafProof);
      if (at != lines.size()) {
        throw new NoteException("receipt: " + lines.get(at) + " - expected an empty line");
      }
      return new Receipt(
          Checkpoint.size(entry[3]),
          Base64.getDecoder().decode(entry[4]),
          entryProof,
          head,
          index,
          leafProof,
          note);
    } catch (IllegalArgumentException e) {
      throw new NoteException("receipt: " + e.getMessage(), e);
    }
  }

  private static String line(List<String> lines, int at) {
    if (at >= lines.size()) {
      throw new NoteException("receipt: it ends too early");
    }
    return lines.get(at);
  }

  private static String[] words(List<String> lines, int at, String first, int count) {
    String[] words = line(lines, at).split(" ", -1);
    if (words.length != count || !words[0].equals(first)) {
      throw new NoteException("receipt: expected a line that begins with " + first);
    }
    return words;
  }

  private static int hashes(List<String> lines, int from, String first, List<Hash> hashes) {
    int at = from;
    while (at < lines.size() && lines.get(at).startsWith(first + " ")) {
      hashes.add(Hash.parse(lines.get(at).substring(first.length() + 1)));
      at++;
    }
    return at;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    text.append("entry %s %d ".formatted(head.partition(), sequence))
        .append(Base64.getEncoder().encodeToString(entry))
        .append('\n');
    entryProof.forEach(hash -> text.append("entry-proof ").append(hash).append('\n'));
    text.append(head.line()).append('\n').append("leaf ").append(index).append('\n');
    leafProof.forEach(hash -> text.append("leaf-proof ").append(hash).append('\n'));
    return text.append('\n').append(note).toString();
  }
}
