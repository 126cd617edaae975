package org.plimsoll.audit.archive;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.plimsoll.wire.TrailPartition;

/** Where everything lies in an export. README.txt in it says the same to whoever finds one. */
record Layout(Path directory) {
  static final String FORMAT = "plimsoll-export";
  static final int VERSION = 1;

  /** Named after the sequence of the first entry in it, so that names are in order. */
  static final Pattern SEGMENT = Pattern.compile("[0-9]{15}\\.entries");

  /** Of a state; the sequence has as many digits as that of a segment. */
  private static final Pattern STATE =
      Pattern.compile("(program|portfolio)-[0-9]+-[0-9]{15}\\.state");

  static final String README =
      """
      An export of a Plimsoll trail: every input that was weighed, what followed from it, and what
      proves that none of it was altered or dropped. `plimsoll verify DIRECTORY` checks all of it
      with no network, and so does `java -jar plimsoll-verify.jar DIRECTORY` on a machine that has
      a Java 25 and this directory. Take the jar, or its source, from somebody else than this.
      Numbers are big-endian, text is UTF-8, hashes are SHA-256.

      manifest.txt     plimsoll-export 1; origin NAME, the log; created INSTANT; partitions N, of
                       every topic; trail TIER PARTITION ENTRIES, for each partition. Written last:
                       where it is missing the export is not complete.
      keys.txt         the log's public keys in the order in which they were in charge, each
                       NAME+ID+KEY (C2SP signed-note). Compare them with those you were given.
      rounds           what the log has published: 4 bytes of length and so many bytes, again and
                       again. Each is a list of statements, each on a line, an empty line, and a
                       checkpoint (C2SP tlog-checkpoint). The lines are the leaves of a Merkle tree
                       (RFC 9162, 2.1) whose root is in the checkpoint:
                         head TIER PARTITION SIZE ROOT   the tree over a partition's entries
                         schema ID SHA256                the schema behind an id in entries
      schemas/ids.txt  ID SHA256, for each id that records begin with
      schemas/SHA256.avsc
                       the Avro schema; SHA256 is that of its parsing canonical form
      entries/TIER-PARTITION/SEQUENCE.entries
                       the exact values of the records of the trail, from this sequence on: 4 bytes
                       of length and so many bytes, again and again. A value is a zero byte, 4 bytes
                       of schema id and an Avro TrailEntry.
      entries/TIER-PARTITION/leaves
                       32 bytes for each entry: SHA-256 of a zero byte and the entry. Only tells
                       which entry it is that was changed.
      entries/TIER-PARTITION/segments.txt
                       FILE FIRST COUNT NEXT-OFFSET; only for going on with an export
      states           not part of the export: what stood behind some entries, as `plimsoll verify
                       --keep-states` derived it on this machine. Delete it where somebody else did;
                       nothing is lost but time.
      """;

  Path readme() {
    return directory.resolve("README.txt");
  }

  Path manifest() {
    return directory.resolve("manifest.txt");
  }

  Path keys() {
    return directory.resolve("keys.txt");
  }

  Path rounds() {
    return directory.resolve("rounds");
  }

  Path allSchemas() {
    return directory.resolve("schemas");
  }

  Path schemaIds() {
    return allSchemas().resolve("ids.txt");
  }

  Path schema(String sha256) {
    return allSchemas().resolve(sha256 + ".avsc");
  }

  Path allEntries() {
    return directory.resolve("entries");
  }

  Path entries(TrailPartition partition) {
    return allEntries().resolve(partition.tierName() + "-" + partition.number());
  }

  Path segment(TrailPartition partition, long first) {
    return entries(partition).resolve(String.format(Locale.ROOT, "%015d.entries", first));
  }

  Path leaves(TrailPartition partition) {
    return entries(partition).resolve("leaves");
  }

  /** States that count. */
  Path states() {
    return directory.resolve("states");
  }

  /** States of a verification that has not ended. */
  Path statesBegun() {
    return directory.resolve("states.begun");
  }

  /** What the state of a partition behind this entry is called. */
  static String state(TrailPartition partition, long sequence) {
    return String.format(
        Locale.ROOT, "%s-%d-%015d.state", partition.tierName(), partition.number(), sequence);
  }

  /** Whether it is called as a state of this partition is. */
  static boolean isState(String name, TrailPartition partition) {
    return STATE.matcher(name).matches()
        && name.startsWith(partition.tierName() + "-" + partition.number() + "-");
  }

  Path segments(TrailPartition partition) {
    return entries(partition).resolve("segments.txt");
  }
}
