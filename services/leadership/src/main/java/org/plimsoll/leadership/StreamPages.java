package org.plimsoll.leadership;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.plimsoll.leadership.Escalations.Filter;
import org.plimsoll.leadership.Json.EscalationJson;
import org.plimsoll.leadership.access.Queries;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.access.Scope;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Pages of the stream, asked for and worded once for all readers of the same scope, filter and
 * language who are at the same place: hundreds of them want the next item at the same moment.
 */
@Component
class StreamPages {
  /** Items on a page, which is what one reader holds in memory at a time: about 1 KB each. */
  static final int ITEMS = 200;

  /** Some 20 MB; a page that is asked for again counts anew. */
  private static final long MOST_ITEMS = 20_000;

  /** The state of an item is as of the page, so it may be older than the item by this. */
  private static final Duration AGE = Duration.ofSeconds(1);

  private final ReadModel model;
  private final InWords words;
  private final AsyncCache<Place, List<EscalationJson>> pages =
      Caffeine.newBuilder()
          .maximumWeight(MOST_ITEMS)
          .<Place, List<EscalationJson>>weigher((place, page) -> page.size() + 1)
          .expireAfterWrite(AGE)
          .executor(Queries.THREADS)
          .buildAsync();

  /**
   * @param after seq of the last item before the page
   * @param newest seq of the newest item there is, so that a page is not kept beyond it
   */
  private record Place(Scope scope, Filter filter, long after, long newest, Locale locale) {}

  StreamPages(ReadModel model, InWords words) {
    this.model = model;
    this.words = words;
  }

  /** What comes behind the given item, oldest first. */
  Mono<List<EscalationJson>> after(
      Reader reader, Filter filter, long after, long newest, Locale locale) {
    Place place = new Place(reader.scope(), filter, after, newest, locale);
    // Whoever hangs up must not take the page away from the others.
    return Mono.fromFuture(() -> pages.get(place, _ -> page(reader, place)), true);
  }

  private List<EscalationJson> page(Reader reader, Place place) {
    return model.of(reader).escalations().after(place.filter, place.after, ITEMS).stream()
        .map(item -> EscalationJson.of(item, words, place.locale))
        .toList();
  }
}
