package org.plimsoll.audit.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings behind their lengths, one behind the other, in files read as one. The one at hand
 * lies in a buffer of a mebibyte, or of its own length where that is more.
 */
final class Frames implements Closeable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Deque<Path> files;
  private final int maxBytes;
  private @Nullable FileChannel in;
  private @Nullable Path file;
  private byte[] buffer = new byte[BUFFER_BYTES];

  /** What was read and lies behind the one at hand is from here on, up to the limit. */
  private int position;

  private int limit;
  private int from;
  private int length;

  /** Of the file so far, whether it lies in the buffer or not. */
  private long read;

  /** Where the first file is read from. */
  private long skip;

  /**
   * @param maxBytes a longer one is refused before it is read
   */
  Frames(List<Path> files, int maxBytes) {
    this(files, 0, maxBytes);
  }

  /**
   * @param skip bytes of the first file that are not read
   * @param maxBytes a longer one is refused before it is read
   */
  Frames(List<Path> files, long skip, int maxBytes) {
    this.files = new ArrayDeque<>(files);
    this.skip = skip;
    this.maxBytes = maxBytes;
  }

  /**
   * Goes to the next one.
   *
   * @return false behind the last
   * @throws ArchiveException when a file ends in the middle of one, or announces too long a one
   */
  boolean advance() {
    try {
      while (!has(1)) {
        close();
        file = files.poll();
        if (file == null) {
          return false;
        }
        in = open(file).position(skip);
        read = skip;
        skip = 0;
      }
      require(Integer.BYTES);
      length = ByteBuffer.wrap(buffer, position, Integer.BYTES).getInt();
      if (length < 0 || length > maxBytes) {
        throw new ArchiveException(
            file + " announces a record of " + Integer.toUnsignedString(length) + " bytes");
      }
      require(Integer.BYTES + length);
      from = position + Integer.BYTES;
      position = from + length;
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next one; null behind the last. Fails as {@link #advance} does. */
  byte @Nullable [] next() {
    return advance() ? bytes() : null;
  }

  /** A copy of the one at hand. */
  byte[] bytes() {
    return Arrays.copyOfRange(buffer, from, from + length);
  }

  /** Where the one at hand lies, until the next one does. */
  byte[] buffer() {
    return buffer;
  }

  /** Its first byte in the buffer. */
  int from() {
    return from;
  }

  int length() {
    return length;
  }

  /** The file that the one at hand lies in. */
  @Nullable Path file() {
    return file;
  }

  /** How many bytes of its file lie before what follows the one at hand. */
  long end() {
    return read - (limit - position);
  }

  private void require(int bytes) throws IOException {
    if (!has(bytes)) {
      throw new ArchiveException(file + " ends in the middle of a record");
    }
  }

  /** Whether so many bytes are left of the file; they are then in the buffer. */
  private boolean has(int bytes) throws IOException {
    if (limit - position >= bytes) {
      return true;
    }
    if (in == null) {
      return false;
    }
    byte[] next = bytes > buffer.length ? new byte[bytes] : buffer;
    System.arraycopy(buffer, position, next, 0, limit - position);
    limit -= position;
    position = 0;
    buffer = next;
    ByteBuffer free = ByteBuffer.wrap(buffer, limit, buffer.length - limit);
    while (free.position() < bytes && in.read(free) >= 0) {
      // A file may give less than was asked for before its end.
    }
    read += free.position() - limit;
    limit = free.position();
    return limit >= bytes;
  }

  private static FileChannel open(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveException(file + " is not there, or no file");
    }
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() {
    try {
      if (in != null) {
        in.close();
        in = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
