package org.plimsoll.audit;

import java.util.Map;
import java.util.Optional;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.Receipt;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Tree;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;

/** Makes receipts of entries as they lie on a broker. */
public final class ReceiptReader {
  private final Tree tree = new Tree();
  private final long sequence;
  private final long size;
  private byte[] entry = {};

  private ReceiptReader(long sequence, long size) {
    this.sequence = sequence;
    this.size = size;
  }

  /**
   * The receipt of one entry, under the newest checkpoint. Reads the entries of its partition that
   * the checkpoint covers.
   *
   * @param sequence of the entry, from 1
   * @throws NoteException when no checkpoint covers the entry yet, or the trail is not what was
   *     signed
   */
  public static Receipt read(
      TrailReader trail, RootLog log, TrailPartition partition, long sequence) {
    Optional<RootLog.Stated> stated = log.latest(partition);
    long size = stated.map(s -> s.head().size()).orElse(0L);
    if (sequence < 1 || sequence > size) {
      throw new NoteException(
          "sequence: %d - expected 1 to %d, which the newest checkpoint covers of trail %s"
              .formatted(sequence, size, partition));
    }
    ReceiptReader reader = new ReceiptReader(sequence, size);
    trail.read(Map.of(partition, 0L), trail.ends(), (_, _, value) -> reader.next(value));
    Receipt receipt = Receipt.of(log, stated.orElseThrow(), reader.tree, sequence, reader.entry);
    receipt.verify(log.keys());
    return receipt;
  }

  private boolean next(byte[] value) {
    tree.append(value);
    if (tree.size() == sequence) {
      entry = value;
    }
    return tree.size() < size;
  }
}
