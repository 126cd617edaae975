package org.plimsoll.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.plimsoll.processes.PortTakenException;
import org.plimsoll.processes.Ports;
import org.plimsoll.verify.Failure;

/** The ports of everything that runs, all on 127.0.0.1. */
record Addresses(
    int leadership,
    int intake,
    int escalation,
    int log,
    int kafka,
    int kafkaController,
    int registry,
    int registryManagement,
    int postgres) {

  static final int DEFAULT_BASE = 7400;

  /** Who listens, and how far its port lies above the first. */
  private static final Map<String, Integer> OFFSETS = new LinkedHashMap<>();

  static {
    OFFSETS.put("leadership", 0);
    OFFSETS.put("intake", 1);
    OFFSETS.put("escalation", 2);
    OFFSETS.put("log", 3);
    OFFSETS.put("Kafka", 10);
    OFFSETS.put("Kafka's controller", 11);
    OFFSETS.put("registry", 12);
    OFFSETS.put("registry's management", 13);
    OFFSETS.put("Postgres", 14);
  }

  /** Ports that were chosen, and what to say about it. */
  record Chosen(Addresses addresses, List<String> remarks) {}

  /**
   * Exactly these ports: the base and what lies above it.
   *
   * @throws Failure naming all that are taken, and by what
   */
  static Addresses exactly(int base) {
    List<String> taken = new ArrayList<>();
    OFFSETS.forEach((name, offset) -> {
      try {
        Ports.requireFree(base + offset, name);
      } catch (PortTakenException e) {
        taken.add(e.getMessage());
      }
    });
    if (!taken.isEmpty()) {
      throw new Failure(
          String.join("\n", taken) + "\nWithout --port, free ports are found and said.");
    }
    OFFSETS.values().forEach(offset -> PortClaims.claim(base + offset));
    return from(OFFSETS.values().stream().map(offset -> base + offset).toList());
  }

  /** The usual ports where they are free, others where they are taken. */
  static Chosen free() {
    return choose(port -> isFree(port) && PortClaims.claim(port));
  }

  static Chosen choose(IntPredicate isFree) {
    List<Integer> ports = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    OFFSETS.forEach((name, offset) -> {
      int usual = DEFAULT_BASE + offset;
      int port = usual;
      while (!isFree.test(port) || ports.contains(port) || (port != usual && isUsual(port))) {
        port = port == usual ? DEFAULT_BASE + 100 : port + 1;
        if (port > 65_535) {
          throw new Failure("no port above " + DEFAULT_BASE + " is free on 127.0.0.1");
        }
      }
      if (port != usual) {
        remarks.add("port %d is taken; %s listens on %d instead".formatted(usual, name, port));
      }
      ports.add(port);
    });
    return new Chosen(from(ports), remarks);
  }

  private static boolean isFree(int port) {
    try {
      Ports.requireFree(port, "plimsoll");
      return true;
    } catch (PortTakenException e) {
      return false;
    }
  }

  private static boolean isUsual(int port) {
    return OFFSETS.containsValue(port - DEFAULT_BASE);
  }

  private static Addresses from(List<Integer> ports) {
    return new Addresses(
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        ports.get(5),
        ports.get(6),
        ports.get(7),
        ports.get(8));
  }
}
