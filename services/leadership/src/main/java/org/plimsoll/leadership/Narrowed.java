package org.plimsoll.leadership;

import org.jspecify.annotations.Nullable;

/**
 * Conditions of a list that can be narrowed. What is not asked for does not stand in the query:
 * readers' connections plan a query once, so each choice of filters is one of its own and finds its
 * index.
 */
final class Narrowed {
  private Narrowed() {}

  /**
   * A condition to stand behind others; empty where nothing is asked for.
   *
   * @param parameter of the query, for the value
   */
  static String by(String column, String parameter, @Nullable String value) {
    return value == null ? "" : "AND %s = :%s ".formatted(column, parameter);
  }
}
