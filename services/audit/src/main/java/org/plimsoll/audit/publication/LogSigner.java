package org.plimsoll.audit.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
 * The log's private key and the memory of what it signed last, in a directory for its owner alone.
 * It never signs a checkpoint that is inconsistent with an earlier one: it remembers each before it
 * hands it out. Held by one process at a time.
 *
 * <p>In the directory: {@code key.pem} (PKCS#8, mode 600, made at the first start unless it is
 * there), {@code keys.txt} (every public key that was in charge, in order), {@code origin}, {@code
 * last-round}.
 */
public final class LogSigner implements AutoCloseable {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "\n-----END PRIVATE KEY-----\n";
  private static final Pattern NOT_BASE64 = Pattern.compile("-----[A-Z ]+-----|\\s");
  private static final int LINE = 64;

  private static final String KEY = "key.pem";
  private static final String NEXT_KEY = "next-key.pem";
  private static final String KEYS = "keys.txt";

  /** Of a log that nobody has named; the id of its first key tells it from others. */
  private static final String LOCAL = "plimsoll.local";

  private final Path directory;
  private final FileChannel lock;
  private final String origin;
  private SigningKey key;

  private LogSigner(Path directory, FileChannel lock, String origin, SigningKey key) {
    this.directory = directory;
    this.lock = lock;
    this.origin = origin;
    this.key = key;
  }

  /**
   * Opens the directory, and makes a key and a name for the log in one that has none.
   *
   * @throws NoteException when its key is no Ed25519 key in PKCS#8
   * @throws IllegalStateException when another process signs at present
   */
  public static LogSigner open(Path directory) {
    try {
      Files.createDirectories(directory);
      if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
      FileChannel lock =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lock)) {
        lock.close();
        throw new IllegalStateException("another process signs with " + directory);
      }
      if (!Files.exists(directory.resolve(KEYS))) {
        begin(directory);
      }
      String origin = Files.readString(directory.resolve("origin")).strip();
      LogSigner signer =
          new LogSigner(directory, lock, origin, key(origin, directory.resolve(KEY)));
      signer.resumeRotation();
      return signer;
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be used", e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void begin(Path directory) throws IOException {
    Path pem = directory.resolve(KEY);
    SigningKey key = Files.exists(pem) ? key(LOCAL, pem) : SigningKey.generate(LOCAL);
    Path origin = directory.resolve("origin");
    if (!Files.exists(origin)) {
      write(origin, "%s/%08x%n".formatted(LOCAL, key.verifier(SignatureType.NOTE).id()));
    }
    SigningKey named = SigningKey.ofPkcs8(Files.readString(origin).strip(), key.pkcs8());
    write(pem, pem(named));
    write(directory.resolve(KEYS), named.verifier(SignatureType.NOTE) + "\n");
  }

  /** Ends a rotation that a crash has cut off behind the point of no return. */
  private void resumeRotation() throws IOException {
    Path pem = directory.resolve(NEXT_KEY);
    if (Files.exists(pem)) {
      SigningKey next = key(origin, pem);
      if (remembered()
          .flatMap(round -> round.checkpoint().nextKey())
          .filter(next.verifier(SignatureType.NOTE)::equals)
          .isPresent()) {
        takeOver(next);
      } else {
        Files.delete(pem);
      }
    }
  }

  private static String pem(SigningKey key) {
    return BEGIN + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.pkcs8()) + END;
  }

  private static SigningKey key(String origin, Path pem) throws IOException {
    String base64 = NOT_BASE64.matcher(Files.readString(pem)).replaceAll("");
    try {
      return SigningKey.ofPkcs8(origin, Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new NoteException(pem + ": expected an Ed25519 key in PKCS#8, as PEM", e);
    }
  }

  /** Name of the log. */
  public String origin() {
    return origin;
  }

  /**
   * Every public key that was in charge, in order; the last one is at present.
   *
   * @throws NoteException when the key in the directory is none of them
   */
  public List<VerifierKey> keys() {
    try {
      List<VerifierKey> keys =
          Files.readAllLines(directory.resolve(KEYS)).stream().map(VerifierKey::parse).toList();
      if (keys.isEmpty() || !keys.getLast().equals(key.verifier(SignatureType.NOTE))) {
        throw new NoteException(
            directory.resolve(KEY)
                + " is not the key in charge, the last one in keys.txt - `plimsoll audit rotate`"
                + " hands over to another key");
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What was signed last and never came to be published; empty when the log knows it.
   *
   * @throws IllegalStateException when the log lacks what was signed, or has what was not
   */
  public Optional<Round> unpublished(RootLog log) {
    Optional<Round> remembered = remembered();
    if (remembered.equals(log.last()) || remembered.map(Round::toString).equals(shown(log))) {
      return Optional.empty();
    }
    if (remembered.isPresent()) {
      Checkpoint signed = remembered.get().checkpoint();
      long size = log.tree().size();
      if (signed.size() - remembered.get().statements().size() == size
          && log.next(origin, remembered.get().statements()).root().equals(signed.root())) {
        return remembered;
      }
      if (signed.size() == size && log.tree().root(size).equals(signed.root())) {
        return Optional.empty(); // the same once more, with other signatures
      }
    }
    throw new IllegalStateException(
        "the published log of %d statements is not the one that was signed last (%s); nothing is"
                .formatted(
                    log.tree().size(),
                    remembered.map(r -> "size " + r.checkpoint().size()).orElse("nothing was"))
            + " signed until somebody has found out why");
  }

  private static Optional<String> shown(RootLog log) {
    return log.last().map(Round::toString);
  }

  private Optional<Round> remembered() {
    Path file = directory.resolve("last-round");
    try {
      return Files.exists(file)
          ? Optional.of(Round.parse(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    try {
      write(directory.resolve(NEXT_KEY), pem(next));
      Round round =
          remember(new Round(List.of(), SignedNote.sign(checkpoint.text(), List.of(key, next))));
      takeOver(next);
      return round;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void takeOver(SigningKey next) throws IOException {
    VerifierKey former = key.verifier(SignatureType.NOTE);
    VerifierKey verifier = next.verifier(SignatureType.NOTE);
    if (!former.equals(verifier)) {
      write(directory.resolve("key-%08x.pem".formatted(former.id())), pem(key));
    }
    write(directory.resolve(KEY), pem(next));
    List<VerifierKey> all =
        new ArrayList<>(
            Files.readAllLines(directory.resolve(KEYS)).stream().map(VerifierKey::parse).toList());
    if (!all.contains(verifier)) {
      all.add(verifier);
      write(directory.resolve(KEYS), lines(all));
    }
    Files.delete(directory.resolve(NEXT_KEY));
    key = next;
  }

  private static String lines(List<VerifierKey> keys) {
    StringBuilder lines = new StringBuilder();
    keys.forEach(each -> lines.append(each).append('\n'));
    return lines.toString();
  }

  private Round remember(Round round) {
    try {
      write(directory.resolve("last-round"), round.toString());
      return round;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whole or not at all, on the disk and not only on its way there, for the owner alone. */
  private static void write(Path file, String content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(directory, "." + file.getFileName(), ".tmp"); // mode 600
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel names = FileChannel.open(directory)) {
      names.force(true);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
