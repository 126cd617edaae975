package org.plimsoll.local;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.audit.archive.Export;
import org.plimsoll.audit.archive.Export.Written;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.publication.LogSigner;
import org.plimsoll.verify.Counted;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import org.plimsoll.wire.TrailReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll export}. */
@Command(
    name = "export",
    description = {
      "Signs and publishes a checkpoint, and writes the trail as far as it goes into a directory,"
          + " with everything that is needed to check it elsewhere. One that was cut off, or that"
          + " is older, is gone on with. README.txt in the directory explains the files.",
      ""
    },
    footer = {"", "Example:", "  plimsoll export trail-2026", "  plimsoll verify trail-2026"})
final class ExportCommand implements Callable<Integer> {

  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Parameters(paramLabel = "DIRECTORY", description = "New, empty, or an earlier export.")
  private Path directory = Path.of("");

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(System.out);
    try (Session session = Session.open(plimsoll);
        LogSigner signer = AuditCommand.signer(session)) {
      RootLog log = AuditCommand.checkpointed(session, signer);
      Written written =
          Export.write(
              directory,
              new TrailReader(session.broker()),
              log,
              session.registry(),
              Clock.systemUTC().instant(),
              count ->
                  terminal.progress(Counted.of(count, "entry", "entries") + " written so far"));
      terminal.progress("");
      terminal.line(
          "%s, %,d in all, up to checkpoint %d in %s"
              .formatted(
                  Counted.of(written.fresh(), "new entry", "new entries"),
                  written.all(),
                  log.tree().size(),
                  directory));
      terminal.line("key     " + log.keys().getLast());
      return ExitCode.DONE;
    } catch (ArchiveException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }
}
