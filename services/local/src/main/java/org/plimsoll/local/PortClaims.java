package org.plimsoll.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two installations that start at the same time from choosing the same ports: seconds pass
 * until a child listens on the port that was free when it was chosen. A claim is the kernel's lock
 * on one byte of a file that all installations of a user share, the byte numbered like the port; it
 * ends with this process, however that ends.
 */
final class PortClaims {
  private static final Path FILE =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "plimsoll-ports-" + System.getProperty("user.name") + ".lock");

  /** Never closed: closing it would end all claims. */
  private static @Nullable FileChannel channel;

  private PortClaims() {}

  /** Whether the port is now this process's, as far as installations of this user go. */
  static synchronized boolean claim(int port) {
    try {
      FileChannel open = channel;
      if (open == null) {
        open = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel = open;
      }
      return open.tryLock(port, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // Without the file nothing is known of others; the port itself will tell.
      return true;
    }
  }
}
