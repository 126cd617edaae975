package org.plimsoll.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.intake.Slug;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code plimsoll agency}. */
@Command(
    name = "agency",
    description = {
      "Agencies and their tokens. A token is shown once and kept nowhere; it signs in to intake,"
          + " and as a password to Kafka.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plimsoll agency add \"Ministry of Labor\" --id mlsp",
      "  plimsoll agency list",
      "  plimsoll agency token mlsp"
    })
final class AgencyCommand implements Runnable {
  private static final int ID_CHARACTERS = 40;

  @ParentCommand private Plimsoll plimsoll = new Plimsoll();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec own = java.util.Objects.requireNonNull(spec);
    throw new ParameterException(own.commandLine(), "Missing: add, list or token");
  }

  /** Adds an agency and prints its token. */
  @Command(
      name = "add",
      description = {"Registers an agency and prints its token, once.", ""},
      footer = {"", "Example:", "  plimsoll agency add \"Ministry of Labor\" --id mlsp"})
  int add(
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Option(
              names = "--id",
              paramLabel = "ID",
              description =
                  "Its id in topics and addresses: lower-case letters, digits and hyphens."
                      + " Default: made of the name, Cyrillic's letter by letter.")
          @Nullable String id) {
    String chosen = id == null ? Slug.of(name, ID_CHARACTERS) : id;
    if (chosen.isEmpty()) {
      throw new Failure(
          "NAME: " + name + " - expected a name with a letter or digit to make an id of, or --id");
    }
    try (Session session = Session.open(plimsoll)) {
      print(session.intake().createAgency(chosen, name));
    }
    return ExitCode.DONE;
  }

  /** Lists agencies. */
  @Command(
      name = "list",
      description = {"Lists the agencies.", ""},
      footer = {"", "Example:", "  plimsoll agency list"})
  int list() {
    try (Session session = Session.open(plimsoll)) {
      List<JsonNode> agencies = session.intake().agencies();
      for (JsonNode agency : agencies) {
        System.out.printf("%-40s %s%n", agency.path("id").asText(), agency.path("name").asText());
      }
      if (agencies.isEmpty()) {
        System.out.println("No agencies yet; `plimsoll agency add NAME` registers one.");
      }
    }
    return ExitCode.DONE;
  }

  /** Gives an agency a new token. */
  @Command(
      name = "token",
      description = {"Gives an agency a new token and prints it, once; the old one ends.", ""},
      footer = {"", "Example:", "  plimsoll agency token mlsp"})
  int token(@Parameters(paramLabel = "ID", description = "The agency's id.") String id) {
    try (Session session = Session.open(plimsoll)) {
      print(session.intake().rotateToken(id));
    }
    return ExitCode.DONE;
  }

  private static void print(JsonNode issued) {
    System.out.println("agency      " + issued.path("id").asText());
    System.out.println("token       " + issued.path("token").asText());
    System.out.println("Kafka user  " + issued.path("kafkaUser").asText());
    System.out.println("topic       " + issued.path("intakeTopic").asText());
    System.err.println("The token is not shown again; `plimsoll agency token` makes a new one.");
  }
}
