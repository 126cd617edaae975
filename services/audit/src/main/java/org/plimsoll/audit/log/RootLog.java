package org.plimsoll.audit.log;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.log.Statement.Head;
import org.plimsoll.audit.log.Statement.WriterSchema;
import org.plimsoll.wire.TrailPartition;

/**
 * The log over all partitions: a Merkle tree whose leaves are the {@link Statement}s of all rounds.
 * It takes a round only when that is the next one: its checkpoint is signed by the key in charge
 * and has the root of everything stated so far, and no partition becomes shorter. Not for use by
 * several threads at once.
 */
public final class RootLog {
  private final Tree tree = new Tree();
  private final Frontier frontier = new Frontier();
  private final Map<TrailPartition, List<Stated>> heads = new TreeMap<>();
  private final Map<Integer, String> schemas = new HashMap<>();
  private final List<VerifierKey> keys = new ArrayList<>();
  private List<VerifierKey> inCharge;
  private final List<Round> rounds = new ArrayList<>();
  private @Nullable String origin;

  /**
   * A head and its place among the leaves.
   *
   * @param index from 0
   */
  public record Stated(Head head, long index) {}

  /**
   * @param keys any of which may sign, until a checkpoint names a next key: then that one alone
   */
  public RootLog(Collection<VerifierKey> keys) {
    this.keys.addAll(keys);
    this.inCharge = List.copyOf(keys);
  }

  /**
   * Takes the next round.
   *
   * @throws NoteException saying why it is not; then nothing has changed
   */
  public void add(Round round) {
    Checkpoint checkpoint = round.checkpoint();
    String where = "round %d (size %d)".formatted(rounds.size() + 1, checkpoint.size());
    check(round, checkpoint, where);
    round.statements().forEach(this::state);
    checkpoint.nextKey().ifPresent(this::handOver);
    origin = checkpoint.origin();
    rounds.add(round);
  }

  private void handOver(VerifierKey next) {
    inCharge = List.of(next);
    if (!keys.contains(next)) {
      keys.add(next);
    }
  }

  private void check(Round round, Checkpoint checkpoint, String where) {
    List<VerifierKey> signers;
    try {
      signers = round.note().signers(inCharge);
    } catch (NoteException e) {
      throw new NoteException(where + ": " + e.getMessage(), e);
    }
    if (signers.stream().noneMatch(key -> key.type() == SignatureType.NOTE)) {
      throw new NoteException(where + " is signed by none of the keys in charge, " + inCharge);
    }
    Optional<VerifierKey> next = checkpoint.nextKey();
    if (next.isPresent() && round.note().signers(List.of(next.get())).isEmpty()) {
      throw new NoteException(where + " names a next key that did not sign it: " + next.get());
    }
    if (origin != null && !origin.equals(checkpoint.origin())) {
      throw new NoteException(
          "%s is of another log: %s - expected %s".formatted(where, checkpoint.origin(), origin));
    }
    grows(round, where);
    if (checkpoint.size() != tree.size() + round.statements().size()
        || !rootWith(round.statements()).equals(checkpoint.root())) {
      throw new NoteException(
          where
              + " is not what the log grew to: its checkpoint is of a fork, or statements were"
              + " changed, dropped or added");
    }
  }

  private void grows(Round round, String where) {
    Map<TrailPartition, Long> sizes = new HashMap<>();
    for (Statement statement : round.statements()) {
      switch (statement) {
        case Head head -> {
          long before =
              sizes.getOrDefault(
                  head.partition(), latest(head.partition()).map(s -> s.head().size()).orElse(0L));
          if (head.size() < before) {
            throw new NoteException(
                "%s: the trail %s became shorter: %d entries - expected at least %d"
                    .formatted(where, head.partition(), head.size(), before));
          }
          sizes.put(head.partition(), head.size());
        }
        case WriterSchema schema -> {
          String known = schemas.get(schema.id());
          if (known != null && !known.equals(schema.sha256())) {
            throw new NoteException(
                "%s: schema %d became another one: %s - expected %s"
                    .formatted(where, schema.id(), schema.sha256(), known));
          }
        }
      }
    }
  }

  private void state(Statement statement) {
    long index = tree.size();
    frontier.append(tree.append(statement.bytes()));
    switch (statement) {
      case Head head ->
          heads
              .computeIfAbsent(head.partition(), _ -> new ArrayList<>())
              .add(new Stated(head, index));
      case WriterSchema schema -> schemas.put(schema.id(), schema.sha256());
    }
  }

  /** The root that the log would have behind these. */
  private Hash rootWith(List<Statement> statements) {
    Frontier grown = frontier.copy();
    statements.forEach(statement -> grown.append(statement.bytes()));
    return grown.root();
  }

  /** A checkpoint of the log behind these statements, to be signed. */
  public Checkpoint next(String name, List<Statement> statements) {
    return new Checkpoint(name, tree.size() + statements.size(), rootWith(statements));
  }

  /** The tree over all statements. */
  public Tree tree() {
    return tree;
  }

  /** The round taken last; empty at the beginning. */
  public Optional<Round> last() {
    return rounds.isEmpty() ? Optional.empty() : Optional.of(rounds.getLast());
  }

  /** Every round taken, in order. */
  public List<Round> rounds() {
    return List.copyOf(rounds);
  }

  /** Every key that was in charge, in order. */
  public List<VerifierKey> keys() {
    return List.copyOf(keys);
  }

  /** Every head that was stated of a partition, in order. */
  public List<Stated> heads(TrailPartition partition) {
    return heads.containsKey(partition)
        ? List.copyOf(requireNonNull(heads.get(partition)))
        : List.of();
  }

  /** The head of a partition that was stated last. */
  public Optional<Stated> latest(TrailPartition partition) {
    List<Stated> all = heads.get(partition);
    return all == null ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Partitions of which a head was stated, in order. */
  public List<TrailPartition> partitions() {
    return List.copyOf(heads.keySet());
  }

  /** The schemas of which was stated what they are: SHA-256 by id. */
  public Map<Integer, String> schemas() {
    return Map.copyOf(schemas);
  }
}
