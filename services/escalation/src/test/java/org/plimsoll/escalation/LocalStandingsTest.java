package org.plimsoll.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.snapshot.Snapshot;
import org.plimsoll.testkit.Histories;
import org.plimsoll.testkit.Law;

class LocalStandingsTest {
  private static final String TASK = "program-0";

  @TempDir Path directory;

  private static Fold fold(long seed) {
    Fold fold = new Fold();
    Histories.of(seed).forEach(fold::next);
    return fold;
  }

  @Test
  void whatWasLeftIsWhatStood() {
    LocalStandings left = new LocalStandings(directory);
    AtomicInteger tasks = new AtomicInteger();
    Law.holds(history -> {
      String task = "program-" + tasks.incrementAndGet();
      Fold fold = new Fold();
      history.forEach(fold::next);
      try {
        left.write(task, 1, new Snapshot(history.size(), fold));
        Fold again = new Fold();
        left.read(task, 1).forEach(part -> part.standings().forEach(again::restore));
        assertThat(new HashSet<>(again.standings())).isEqualTo(new HashSet<>(fold.standings()));
        Files.delete(directory.resolve(task));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }

  /** Whoever finds another number committed must not take what was written by somebody else. */
  @Test
  void onlyTheFileOfTheCommittedNumberIsRead() throws IOException {
    LocalStandings left = new LocalStandings(directory);

    assertThat(left.read(TASK, 1)).isEmpty();
    left.write(TASK, 1, new Snapshot(7, fold(1)));
    assertThat(left.read(TASK, 1).getFirst().sequence()).isEqualTo(7);
    assertThat(left.read(TASK, 2)).isEmpty();
    left.write(TASK, 2, new Snapshot(8, fold(1)));
    assertThat(left.read(TASK, 1)).isEmpty();
    assertThat(left.read(TASK, 2).getFirst().sequence()).isEqualTo(8);
  }

  /** As a disk that was full, or a machine that lost its power, leaves it. */
  @Test
  void aFileThatEndsTooEarlyIsAnErrorAndNotHalfOfWhatStood() throws IOException {
    LocalStandings left = new LocalStandings(directory);
    left.write(TASK, 1, new Snapshot(7, fold(1)));
    Path file = directory.resolve(TASK);
    long size = Files.size(file);
    for (long cut : new long[] {size - 1, size / 2, Long.BYTES + 1, 3}) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(cut);
      }
      assertThatThrownBy(() -> left.read(TASK, 1)).isInstanceOf(EOFException.class);
    }
  }

  /** The number in front is left out: another one is another file. */
  @Test
  void aFlippedBitIsAnErrorAndNotAnotherStanding() throws IOException {
    LocalStandings left = new LocalStandings(directory);
    left.write(TASK, 1, new Snapshot(7, fold(1)));
    Path file = directory.resolve(TASK);
    byte[] written = Files.readAllBytes(file);
    for (int at = Long.BYTES; at < written.length; at += 1 + at / 50) {
      byte[] flipped = written.clone();
      flipped[at] ^= 0x40;
      Files.write(file, flipped);
      assertThatThrownBy(() -> left.read(TASK, 1)).as("byte " + at).isInstanceOf(IOException.class);
    }
  }

  @Test
  void nobodyElseReadsIt() throws IOException {
    Path standings = directory.resolve("standings");
    new LocalStandings(standings).write(TASK, 1, new Snapshot(7, fold(1)));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(standings)))
        .isEqualTo("rwx------");
  }

  @Test
  void eachTaskIsAskedOnceAndOneThatHasGoneIsNotWaitedFor() throws Exception {
    LocalStandings left = new LocalStandings(directory);
    left.holds(TASK);
    left.holds("program-1");
    left.holds("program-2");
    assertThat(left.isAsked(TASK)).isFalse();

    left.holdsNoMore("program-2");
    Thread asking =
        Thread.startVirtualThread(() -> {
          try {
            left.ask(Duration.ofMinutes(1));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    while (!left.isAsked(TASK)) {
      Thread.onSpinWait();
    }
    left.write(TASK, 1, new Snapshot(7, fold(1)));

    assertThat(left.isAsked(TASK)).isFalse();
    assertThat(left.isAsked("program-1")).isTrue();
    assertThat(left.isAsked("program-2")).isFalse();
    assertThat(asking.isAlive()).isTrue();
    left.holdsNoMore("program-1");
    assertThat(asking.join(Duration.ofSeconds(10))).isTrue();
  }
}
