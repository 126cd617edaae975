package org.plimsoll.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.plimsoll.verify.Failure;

/**
 * Passwords and the operator's token, made at the first start and kept in files that the owner of
 * the data directory alone can read: directory 700, files 600.
 */
record Secrets(Path directory) {
  /** 24 bytes are 192 bits, and 32 characters that need no quoting anywhere. */
  private static final int BYTES = 24;

  static Secrets of(Home home) {
    Path directory = home.secrets();
    try {
      Files.createDirectories(directory);
      Home.restrict(directory);
    } catch (IOException e) {
      throw new Failure(directory + " cannot be used: " + e, e);
    }
    return new Secrets(directory);
  }

  /** The broker's super user. */
  String kafkaAdmin() {
    return keep("kafka-admin");
  }

  /** A service's user at the broker. */
  String kafka(String service) {
    return keep("kafka-" + service);
  }

  /** The database's super user. */
  String postgresAdmin() {
    return keep("postgres-admin");
  }

  /** A service's role in the database. */
  String postgres(String service) {
    return keep("postgres-" + service);
  }

  /** A local user's password for the inbox. */
  String leadership(String user) {
    return keep("leadership-" + user);
  }

  /** With which the keys of persons are kept in leadership's database. */
  String persons() {
    return keep("persons");
  }

  /** What the operator signs in to intake with. */
  String operatorToken() {
    return keep("operator-token");
  }

  String operatorTokenSha256() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(operatorToken().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private synchronized String keep(String name) {
    Path file = directory.resolve(name);
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      byte[] bytes = new byte[BYTES];
      new SecureRandom().nextBytes(bytes);
      String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      Home.write(file, secret + "\n");
      return secret;
    } catch (IOException e) {
      throw new Failure(file + " cannot be read: " + e, e);
    }
  }
}
