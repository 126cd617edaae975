package org.plimsoll.bench;

/**
 * Projects that cross a limit one after the other, each once; every one of them is something that
 * its program's leader must see.
 */
final class Beacons {
  private final Workload workload;
  private final Publisher publisher;
  private int next;

  Beacons(Workload workload, Publisher publisher) {
    this.workload = workload;
    this.publisher = publisher;
  }

  /**
   * A beacon whose status is published.
   *
   * @param nanos when it was, on this machine's running clock
   */
  record Lit(String projectId, String programId, long nanos) {}

  /** Publishes the next one's status, and returns when the broker has it. */
  Lit next() {
    int beacon = next++;
    if (next > workload.beacons()) {
      throw new IllegalStateException(
          "beacons: %d - expected more, one for each second".formatted(workload.beacons()));
    }
    long nanos = System.nanoTime();
    publisher.beacon(beacon);
    return new Lit(Workload.beaconId(beacon), Workload.beaconProgramId(beacon), nanos);
  }
}
