package org.plimsoll.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.audit.Trail;
import org.plimsoll.audit.archive.States.Stood;
import org.plimsoll.audit.archive.Verification.Given;
import org.plimsoll.audit.archive.Verification.Report;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.snapshot.Snapshot;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Events;
import org.plimsoll.testkit.Histories;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/** What stood at a moment is what a fold from the beginning comes to, whatever was kept. */
@Timeout(300)
class StatesTest {
  private static final int EVERY = 7;
  private static final int PROGRAMS = 3;
  private static final int UNKNOWN_SCHEMA = 900_000;
  private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");

  @TempDir private Path directory = Path.of("");
  private static SchemaRegistry registry = new SchemaRegistry("http://127.0.0.1:1");

  private Trail trail = new Trail(registry);
  private WrittenExport export = new WrittenExport(Path.of(""));

  @BeforeAll
  static void registry() {
    registry = new SchemaRegistry(Cluster.shared().registryUrl());
  }

  @BeforeEach
  void anExport() {
    trail = trail(1);
    export = written("export", trail);
  }

  /** Some programs one after the other, taken by brokers whose clocks are seconds apart. */
  private static Trail trail(long seed) {
    return trail(seed, true);
  }

  private static Trail trail(long seed, boolean ticks) {
    Trail trail = new Trail(registry);
    Random random = new Random(seed);
    for (int program = 0; program < PROGRAMS; program++) {
      String prefix = "p" + program + "-";
      for (Input input : Histories.of(PROGRAMS * seed + program, "portfolio", prefix)) {
        int seconds = 2 * trail.entries().size() + random.nextInt(9);
        if (ticks || !(input instanceof Input.Ticked)) {
          trail.take(prefix + Histories.PROGRAM, input, BEGIN.plusSeconds(seconds));
        }
      }
    }
    return trail;
  }

  /** In three files, each behind a round of its own. */
  private WrittenExport written(String name, Trail of) {
    WrittenExport written = new WrittenExport(directory.resolve(name));
    of.entries().stream()
        .map(entry -> entry.getInputBytes())
        .filter(bytes -> bytes.remaining() > Integer.BYTES && bytes.get(bytes.position()) == 0)
        .map(bytes -> bytes.getInt(bytes.position() + 1))
        .distinct()
        .forEach(id -> registry.byId(id).ifPresent(schema -> written.schema(id, schema)));
    List<byte[]> entries = of.bytes();
    written.append(entries.subList(0, entries.size() / 3));
    written.append(entries.subList(0, entries.size() / 2));
    written.append(entries);
    return written;
  }

  private static Report keep(WrittenExport export) {
    return Verification.keepingStates(
        Archive.open(export.directory()), Given.nothing(), EVERY, _ -> {});
  }

  private static States open(WrittenExport export) {
    return States.open(Archive.open(export.directory()));
  }

  private static List<Path> states(WrittenExport export) {
    try (Stream<Path> files = Files.list(export.directory().resolve("states"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fold folded(Trail trail, long sequence) {
    Fold fold = new Fold();
    trail.inputs().subList(0, (int) sequence).forEach(input -> input.ifPresent(fold::next));
    return fold;
  }

  private static void assertStood(Stood stood, Trail trail, long sequence) {
    assertThat(stood.sequence()).isEqualTo(sequence);
    Fold expected = folded(trail, sequence);
    assertThat(new HashSet<>(stood.fold().standings()))
        .as("behind entry %d from entry %d", sequence, stood.from())
        .isEqualTo(new HashSet<>(expected.standings()));
    assertThat(new HashSet<>(stood.fold().held())).isEqualTo(new HashSet<>(expected.held()));
  }

  /** The entries before the first that was known later, by the words of the README. */
  private static long sequence(Trail trail, Instant moment) {
    List<Instant> known = new ArrayList<>();
    Instant clock = null;
    for (int i = 0; i < trail.inputs().size(); i++) {
      if (trail.inputs().get(i).orElse(null) instanceof Input.Ticked tick) {
        clock = clock == null || tick.instant().isAfter(clock) ? tick.instant() : clock;
        known.addAll(Collections.nCopies(i + 1 - known.size(), clock));
      }
    }
    for (int i = known.size(); i < trail.entries().size(); i++) {
      known.add(clock == null ? trail.entries().get(i).getTakenAt() : clock);
    }
    int sequence = 0;
    while (sequence < known.size() && !known.get(sequence).isAfter(moment)) {
      sequence++;
    }
    return sequence;
  }

  private static List<Instant> ticks(Trail trail) {
    return trail.inputs().stream()
        .flatMap(Optional::stream)
        .filter(Input.Ticked.class::isInstance)
        .map(input -> ((Input.Ticked) input).instant())
        .distinct()
        .toList();
  }

  private Stood behind(long sequence) {
    return open(export).at(WrittenExport.PROGRAMS, sequence);
  }

  private long size() {
    return trail.entries().size();
  }

  @Test
  void whatStoodIsWhatAFoldFromTheBeginningComesTo() {
    for (long seed = 1; seed <= 3; seed++) {
      Trail of = trail(seed);
      WrittenExport written = written("export-" + seed, of);
      States without = open(written);
      assertThat(keep(written).states()).isEqualTo(states(written).size()).isGreaterThan(3);
      States with = open(written);
      int used = 0;
      for (long sequence = 0; sequence <= of.entries().size(); sequence += 13) {
        Stood stood = with.at(WrittenExport.PROGRAMS, sequence);
        assertThat(stood.refused()).isEmpty();
        assertStood(stood, of, sequence);
        used += stood.from() > 0 ? 1 : 0;
      }
      assertThat(used).isGreaterThan(10);
      assertStood(without.at(WrittenExport.PROGRAMS, 40), of, 40);
    }
  }

  @Test
  void aMomentIsOneOfTheTrailsOwnClockAsInAReplay() {
    Set<Long> sequences = new HashSet<>();
    for (long seed = 1; seed <= 3; seed++) {
      Trail of = trail(seed);
      WrittenExport written = written("export-" + seed, of);
      States without = open(written);
      assertThat(keep(written).findings()).isEmpty();
      States with = open(written);
      for (Instant tick : ticks(of)) {
        for (Instant moment : List.of(tick.minusMillis(1), tick)) {
          List<Stood> stood = with.at(moment, _ -> {});
          assertThat(stood).hasSize(2);
          assertThat(stood.getFirst().refused()).isEmpty();
          assertStood(stood.getFirst(), of, sequence(of, moment));
          assertThat(stood.getLast().fold().standings()).isEmpty();
          sequences.add(stood.getFirst().sequence());
        }
      }
      Instant late = BEGIN.plusSeconds(1_000_000_000);
      assertStood(with.at(late, _ -> {}).getFirst(), of, of.entries().size());
      assertThat(without.begin()).isEqualTo(with.begin()).get().isIn(ticks(of));
      Instant begin = with.begin().orElseThrow();
      assertThat(sequence(of, begin.minusMillis(1))).isLessThan(sequence(of, begin));
    }
    assertThat(sequences).as("places that are told apart").hasSizeGreaterThan(10);
  }

  @Test
  void whereATrailNeverSawATickAMomentIsOneOfTaking() {
    Trail of = trail(1, false);
    WrittenExport written = written("never", of);
    assertThat(keep(written).findings()).isEmpty();
    States with = open(written);

    for (int second = -1; second < 2 * of.entries().size() + 10; second += 37) {
      Instant moment = BEGIN.plusSeconds(second);
      assertStood(with.at(moment, _ -> {}).getFirst(), of, sequence(of, moment));
    }
    assertThat(with.begin()).contains(of.entries().getFirst().getTakenAt());
  }

  @Test
  void aStateIsReadWhereItLiesAndOnlyWhatFollowsIsWeighed() {
    keep(export);

    Stood stood = behind(size() - 1);

    assertThat(stood.from()).isGreaterThan(0);
    assertThat(stood.weighed()).isLessThan(40);
    assertThat(behind(size()).weighed()).as("the state at the end is kept").isZero();
  }

  @Test
  void whatIsKeptSaysWhatItIsOfInLinesThatAnybodyCanRead() throws IOException {
    keep(export);
    Path newest = states(export).getLast();

    assertThat(newest).hasFileName("program-0-%015d.state".formatted(size()));
    assertThat(new String(Files.readAllBytes(newest), java.nio.charset.StandardCharsets.ISO_8859_1))
        .startsWith(
            "plimsoll-state 3\nsnapshot %d\ntrail program 0 %d\nroot "
                .formatted(Snapshot.VERSION, size()));
  }

  /** The newest state is spoilt in some way; the one before it serves, and the spoilt is named. */
  private void assertRefused(Path spoilt, String why) {
    Stood stood = behind(size());
    assertThat(stood.refused()).as(why).hasSize(1);
    assertThat(stood.refused().getFirst()).startsWith(spoilt + ": ").contains(why);
    assertThat(stood.from()).isGreaterThan(0).isLessThan(size());
    assertStood(stood, trail, size());
  }

  @Test
  void aFlippedBitAnywhereInAStateIsFound() throws IOException {
    keep(export);
    Path newest = states(export).getLast();
    byte[] genuine = Files.readAllBytes(newest);
    Random random = new Random(7);
    for (int i = 0; i < 24; i++) {
      byte[] flipped = genuine.clone();
      // The first half of them in the lines, which are the smaller part.
      int at = random.nextInt(i < 12 ? 300 : flipped.length);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(newest, flipped);
      assertRefused(newest, "");
    }
    Files.write(newest, java.util.Arrays.copyOf(genuine, genuine.length - 40));
    assertRefused(newest, "SHA-256");
    Files.write(newest, new byte[0]);
    assertRefused(newest, "does not begin as a state");
  }

  @Test
  void aStateOfAnotherTrailIsRefused() throws IOException {
    keep(export);
    Trail another = trail(2);
    while (another.entries().size() > size()) {
      another = shorter(another);
    }
    WrittenExport other = written("other", another);
    keep(other);
    for (Path state : states(export)) {
      Files.delete(state);
    }
    for (Path state : states(other)) {
      Files.copy(state, export.directory().resolve("states").resolve(state.getFileName()));
    }

    Stood stood = behind(size());

    assertThat(stood.refused()).hasSameSizeAs(states(other));
    assertThat(stood.refused())
        .allMatch(why -> why.contains("as they were signed") || why.contains("root"));
    assertThat(stood.from()).as("from the beginning").isZero();
    assertStood(stood, trail, size());
  }

  private static Trail shorter(Trail longer) {
    Trail shorter = new Trail(registry);
    longer
        .entries()
        .subList(0, longer.entries().size() - 1)
        .forEach(entry -> {
          byte[] value = new byte[entry.getInputBytes().remaining()];
          entry.getInputBytes().duplicate().get(value);
          shorter.takeBytes(
              entry.getInputTopic(),
              String.valueOf(entry.getInputKey()),
              value,
              entry.getTakenAt());
        });
    return shorter;
  }

  @Test
  void aStateOfAnotherVersionIsRefused() throws IOException {
    keep(export);
    Path newest = states(export).getLast();
    byte[] genuine = Files.readAllBytes(newest);
    String latin = new String(genuine, java.nio.charset.StandardCharsets.ISO_8859_1);
    Files.writeString(
        newest,
        latin.replaceFirst("snapshot [0-9]+", "snapshot 299"),
        java.nio.charset.StandardCharsets.ISO_8859_1);
    assertRefused(newest, "this program reads snapshot " + Snapshot.VERSION);
    Files.writeString(
        newest,
        latin.replaceFirst("plimsoll-state 3", "plimsoll-state 2"),
        java.nio.charset.StandardCharsets.ISO_8859_1);
    assertRefused(newest, "this program reads plimsoll-state 3");
  }

  @Test
  void aStateThatIsCalledAsThatOfAnotherEntryIsRefused() throws IOException {
    keep(export);
    Path newest = states(export).getLast();
    Path renamed = newest.resolveSibling("program-0-%015d.state".formatted(size() + 1));
    Files.move(newest, renamed);

    assertRefused(renamed, "it is that of trail program 0 behind entry " + size());
  }

  /** Whoever writes states can give them the right sum; what they stand on cannot be made up. */
  @Test
  void aStateThatStandsAtAnotherPlaceIsRefused() throws Exception {
    keep(export);
    List<Path> all = states(export);
    Path last = all.getLast();
    Files.delete(last);
    Path newest = all.get(all.size() - 2);
    KeptState genuine = KeptState.read(newest, WrittenExport.PROGRAMS);
    Fold fold = folded(trail, genuine.sequence());
    new KeptState(
            genuine.partition(),
            genuine.sequence(),
            genuine.roots(),
            genuine.latest(),
            genuine.clock(),
            genuine.segment(),
            genuine.offset() - 4,
            genuine.schemas())
        .write(newest, new Snapshot(genuine.sequence(), fold));
    assertRefused(newest, "entry %d does not lie at byte".formatted(genuine.sequence() + 1));

    new KeptState(
            genuine.partition(),
            genuine.sequence(),
            new ArrayList<>(genuine.roots()).reversed(),
            genuine.latest(),
            genuine.clock(),
            genuine.segment(),
            genuine.offset(),
            genuine.schemas())
        .write(newest, new Snapshot(genuine.sequence(), fold));
    assertThat(genuine.roots().size()).as("so that they can be exchanged").isGreaterThan(1);
    assertRefused(newest, "as they were signed");

    new KeptState(
            genuine.partition(),
            genuine.sequence(),
            genuine.roots(),
            genuine.latest(),
            genuine.clock(),
            genuine.segment(),
            genuine.offset(),
            genuine.schemas())
        .write(newest, new Snapshot(genuine.sequence() - 1, fold));
    assertRefused(newest, "part 0 of entry " + (genuine.sequence() - 1));
  }

  @Test
  void nothingIsKeptWhereSomethingWasFoundAndWhatWasKeptBeforeStays() throws IOException {
    keep(export);
    List<Path> before = states(export);
    Path leaves = export.directory().resolve("entries/program-0/leaves");
    byte[] genuine = Files.readAllBytes(leaves);
    byte[] forged = genuine.clone();
    forged[forged.length - 1] ^= 1;
    Files.write(leaves, forged);

    Report report = keep(export);

    assertThat(report.findings()).hasSize(1);
    assertThat(report.states()).isZero();
    assertThat(states(export)).isEqualTo(before);
    assertThat(export.directory().resolve("states.begun")).doesNotExist();
    Files.write(leaves, genuine);
    assertThat(keep(export).states()).isEqualTo(before.size());
  }

  @Test
  void anEntryBehindTheStateThatIsNotTheSignedOneIsNamed() throws IOException {
    keep(export);
    Path newest = states(export).getLast();
    Files.delete(newest);
    Path segment;
    try (Stream<Path> files = Files.list(export.directory().resolve("entries/program-0"))) {
      segment =
          files
              .filter(file -> file.toString().endsWith(".entries"))
              .max(Path::compareTo)
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes);

    assertThatThrownBy(() -> behind(size()))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("trail program 0, entry %d is not the one".formatted(size()));
    assertStood(behind(size() - 1), trail, size() - 1);
    assertThatThrownBy(() -> open(export).at(BEGIN.plusSeconds(1_000_000), _ -> {}))
        .isInstanceOf(ArchiveException.class);
  }

  @Test
  void statesServeAnExportThatWasGoneOnWith() {
    keep(export);
    long before = size();
    for (Input input : Histories.of(77, "portfolio", "late-")) {
      trail.take("late-" + Histories.PROGRAM, input, BEGIN.plusSeconds(2 * size() + 9));
    }
    export.append(trail.bytes());

    Stood stood = behind(size());

    assertThat(stood.refused()).isEmpty();
    assertThat(stood.from()).isEqualTo(before);
    assertStood(stood, trail, size());
  }

  /** When it came nobody knew its schema; that somebody does now must not let it in. */
  @Test
  void whatWasRefusedForWantOfItsSchemaIsRefusedAgain() {
    Trail school = Trail.ofSchool(registry);
    RecordWriter<StatusChange> writer =
        RecordWriter.register(registry, Topics.intake("mlsp"), StatusChange.class);
    byte[] late =
        writer.write(
            Events.costForecast("school", java.time.LocalDate.of(2020, 9, 30), 9_000).build());
    ByteBuffer.wrap(late).putInt(1, UNKNOWN_SCHEMA);
    for (int i = 0; i < 30; i++) {
      school.takeBytes(Topics.intake("mlsp"), late);
    }
    trail = school;
    export = written("school", school);
    export.schema(UNKNOWN_SCHEMA, StatusChange.getClassSchema());
    school.report(9, 1_200);
    export.append(school.bytes());

    assertThat(keep(export).findings()).isEmpty();

    for (long sequence = 0; sequence <= size(); sequence += 3) {
      assertStood(behind(sequence), school, sequence);
    }
  }
}
