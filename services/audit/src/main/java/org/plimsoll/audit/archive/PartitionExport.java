package org.plimsoll.audit.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.Statement.Head;
import org.plimsoll.wire.TrailPartition;

/**
 * The entries of one partition, written in segments. A segment counts once it is on the disk and
 * named in the list of segments; whatever lies behind the last one is written again.
 */
final class PartitionExport implements Closeable {
  /** Of which at most so many bytes are written twice when an export is cut off. */
  private static final long SEGMENT_BYTES = 64L << 20;

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int WORDS = 4;

  private final Layout layout;
  private final TrailPartition partition;
  private final Deque<Head> heads;
  private final long end;
  private final Frontier frontier = new Frontier();
  private long nextOffset;
  private long first = 1;
  private long written;
  private @Nullable FileOutputStream segmentFile;
  private @Nullable DataOutputStream segment;
  private @Nullable FileOutputStream leavesFile;
  private @Nullable DataOutputStream leaves;

  private PartitionExport(Layout layout, TrailPartition partition, List<Head> heads) {
    this.layout = layout;
    this.partition = partition;
    this.heads = new ArrayDeque<>(heads);
    this.end = heads.getLast().size();
  }

  /** Behind the last segment that is finished. */
  static PartitionExport resume(Layout layout, TrailPartition partition, List<Head> heads)
      throws IOException {
    PartitionExport export = new PartitionExport(layout, partition, heads);
    Files.createDirectories(layout.entries(partition));
    export.compare();
    Path segments = layout.segments(partition);
    if (Files.exists(segments)) {
      for (String line : Files.readAllLines(segments)) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS) {
          throw new ArchiveException(segments + ": " + line + " - expected four words");
        }
        export.first = Long.parseLong(words[1]) + Long.parseLong(words[2]);
        export.nextOffset = Long.parseLong(words[3]);
      }
    }
    export.readLeaves();
    return export;
  }

  private void readLeaves() throws IOException {
    Path file = layout.leaves(partition);
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      while (frontier.size() < first - 1) {
        byte[] leaf = in.readNBytes(Hash.BYTES);
        if (leaf.length < Hash.BYTES) {
          throw new ArchiveException(file + " is shorter than its segments; delete the export");
        }
        frontier.append(Hash.of(leaf));
        compare();
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate((first - 1) * Hash.BYTES);
    }
  }

  long size() {
    return frontier.size();
  }

  boolean isComplete() {
    return frontier.size() >= end;
  }

  /** Of the first record on the broker that is not in a finished segment. */
  long nextOffset() {
    return nextOffset;
  }

  void append(long offset, byte[] entry) throws IOException {
    if (segment == null || leaves == null) {
      segmentFile = new FileOutputStream(layout.segment(partition, first).toFile());
      segment = new DataOutputStream(new BufferedOutputStream(segmentFile, BUFFER_BYTES));
      leavesFile = new FileOutputStream(layout.leaves(partition).toFile(), true);
      leaves = new DataOutputStream(new BufferedOutputStream(leavesFile, BUFFER_BYTES));
    }
    segment.writeInt(entry.length);
    segment.write(entry);
    leaves.write(frontier.append(entry).bytes());
    written += Integer.BYTES + entry.length;
    nextOffset = offset + 1;
    compare();
    if (written >= SEGMENT_BYTES || isComplete()) {
      finish();
    }
  }

  private void compare() {
    while (!heads.isEmpty() && heads.getFirst().size() == frontier.size()) {
      Head head = heads.removeFirst();
      if (!head.root().equals(frontier.root())) {
        throw new ArchiveException(
            "trail %s: its first %d entries are not those that were signed"
                .formatted(partition, head.size()));
      }
    }
  }

  private void finish() throws IOException {
    if (segment == null || leaves == null || segmentFile == null || leavesFile == null) {
      return;
    }
    segment.flush();
    segmentFile.getFD().sync();
    segment.close();
    leaves.flush();
    leavesFile.getFD().sync();
    leaves.close();
    segment = null;
    leaves = null;
    String line =
        "%s %d %d %d\n"
            .formatted(
                layout.segment(partition, first).getFileName(),
                first,
                frontier.size() + 1 - first,
                nextOffset);
    try (FileOutputStream list = new FileOutputStream(layout.segments(partition).toFile(), true)) {
      list.write(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      list.getFD().sync();
    }
    first = frontier.size() + 1;
    written = 0;
  }

  void requireComplete() {
    if (!isComplete()) {
      throw new ArchiveException(
          "trail %s was cut off: %d entries are left, and %d were signed"
              .formatted(partition, frontier.size(), end));
    }
  }

  @Override
  public void close() throws IOException {
    finish();
  }
}
