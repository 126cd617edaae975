package org.plimsoll.processes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a child JVM: the same Java as this process runs on, ending with its parent.
 *
 * <p>No word of it may be a secret: everybody on the machine can read it.
 *
 * @param directory shown in the command line, so that a later parent knows the child for its own
 * @param classPath as {@code -cp} takes it
 * @param archive of its classes, see {@link RuntimeDirectory#archive}
 */
record ChildJvm(DataDirectory directory, String classPath, Path archive) {

  /** Set while building only; see src/build/WriteClassArchives.java. */
  private static final boolean WRITE_ARCHIVES = Boolean.getBoolean("plimsoll.write-archives");

  List<String> command(List<String> options, List<String> mainAndArguments) {
    var command = new ArrayList<String>();
    command.add(java());
    command.add("-Dplimsoll.data=" + directory.path());
    if (WRITE_ARCHIVES) {
      command.add("-XX:ArchiveClassesAtExit=" + archive);
    } else {
      command.addAll(useArchive());
    }
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, DiesWithParent.class.getName()));
    command.addAll(mainAndArguments);
    return command;
  }

  /**
   * The command line of a short run whose arguments are secret: Java reads them from a file that
   * only its owner can read, and that the caller deletes after the run.
   */
  List<String> secretCommand(
      String argumentsFile, List<String> options, List<String> mainAndArguments) {
    var arguments = new ArrayList<String>();
    arguments.addAll(useArchive());
    arguments.addAll(options);
    arguments.addAll(List.of("-cp", classPath, DiesWithParent.class.getName()));
    arguments.addAll(mainAndArguments);
    String text = String.join("\n", arguments.stream().map(ChildJvm::quoted).toList());
    return List.of(java(), "@" + directory.writePrivately(argumentsFile, text));
  }

  private List<String> useArchive() {
    return Files.exists(archive)
        ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off")
        : List.of();
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
