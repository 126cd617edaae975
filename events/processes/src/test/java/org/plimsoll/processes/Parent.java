package org.plimsoll.processes;

import java.nio.file.Path;

/**
 * What {@link ParentKilledTest} kills: starts one of each under a directory, says the process ids,
 * and waits.
 */
final class Parent {

  static final String PASSWORD = "a-password-for-tests";

  private Parent() {}

  /** Started in {@code args[0]}. */
  public static void main(String[] args) throws Exception {
    Family family = Family.start(Path.of(args[0]));
    System.out.println(
        family.postgres.pid() + " " + family.broker.pid() + " " + family.registry.pid());
    Thread.sleep(Long.MAX_VALUE);
  }

  /** One of each, in directories of their own. */
  record Family(PostgresProcess postgres, KafkaProcess broker, RegistryProcess registry)
      implements AutoCloseable {

    static Family start(Path directory) {
      var postgres = PostgresProcess.start(directory.resolve("postgres"), 0, PASSWORD);
      postgres.createRoleAndDatabase("registry", PASSWORD, "registry");
      var broker =
          KafkaProcess.start(
              directory.resolve("broker"), KafkaProcess.Options.defaults().withQuickStart());
      var registry =
          RegistryProcess.start(
              directory.resolve("registry"),
              0,
              0,
              postgres.jdbcUrl("registry"),
              "registry",
              PASSWORD);
      return new Family(postgres, broker, registry);
    }

    @Override
    public void close() {
      registry.close();
      broker.close();
      postgres.close();
    }
  }
}
