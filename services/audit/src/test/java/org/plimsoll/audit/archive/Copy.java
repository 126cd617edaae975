package org.plimsoll.audit.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.audit.log.Statement.Head;
import org.plimsoll.audit.log.TreeHasher;

/** A copy of an export, in the hands of somebody who would rather have another history. */
record Copy(Path directory) {
  private static final String ENTRIES = "entries/program-0";

  static Copy of(Path export, Path directory) {
    try (Stream<Path> files = Files.walk(export)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(export.relativize(file).toString()));
      }
      return new Copy(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<byte[]> entries() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(ENTRIES))) {
      List<byte[]> entries = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".entries")).sorted().toList()) {
        entries.addAll(frames(file));
      }
      return entries;
    }
  }

  private static List<byte[]> frames(Path file) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      while (in.available() > 0) {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        frames.add(frame);
      }
    }
    return frames;
  }

  private static byte[] framed(List<byte[]> frames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (byte[] frame : frames) {
        out.writeInt(frame.length);
        out.write(frame);
      }
    }
    return bytes.toByteArray();
  }

  void change(Consumer<List<byte[]>> change) throws IOException {
    List<byte[]> entries = entries();
    change.accept(entries);
    write(entries);
  }

  void write(List<byte[]> entries) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(ENTRIES))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".entries")).toList()) {
        Files.delete(file);
      }
    }
    Files.write(directory.resolve(ENTRIES + "/000000000000001.entries"), framed(entries));
  }

  /** Makes the list of hashes fit the entries. */
  void rehash() throws IOException {
    TreeHasher hasher = new TreeHasher();
    ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    for (byte[] entry : entries()) {
      leaves.writeBytes(hasher.leaf(entry).bytes());
    }
    Files.write(directory.resolve(ENTRIES + "/leaves"), leaves.toByteArray());
  }

  List<Round> rounds() throws IOException {
    return frames(directory.resolve("rounds")).stream().map(Round::parse).toList();
  }

  void writeRounds(List<Round> rounds) throws IOException {
    Files.write(directory.resolve("rounds"), framed(rounds.stream().map(Round::bytes).toList()));
  }

  /** Signs everything anew, as whoever has the key can. */
  void resign(SigningKey key) throws IOException {
    rehash();
    List<byte[]> entries = entries();
    RootLog log = new RootLog(List.of(key.verifier(SignatureType.NOTE)));
    for (Round round : rounds()) {
      List<Statement> statements = round.statements().stream().map(s -> again(s, entries)).toList();
      String text = log.next(round.checkpoint().origin(), statements).text();
      log.add(new Round(statements, SignedNote.sign(text, List.of(key))));
    }
    writeRounds(log.rounds());
    Files.writeString(directory.resolve("keys.txt"), key.verifier(SignatureType.NOTE) + "\n");
  }

  private static Statement again(Statement statement, List<byte[]> entries) {
    if (statement instanceof Head head && head.partition().toString().equals("program 0")) {
      Frontier frontier = new Frontier();
      entries.subList(0, (int) head.size()).forEach(frontier::append);
      return new Head(head.partition(), head.size(), frontier.root());
    }
    return statement;
  }

  void edit(String file, String from, String to) throws IOException {
    Path path = directory.resolve(file);
    // Every byte is a character of this one, so binary files stay what they are.
    Files.writeString(path, Files.readString(path, ISO_8859_1).replace(from, to), ISO_8859_1);
  }
}
