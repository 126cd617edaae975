package org.plimsoll.policy;

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
   * @throws MisreadException naming line and field
   */
  public static Policy read(String yaml) {
    YamlObject file = YamlObject.parse(yaml, "the policy", EXAMPLE);
    String name = text(file, "name");
    String source = text(file, SOURCE);
    String grantedBy = text(file, GRANTED_BY);
    String reason = text(file, REASON);
    Selection everywhere = file.has(APPLIES_TO) ? Phrases.selection(file, APPLIES_TO) : null;
    List<Written> written = new ArrayList<>();
    for (YamlObject object : file.objects(TOLERANCES)) {
      written.add(written(object, everywhere, source, reason));
    }
    if (written.isEmpty()) {
      throw file.has(TOLERANCES)
          ? file.wrong(TOLERANCES, "at least one tolerance")
          : new MisreadException(1, TOLERANCES, "nothing", "a list of tolerances");
    }
    file.nothingElse();
    // One with a last day needs one without to give way to, so that is granted first.
    written.sort(
        Comparator.<Written, Boolean>comparing(w -> terms(w).effectiveUntil() != null)
            .thenComparing(
                w -> terms(w).effectiveFrom(), Comparator.nullsFirst(Comparator.naturalOrder())));
    Contradictions.refuse(written);
    return new Policy(name, source, grantedBy, written.stream().map(Written::entry).toList());
  }

  private static Terms terms(Written written) {
    return written.entry.tolerance().terms();
  }

  private static Written written(
      YamlObject object, @Nullable Selection everywhere, String source, String reason) {
    Selection selection =
        everywhere == null || object.has(APPLIES_TO)
            ? Phrases.selection(object, APPLIES_TO)
            : everywhere;
    Bound limit = Phrases.bound(object, LIMIT);
    After after = Phrases.after(object, AFTER);
    Terms terms =
        new Terms(
            Phrases.value(object, AMBER, limit.quantity()),
            Phrases.value(object, CLEAR, limit.quantity()),
            Phrases.otherSide(object, BAND, limit),
            after.reports(),
            after.days(),
            Phrases.count(object, HOLD_AFTER, "raise"),
            Phrases.count(object, FORECAST, "day"),
            day(object, FROM),
            day(object, UNTIL),
            Phrases.answerWithin(object, ANSWER_WITHIN));
    Tolerance tolerance =
        new Tolerance(
            object.text(ID),
            1,
            Phrases.symbol(object, "kind", ToleranceKind.values()),
            measure(object),
            object.optionalText(INDICATOR),
            limit.allowed(),
            limit.quantity().unit(),
            limit.quantity().tenThousandths(),
            terms);
    String why =
        "%s: %s"
            .formatted(
                object.has(SOURCE) ? text(object, SOURCE) : source,
                object.has(REASON) ? text(object, REASON) : reason);
    object.nothingElse();
    return new Written(
        object,
        limit,
        new Policy.Entry(selection, tolerance, limit.quantity().currency(), why, object.line(ID)));
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
