package org.plimsoll.audit.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The states that a verification keeps. They lie beside those of the one before it and take their
 * place only when nothing was found in any partition.
 */
final class StatesBegun implements AutoCloseable {
  private final Layout layout;

  /** Takes away what a verification left that was cut off. */
  StatesBegun(Layout layout) {
    this.layout = layout;
    try {
      delete(layout.statesBegun());
      Files.createDirectory(layout.statesBegun());
    } catch (IOException e) {
      throw new ArchiveException(layout.statesBegun() + " cannot be written: " + e, e);
    }
  }

  Path directory() {
    return layout.statesBegun();
  }

  /** From now on these count, and none of those before. */
  void count() {
    try {
      delete(layout.states());
      Files.move(layout.statesBegun(), layout.states(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ArchiveException(layout.states() + " cannot be written: " + e, e);
    }
  }

  /** What does not count is not left. */
  @Override
  public void close() {
    try {
      delete(layout.statesBegun());
    } catch (IOException e) {
      throw new ArchiveException(layout.statesBegun() + " cannot be deleted: " + e, e);
    }
  }

  /** States alone: a directory with anything else in it stays, and is said not to be empty. */
  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> states;
    try (Stream<Path> files = Files.list(directory)) {
      states = files.filter(file -> file.toString().endsWith(".state")).toList();
    }
    for (Path state : states) {
      Files.delete(state);
    }
    Files.delete(directory);
  }
}
