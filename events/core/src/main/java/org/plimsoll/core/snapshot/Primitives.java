package org.plimsoll.core.snapshot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.calendar.Days;

/** How the bytes of standings hold what may be absent. */
final class Primitives {
  private Primitives() {}

  static void texts(DataOutputStream out, Collection<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  static List<String> texts(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  static void text(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  static @Nullable String text(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  static void amount(DataOutputStream out, @Nullable Long amount) throws IOException {
    out.writeBoolean(amount != null);
    if (amount != null) {
      out.writeLong(amount);
    }
  }

  static @Nullable Long amount(DataInputStream in) throws IOException {
    return in.readBoolean() ? Long.valueOf(in.readLong()) : null;
  }

  static void date(DataOutputStream out, @Nullable LocalDate date) throws IOException {
    out.writeInt(date == null ? Integer.MIN_VALUE : Math.toIntExact(date.toEpochDay()));
  }

  static @Nullable LocalDate date(DataInputStream in) throws IOException {
    int day = in.readInt();
    return day == Integer.MIN_VALUE ? null : Days.of(day);
  }

  static void instant(DataOutputStream out, @Nullable Instant instant) throws IOException {
    out.writeLong(instant == null ? Long.MIN_VALUE : instant.toEpochMilli());
  }

  static @Nullable Instant instant(DataInputStream in) throws IOException {
    long millis = in.readLong();
    return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
  }
}
