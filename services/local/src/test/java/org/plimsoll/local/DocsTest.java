package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the tests is so. */
class DocsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyTestThatAnswersAComplaintExists() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/what-users-ask-for-in-vain.md"));
    List<MatchResult> named = NAMED_TEST.matcher(page).results().toList();
    Map<String, List<Path>> sources = testSources();

    List<String> missing = new ArrayList<>();
    for (MatchResult test : named) {
      Pattern declared = Pattern.compile("\\b(void|ArchRule) " + test.group(2) + "\\b");
      boolean there = false;
      for (Path source : sources.getOrDefault(test.group(1) + ".java", List.of())) {
        there |= declared.matcher(Files.readString(source)).find();
      }
      if (!there) {
        missing.add(test.group());
      }
    }

    assertThat(named).hasSizeGreaterThan(12);
    assertThat(missing).isEmpty();
  }

  private static Map<String, List<Path>> testSources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file ->
              file.toString().contains("/src/test/java/") && file.toString().endsWith("Test.java"))
          .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
    }
  }
}
