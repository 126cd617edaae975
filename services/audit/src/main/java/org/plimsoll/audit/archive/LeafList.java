package org.plimsoll.audit.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.log.Hash;

/** The list of hashes beside the entries of a partition, at any place of it. */
final class LeafList implements Closeable {
  private static final int WINDOW_HASHES = 1 << 13;

  private final @Nullable FileChannel channel;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_HASHES * Hash.BYTES);
  private long windowAt = -1;

  LeafList(Path file) {
    try {
      boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      channel = there ? FileChannel.open(file) : null;
      size = channel == null ? 0 : channel.size() / Hash.BYTES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long size() {
    return size;
  }

  /** The hash at this place, from 0; null where there is none. */
  @Nullable Hash get(long index) {
    int at = inWindow(index);
    return at < 0 ? null : Hash.of(Arrays.copyOfRange(window.array(), at, at + Hash.BYTES));
  }

  /** Whether the hash at this place is these 32 bytes. */
  boolean is(long index, byte[] hash) {
    int at = inWindow(index);
    return at >= 0 && Arrays.equals(window.array(), at, at + Hash.BYTES, hash, 0, Hash.BYTES);
  }

  /** Where it lies in the window; -1 where there is none. */
  private int inWindow(long index) {
    if (channel == null || index < 0 || index >= size) {
      return -1;
    }
    if (windowAt < 0 || index < windowAt || index >= windowAt + WINDOW_HASHES) {
      try {
        windowAt = index;
        window.clear();
        int read;
        do {
          read = channel.read(window, windowAt * Hash.BYTES + window.position());
        } while (read >= 0 && window.hasRemaining());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return (int) (index - windowAt) * Hash.BYTES;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
