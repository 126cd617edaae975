package org.plimsoll.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.Statement;

/** What was signed last on a data directory. */
final class Checkpoints {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private Checkpoints() {}

  /** The last one in words; empty when nothing was signed yet. */
  static Optional<String> last(Home home) {
    Path file = home.audit().resolve("last-round");
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Round round = Round.parse(Files.readAllBytes(file));
      long entries = 0;
      for (Statement statement : round.statements()) {
        entries += statement instanceof Statement.Head head ? head.size() : 0;
      }
      return Optional.of(
          "%d%s, signed %s UTC"
              .formatted(
                  round.checkpoint().size(),
                  entries == 0 ? "" : " of %,d entries".formatted(entries),
                  MINUTE.format(Files.getLastModifiedTime(file).toInstant())));
    } catch (IOException | NoteException e) {
      return Optional.of("cannot be read: " + e.getMessage());
    }
  }
}
