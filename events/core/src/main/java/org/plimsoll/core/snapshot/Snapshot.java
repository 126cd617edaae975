package org.plimsoll.core.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.ProjectAtRest;
import org.plimsoll.core.replay.Alike;
import org.plimsoll.core.replay.Fold;

/**
 * The standings of one tier and partition as they were after one entry of its trail. Standings do
 * not change, so it is taken at once by reference and written in parts while the fold goes on.
 */
public final class Snapshot {
  /** Of other bytes nothing is read: the trail is read from its beginning instead. */
  public static final int VERSION = 300 + ProjectAtRest.FORMAT;

  /** A part ends behind the standing that exceeds this. */
  private static final int PART_BYTES = 256 << 10;

  /** What comes next within a part. */
  private static final byte STANDING = 0;

  private static final byte HELD = 1;
  private static final byte MORE = 2;
  private static final byte COMPLETE = 3;

  private final long sequence;
  private final Iterator<AtRest> standings;
  private final Iterator<Contribution> held;
  private int parts;
  private boolean complete;

  /**
   * Takes it.
   *
   * @param sequence of the newest entry that the fold reflects
   */
  public Snapshot(long sequence, Fold fold) {
    this.sequence = sequence;
    this.standings = new ArrayList<>(fold.atRest()).iterator();
    this.held = new ArrayList<>(fold.held()).iterator();
  }

  /** Of the entry that it reflects. */
  public long sequence() {
    return sequence;
  }

  /** Parts written so far. */
  public int parts() {
    return parts;
  }

  public boolean isComplete() {
    return complete;
  }

  /** The next part; the last one knows that it is the last. */
  public byte[] next() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(PART_BYTES + (PART_BYTES >> 2));
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(VERSION);
      out.writeLong(sequence);
      out.writeInt(parts);
      AtRestBytes.Writing written = new AtRestBytes.Writing(out);
      while (standings.hasNext() && bytes.size() < PART_BYTES) {
        out.writeByte(STANDING);
        written.write(standings.next());
      }
      while (held.hasNext() && bytes.size() < PART_BYTES) {
        out.writeByte(HELD);
        StandingBytes.contribution(out, held.next());
      }
      complete = !standings.hasNext() && !held.hasNext();
      out.writeByte(complete ? COMPLETE : MORE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parts++;
    return bytes.toByteArray();
  }

  /**
   * A part that was written.
   *
   * @param number within its snapshot, from 0
   * @param last whether the snapshot is complete with it
   */
  public record Part(
      long sequence, int number, List<AtRest> standings, List<Contribution> held, boolean last) {

    /**
     * Reads what {@link #next} wrote.
     *
     * @param alike what the parts of one snapshot have in common, of which all are held at once
     * @throws IOException when it is of another version, or is none
     */
    public static Part read(byte[] bytes, Alike alike) throws IOException {
      DataInputStream in = new DataInputStream(new ArrayInput(bytes));
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException("a snapshot of version " + version + " - expected " + VERSION);
      }
      long sequence = in.readLong();
      int number = in.readInt();
      AtRestBytes.Reading read = new AtRestBytes.Reading(in, alike);
      List<AtRest> standings = new ArrayList<>();
      List<Contribution> held = new ArrayList<>();
      while (true) {
        byte next = in.readByte();
        switch (next) {
          case STANDING -> standings.add(read.read());
          case HELD -> held.add(StandingBytes.contribution(in));
          case MORE, COMPLETE -> {
            return new Part(sequence, number, standings, held, next == COMPLETE);
          }
          default -> throw new IOException("a snapshot does not hold a " + next);
        }
      }
    }
  }

  /** As the JDK's own, which takes a lock for each byte: that was two fifths of reading a part. */
  private static final class ArrayInput extends InputStream {
    private final byte[] bytes;
    private int at;

    ArrayInput(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int size = Math.min(length, bytes.length - at);
      if (size <= 0) {
        return -1;
      }
      System.arraycopy(bytes, at, into, offset, size);
      at += size;
      return size;
    }

    @Override
    public int available() {
      return bytes.length - at;
    }
  }
}
