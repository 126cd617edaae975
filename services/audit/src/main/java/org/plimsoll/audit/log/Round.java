package org.plimsoll.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the log grew by, and the checkpoint behind it. Written as the statements, each on a line, an
 * empty line, and the signed checkpoint. A round without statements says again where the log is:
 * with more signatures, or with the next key.
 */
public record Round(List<Statement> statements, SignedNote note) {
  /** A thousand partitions are 100 kB of heads. */
  public static final int MAX_BYTES = 1 << 20;

  public Round {
    statements = List.copyOf(statements);
  }

  /**
   * From UTF-8.
   *
   * @throws NoteException when it is no round
   */
  public static Round parse(byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      throw new NoteException("round of " + utf8.length + " bytes - expected at most " + MAX_BYTES);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new NoteException("round: expected UTF-8", e);
    }
    List<Statement> statements = new ArrayList<>();
    int at = 0;
    while (true) {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        throw new NoteException("round: expected an empty line and a checkpoint");
      }
      if (end == at) {
        return new Round(statements, SignedNote.parse(text.substring(end + 1)));
      }
      statements.add(Statement.parse(text.substring(at, end)));
      at = end + 1;
    }
  }

  /**
   * The checkpoint.
   *
   * @throws NoteException when the note is none
   */
  public Checkpoint checkpoint() {
    return Checkpoint.parse(note.text());
  }

  public byte[] bytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    statements.forEach(statement -> text.append(statement.line()).append('\n'));
    return text.append('\n').append(note).toString();
  }
}
