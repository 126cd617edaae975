package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of docs/audit-tour.md, run as a reader would: what stands between ```sh is run, and
 * each line between ```text must be in what the last of these commands said. The demonstration runs
 * already.
 */
record Tour(Cli cli, Path directory) {
  private static final Path PAGE = Path.of("../../docs/audit-tour.md");
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
          said = line.startsWith("./plimsoll ") ? plimsoll(line) : shell(line);
          commands++;
        }
      }
    }
    assertThat(commands).isGreaterThan(5);
  }

  /** As it would be in this directory; what stands behind {@code >} is written there. */
  private String plimsoll(String line) throws IOException {
    String[] parts = line.substring("./plimsoll ".length()).split(" > ", 2);
    List<String> words = new ArrayList<>();
    Arrays.stream(parts[0].split(" ", -1))
        .map(word -> isFile(word) ? directory.resolve(word).toString() : word)
        .forEach(words::add);
    Cli.Result result = cli.run(words.toArray(String[]::new));
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
