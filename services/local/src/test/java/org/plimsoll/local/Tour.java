package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of docs/audit-tour.md, run as a reader would: what stands between ```sh is run, and
 * each line between ```text must be in what the last of these commands said. The demonstration runs
 * already.
 */
record Tour(Cli cli, Path directory) {
  private static final Path PAGE = Path.of("../../docs/audit-tour.md");
  private static final String PLIMSOLL = "./plimsoll ";
  private static final String VERIFY_ALONE =
      "java -jar services/verify/target/plimsoll-verify.jar ";
  private static final Pattern BLOCK = Pattern.compile("(?s)```(sh|text)\\n(.*?)```");

  void run() throws IOException {
    String said = "";
    int commands = 0;
    Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      List<String> lines = blocks.group(2).lines().toList();
      if (blocks.group(1).equals("text")) {
        assertThat(said).contains(lines);
        continue;
      }
      for (String line : lines) {
        if (!line.startsWith("./plimsoll demo")) {
          said = said(line);
          commands++;
        }
      }
    }
    assertThat(commands).isGreaterThan(5);
  }

  private String said(String line) throws IOException {
    if (line.startsWith(PLIMSOLL)) {
      return plimsoll(line, line.substring(PLIMSOLL.length()), cli::run);
    }
    return line.startsWith(VERIFY_ALONE)
        ? plimsoll(line, line.substring(VERIFY_ALONE.length()), cli::verifyAlone)
        : shell(line);
  }

  /** As it would be in this directory; what stands behind {@code >} is written there. */
  private String plimsoll(String line, String arguments, Function<String[], Cli.Result> command)
      throws IOException {
    String[] parts = arguments.split(" > ", 2);
    String[] words =
        Arrays.stream(parts[0].split(" ", -1))
            .map(word -> isFile(word) ? directory.resolve(word).toString() : word)
            .toArray(String[]::new);
    Cli.Result result = command.apply(words);
    assertThat(result.exitCode()).as(line + result.out() + result.err()).isIn(0, 3);
    if (parts.length > 1) {
      Files.writeString(directory.resolve(parts[1]), result.out());
    }
    return result.out();
  }

  private static boolean isFile(String word) {
    return word.equals("trail") || word.endsWith(".txt");
  }

  private String shell(String line) throws IOException {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", line)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(line + said).isZero();
      return said;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
