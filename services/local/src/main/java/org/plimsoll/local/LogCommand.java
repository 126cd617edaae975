package org.plimsoll.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.audit.served.LogServer;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll log}. */
@Command(
    name = "log",
    description = {
      "Serves the log over HTTP until Ctrl-C, for reading: checkpoints, keys, tiles (C2SP"
          + " tlog-tiles) and proofs. `plimsoll up` starts one; this is for brokers of your own.",
      "Signs in to the broker as the user log, which `plimsoll prepare` makes and which can write"
          + " nothing. Its password comes from the environment: "
          + LogCommand.PASSWORD
          + ".",
      ""
    },
    footer = {
      "",
      "Example:",
      "  plimsoll log --bootstrap-servers kafka-1:9092 --security-protocol SASL_SSL --key KEY"
    })
final class LogCommand implements Callable<Integer> {
  static final String PASSWORD = "PLIMSOLL_KAFKA_LOG_PASSWORD";

  @Mixin private Brokers brokers = new Brokers();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "The log's first key, NAME+ID+KEY; later ones follow from its checkpoints.")
  private List<String> keys = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7403",
      description = "On 127.0.0.1; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> kafka = brokers.client(Access.LOG);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (LogServer server =
        LogServer.start(kafka, keys.stream().map(VerifierKey::parse).toList(), address)) {
      System.out.println(
          "address http://127.0.0.1:%d%s".formatted(server.address().getPort(), LogServer.BASE));
      System.out.println("Ctrl-C ends it.");
      Thread.currentThread().join();
    } catch (IOException e) {
      throw new Failure("--port: " + port + " cannot be used: " + e.getMessage(), e);
    } catch (NoteException e) {
      throw new Failure("--key: " + e.getMessage(), e);
    }
    return ExitCode.DONE;
  }
}
