package org.plimsoll.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds who listens on a port, from /proc; finds nobody where there is no /proc. */
final class PortHolder {

  private static final String LISTENING = "0A";

  private PortHolder() {}

  static Optional<ProcessHandle> of(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(table -> lines(Path.of(table)).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> listensOn(columns, port))
        .map(columns -> "socket:[" + columns[9] + "]")
        .flatMap(socket -> ProcessHandle.allProcesses().filter(process -> has(process, socket)))
        .findFirst();
  }

  /** Columns are those of proc_net_tcp(5): the second is ADDRESS:PORT in hexadecimal. */
  private static boolean listensOn(String[] columns, int port) {
    return columns.length > 9
        && columns[3].equals(LISTENING)
        && columns[1].endsWith(":%04X".formatted(port));
  }

  private static boolean has(ProcessHandle process, String socket) {
    Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (Stream<Path> links = Files.list(descriptors)) {
      return links.anyMatch(link -> leadsTo(link, socket));
    } catch (IOException e) {
      return false; // gone meanwhile, or of another user
    }
  }

  private static boolean leadsTo(Path link, String socket) {
    try {
      return Files.readSymbolicLink(link).toString().equals(socket);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      return List.of();
    }
  }
}
