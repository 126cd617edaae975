package org.plimsoll.local.demo;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file {@code demo/portfolio.yaml}, as it is written; {@link Portfolio} says what follows. */
record Sample(
    Map<String, Text> agencies,
    Map<String, Text> regions,
    Map<String, Office> offices,
    Top portfolio,
    List<Program> programs,
    Map<String, Course> courses,
    Map<String, List<String>> silent,
    List<Decided> decisions) {

  record Text(String kk, String ru, String en) {}

  record Person(String person, String role) {}

  /** What an office is called besides English. */
  record Office(String kk, String ru) {}

  record Top(String id, Text name, String currency, Person accountable, String source) {}

  /**
   * @param budgetMillion sum of the projects' budgets, million tenge
   * @param start first month of its projects, as in 2019-01
   * @param months how long its projects take
   */
  record Program(
      String id,
      String agency,
      Text name,
      Person accountable,
      long budgetMillion,
      String start,
      int months,
      String source,
      List<Project> projects) {}

  /**
   * One project, or with {@code each} one for every region.
   *
   * @param weight share of what its program's budget leaves after budgets of their own
   * @param owner {@code akimat} when the region's akimat owns the project
   * @param accountable who answers for the one project
   * @param role with {@code each}: what those who answer do in the agency that owns the project
   * @param persons with {@code each}: who answers in each region
   */
  record Project(
      @Nullable String id,
      @Nullable String each,
      int weight,
      @Nullable List<String> regions,
      @Nullable String owner,
      @Nullable String agency,
      @Nullable Long budgetMillion,
      @Nullable String finish,
      Text name,
      @Nullable Person accountable,
      @Nullable String role,
      @Nullable Map<String, String> persons,
      @Nullable String source,
      @Nullable List<Indicator> indicators,
      @Nullable Course course) {

    /** Nobody's project is not in the sample: somebody is named for each. */
    Person accountable(Optional<String> region) {
      return region.isEmpty()
          ? requireNonNull(accountable, () -> "accountable of " + id)
          : new Person(
              requireNonNull(
                  requireNonNull(persons, () -> "persons of " + each).get(region.get()),
                  () -> "person of " + each + " in " + region.get()),
              requireNonNull(role, () -> "role of " + each));
    }
  }

  /**
   * @param tolerance least achievement in percent of the target; absent where none was granted
   * @param values by month
   */
  record Indicator(
      String id,
      Text name,
      String unit,
      BigDecimal target,
      String direction,
      String kind,
      @Nullable String due,
      @Nullable Integer tolerance,
      String source,
      Map<String, BigDecimal> values) {}

  /**
   * How the figures of one project run where they are not left to chance; all keys are months.
   *
   * @param ahead days that its tolerances on cost and finish look ahead; absent: none
   * @param hold crossings within a year after which its tolerance on CPI is held; absent: never
   */
  record Course(
      boolean built,
      @Nullable Map<String, Integer> schedule,
      @Nullable Map<String, Integer> cost,
      @Nullable Map<String, Integer> forecast,
      @Nullable Map<String, Integer> slip,
      @Nullable String phase,
      @Nullable Map<String, String> notes,
      @Nullable Help help,
      @Nullable Integer ahead,
      @Nullable Integer hold) {
    static final Course QUIET =
        new Course(false, null, null, null, null, null, null, null, null, null);
  }

  /**
   * What somebody decided.
   *
   * @param month after whose statuses
   * @param kind as in the schema of decisions
   * @param exception which exception, or the event that asked for help
   * @param as the node whose accountable person decides
   * @param limit the wider limit, in the unit of the tolerance
   * @param until its last day, or the day on which a plan is due
   */
  record Decided(
      String month,
      String node,
      String kind,
      String exception,
      String as,
      @Nullable BigDecimal limit,
      @Nullable String until,
      String reason) {}

  record Help(String month, String addressedTo, String request) {}

  static Sample load() {
    ObjectMapper yaml =
        new ObjectMapper(new YAMLFactory())
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    try (InputStream file = Sample.class.getResourceAsStream("/demo/portfolio.yaml")) {
      return yaml.readValue(file, Sample.class);
    } catch (IOException e) {
      throw new UncheckedIOException("demo/portfolio.yaml cannot be read", e);
    }
  }
}
