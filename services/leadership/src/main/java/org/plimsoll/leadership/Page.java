package org.plimsoll.leadership;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some rows, and where the next ones begin. Following the cursor to its end visits every row once,
 * also when rows arrive on the way.
 *
 * @param nextCursor absent on the last page
 */
record Page<T>(List<T> items, @Nullable String nextCursor) {
  /**
   * @param found up to one row more than the page holds; that one shows that there is a next page
   * @param key what the order goes by
   */
  static <T> Page<T> of(List<T> found, int limit, Function<T, Object> key) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(List.copyOf(items), Parameters.cursor(key.apply(items.getLast())));
  }

  /**
   * The same of rows that are all at hand, because nobody has more than a few of them.
   *
   * @param after key of the last row that was seen; null for the first page
   */
  static <T> Page<T> within(
      List<T> all, @Nullable String after, int limit, Function<T, Object> key) {
    List<T> rest =
        after == null
            ? all
            : all.stream()
                .dropWhile(each -> !key.apply(each).toString().equals(after))
                .skip(1)
                .toList();
    return of(rest.subList(0, Math.min(rest.size(), limit + 1)), limit, key);
  }
}
