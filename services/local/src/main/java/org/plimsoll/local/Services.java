package org.plimsoll.local;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.plimsoll.audit.publication.CheckpointClock;
import org.plimsoll.escalation.EscalationApplication;
import org.plimsoll.intake.IntakeApplication;
import org.plimsoll.leadership.LeadershipApplication;
import org.plimsoll.local.demo.Portfolio;
import org.plimsoll.processes.KafkaProcess;
import org.plimsoll.processes.PostgresProcess;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TickWriter;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Starts the services in this JVM, each as a Spring application of its own with its own settings.
 *
 * @param registryUrl base of the registry's Confluent interface
 */
record Services(
    Home home,
    Addresses addresses,
    Secrets secrets,
    KafkaProcess kafka,
    PostgresProcess postgres,
    String registryUrl) {

  ConfigurableApplicationContext escalation() {
    return start(
        EscalationApplication.class,
        Access.ESCALATION,
        Map.of(
            "server.port",
            addresses.escalation(),
            "plimsoll.escalation.state-dir",
            home.streams().toString(),
            "plimsoll.escalation.instance-id",
            "local",
            // The time of a demonstration is that of its story, which plays it.
            "plimsoll.escalation.tick-every",
            home.isDemo() ? "0s" : "60s"));
  }

  TickWriter clock(int partitions) {
    return new TickWriter(
        kafka.clientConfig(Access.ESCALATION, secrets.kafka(Access.ESCALATION)),
        new SchemaRegistry(registryUrl),
        partitions);
  }

  /** Signs checkpoints, each so long after the one before. */
  CheckpointClock checkpoints(Duration every) {
    return CheckpointClock.start(
        kafka.clientConfig(Access.AUDIT, secrets.kafka(Access.AUDIT)),
        new SchemaRegistry(registryUrl),
        home.audit(),
        every);
  }

  ConfigurableApplicationContext intake() {
    return start(
        IntakeApplication.class,
        Access.INTAKE,
        Map.of(
            "server.port",
            addresses.intake(),
            "plimsoll.intake.operator-token-sha256",
            secrets.operatorTokenSha256()));
  }

  ConfigurableApplicationContext leadership() {
    Map<String, Object> settings = Persons.settings(home, secrets);
    settings.putAll(agencyNames());
    settings.put("server.port", addresses.leadership());
    // All of Kazakhstan since March 2024, and the hours in which its offices are reckoned to work.
    settings.put(
        "plimsoll.leadership.zone", home.isDemo() ? "+05:00" : ZoneId.systemDefault().getId());
    settings.put("plimsoll.leadership.intake.url", "http://127.0.0.1:" + addresses.intake());
    settings.put("plimsoll.leadership.intake.token", secrets.operatorToken());
    settings.put("plimsoll.leadership.log-address", "http://127.0.0.1:" + addresses.log());
    settings.put("plimsoll.leadership.persons.secret", secrets.persons());
    settings.put("plimsoll.leadership.deliveries.enabled", true);
    settings.put(
        "plimsoll.leadership.deliveries.site", "http://127.0.0.1:" + addresses.leadership());
    return start(LeadershipApplication.class, Access.LEADERSHIP, settings);
  }

  /** As intake has them by now; of the demonstration in each language. */
  private Map<String, Object> agencyNames() {
    Map<String, Object> settings = new HashMap<>();
    if (home.isDemo()) {
      Portfolio.sample()
          .agencies()
          .forEach((id, name) -> name(settings, id, name.getKk(), name.getRu(), name.getEn()));
      return settings;
    }
    JdbcClient intake =
        JdbcClient.create(
            new DriverManagerDataSource(
                postgres.jdbcUrl(Access.INTAKE), Access.INTAKE, secrets.postgres(Access.INTAKE)));
    // Before intake's first start there is no table.
    boolean isThere =
        intake.sql("SELECT to_regclass('agency') IS NOT NULL").query(Boolean.class).single();
    if (isThere) {
      intake
          .sql("SELECT id, name FROM agency")
          .query(row -> {
            String name = row.getString("name");
            name(settings, row.getString("id"), name, name, name);
          });
    }
    return settings;
  }

  private static void name(
      Map<String, Object> settings, String id, String kk, String ru, String en) {
    String each = "plimsoll.leadership.agencies[" + id + "].";
    settings.put(each + "kk", kk);
    settings.put(each + "ru", ru);
    settings.put(each + "en", en);
  }

  private ConfigurableApplicationContext start(
      Class<?> application, String name, Map<String, Object> own) {
    Map<String, Object> settings = new HashMap<>(own);
    settings.put("plimsoll.registry.url", registryUrl);
    settings.put("spring.datasource.url", postgres.jdbcUrl(name));
    settings.put("spring.datasource.username", name);
    settings.put("spring.datasource.password", secrets.postgres(name));
    return start(application, name, kafka.clientConfig(name, secrets.kafka(name)), settings);
  }

  /**
   * Starts an application with these settings and no others of this machine.
   *
   * @param client of the broker
   */
  static ConfigurableApplicationContext start(
      Class<?> application, String name, Map<String, Object> client, Map<String, Object> settings) {
    client.forEach((key, value) ->
        settings.put(
            key.equals("bootstrap.servers")
                ? "spring.kafka.bootstrap-servers"
                : "spring.kafka.properties." + key,
            value));
    return new SpringApplicationBuilder(application)
        .properties("spring.config.name=" + name)
        .registerShutdownHook(false)
        .logStartupInfo(false)
        .initializers(context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("plimsoll", settings)))
        .run();
  }
}
