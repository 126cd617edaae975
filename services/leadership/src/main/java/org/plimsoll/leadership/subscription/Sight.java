package org.plimsoll.leadership.subscription;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Readers;
import org.plimsoll.leadership.access.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Queries on behalf of a person: in them {@code sees(node_id)} is whether they see the node now, by
 * the same views through which screens are read.
 */
@Component
class Sight {
  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Readers readers;

  Sight(JdbcClient database, PlatformTransactionManager transactions, Readers readers) {
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
    this.readers = readers;
  }

  /** In the transaction that is under way, or in one of its own. */
  <T extends @Nullable Object> T as(String person, Supplier<T> query) {
    return transaction.execute(_ -> {
      Scope scope = readers.of(person).scope();
      database
          .sql(
              """
              SELECT set_config('plimsoll.everything', :everything, true),
                set_config('plimsoll.roots', :roots, true),
                set_config('plimsoll.agencies', :agencies, true)
              """)
          .param("everything", scope.everything() ? "yes" : "no")
          .param("roots", String.join(" ", scope.roots()))
          .param("agencies", String.join(" ", scope.agencies()))
          .query(row -> {});
      return query.get();
    });
  }
}
