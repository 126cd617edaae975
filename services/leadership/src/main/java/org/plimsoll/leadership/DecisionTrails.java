package org.plimsoll.leadership;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Step.Place;
import org.plimsoll.leadership.access.ReadLog;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.subscription.DeliveryLog;
import org.springframework.stereotype.Component;

/**
 * The decision trail of an exception as one reader may see it: what the trail says of it, which of
 * the reader's subscriptions told of it, and who opened it: for an auditor everybody, for others
 * they themselves.
 */
@Component
class DecisionTrails {
  private final DeliveryLog deliveries;
  private final ReadLog reads;

  DecisionTrails(DeliveryLog deliveries, ReadLog reads) {
    this.deliveries = deliveries;
    this.reads = reads;
  }

  /**
   * The steps behind a cursor. A step that is noted late, as an opening may be by a second, is not
   * behind a cursor that has passed its moment.
   *
   * @param cursor where the page before ended; null for the first page
   */
  Page<Step> page(Seen seen, Episode episode, @Nullable String cursor, int limit) {
    Place after = cursor == null ? Place.START : place(cursor);
    Reader reader = seen.reader();
    List<Step> found =
        Stream.of(
                seen.decisionTrail().after(episode, after, limit + 1).stream(),
                deliveries
                    .ofException(
                        reader,
                        episode.id(),
                        after.at(),
                        after.numberIn(Place.DELIVERIES),
                        limit + 1)
                    .stream()
                    .map(each ->
                        new Step.Told(
                            new Place(each.createdAt(), Place.DELIVERIES, each.seq()), each)),
                reads
                    .openings(
                        episode.id(),
                        reader.scope().everything() ? null : reader.person(),
                        after.at(),
                        after.numberIn(Place.READERS),
                        limit + 1)
                    .stream()
                    .map(each ->
                        new Step.Opened(
                            new Place(each.firstAt(), Place.READERS, each.seq()), each)))
            .<Step>flatMap(steps -> steps)
            .sorted((one, other) -> one.place().compareTo(other.place()))
            .limit(limit + 1)
            .toList();
    return Page.of(found, limit, step -> cursor(step.place()));
  }

  private static String cursor(Place place) {
    return place.at() + " " + place.source() + " " + place.number();
  }

  private static Place place(String cursor) {
    String[] parts = cursor.split(" ", -1);
    try {
      if (parts.length == 3) {
        return new Place(
            Instant.parse(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
      }
    } catch (DateTimeException | NumberFormatException e) {
      // Said below.
    }
    throw Parameters.badCursor(cursor);
  }
}
