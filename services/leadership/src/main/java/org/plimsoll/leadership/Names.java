package org.plimsoll.leadership;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A name in the three languages of the screens. */
record Names(String kk, String ru, String en) {
  static Names of(ResultSet row, @Nullable String otherwise) throws SQLException {
    String en = row.getString("name_en");
    String missing = otherwise == null ? "" : otherwise;
    return en == null
        ? new Names(missing, missing, missing)
        : new Names(row.getString("name_kk"), row.getString("name_ru"), en);
  }

  public String in(Locale locale) {
    return switch (locale.getLanguage()) {
      case "kk" -> kk;
      case "ru" -> ru;
      default -> en;
    };
  }
}
