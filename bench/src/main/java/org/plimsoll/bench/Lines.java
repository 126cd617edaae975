package org.plimsoll.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Points and the straight line that lies nearest to them, as a picture in SVG. */
final class Lines {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 190;
  private static final int LEFT = 46;
  private static final int RIGHT = 14;
  private static final int TOP = 30;
  private static final int BOTTOM = 36;

  private Lines() {}

  /**
   * One chart; both axes begin at 0.
   *
   * @param along what the horizontal axis counts
   * @param title what was measured, with its unit
   * @param points in rising order of x
   */
  record Chart(String along, String title, List<Point> points) {
    private double slope() {
      double meanX = mean(Point::x);
      double meanY = mean(Point::y);
      return points.stream().mapToDouble(p -> (p.x - meanX) * (p.y - meanY)).sum()
          / points.stream().mapToDouble(p -> (p.x - meanX) * (p.x - meanX)).sum();
    }

    /** Where the line of least squares stands at this place. */
    private double nearest(double x) {
      return mean(Point::y) + slope() * (x - mean(Point::x));
    }

    /** How far the point lies that lies furthest from the line, as a part of the largest y. */
    double furthest() {
      return points.stream().mapToDouble(p -> Math.abs(p.y - nearest(p.x))).max().orElseThrow()
          / largest();
    }

    private double largest() {
      return points.stream().mapToDouble(Point::y).max().orElseThrow();
    }

    private double mean(ToDoubleFunction<Point> value) {
      return points.stream().mapToDouble(value).average().orElseThrow();
    }

    private String svg() {
      Point first = points.getFirst();
      Point last = points.getLast();
      double mostY = largest() * 1.1;
      double floor = down(0, mostY);
      StringBuilder svg = new StringBuilder();
      text(svg, LEFT, 18, "start", "t", title);
      text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", "a", along);
      line(svg, "x", LEFT, floor, WIDTH - RIGHT, floor);
      line(svg, "x", LEFT, TOP, LEFT, floor);
      text(svg, LEFT - 5, floor, "end", "a", "0");
      text(svg, LEFT - 5, down(last.y, mostY) + 4, "end", "a", shown(last.y));
      line(
          svg,
          "l",
          right(first.x, last.x),
          down(nearest(first.x), mostY),
          right(last.x, last.x),
          down(nearest(last.x), mostY));
      for (Point point : points) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle class=\"p\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n",
                right(point.x, last.x),
                down(point.y, mostY)));
      }
      for (Point end : List.of(first, last)) {
        text(
            svg,
            right(end.x, last.x),
            floor + 14,
            "middle",
            "a",
            String.format(Locale.ROOT, "%,.0f", end.x));
      }
      return svg.toString();
    }

    private static double right(double x, double most) {
      return LEFT + x / most * (WIDTH - LEFT - RIGHT - 8);
    }

    private static double down(double y, double most) {
      return HEIGHT - BOTTOM - y / most * (HEIGHT - TOP - BOTTOM);
    }

    private static String shown(double value) {
      return String.format(Locale.ROOT, value >= 10 ? "%.0f" : value >= 1 ? "%.1f" : "%.2f", value);
    }
  }

  /** What was measured where. */
  record Point(double x, double y) {}

  /** Charts beside and below each other, so many in a row. */
  static String svg(List<Chart> charts, int inRow) {
    int rows = (charts.size() + inRow - 1) / inRow;
    StringBuilder svg =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <style>rect{fill:#fff}text{font:12px sans-serif;fill:#33404d}.t{font-weight:600}.a{font-size:11px}.x{stroke:#aab4be}.l{stroke:#1f6f8b;stroke-width:1.5}.p{fill:#1f6f8b}</style>
                <rect width="%1$d" height="%2$d"/>
                """,
                inRow * WIDTH,
                rows * HEIGHT));
    for (int i = 0; i < charts.size(); i++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<g transform=\"translate(%d %d)\">\n%s</g>\n",
              i % inRow * WIDTH,
              i / inRow * HEIGHT,
              charts.get(i).svg()));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void line(
      StringBuilder svg, String kind, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            kind,
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String kind, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            kind,
            x,
            y,
            anchor,
            text));
  }
}
