package org.plimsoll.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.OwnDirectory;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.audit.witness.Witness;
import org.plimsoll.audit.witness.WitnessServer;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll witness}. */
@Command(
    name = "witness",
    description = {
      "Runs a witness (C2SP tlog-witness) until Ctrl-C, for somebody else than the log's owner: it"
          + " cosigns a checkpoint only when the log has only grown since the one before, which it"
          + " keeps on its own disk.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  plimsoll witness --dir ~/witness --name auditor.example/witness --log KEY"
    })
final class WitnessCommand implements Callable<Integer> {
  static final int DEFAULT_PORT = 7420;
  private static final String KEY = "key.pem";

  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Option(
      names = "--log",
      required = true,
      paramLabel = "KEY",
      description = "A key of a log to watch, NAME+ID+KEY; the name is the log's origin.")
  private List<String> logs = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "plimsoll.local/witness",
      description = "The witness's name in its signatures. Default: ${DEFAULT-VALUE}.")
  private String name = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where its key and the last checkpoint of each log are kept. Default: witness in the"
              + " data directory.")
  private @Nullable Path directory;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + DEFAULT_PORT,
      description = "On 127.0.0.1; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    Path asked = directory;
    Path path = asked == null ? plimsoll.home().path().resolve("witness") : asked;
    try (OwnDirectory own = OwnDirectory.open(path)) {
      Map<String, List<VerifierKey>> trusted =
          logs.stream().map(VerifierKey::parse).collect(Collectors.groupingBy(VerifierKey::name));
      Witness witness = new Witness(key(own), trusted, own, Clock.systemUTC());
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (WitnessServer server = WitnessServer.start(witness, address)) {
        System.out.println("key     " + witness.verifier());
        System.out.println("address http://127.0.0.1:" + server.address().getPort());
        System.out.println("Ctrl-C ends it.");
        Thread.currentThread().join();
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new Failure("--port: " + port + " cannot be used: " + e.getMessage(), e);
    } catch (NoteException | IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private SigningKey key(OwnDirectory own) {
    return own.key(KEY, name)
        .orElseGet(() -> {
          SigningKey made = SigningKey.generate(name);
          own.write(KEY, made);
          return made;
        });
  }
}
