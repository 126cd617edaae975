package org.plimsoll.intake;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/** Ids from the words of a file: {@code Wastewater Treatment} is {@code wastewater-treatment}. */
public final class Slug {
  /** Russian and Kazakh letters in the order and spelling of the passports. */
  private static final Map<Character, String> LATIN =
      Map.<Character, String>ofEntries(
          Map.entry('а', "a"),
          Map.entry('ә', "a"),
          Map.entry('б', "b"),
          Map.entry('в', "v"),
          Map.entry('г', "g"),
          Map.entry('ғ', "g"),
          Map.entry('д', "d"),
          Map.entry('е', "e"),
          Map.entry('ё', "e"),
          Map.entry('ж', "zh"),
          Map.entry('з', "z"),
          Map.entry('и', "i"),
          Map.entry('й', "i"),
          Map.entry('к', "k"),
          Map.entry('қ', "q"),
          Map.entry('л', "l"),
          Map.entry('м', "m"),
          Map.entry('н', "n"),
          Map.entry('ң', "n"),
          Map.entry('о', "o"),
          Map.entry('ө', "o"),
          Map.entry('п', "p"),
          Map.entry('р', "r"),
          Map.entry('с', "s"),
          Map.entry('т', "t"),
          Map.entry('у', "u"),
          Map.entry('ұ', "u"),
          Map.entry('ү', "u"),
          Map.entry('ф', "f"),
          Map.entry('х', "kh"),
          Map.entry('һ', "h"),
          Map.entry('ц', "ts"),
          Map.entry('ч', "ch"),
          Map.entry('ш', "sh"),
          Map.entry('щ', "shch"),
          Map.entry('ъ', ""),
          Map.entry('ы', "y"),
          Map.entry('і', "i"),
          Map.entry('ь', ""),
          Map.entry('э', "e"),
          Map.entry('ю', "yu"),
          Map.entry('я', "ya"));

  private Slug() {}

  /** Lower-case Latin letters, digits and single hyphens; empty when the text has none of them. */
  public static String of(String text, int maxCharacters) {
    StringBuilder slug = new StringBuilder();
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    for (int i = 0; i < composed.length(); i++) {
      char letter = composed.charAt(i);
      String latin = LATIN.get(letter);
      slug.append(latin == null ? plain(letter) : latin);
    }
    String hyphenated = slug.toString().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return hyphenated.length() <= maxCharacters
        ? hyphenated
        : hyphenated.substring(0, maxCharacters).replaceAll("-$", "");
  }

  private static String plain(char letter) {
    return Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "");
  }
}
