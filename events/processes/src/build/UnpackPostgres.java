import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Build step: unpacks Zonky's Postgres (a .txz inside a jar) with its symbolic links and execute
 * bits, which neither Maven's nor Ant's unpackers do.
 *
 * <p>Arguments: directory with the .txz, directory to fill. Does nothing when that is newer.
 */
public final class UnpackPostgres {

  public static void main(String[] args) throws IOException {
    Path archive = onlyFileIn(Path.of(args[0]));
    Path target = Path.of(args[1]);
    Path done = target.resolve("unpacked");
    if (Files.exists(done) && newer(done, archive)) {
      return;
    }
    delete(target);
    try (var in = Files.newInputStream(archive);
        var xz = new XZCompressorInputStream(new BufferedInputStream(in));
        var tar = new TarArchiveInputStream(xz)) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, target);
      }
    }
    Files.writeString(done, archive.getFileName() + "\n");
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path file = entry.resolveIn(target); // refuses names that lead outside
    Files.createDirectories(file.getParent());
    if (entry.isDirectory()) {
      Files.createDirectories(file);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private static Path onlyFileIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".txz"))
          .findFirst()
          .orElseThrow(() -> new IOException("no .txz in " + directory));
    }
  }

  private static boolean newer(Path one, Path other) throws IOException {
    FileTime time = Files.getLastModifiedTime(one);
    return time.compareTo(Files.getLastModifiedTime(other)) > 0;
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
