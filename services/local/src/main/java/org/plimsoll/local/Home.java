package org.plimsoll.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.verify.Failure;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The data directory: everything that one installation keeps. */
record Home(Path path) {
  /** Everything that may stand in it; nothing else is ever deleted. */
  private static final List<String> OWN =
      List.of(
          "kafka",
          "postgres",
          "registry",
          "streams",
          "secrets",
          "audit",
          "logs",
          "run.json",
          "demo.mark");

  private static final String DEMO_MARK = "demo.mark";

  Path kafka() {
    return path.resolve("kafka");
  }

  Path postgres() {
    return path.resolve("postgres");
  }

  Path registry() {
    return path.resolve("registry");
  }

  /** Where the engine keeps its stores; they can be rebuilt from the broker. */
  Path streams() {
    return path.resolve("streams");
  }

  /** Where the key of the log is, and what was signed with it last. */
  Path audit() {
    return path.resolve("audit");
  }

  Path log() {
    return path.resolve("logs").resolve("plimsoll.log");
  }

  Path runFile() {
    return path.resolve("run.json");
  }

  Path secrets() {
    return path.resolve("secrets");
  }

  /**
   * Makes the directory and holds it for this process alone; a killed process lets go by itself.
   *
   * @throws Failure when another process holds it
   */
  AutoCloseable lock() {
    try {
      Files.createDirectories(path);
      restrict(path);
      Files.createDirectories(log().getParent());
      logHere();
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new Failure(
            Instance.find(this)
                .map(running ->
                    "already running on %s as process %d, inbox %s - see `plimsoll status`"
                        .formatted(path, running.pid(), running.inbox()))
                .orElse(
                    "another process is starting or stopping on "
                        + path
                        + " - wait for it, or choose another --data-dir"));
      }
      return channel;
    } catch (IOException e) {
      throw new Failure("--data-dir: " + path + " cannot be used: " + e, e);
    }
  }

  /** To be called before the first logger is made. */
  private void logHere() {
    logTo(log());
  }

  /** Where the log of what is started in this process goes, instead of to the terminal. */
  static void logTo(Path file) {
    System.setProperty("plimsoll.log", file.toString());
    // Three applications share one log; none of them may set it up anew.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** For the owner alone. */
  static void restrict(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Writes a file whole or not at all, readable by its owner alone. */
  static void write(Path file, String content) {
    try {
      Path temporary =
          Files.createTempFile(file.getParent(), "." + file.getFileName(), ".tmp"); // mode 600
      Files.writeString(temporary, content);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nothing of ours is in it yet. */
  boolean isFresh() {
    return OWN.stream().noneMatch(name -> !name.equals("logs") && Files.exists(path.resolve(name)));
  }

  boolean isDemo() {
    return Files.exists(path.resolve(DEMO_MARK));
  }

  void markAsDemo() {
    write(path.resolve(DEMO_MARK), "What is kept here is deleted by the next demonstration.\n");
  }

  /** Deletes what an installation has kept here. Call it under the lock. */
  void empty() {
    for (String name : OWN) {
      Path file = path.resolve(name);
      if (Files.exists(file)) {
        try (Stream<Path> all = Files.walk(file)) {
          for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    try {
      Files.createDirectories(log().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
