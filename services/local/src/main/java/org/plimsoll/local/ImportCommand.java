package org.plimsoll.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll import}. */
@Command(
    name = "import",
    description = {
      "Publishes the rows of a CSV file as status changes, the way a mapping says. Where nothing"
          + " runs on the data directory, everything is started for it and stopped afterwards.",
      "The same file can be imported again: what was taken before is not taken twice.",
      ""
    },
    footer = {
      "",
      "Exit code 3 means that rows were refused; each is listed with its number and the reason.",
      "",
      "Examples:",
      "  plimsoll import capital-projects.csv --mapping nyc-capital",
      "  plimsoll import statuses.csv --mapping my-mapping.yaml --data-dir /tmp/try"
    })
final class ImportCommand implements Callable<Integer> {
  @ParentCommand private Plimsoll plimsoll = new Plimsoll();

  @Parameters(paramLabel = "FILE", description = "The CSV file.")
  private Path file = Path.of("");

  @Option(
      names = "--mapping",
      required = true,
      paramLabel = "M",
      description =
          "A YAML file that says which column is what, or the name of a mapping that is shipped:"
              + " nyc-capital.")
  private String mapping = "";

  @Override
  public Integer call() throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new Failure("FILE: " + file + " - expected a file that can be read");
    }
    byte[] rules = rules();
    Terminal terminal = new Terminal(System.out);
    Progress progress = new Progress(terminal);
    try (Session session = Session.open(plimsoll)) {
      session.intake().importFile(file, rules, progress::take);
    }
    return progress.finish();
  }

  private byte[] rules() throws IOException {
    Path asFile = Path.of(mapping);
    if (Files.isRegularFile(asFile)) {
      return Files.readAllBytes(asFile);
    }
    try (InputStream shipped =
        mapping.matches("[a-z0-9-]+")
            ? ImportCommand.class.getResourceAsStream("/mappings/" + mapping + ".yaml")
            : null) {
      if (shipped == null) {
        throw new Failure(
            "--mapping: %s - expected a file that is there, or the name of a shipped mapping: nyc-capital"
                .formatted(mapping));
      }
      return shipped.readAllBytes();
    }
  }

  /** What intake says while it imports. */
  static final class Progress {
    private final Terminal terminal;
    private boolean attention;
    private @Nullable JsonNode summary;

    Progress(Terminal terminal) {
      this.terminal = terminal;
    }

    void take(JsonNode line) {
      switch (line.path("type").asText()) {
        case "progress" -> terminal.progress(progress(line));
        case "refused" -> {
          attention = true;
          terminal.line(
              "row %s refused by %s: %s"
                  .formatted(line.path("row").asText(), line.path("by").asText(), why(line)));
        }
        case "refused-tolerance" -> {
          attention = true;
          terminal.line(
              "tolerance %s of %s refused: %s"
                  .formatted(
                      line.path("toleranceId").asText(), line.path("nodeId").asText(), why(line)));
        }
        case "summary" -> summary = line;
        case "failed" -> {
          terminal.progress("");
          throw new Failure(Http.told(line.path("problem"), line.toString()));
        }
        default -> terminal.line(line.toString());
      }
    }

    /** The exit code, after the summary. */
    int finish() {
      JsonNode end = summary;
      terminal.progress("");
      if (end == null) {
        throw new Failure(
            "the import broke off; import the same file again, nothing is taken twice");
      }
      terminal.line(
          "%,d rows: %,d published, %,d known already, %,d refused by intake; %,d weighed, %,d refused by the engine."
              .formatted(
                  end.path("rows").asLong(),
                  end.path("published").asLong(),
                  end.path("alreadyKnown").asLong(),
                  end.path("refused").asLong(),
                  end.path("weighed").asLong(),
                  end.path("refusedByEngine").asLong()));
      terminal.line(
          "%d programs, %d projects, %d agencies."
              .formatted(
                  end.path("programs").asInt(),
                  end.path("projects").asInt(),
                  end.path("agencies").asInt()));
      return attention ? ExitCode.ATTENTION : ExitCode.DONE;
    }

    private static String progress(JsonNode line) {
      String stage = line.path("stage").asText();
      if (line.has("weighed")) {
        return "%s: %,d rows weighed".formatted(stage, line.path("weighed").asLong());
      }
      String of = line.has("of") ? " of %,d".formatted(line.path("of").asLong()) : "";
      return "%s: %,d%s rows".formatted(stage, line.path("rows").asLong(), of);
    }

    private static String why(JsonNode refusal) {
      return "%s: %s - expected %s (%s)"
          .formatted(
              refusal.path("field").asText(),
              refusal.path("value").asText(),
              refusal.path("expected").asText(),
              refusal.path("reason").asText());
    }
  }
}
