package org.plimsoll.audit.log;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The state of a log at one size (C2SP tlog-checkpoint).
 *
 * @param origin names the log
 * @param size number of leaves
 * @param root over these leaves
 * @param extensions further lines, none of them empty
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final int MUST_HAVE = 3;

  /** Before the key that signs from now on, beside the one that did until now. */
  private static final String NEXT_KEY = "next-key ";

  public Checkpoint {
    extensions = List.copyOf(extensions);
  }

  public Checkpoint(String origin, long size, Hash root) {
    this(origin, size, root, List.of());
  }

  /** The same, handing over to another key, which must sign it beside the one in charge. */
  public Checkpoint naming(VerifierKey next) {
    return new Checkpoint(origin, size, root, List.of(NEXT_KEY + next));
  }

  /**
   * From the text of a note.
   *
   * @throws NoteException when it is no checkpoint
   */
  public static Checkpoint parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < MUST_HAVE || lines.stream().anyMatch(String::isEmpty)) {
      throw new NoteException("checkpoint: expected three lines or more, none of them empty");
    }
    try {
      return new Checkpoint(
          lines.get(0),
          size(lines.get(1)),
          Hash.parse(lines.get(2)),
          lines.subList(MUST_HAVE, lines.size()));
    } catch (IllegalArgumentException e) {
      throw new NoteException("checkpoint: " + e.getMessage(), e);
    }
  }

  /**
   * A number of leaves, in its one decimal form.
   *
   * @throws NoteException when it is none
   */
  public static long size(String decimal) {
    if (!SIZE.matcher(decimal).matches()) {
      throw new NoteException("size: " + decimal + " - expected a decimal without leading zeros");
    }
    return Long.parseLong(decimal);
  }

  /**
   * The key that this checkpoint hands over to; empty for nearly all.
   *
   * @throws NoteException when what it names is no key
   */
  public Optional<VerifierKey> nextKey() {
    return extensions.stream()
        .filter(line -> line.startsWith(NEXT_KEY))
        .findFirst()
        .map(line -> VerifierKey.parse(line.substring(NEXT_KEY.length())));
  }

  /** The text of its note. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n').append(size).append('\n').append(root).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
