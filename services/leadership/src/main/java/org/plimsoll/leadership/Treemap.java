package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides a rectangle among weights, each area in proportion to its weight and as near to a square
 * as the order of the weights allows (Bruls, Huizing and van Wijk, "Squarified treemaps", 2000). A
 * pure function; binary floating point, because the result is a picture and decides nothing.
 */
final class Treemap {
  private Treemap() {}

  record Area(double x, double y, double width, double height) {}

  /**
   * Lays weights out.
   *
   * @param weights greatest first, each above zero
   * @return one area for each weight, in their order, which together fill the whole
   */
  static List<Area> squarified(List<Long> weights, Area whole) {
    double sum = weights.stream().mapToDouble(Long::doubleValue).sum();
    double scale = sum == 0 ? 0 : whole.width() * whole.height() / sum;
    List<Area> areas = new ArrayList<>(weights.size());
    Area left = whole;
    int first = 0;
    while (first < weights.size()) {
      double side = Math.min(left.width(), left.height());
      int next = first + 1;
      double row = weights.get(first) * scale;
      while (next < weights.size()) {
        double longer = row + weights.get(next) * scale;
        double greatest = weights.get(first) * scale;
        if (worst(greatest, weights.get(next) * scale, longer, side)
            > worst(greatest, weights.get(next - 1) * scale, row, side)) {
          break;
        }
        row = longer;
        next++;
      }
      // What is left after the last row is nothing, also where rounding says otherwise.
      left = lay(weights.subList(first, next), scale, row, next == weights.size(), left, areas);
      first = next;
    }
    return areas;
  }

  /** How far from a square the least square one of a row is: 1 for a square. */
  private static double worst(double greatest, double least, double row, double side) {
    double squared = side * side;
    return Math.max(squared * greatest / (row * row), row * row / (squared * least));
  }

  /** Lays a row along the shorter side, and returns what is left. */
  private static Area lay(
      List<Long> row, double scale, double sum, boolean last, Area left, List<Area> areas) {
    boolean upright = left.width() >= left.height();
    double side = upright ? left.height() : left.width();
    double depth = last ? (upright ? left.width() : left.height()) : side == 0 ? 0 : sum / side;
    double along = 0;
    for (Long weight : row) {
      double length = sum == 0 ? 0 : side * (weight * scale) / sum;
      areas.add(
          upright
              ? new Area(left.x(), left.y() + along, depth, length)
              : new Area(left.x() + along, left.y(), length, depth));
      along += length;
    }
    return upright
        ? new Area(left.x() + depth, left.y(), left.width() - depth, left.height())
        : new Area(left.x(), left.y() + depth, left.width(), left.height() - depth);
  }
}
