package org.plimsoll.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several brokers that form one cluster on one machine: for tests of what happens when one is
 * killed. Topics have up to three replicas, of which two must have a record.
 */
public final class KafkaCluster implements AutoCloseable {

  /** The last broker waits in vain for a quorum to take its leave of. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

  private final DataDirectory directory;
  private final List<KafkaProcess> brokers;

  private KafkaCluster(DataDirectory directory, List<KafkaProcess> brokers) {
    this.directory = directory;
    this.brokers = brokers;
  }

  /**
   * Starts the brokers and returns when all answer. Data are kept in {@code broker-1}, {@code
   * broker-2} and so on under the directory.
   *
   * @param options ports are chosen freely, whatever they say
   * @throws ChildFailedException if one does not come up; nothing is left running then
   */
  public static KafkaCluster start(Path dataDir, int size, KafkaProcess.Options options) {
    DataDirectory directory = DataDirectory.open(dataDir);
    var cluster = new KafkaCluster(directory, new ArrayList<>());
    try {
      cluster.launchAll(size, options);
      cluster.brokers.forEach(KafkaProcess::awaitReady);
      return cluster;
    } catch (RuntimeException e) {
      cluster.brokers.forEach(KafkaProcess::kill);
      directory.release();
      throw e;
    }
  }

  private void launchAll(int size, KafkaProcess.Options options) {
    int[] controllerPorts = IntStream.range(0, size).map(i -> Ports.free()).toArray();
    for (int nodeId = 1; nodeId <= size; nodeId++) {
      var settings = BrokerSettings.of(directory, nodeId, Ports.free(), controllerPorts, options);
      var own = DataDirectory.open(directory.file("broker-" + nodeId));
      brokers.add(new KafkaProcess(own, settings, options));
    }
  }

  /** All brokers, the first with node id 1. */
  public List<KafkaProcess> brokers() {
    return List.copyOf(brokers);
  }

  /** The broker with that node id, from 1. */
  public KafkaProcess broker(int nodeId) {
    return brokers.get(nodeId - 1);
  }

  /** Starts a killed or closed broker again and returns when it answers. */
  public void restart(int nodeId) {
    brokers.set(nodeId - 1, broker(nodeId).restart());
  }

  /** Of all brokers, for clients. */
  public String bootstrapServers() {
    return brokers.stream().map(KafkaProcess::bootstrapServers).collect(Collectors.joining(","));
  }

  /** Client settings of the super user. */
  public Map<String, Object> adminClientConfig() {
    Map<String, Object> one = broker(1).adminClientConfig();
    var all = new HashMap<>(one);
    all.put("bootstrap.servers", bootstrapServers());
    return Map.copyOf(all);
  }

  /** Client settings of a user: where the brokers are and how to log in. */
  public Map<String, Object> clientConfig(String user, String password) {
    return Login.clientConfig(bootstrapServers(), user, password);
  }

  /** Ends all brokers at once, in good order as far as that goes without a quorum. */
  @Override
  public void close() {
    brokers.forEach(KafkaProcess::askToEnd);
    brokers.forEach(broker -> broker.awaitEnd(CLOSE_PATIENCE));
    directory.release();
  }
}
