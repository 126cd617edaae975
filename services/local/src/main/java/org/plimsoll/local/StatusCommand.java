package org.plimsoll.local;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.plimsoll.local.Plimsoll.Running;
import org.plimsoll.verify.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll status}. */
@Command(
    name = "status",
    description = {"Says what runs, where, and how far it lies behind what was published.", ""},
    footer = {
      "",
      "Exit code 0 when it runs, 1 when nothing runs.",
      "",
      "Example:",
      "  plimsoll status"
    })
final class StatusCommand implements Callable<Integer> {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Override
  public Integer call() {
    Optional<Running> running = plimsoll.running();
    if (running.isEmpty()) {
      System.out.println("Nothing runs on " + plimsoll.home().path());
      return ExitCode.FAILED;
    }
    Instance instance = running.get().instance();
    Home home = running.get().home();
    System.out.printf(
        "%s as process %d%n", instance.ready() ? "Running" : "Starting", instance.pid());
    Where.of(instance.addresses(), home).forEach(System.out::println);
    System.out.println(
        "checkpoint "
            + Checkpoints.last(home).orElse("none yet: `plimsoll audit checkpoint` signs one"));
    if (instance.ready()) {
      Lag.Now lag = new Lag(instance, Secrets.of(home)).now();
      System.out.println(
          lag.none()
              ? "lag        none: everything published is weighed and shown"
              : "lag        %,d inputs to be weighed, %,d results to be shown"
                  .formatted(lag.unweighed(), lag.unshown()));
    }
    return ExitCode.DONE;
  }
}
