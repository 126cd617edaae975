package org.plimsoll.local;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        Installation.start(
            home,
            Addresses.free().addresses(),
            lock,
            List.of(),
            part -> System.err.println("  " + part));
    return new Session(home, Instance.own(started.addresses(), true), started);
  }

  /** The data directory of what is asked. */
  Home home() {
    return home;
  }

  IntakeClient intake() {
    return new IntakeClient(instance, Secrets.of(home));
  }

  LeadershipClient leadership() {
    return new LeadershipClient(instance, Secrets.of(home));
  }

  Lag lag() {
    return new Lag(instance, Secrets.of(home));
  }

  /** Client settings of the broker's super user. */
  Map<String, Object> broker() {
    return Lag.broker(instance, Secrets.of(home));
  }

  SchemaRegistry registry() {
    return new SchemaRegistry(
        "http://127.0.0.1:" + instance.addresses().registry() + "/apis/ccompat/v7");
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
