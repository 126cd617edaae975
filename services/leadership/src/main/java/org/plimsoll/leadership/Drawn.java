package org.plimsoll.leadership;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Charts.Chart;

/**
 * A chart as a page shows it: the newest value on it, and the same figures as a table. What is
 * projected is no figure and has a sentence of its own.
 *
 * @param latest empty where the first line is not of values
 * @param latestDay the data date of that value
 */
record Drawn(
    Chart chart, String latest, String latestDay, List<Charts.Line> reported, List<Row> rows) {
  /**
   * A row of the table below a chart: a data date, the entry that brought its figures, the one that
   * corrected them since, and what each line has there.
   */
  record Row(
      LocalDate date,
      String day,
      Position cause,
      @Nullable Position correctedBy,
      List<String> values) {}

  /** Whether anything of these kinds happened on it. */
  public boolean hasMarks(String... changes) {
    return chart.marks().stream().anyMatch(mark -> List.of(changes).contains(mark.change()));
  }

  static List<Drawn> of(List<Chart> charts, InWords words, Locale locale) {
    List<Drawn> drawn = new ArrayList<>();
    for (Chart chart : charts) {
      List<Charts.Line> reported =
          chart.lines().stream().filter(line -> !line.role().equals("projection")).toList();
      Map<LocalDate, Row> byDay = new TreeMap<>();
      for (int line = 0; line < reported.size(); line++) {
        for (Charts.Point point : reported.get(line).points()) {
          Row row =
              byDay.computeIfAbsent(
                  point.x(),
                  x ->
                      new Row(
                          x,
                          words.day(x, locale),
                          point.cause(),
                          point.correctedBy(),
                          new ArrayList<>(Collections.nCopies(reported.size(), ""))));
          row.values().set(line, point.text());
        }
      }
      Charts.Line first = chart.lines().getFirst();
      Charts.Point latest = first.role().equals("value") ? first.points().getLast() : null;
      drawn.add(
          new Drawn(
              chart,
              latest == null ? "" : latest.text(),
              latest == null ? "" : words.day(latest.x(), locale),
              reported,
              List.copyOf(byDay.values()).reversed()));
    }
    return drawn;
  }

  /** The twelve months as they stand below a chart; not every browser knows Kazakh. */
  static String months(Locale locale) {
    DateTimeFormatter month = DateTimeFormatter.ofPattern("LLL", locale);
    return IntStream.rangeClosed(1, 12)
        .mapToObj(number -> month.format(LocalDate.of(2000, number, 1)))
        .collect(Collectors.joining(" "));
  }
}
