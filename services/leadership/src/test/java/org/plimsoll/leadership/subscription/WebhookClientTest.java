package org.plimsoll.leadership.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call goes to the address that was checked and to no other, whatever a name means by then. */
class WebhookClientTest {
  private static final Destination.Names HERE =
      name -> {
        assertThat(name).isEqualTo("receiver.example");
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
      };

  private static WebhookClient client(Destination.Names names, String... allowed) {
    return new WebhookClient(
        new DeliverySettings(
            true,
            URI.create("https://board.example"),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            1,
            new DeliverySettings.Webhook(
                List.of(allowed),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                null),
            new DeliverySettings.Mail(null, Set.of())),
        names);
  }

  private static Attempt call(WebhookClient client, String url) {
    return client.call(url, "msg_1", List.of(Signature.secret()), new byte[] {'{', '}'}, 0);
  }

  private static HttpServer serve(HttpServer server, List<String> hosts) {
    server.createContext(
        "/",
        exchange -> {
          hosts.add(exchange.getRequestHeaders().getFirst("Host"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void theNameIsLookedUpOnceAndSaidToTheReceiver() throws IOException {
    List<String> hosts = new ArrayList<>();
    HttpServer server =
        serve(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
            hosts);
    String authority = "receiver.example:" + server.getAddress().getPort();
    int[] asked = new int[1];
    Destination.Names turning =
        name -> {
          asked[0]++;
          return HERE.addresses(name);
        };
    assertThat(call(client(turning, "127.0.0.0/8"), "http://" + authority + "/hook"))
        .isInstanceOf(Attempt.Arrived.class);
    assertThat(hosts).containsExactly(authority);
    assertThat(asked[0]).isOne();
    server.stop(0);
  }

  @Test
  void whatIsNotAllowedIsNotEvenConnectedTo() throws IOException {
    List<String> hosts = new ArrayList<>();
    HttpServer server =
        serve(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
            hosts);
    int port = server.getAddress().getPort();
    for (String url :
        List.of(
            "https://receiver.example:" + port + "/", "http://receiver.example:" + port + "/")) {
      assertThat(call(client(HERE), url)).isInstanceOf(Attempt.Refused.class);
    }
    assertThat(call(client(InetAddress::getAllByName), "http://localhost:" + port + "/"))
        .isInstanceOf(Attempt.Refused.class);
    assertThat(hosts).isEmpty();
    server.stop(0);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTrusted(@TempDir Path directory) throws Exception {
    Path keys = directory.resolve("keys.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "receiver",
                "-keyalg",
                "EC",
                "-dname",
                "CN=receiver.example",
                "-ext",
                "san=dns:receiver.example",
                "-storetype",
                "PKCS12",
                "-storepass",
                "of-the-test",
                "-keystore",
                keys.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, "of-the-test".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, "of-the-test".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    List<String> hosts = new ArrayList<>();
    serve(server, hosts);
    Attempt attempt =
        call(
            client(HERE, "127.0.0.0/8"),
            "https://receiver.example:" + server.getAddress().getPort() + "/");
    assertThat(attempt).isInstanceOf(Attempt.Refused.class);
    assertThat(attempt.said()).contains("nobody who is trusted here", "trusted-certificates");
    assertThat(hosts).isEmpty();
    server.stop(0);
  }
}
