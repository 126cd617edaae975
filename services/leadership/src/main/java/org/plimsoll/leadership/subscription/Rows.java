package org.plimsoll.leadership.subscription;

import static java.util.Objects.requireNonNull;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Person.QuietHours;
import org.plimsoll.leadership.subscription.Subscription.Gathering;

/** Rows as the records that they stand for. */
final class Rows {
  private Rows() {}

  static Subscription subscription(ResultSet row, int number) throws SQLException {
    long repeat = row.getLong("repeat_seconds");
    boolean once = row.wasNull();
    return new Subscription(
        row.getString("subscription_id"),
        row.getString("owner"),
        row.getString("title"),
        Set.copyOf(texts(row, "nodes")),
        row.getString("received_by"),
        Set.copyOf(texts(row, "kinds")),
        texts(row, "severities").stream().map(Severity::valueOf).collect(Collectors.toSet()),
        channel(row),
        Locale.of(row.getString("language")),
        Gathering.valueOf(row.getString("gathering")),
        Duration.ofSeconds(row.getLong("wait_seconds")),
        once ? null : Duration.ofSeconds(repeat),
        moment(row, "ended_at"),
        row.getString("ended_because"));
  }

  private static Channel channel(ResultSet row) throws SQLException {
    String url = row.getString("url");
    return url == null ? new Channel.Mail() : new Channel.Webhook(url);
  }

  static Person person(ResultSet row, int number) throws SQLException {
    LocalTime from = row.getObject("quiet_from", LocalTime.class);
    LocalTime until = row.getObject("quiet_until", LocalTime.class);
    return new Person(
        row.getString("person"),
        row.getString("mail"),
        row.getTimestamp("proven_at") != null,
        Locale.of(row.getString("language")),
        ZoneId.of(row.getString("zone")),
        requireNonNull(row.getObject("digest_at", LocalTime.class)),
        from == null || until == null ? null : new QuietHours(from, until),
        row.getBoolean("deep_anyway"));
  }

  static Substitution substitution(ResultSet row, int number) throws SQLException {
    return new Substitution(
        row.getLong("substitution_id"),
        row.getString("person"),
        row.getString("stand_in"),
        requireNonNull(moment(row, "starts_at")),
        requireNonNull(moment(row, "ends_at")));
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  static OffsetDateTime utc(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }
}
