package org.plimsoll.local;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.LeadershipApplication;
import org.plimsoll.processes.Login;
import org.plimsoll.processes.PostgresProcess;
import org.plimsoll.wire.SchemaRegistry;
import org.springframework.context.ConfigurableApplicationContext;

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
    return new SchemaRegistry(registryUrl());
  }

  private String registryUrl() {
    return "http://127.0.0.1:" + instance.addresses().registry() + "/apis/ccompat/v7";
  }

  /** As the database's super user. */
  Connection postgresAdmin() throws SQLException {
    return DriverManager.getConnection(
        jdbcUrl("postgres"), PostgresProcess.SUPER_USER, Secrets.of(home).postgresAdmin());
  }

  /** As a service, in one of its databases. */
  Connection postgres(String service, String database) throws SQLException {
    return DriverManager.getConnection(
        jdbcUrl(database), service, Secrets.of(home).postgres(service));
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(instance.addresses().postgres(), database);
  }

  /** One more leadership service, which nobody is told of and which tells nobody. */
  ConfigurableApplicationContext leadershipAgain(String database) {
    if (own == null) {
      Home.logTo(home.log().resolveSibling("again.log"));
    }
    Secrets secrets = Secrets.of(home);
    Map<String, Object> settings = Persons.settings(home, secrets);
    settings.put("server.port", 0);
    settings.put("plimsoll.leadership.deliveries.enabled", false);
    settings.put("plimsoll.registry.url", registryUrl());
    settings.put("spring.datasource.url", jdbcUrl(database));
    settings.put("spring.datasource.username", Access.LEADERSHIP);
    settings.put("spring.datasource.password", secrets.postgres(Access.LEADERSHIP));
    return Services.start(
        LeadershipApplication.class,
        Access.LEADERSHIP,
        Login.clientConfig(
            "127.0.0.1:" + instance.addresses().kafka(),
            Access.LEADERSHIP,
            secrets.kafka(Access.LEADERSHIP)),
        settings);
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
