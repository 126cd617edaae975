package org.plimsoll.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.PolicyReader;
import org.plimsoll.policy.Presets;
import org.plimsoll.policy.text.MisreadException;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code plimsoll policy}. */
@Command(
    name = "policy",
    description = {
      "Policies: tolerances as a file that people read, with the law or standard they come from."
          + " Some are shipped; docs/policies.md says how to write your own.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plimsoll policy list",
      "  plimsoll policy show nunn-mccurdy > ours.yaml",
      "  plimsoll policy check ours.yaml",
      "  plimsoll policy grant ours.yaml --node road-a17"
    })
final class PolicyCommand implements Runnable {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec own = java.util.Objects.requireNonNull(spec);
    throw new ParameterException(own.commandLine(), "Missing: list, show, check or grant");
  }

  /** Lists the policies that are shipped. */
  @Command(
      name = "list",
      description = {"Lists the policies that are shipped, with their sources.", ""},
      footer = {"", "Example:", "  plimsoll policy list"})
  int list() {
    for (String name : Presets.NAMES) {
      Policy policy = PolicyReader.read(Presets.text(name).orElseThrow());
      System.out.printf(
          "%-16s %2d tolerances  %s%n", name, policy.entries().size(), policy.source());
    }
    return ExitCode.DONE;
  }

  /** Prints a policy that is shipped. */
  @Command(
      name = "show",
      description = {"Prints a policy that is shipped, to read or to change.", ""},
      footer = {"", "Example:", "  plimsoll policy show prince2 > ours.yaml"})
  int show(@Parameters(paramLabel = "NAME", description = "Its name.") String name) {
    System.out.print(
        Presets.text(name)
            .orElseThrow(
                () -> new Failure("NAME: %s - expected one of %s".formatted(name, Presets.NAMES))));
    return ExitCode.DONE;
  }

  /** Reads a policy and says what is wrong with it. */
  @Command(
      name = "check",
      description = {
        "Reads a policy and says what is wrong with it, by line and field. Nothing is sent, and"
            + " nothing needs to run. Exit code 1 when it is wrong.",
        ""
      },
      footer = {"", "Example:", "  plimsoll policy check ours.yaml"})
  int check(
      @Parameters(paramLabel = "FILE", description = "The file, or the name of a shipped policy.")
          String file)
      throws IOException {
    Policy policy = read(file, text("FILE", file));
    System.out.printf(
        "%s: %s, %d tolerances, granted by %s. Nothing in it contradicts itself.%n",
        file, policy.name(), policy.entries().size(), policy.grantedBy());
    return ExitCode.DONE;
  }

  /** Grants a policy. */
  @Command(
      name = "grant",
      description = {
        "Grants a policy to the nodes it applies to, waits for the engine, and says of each node"
            + " and tolerance whether it was taken. The same policy again changes nothing. Where"
            + " nothing runs on the data directory, everything is started for it and stopped"
            + " afterwards.",
        ""
      },
      footer = {
        "",
        "Exit code 3 means that a tolerance was refused; the reason stands beside it.",
        "",
        "Examples:",
        "  plimsoll policy grant ours.yaml",
        "  plimsoll policy grant nunn-mccurdy --node road-a17 --node road-m36"
      })
  int grant(
      @Parameters(
              paramLabel = "FILE|NAME",
              description = "The file, or the name of a shipped policy.")
          String file,
      @Option(
              names = "--node",
              paramLabel = "ID",
              description = "Only to this node; may be given several times.")
          @Nullable List<String> nodes)
      throws IOException {
    String yaml = text("FILE", file);
    Policy policy = read(file, yaml);
    Terminal terminal = new Terminal(System.out);
    Told told = new Told(terminal);
    try (Session session = Session.open(plimsoll)) {
      terminal.line("%s (%s)".formatted(policy.name(), policy.source()));
      session.intake().grantPolicy(yaml, nodes == null ? List.of() : nodes, told::take);
    }
    return told.finish();
  }

  /**
   * The text of a policy.
   *
   * @param parameter what it was given as
   */
  static String text(String parameter, String fileOrName) throws IOException {
    Path file = Path.of(fileOrName);
    if (Files.isRegularFile(file)) {
      try {
        return Files.readString(file);
      } catch (CharacterCodingException e) {
        throw new Failure(fileOrName + ": not UTF-8 - expected a text file in UTF-8", e);
      }
    }
    return Presets.text(fileOrName)
        .orElseThrow(() ->
            new Failure(
                "%s: %s - expected a file that is there, or one of %s"
                    .formatted(parameter, fileOrName, Presets.NAMES)));
  }

  /** The policy, or line and field of what is wrong with it. */
  static Policy read(String file, String yaml) {
    try {
      return PolicyReader.read(yaml);
    } catch (MisreadException e) {
      throw new Failure(
          Stream.concat(Stream.of(e), e.others().stream())
              .map(each -> file + ", " + each.getMessage())
              .collect(Collectors.joining("\n")),
          e);
    }
  }

  /** What intake says while it grants. */
  static final class Told {
    private final Terminal terminal;
    private @Nullable JsonNode summary;

    Told(Terminal terminal) {
      this.terminal = terminal;
    }

    void take(JsonNode line) {
      switch (line.path("type").asText()) {
        case "tolerance" -> terminal.line(tolerance(line));
        case "progress" -> terminal.progress("waiting for the engine");
        case "summary" -> summary = line;
        case "failed" -> {
          terminal.progress("");
          throw new Failure(Http.told(line.path("problem"), line.toString()));
        }
        default -> terminal.line(line.toString());
      }
    }

    private static String tolerance(JsonNode line) {
      String version = line.path("version").asText();
      String state =
          switch (line.path("state").asText()) {
            case "TAKEN" ->
                line.has("replaces")
                    ? "taken as version %s, in the place of version %s"
                        .formatted(version, line.path("replaces").asText())
                    : "taken as version " + version;
            case "UNCHANGED" -> "unchanged, version " + version;
            default ->
                "refused: %s: %s - expected %s (%s)"
                    .formatted(
                        line.path("field").asText(),
                        line.path("value").asText(),
                        line.path("expected").asText(),
                        line.path("reason").asText());
          };
      return "%-30s %-34s %s"
          .formatted(line.path("nodeId").asText(), line.path("toleranceId").asText(), state);
    }

    /** The exit code, after the summary. */
    int finish() {
      JsonNode end = summary;
      terminal.progress("");
      if (end == null) {
        throw new Failure("it broke off; grant the same policy again, nothing is taken twice");
      }
      long refused = end.path("refused").asLong();
      terminal.line(
          "%,d nodes: %,d tolerances taken, %,d unchanged, %,d refused.%s"
              .formatted(
                  end.path("nodes").asLong(),
                  end.path("taken").asLong(),
                  end.path("unchanged").asLong(),
                  refused,
                  end.path("taken").asLong() == 0 && refused == 0 ? " Nothing changed." : ""));
      return refused == 0 ? ExitCode.DONE : ExitCode.ATTENTION;
    }
  }
}
