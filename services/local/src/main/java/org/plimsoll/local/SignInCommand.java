package org.plimsoll.local;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.plimsoll.verify.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll sign-in}. */
@Command(
    name = "sign-in",
    description = {
      "Prints links that sign a browser in to the inbox, once. Whoever owns the data directory can"
          + " make one for every person whom the facts of a node name.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plimsoll sign-in",
      "  plimsoll sign-in \"B. Akhmetova (illustrative)\""
    })
final class SignInCommand implements Callable<Integer> {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Parameters(
      arity = "0..1",
      paramLabel = "PERSON",
      description =
          "As the facts of nodes name them. They see and decide about the nodes that name them,"
              + " with everything below. Default: those that are ready-made.")
  private @Nullable String person;

  @Override
  public Integer call() {
    Plimsoll.Running running = plimsoll.mustRun();
    Home home = running.home();
    if (person == null) {
      Persons.invitation(home, running.instance()).forEach(System.out::println);
    } else {
      Persons.requireKnown(home, running.instance(), person);
      System.out.println(Persons.link(home, running.instance(), person));
    }
    return ExitCode.DONE;
  }
}
