package org.plimsoll.audit.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plimsoll.audit.OwnDirectory;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.audit.log.VerifierKey;

/**
 * The log's private key and the memory of what it signed last. It never signs a checkpoint that is
 * inconsistent with an earlier one: it remembers each on disk before it hands it out.
 *
 * <p>In the directory: {@code key.pem} (PKCS#8, mode 600, made at the first start unless it is
 * there), {@code keys.txt} (every public key that was in charge, in order), {@code origin}, {@code
 * last-round}.
 */
public final class LogSigner implements AutoCloseable {
  private static final String KEY = "key.pem";
  private static final String NEXT_KEY = "next-key.pem";
  private static final String KEYS = "keys.txt";
  private static final String ORIGIN = "origin";
  private static final String LAST_ROUND = "last-round";

  /** Of a log that nobody has named; the id of its first key tells it from others. */
  private static final String LOCAL = "plimsoll.local";

  private final OwnDirectory directory;
  private final String origin;
  private SigningKey key;

  private LogSigner(OwnDirectory directory, String origin, SigningKey key) {
    this.directory = directory;
    this.origin = origin;
    this.key = key;
  }

  /**
   * Opens the directory, and makes a key and a name for the log in one that has none.
   *
   * @throws NoteException when its key is no Ed25519 key in PKCS#8
   * @throws OwnDirectory.TakenException when another process signs at present
   */
  public static LogSigner open(Path path) {
    OwnDirectory directory = OwnDirectory.open(path);
    try {
      if (directory.read(KEYS).isEmpty()) {
        begin(directory);
      }
      String origin = directory.read(ORIGIN).orElseThrow().strip();
      LogSigner signer = new LogSigner(directory, origin, directory.key(KEY, origin).orElseThrow());
      signer.resumeRotation();
      return signer;
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * The public keys that lie in a directory, the one in charge last; none where no log was signed
   * from there. Nobody is kept from signing meanwhile: the file is replaced whole.
   *
   * @throws NoteException when what lies there is none
   */
  public static List<VerifierKey> keysIn(Path path) {
    Path file = path.resolve(KEYS);
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(VerifierKey::parse).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static void begin(OwnDirectory directory) {
    SigningKey key = directory.key(KEY, LOCAL).orElseGet(() -> SigningKey.generate(LOCAL));
    if (directory.read(ORIGIN).isEmpty()) {
      directory.write(ORIGIN, "%s/%08x\n".formatted(LOCAL, key.verifier(SignatureType.NOTE).id()));
    }
    SigningKey named =
        SigningKey.ofPkcs8(directory.read(ORIGIN).orElseThrow().strip(), key.pkcs8());
    directory.write(KEY, named);
    directory.write(KEYS, named.verifier(SignatureType.NOTE) + "\n");
  }

  /** Ends a rotation that a crash has cut off behind the point of no return. */
  private void resumeRotation() {
    Optional<SigningKey> next = directory.key(NEXT_KEY, origin);
    if (next.isPresent()) {
      if (remembered()
          .flatMap(round -> round.checkpoint().nextKey())
          .filter(next.get().verifier(SignatureType.NOTE)::equals)
          .isPresent()) {
        takeOver(next.get());
      } else {
        directory.delete(NEXT_KEY);
      }
    }
  }

  /**
   * Every public key that was in charge, in order; the last one is at present.
   *
   * @throws NoteException when the key in the directory is none of them
   */
  public List<VerifierKey> keys() {
    List<VerifierKey> keys =
        directory.read(KEYS).orElse("").lines().map(VerifierKey::parse).toList();
    if (keys.isEmpty() || !keys.getLast().equals(key.verifier(SignatureType.NOTE))) {
      throw new NoteException(
          directory
              + "/key.pem is not the key in charge, the last one in keys.txt - `plimsoll audit"
              + " rotate` hands over to another key");
    }
    return keys;
  }

  /**
   * What was signed last and never came to be published; empty when the log knows it.
   *
   * @throws IllegalStateException when the log lacks what was signed, or has what was not
   */
  public Optional<Round> unpublished(RootLog log) {
    Optional<Round> remembered = remembered();
    long size = log.tree().size();
    if (remembered.isEmpty() && size == 0) {
      return Optional.empty();
    }
    if (remembered.isPresent()) {
      Round signed = remembered.get();
      Checkpoint checkpoint = signed.checkpoint();
      boolean known =
          log.rounds().stream().anyMatch(round -> round.note().text().equals(signed.note().text()));
      if (known && checkpoint.size() == size) {
        return Optional.empty();
      }
      if (!known
          && log.next(origin, signed.statements()).root().equals(checkpoint.root())
          && checkpoint.size() == size + signed.statements().size()) {
        return remembered;
      }
    }
    throw new IllegalStateException(
        "the published log of %d statements is not the one that was signed last (%s); nothing is"
                .formatted(
                    size,
                    remembered.map(r -> "size " + r.checkpoint().size()).orElse("nothing was"))
            + " signed until somebody has found out why");
  }

  private Optional<Round> remembered() {
    return directory
        .read(LAST_ROUND)
        .map(text -> Round.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Signs what the log is behind these statements, and remembers it on disk. */
  public Round sign(RootLog log, List<Statement> statements) {
    Checkpoint checkpoint = log.next(origin, statements);
    return remember(new Round(statements, SignedNote.sign(checkpoint.text(), List.of(key))));
  }

  /**
   * Hands over to a new key: signs once more what the log is, with both keys, naming the new one.
   * The former one is kept as {@code key-ID.pem} and may be destroyed.
   */
  public Round rotate(RootLog log) {
    SigningKey next = SigningKey.generate(origin);
    Checkpoint checkpoint = log.next(origin, List.of()).naming(next.verifier(SignatureType.NOTE));
    directory.write(NEXT_KEY, next);
    Round round =
        remember(new Round(List.of(), SignedNote.sign(checkpoint.text(), List.of(key, next))));
    takeOver(next);
    return round;
  }

  private void takeOver(SigningKey next) {
    VerifierKey former = key.verifier(SignatureType.NOTE);
    VerifierKey verifier = next.verifier(SignatureType.NOTE);
    if (!former.equals(verifier)) {
      directory.write("key-%08x.pem".formatted(former.id()), key);
    }
    directory.write(KEY, next);
    List<String> all = new ArrayList<>(directory.read(KEYS).orElse("").lines().toList());
    if (!all.contains(verifier.toString())) {
      all.add(verifier.toString());
      directory.write(KEYS, String.join("\n", all) + "\n");
    }
    directory.delete(NEXT_KEY);
    key = next;
  }

  private Round remember(Round round) {
    directory.write(LAST_ROUND, round.toString());
    return round;
  }

  @Override
  public void close() {
    directory.close();
  }
}
