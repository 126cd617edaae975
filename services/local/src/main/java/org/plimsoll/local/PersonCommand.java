package org.plimsoll.local;

import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.persons.Directory;
import org.plimsoll.leadership.persons.Erasing;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code plimsoll person}. */
@Command(
    name = "person",
    description = {
      "Persons whom events name by a pseudonym, so that they can be erased: the trail has the"
          + " pseudonym, this installation the name.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plimsoll person add \"B. Akhmetova\"",
      "  plimsoll person list",
      "  plimsoll person erase \"B. Akhmetova\""
    })
final class PersonCommand implements Runnable {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(requireNonNull(spec).commandLine(), "Missing: add, list or erase");
  }

  /** Takes somebody into the directory. */
  @Command(
      name = "add",
      description = {"Prints the pseudonym by which facts and decisions are to name somebody.", ""},
      footer = {"", "Example:", "  plimsoll person add \"B. Akhmetova\""})
  int add(
      @Parameters(paramLabel = "NAME", description = "As screens are to show it.") String name) {
    try {
      System.out.println(new Directory(database()).enrol(name));
    } catch (IllegalArgumentException e) {
      throw new Failure(requireNonNull(e.getMessage()));
    }
    return ExitCode.DONE;
  }

  /** Lists whom pseudonyms stand for. */
  @Command(
      name = "list",
      description = {"Lists pseudonyms and names.", ""},
      footer = {"", "Example:", "  plimsoll person list"})
  int list() {
    new Directory(database())
        .all()
        .forEach((person, name) -> System.out.printf("%s  %s%n", person, name));
    return ExitCode.DONE;
  }

  /** Erases a person. */
  @Command(
      name = "erase",
      description = {
        "Destroys the name and the key of a person, for good, and what else is kept of them here,"
            + " and says where. Screens then show `erased`; the trail and its proofs stay as they"
            + " are.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  plimsoll person erase \"B. Akhmetova\"",
        "  plimsoll person erase person:3wq7c2rkx5mz4n6tbahd --yes"
      })
  int erase(
      @Parameters(
              paramLabel = "PERSON",
              description = "The pseudonym, or the name where one person has it.")
          String person,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    JdbcClient database = database();
    if (!yes) {
      System.out.printf("Erase %s for good? Nothing brings it back. Write yes to go on: ", person);
      System.out.flush();
      Scanner answer = new Scanner(System.in, Charset.defaultCharset());
      if (!answer.hasNextLine() || !answer.nextLine().strip().equals("yes")) {
        throw new Failure("nothing was erased");
      }
    }
    List<Erasing.Place> places = Erasing.erase(database, person, System.getProperty("user.name"));
    places.forEach(
        each -> System.out.printf("%6d  %-48s %s%n", each.number(), each.place(), each.what()));
    if (places.stream().allMatch(each -> each.number() == 0)) {
      throw new Failure("PERSON: " + person + " - expected somebody of whom anything is kept here");
    }
    System.out.println(
        "Not reached from here: settings, backups, letters and calls that were sent, and an agency's"
            + " own texts. docs/personal-data.md says what to do there.");
    return ExitCode.DONE;
  }

  private JdbcClient database() {
    Plimsoll.Running running = plimsoll.mustRun();
    return Persons.database(running.home(), running.instance());
  }
}
