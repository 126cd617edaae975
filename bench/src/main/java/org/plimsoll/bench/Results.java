package org.plimsoll.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.plimsoll.bench.Run.Result;

/** What a comparison found, as a table and as a file. */
record Results(List<Result> all) {
  private static final String BEGIN = "<!-- begin: ";
  private static final String END = "<!-- end: ";

  /** The table in Markdown: medians, with the least and the most where there is more than one. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | what | thousand status changes/s | x copy | x copy, second half | CPU s per million: job | broker | database | RSS, at most, MB |
            |---|---|---|---|---|---|---|---|
            """);
    for (Contender contender : Contender.values()) {
      if (of(contender).isEmpty()) {
        continue;
      }
      table.append(
          "| %s | %s | %s | %s | %s | %s | %s | %s, %s |\n"
              .formatted(
                  contender.title,
                  range(contender, result -> result.perSecond() / 1_000, "%.0f"),
                  ratio(contender, Result::perSecond),
                  ratio(contender, Result::perSecondInSecondHalf),
                  range(contender, Result::jobCpu, "%.1f"),
                  range(contender, Result::brokerCpu, "%.1f"),
                  contender == Contender.SPRING
                      ? range(contender, Result::databaseCpu, "%.1f")
                      : "",
                  shown("%.0f", median(contender, Result::residentMegabytes)),
                  shown("%.0f", median(contender, Result::peakMegabytes))));
    }
    return table.toString();
  }

  private List<Result> of(Contender contender) {
    return all.stream().filter(result -> result.contender().equals(contender.name())).toList();
  }

  private double[] sorted(Contender contender, ToDoubleFunction<Result> value) {
    return of(contender).stream().mapToDouble(value).sorted().toArray();
  }

  private double median(Contender contender, ToDoubleFunction<Result> value) {
    double[] sorted = sorted(contender, value);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private String range(Contender contender, ToDoubleFunction<Result> value, String format) {
    double[] sorted = sorted(contender, value);
    String median = shown(format, median(contender, value));
    return sorted.length == 1
        ? median
        : "%s [%s-%s]"
            .formatted(median, shown(format, sorted[0]), shown(format, sorted[sorted.length - 1]));
  }

  /** Median of a contender over the median of the copy in the same comparison. */
  String ratio(Contender contender, ToDoubleFunction<Result> value) {
    return of(Contender.COPY).isEmpty()
        ? "-"
        : shown("%.2f", median(contender, value) / median(Contender.COPY, value));
  }

  private static String shown(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Writes every single result, and a table beside it. */
  static void write(Path json, List<?> all, String table) {
    try {
      Files.writeString(
          json, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
      Files.writeString(Path.of(json.toString().replaceAll("\\.json$", "") + ".md"), table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a text between two marks of a page, in the place of what stands there. */
  static void replace(Path page, String mark, String text) {
    try {
      List<String> lines = Files.readAllLines(page);
      int begin = lines.indexOf(BEGIN + mark + " -->");
      int end = lines.indexOf(END + mark + " -->");
      if (begin < 0 || end < begin) {
        throw new IllegalArgumentException(
            page + " - expected a line " + BEGIN + mark + " --> and one " + END + mark + " -->");
      }
      List<String> replaced = new java.util.ArrayList<>(lines.subList(0, begin + 1));
      replaced.addAll(Arrays.asList(text.strip().split("\n")));
      replaced.addAll(lines.subList(end, lines.size()));
      Files.write(page, replaced);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
