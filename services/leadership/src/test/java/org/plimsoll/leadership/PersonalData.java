package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two lists: docs/personal-data.md, and what says nothing of a person. */
final class PersonalData {
  private static final Path DOCS = Path.of("../../docs/personal-data.md");
  private static final Path NOT = Path.of("src/test/resources/not-personal.txt");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z_]+(?:[.][A-Za-z0-9_]+){1,2})`");

  private PersonalData() {}

  /** What the page names in backquotes: columns, and fields of the schemas. */
  static Set<String> personal() {
    Set<String> personal = new TreeSet<>();
    Matcher names = NAME.matcher(read(DOCS));
    while (names.find()) {
      personal.add(names.group(1));
    }
    return personal;
  }

  /**
   * What either list names; nothing stands on both.
   *
   * @param form of what is asked for
   */
  static Set<String> listed(String form) {
    Set<String> listed = personal();
    read(NOT)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> assertThat(listed.add(line)).as(line + " stands on both lists").isTrue());
    listed.removeIf(name -> !name.matches(form) || name.startsWith("intake."));
    return listed;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
