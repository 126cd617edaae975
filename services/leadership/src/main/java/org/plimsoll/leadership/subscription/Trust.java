package org.plimsoll.leadership.subscription;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.tcp.SslProvider;

/** Whose certificates receivers of webhooks may show, and what is said of one that is refused. */
final class Trust {
  private static final String SETTING =
      "plimsoll.leadership.deliveries.webhook.trusted-certificates";

  private Trust() {}

  /**
   * Trusts what the system trusts and these as well.
   *
   * @param certificates a file in PEM
   * @throws IllegalStateException when there are none in it
   */
  static SslProvider alsoOf(Path certificates) {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      List<Certificate> all = new ArrayList<>(read(certificates));
      all.addAll(ofTheSystem());
      for (int i = 0; i < all.size(); i++) {
        anchors.setCertificateEntry("anchor-" + i, all.get(i));
      }
      TrustManagerFactory managers = factory(anchors);
      return SslProvider.builder()
          .sslContext(
              (SslProvider.GenericSslContextSpec<?>)
                  Http11SslContextSpec.forClient()
                      .configure(context -> context.trustManager(managers)))
          .build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          SETTING + ": " + certificates + " - expected a file of certificates in PEM", e);
    }
  }

  private static List<? extends Certificate> read(Path certificates)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(certificates)) {
      List<? extends Certificate> read =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (read.isEmpty()) {
        throw new CertificateException("there is no certificate in it");
      }
      return read;
    }
  }

  private static List<X509Certificate> ofTheSystem() throws GeneralSecurityException {
    List<X509Certificate> known = new ArrayList<>();
    for (TrustManager manager : factory(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager trusted) {
        known.addAll(List.of(trusted.getAcceptedIssuers()));
      }
    }
    return known;
  }

  private static TrustManagerFactory factory(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(anchors);
    return managers;
  }

  /** What is wrong with the certificate that a receiver showed; null when it was something else. */
  static @Nullable String wrongWith(Throwable failure) {
    @Nullable String said = null;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      switch (at) {
        case CertificateExpiredException e -> {
          return "the receiver's certificate is over: " + e.getMessage();
        }
        case CertificateNotYetValidException e -> {
          return "the receiver's certificate is not valid yet: " + e.getMessage();
        }
        case CertPathBuilderException _ -> {
          return "nobody who is trusted here signed the receiver's certificate; "
              + SETTING
              + " adds a certificate authority";
        }
        case CertificateException e ->
            said = "the receiver's certificate is not accepted: " + e.getMessage();
        default -> {}
      }
    }
    return said;
  }
}
