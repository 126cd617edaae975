package org.plimsoll.audit.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.WriterSchemas;

/**
 * The entries of an export, for whoever weighs them again. That they are those that were signed is
 * not asked here: {@link Verification} does.
 */
public final class ExportedTrail {
  private final Archive archive;
  private final List<TrailPartition> partitions;
  private final WriterSchemas schemas;

  private ExportedTrail(
      Archive archive, List<TrailPartition> partitions, Map<Integer, Schema> schemas) {
    this.archive = archive;
    this.partitions = List.copyOf(partitions);
    this.schemas = id -> Optional.ofNullable(schemas.get(id));
  }

  /**
   * Opens what an export holds.
   *
   * @throws ArchiveException when its log or its schemas are not what they say they are
   */
  public static ExportedTrail open(Archive archive) {
    List<Finding> findings = new ArrayList<>();
    RootLog log = archive.log(findings);
    Map<Integer, Schema> schemas = archive.schemas(log, findings);
    requireNone(findings);
    return new ExportedTrail(archive, log.partitions(), schemas);
  }

  static void requireNone(List<Finding> findings) {
    if (!findings.isEmpty()) {
      throw new ArchiveException(
          "%s - `plimsoll verify` says what else is not as it was signed"
              .formatted(findings.getFirst()));
    }
  }

  /** Every partition of both tiers. */
  public List<TrailPartition> partitions() {
    return partitions;
  }

  /** Number of partitions of every topic. */
  public int partitionsOfTopics() {
    return archive.partitions();
  }

  /** The schemas of the export, on this machine alone. */
  public WriterSchemas schemas() {
    return schemas;
  }

  /**
   * Reads a partition's entries in their order.
   *
   * @throws ArchiveException when a file ends in the middle of one
   */
  public void read(TrailPartition partition, Consumer<byte[]> visitor) {
    try (Frames entries = archive.entries(partition)) {
      for (byte[] entry = entries.next(); entry != null; entry = entries.next()) {
        visitor.accept(entry);
      }
    }
  }
}
