import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import org.plimsoll.processes.KafkaProcess;
import org.plimsoll.processes.PostgresProcess;
import org.plimsoll.processes.RegistryProcess;

/**
 * Build step: runs broker and registry once, so that each leaves an archive of its classes (CDS)
 * that makes its later starts a good third faster. Everything works without the archives, so a
 * failure is told and not fatal.
 *
 * <p>Argument: the runtime directory. Does nothing when its archives are newer than its jars.
 */
public final class WriteClassArchives {

  public static void main(String[] args) throws IOException {
    Path runtime = Path.of(args[0]);
    System.setProperty("plimsoll.runtime", runtime.toString());
    System.setProperty("plimsoll.write-archives", "true");
    if (upToDate(runtime, "broker") && upToDate(runtime, "registry")) {
      return;
    }
    Path data = Files.createTempDirectory("plimsoll-archives");
    try {
      runOnce(data);
    } catch (RuntimeException e) {
      System.err.println("No class archives, starts will be slower: " + e.getMessage());
    } finally {
      delete(data);
    }
  }

  private static void runOnce(Path data) {
    KafkaProcess.start(data.resolve("broker"), KafkaProcess.Options.defaults()).close();
    String password = "used-for-some-seconds";
    try (var postgres = PostgresProcess.start(data.resolve("postgres"), 0, password)) {
      postgres.createRoleAndDatabase("registry", password, "registry");
      RegistryProcess.start(
              data.resolve("registry"), 0, 0, postgres.jdbcUrl("registry"), "registry", password)
          .close();
    }
  }

  private static boolean upToDate(Path runtime, String name) throws IOException {
    String version = System.getProperty("java.vm.version");
    Path archive = runtime.resolve(name + "-" + version + ".jsa");
    if (!Files.exists(archive)) {
      return false;
    }
    FileTime written = Files.getLastModifiedTime(archive);
    for (Path jar : jars(runtime)) {
      if (Files.getLastModifiedTime(jar).compareTo(written) > 0) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> jars(Path runtime) throws IOException {
    try (var files = Files.walk(runtime)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
