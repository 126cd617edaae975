package org.plimsoll.policy;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Admission;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.policy.Phrases.After;
import org.plimsoll.policy.Phrases.Bound;
import org.plimsoll.policy.text.MisreadException;
import org.plimsoll.policy.text.Misreadings;
import org.plimsoll.policy.text.Nearest;
import org.plimsoll.policy.text.YamlObject;

/** Reads a policy from YAML. What it takes has no contradictions that can be seen without nodes. */
public final class PolicyReader {
  static final String APPLIES_TO = "applies to";
  static final String ID = "id";
  static final String MEASURE = "measure";
  static final String INDICATOR = "indicator";
  static final String LIMIT = "limit";
  static final String AMBER = "amber";
  static final String CLEAR = "clear";
  static final String BAND = "band";
  static final String AFTER = "after";
  static final String HOLD_AFTER = "hold after";
  static final String FORECAST = "forecast";
  static final String FROM = "from";
  static final String UNTIL = "until";
  static final String ANSWER_WITHIN = "answer within";

  private static final String SOURCE = "source";
  private static final String REASON = "reason";
  private static final String GRANTED_BY = "granted by";
  private static final String TOLERANCES = "tolerances";
  private static final String EXAMPLE = "what docs/policies.md shows";

  private PolicyReader() {}

  /** An entry with the place where it is written. */
  record Written(YamlObject object, Bound limit, Policy.Entry entry) {}

  /**
   * Reads a policy.
   *
   * @throws MisreadException naming line and field of everything that cannot be taken; what only
   *     shows when all is read comes alone
   */
  public static Policy read(String yaml) {
    YamlObject file = YamlObject.parse(yaml, "the policy", EXAMPLE);
    Misreadings misreadings = new Misreadings();
    String name = misreadings.read(() -> text(file, "name"));
    String source = misreadings.read(() -> text(file, SOURCE));
    String grantedBy = misreadings.read(() -> text(file, GRANTED_BY));
    String reason = misreadings.read(() -> text(file, REASON));
    Selection everywhere =
        file.has(APPLIES_TO) ? misreadings.read(() -> Phrases.selection(file, APPLIES_TO)) : null;
    List<Written> written = new ArrayList<>();
    List<YamlObject> objects = misreadings.read(() -> tolerances(file));
    for (YamlObject object : requireNonNullElse(objects, List.<YamlObject>of())) {
      Selection selection =
          file.has(APPLIES_TO) && !object.has(APPLIES_TO)
              ? everywhere
              : misreadings.read(() -> Phrases.selection(object, APPLIES_TO));
      Written entry =
          written(object, selection, String.valueOf(source), String.valueOf(reason), misreadings);
      if (entry != null) {
        written.add(entry);
      }
    }
    misreadings.read(() -> nothingElse(file));
    misreadings.raise();
    // One with a last day needs one without to give way to, so that is granted first.
    written.sort(
        Comparator.<Written, Boolean>comparing(w -> terms(w).effectiveUntil() != null)
            .thenComparing(
                w -> terms(w).effectiveFrom(), Comparator.nullsFirst(Comparator.naturalOrder())));
    Contradictions.refuse(written);
    return new Policy(
        requireNonNull(name),
        requireNonNull(source),
        requireNonNull(grantedBy),
        written.stream().map(Written::entry).toList());
  }

  private static List<YamlObject> tolerances(YamlObject file) {
    List<YamlObject> objects = file.objects(TOLERANCES);
    if (objects.isEmpty()) {
      throw file.has(TOLERANCES)
          ? file.wrong(TOLERANCES, "at least one tolerance")
          : new MisreadException(1, TOLERANCES, "nothing", "a list of tolerances");
    }
    return objects;
  }

  private static boolean nothingElse(YamlObject object) {
    object.nothingElse();
    return true;
  }

  private static Terms terms(Written written) {
    return written.entry.tolerance().terms();
  }

  /**
   * Null where anything of it cannot be taken, which is among the misreadings then.
   *
   * @param selection null where it cannot be taken
   */
  private static @Nullable Written written(
      YamlObject object,
      @Nullable Selection selection,
      String source,
      String reason,
      Misreadings misreadings) {
    int before = misreadings.count();
    String id = misreadings.read(() -> object.text(ID));
    ToleranceKind kind =
        misreadings.read(() -> Phrases.symbol(object, "kind", ToleranceKind.values()));
    Measure measure = misreadings.read(() -> measure(object));
    String indicator = misreadings.read(() -> object.optionalText(INDICATOR));
    Bound limit = misreadings.read(() -> Phrases.bound(object, LIMIT));
    // Whatever is measured as the limit is cannot be read without it, but is known.
    List.of(AMBER, CLEAR, BAND).forEach(object::has);
    Long amber =
        limit == null
            ? null
            : misreadings.read(() -> Phrases.value(object, AMBER, limit.quantity()));
    Long clear =
        limit == null
            ? null
            : misreadings.read(() -> Phrases.value(object, CLEAR, limit.quantity()));
    Long band =
        limit == null ? null : misreadings.read(() -> Phrases.otherSide(object, BAND, limit));
    After after = misreadings.read(() -> Phrases.after(object, AFTER));
    Integer holdAfter = misreadings.read(() -> Phrases.count(object, HOLD_AFTER, "raise"));
    Integer forecast = misreadings.read(() -> Phrases.count(object, FORECAST, "day"));
    LocalDate from = misreadings.read(() -> day(object, FROM));
    LocalDate until = misreadings.read(() -> day(object, UNTIL));
    Terms.AnswerWithin answerWithin =
        misreadings.read(() -> Phrases.answerWithin(object, ANSWER_WITHIN));
    String why =
        misreadings.read(() ->
            "%s: %s"
                .formatted(
                    object.has(SOURCE) ? text(object, SOURCE) : source,
                    object.has(REASON) ? text(object, REASON) : reason));
    misreadings.read(() -> nothingElse(object));
    if (misreadings.count() > before || selection == null) {
      return null;
    }
    Quantity quantity = requireNonNull(limit).quantity();
    Terms terms =
        new Terms(
            amber,
            clear,
            band,
            requireNonNull(after).reports(),
            after.days(),
            requireNonNull(holdAfter),
            requireNonNull(forecast),
            from,
            until,
            answerWithin);
    Tolerance tolerance =
        new Tolerance(
            requireNonNull(id),
            1,
            requireNonNull(kind),
            requireNonNull(measure),
            indicator,
            limit.allowed(),
            quantity.unit(),
            quantity.tenThousandths(),
            terms);
    return new Written(
        object,
        limit,
        new Policy.Entry(
            selection, tolerance, quantity.currency(), requireNonNull(why), object.line(ID)));
  }

  private static Measure measure(YamlObject object) {
    String name = object.text(MEASURE);
    return MeasureNames.find(name)
        .orElseThrow(() ->
            object.wrong(
                MEASURE,
                "a measure that is known; nearest: '%s'"
                    .formatted(Nearest.to(MeasureNames.plain(name), MeasureNames.all()))));
  }

  private static @Nullable LocalDate day(YamlObject object, String key) {
    LocalDate day = Phrases.day(object, key);
    if (day != null
        && (day.isBefore(Admission.EARLIEST_DATE) || day.isAfter(Admission.LATEST_DATE))) {
      throw object.wrong(key, "%s to %s".formatted(Admission.EARLIEST_DATE, Admission.LATEST_DATE));
    }
    return day;
  }

  /** Source and reason together stay within what a text may hold. */
  private static String text(YamlObject object, String key) {
    String text = object.text(key);
    int most = Admission.MAX_TEXT_CHARACTERS / 4;
    if (text.length() > most) {
      throw object.wrong(key, "at most %d characters".formatted(most));
    }
    return text;
  }
}
