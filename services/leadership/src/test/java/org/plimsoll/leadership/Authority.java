package org.plimsoll.leadership;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of one's own, and receivers on loopback whose certificates it signed. */
final class Authority implements AutoCloseable {
  private static final String PASSWORD = "of-the-test";

  private final Path directory;
  private final List<HttpsServer> servers = new ArrayList<>();

  /**
   * @param directory for its keys
   * @param name its own
   */
  Authority(Path directory, String name) throws Exception {
    this.directory = directory;
    keytool("ca", "CN=" + name, "bc:critical=ca:true", "-validity", "1");
    run("-exportcert", "-rfc", "-alias", "ca", "-file", certificate().toString());
  }

  /** Its own certificate, in PEM. */
  Path certificate() {
    return directory.resolve("ca.pem");
  }

  /**
   * A receiver that takes whatever comes.
   *
   * @param name for which its certificate is
   * @param more as keytool has it, such as when the certificate begins
   * @return its port
   */
  int receiver(String alias, String name, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-signer", "ca"));
    arguments.addAll(List.of(more));
    keytool(alias, "CN=" + name, "san=dns:" + name, arguments.toArray(String[]::new));
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys())) {
      all.load(in, PASSWORD.toCharArray());
    }
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        alias,
        all.getKey(alias, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        all.getCertificateChain(alias));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] thanks = "thank you".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, thanks.length);
          exchange.getResponseBody().write(thanks);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return server.getAddress().getPort();
  }

  private Path keys() {
    return directory.resolve("keys.p12");
  }

  private void keytool(String alias, String name, String extension, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC"));
    arguments.addAll(List.of("-dname", name, "-ext", extension));
    arguments.addAll(List.of(more));
    run(arguments.toArray(String[]::new));
  }

  private void run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", keys().toString()));
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.waitFor() != 0) {
      throw new UncheckedIOException(said, new java.io.IOException(command.toString()));
    }
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
