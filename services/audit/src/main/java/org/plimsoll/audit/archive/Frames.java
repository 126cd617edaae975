package org.plimsoll.audit.archive;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Byte strings behind their lengths, one behind the other, in files read as one. */
final class Frames implements Closeable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Deque<Path> files;
  private final int maxBytes;
  private @Nullable DataInputStream in;
  private @Nullable Path file;

  /**
   * @param maxBytes a longer one is refused before it is read
   */
  Frames(List<Path> files, int maxBytes) {
    this.files = new ArrayDeque<>(files);
    this.maxBytes = maxBytes;
  }

  /**
   * The next one; null behind the last.
   *
   * @throws ArchiveException when a file ends in the middle of one, or announces too long a one
   */
  byte @Nullable [] next() {
    try {
      while (true) {
        if (in == null) {
          file = files.poll();
          if (file == null) {
            return null;
          }
          in = open(file);
        }
        int first = in.read();
        if (first >= 0) {
          return frame(in, first);
        }
        in.close();
        in = null;
      }
    } catch (EOFException e) {
      throw new ArchiveException(file + " ends in the middle of a record", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveException(file + " is not there, or no file");
    }
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
  }

  private byte[] frame(DataInputStream from, int first) throws IOException {
    int length = first << 24 | from.readUnsignedByte() << 16 | from.readUnsignedShort();
    if (length < 0 || length > maxBytes) {
      throw new ArchiveException(
          file + " announces a record of " + Integer.toUnsignedString(length) + " bytes");
    }
    byte[] bytes = from.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  @Override
  public void close() {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
