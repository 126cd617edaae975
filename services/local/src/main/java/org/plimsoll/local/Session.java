package org.plimsoll.local;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.Replay;
import org.plimsoll.audit.TrailReplay;
import org.plimsoll.processes.KafkaProcess;
import org.plimsoll.processes.Login;
import org.plimsoll.wire.SchemaRegistry;

/**
 * Something to ask: what already runs on the data directory, or else everything, started for as
 * long as one command takes.
 */
final class Session implements AutoCloseable {
  private final Home home;
  private final Instance instance;
  private final @Nullable Installation own;

  private Session(Home home, Instance instance, @Nullable Installation own) {
    this.home = home;
    this.instance = instance;
    this.own = own;
  }

  /** Opens on what {@link Plimsoll#running} finds; otherwise starts everything. */
  static Session open(Plimsoll plimsoll) {
    Optional<Plimsoll.Running> running = plimsoll.running();
    if (running.isPresent()) {
      return new Session(running.get().home(), running.get().instance(), null);
    }
    Home home = plimsoll.home();
    AutoCloseable lock = home.lock();
    System.err.println(
        "Nothing runs on " + home.path() + ": starting everything for this command.");
    Installation started =
        Installation.start(home, Addresses.free().addresses(), lock, List.of(), line -> {});
    return new Session(home, Instance.own(started.addresses(), true), started);
  }

  IntakeClient intake() {
    return new IntakeClient(instance, Secrets.of(home));
  }

  LeadershipClient leadership() {
    return new LeadershipClient(instance);
  }

  /** Derives the trail again, as the broker's super user. */
  Replay replay(LongConsumer progress) {
    Map<String, Object> broker =
        Login.clientConfig(
            "127.0.0.1:" + instance.addresses().kafka(),
            KafkaProcess.SUPER_USER,
            Secrets.of(home).kafkaAdmin());
    String registry =
        "http://127.0.0.1:%d/apis/ccompat/v7".formatted(instance.addresses().registry());
    return TrailReplay.run(broker, new SchemaRegistry(registry), progress);
  }

  Lag lag() {
    return new Lag(instance, Secrets.of(home));
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
