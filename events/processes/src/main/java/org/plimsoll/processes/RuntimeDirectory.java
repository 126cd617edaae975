package org.plimsoll.processes;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * The files that children run from, put there by this module's build: {@code broker/*.jar}, {@code
 * registry/}, {@code postgres/} and {@code dies-with-parent.jar}.
 */
record RuntimeDirectory(Path path) {

  static final String PROPERTY = "plimsoll.runtime";

  /**
   * Where the system property says, else {@code target/runtime} of the build that this class comes
   * from.
   *
   * @throws IllegalStateException if there is no such directory
   */
  static RuntimeDirectory find() {
    String given = System.getProperty(PROPERTY);
    Path path = given == null ? ofThisBuild() : Path.of(given).toAbsolutePath();
    if (path == null || !Files.isDirectory(path)) {
      throw missing(path == null ? "target/runtime" : path.toString());
    }
    return new RuntimeDirectory(path);
  }

  /**
   * One file or directory of the runtime.
   *
   * @throws IllegalStateException if it is not there
   */
  Path require(String name) {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      throw missing(file.toString());
    }
    return file;
  }

  /**
   * The archive of a child's classes (CDS), which may not exist. Archives fit one build of Java
   * only, and one of another build would be worse than none.
   */
  Path archive(String child) {
    return path.resolve(child + "-" + System.getProperty("java.vm.version") + ".jsa");
  }

  private static @Nullable Path ofThisBuild() {
    CodeSource source = RuntimeDirectory.class.getProtectionDomain().getCodeSource();
    Path place = source == null ? null : file(source.getLocation());
    while (place != null && !Files.isDirectory(place.resolve("target/runtime"))) {
      place = place.getParent();
    }
    return place == null ? null : place.resolve("target/runtime");
  }

  private static @Nullable Path file(URL location) {
    try {
      return location.getProtocol().equals("file") ? Path.of(location.toURI()) : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static IllegalStateException missing(String what) {
    return new IllegalStateException(
        what
            + " is missing: build it with './mvnw -pl events/processes process-classes',"
            + " or name the directory that has broker, registry and postgres with -D"
            + PROPERTY
            + "=DIRECTORY");
  }
}
