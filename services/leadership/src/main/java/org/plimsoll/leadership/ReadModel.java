package org.plimsoll.leadership;

import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.access.ScopedDatabase;
import org.plimsoll.wire.SchemaRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the trail and the escalations say, for one reader at a time. */
@Component
class ReadModel {
  private final ScopedDatabase database;
  private final TrailReaders readers;
  private final Sentences sentences;
  private final Arithmetic arithmetic;
  private final InWords words;
  private final PersonsInWords persons;
  private final Recent recent;
  private final Unchanged unchanged;

  ReadModel(
      ScopedDatabase database,
      @Value("${plimsoll.registry.url}") String registryUrl,
      Sentences sentences,
      Arithmetic arithmetic,
      InWords words,
      PersonsInWords persons,
      Recent recent,
      Unchanged unchanged) {
    this.database = database;
    this.readers = new TrailReaders(new SchemaRegistry(registryUrl));
    this.sentences = sentences;
    this.arithmetic = arithmetic;
    this.words = words;
    this.persons = persons;
    this.recent = recent;
    this.unchanged = unchanged;
  }

  Seen of(Reader reader) {
    JdbcClient scoped = database.of(reader.scope());
    return Seen.of(
        reader,
        scoped,
        readers,
        sentences,
        arithmetic,
        words,
        persons,
        recent.within(reader.scope()),
        unchanged.within(reader.scope(), scoped));
  }
}
