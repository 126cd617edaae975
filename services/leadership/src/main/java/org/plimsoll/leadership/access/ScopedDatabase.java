package org.plimsoll.leadership.access;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/**
 * The database as readers have it. On its connections the name of a table is that of a view in the
 * schema {@code seen}, which holds the rows in the scope of the reader and no others; what has no
 * such view cannot be named.
 */
@Component
public class ScopedDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 12;

  private final HikariDataSource pool;

  /** The scope that each connection has; a page asks a hundred times in a row. */
  private final Map<Connection, Scope> scopes = Collections.synchronizedMap(new WeakHashMap<>());

  ScopedDatabase(DataSourceProperties properties) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("readers");
    config.setJdbcUrl(properties.determineUrl());
    config.setUsername(properties.determineUsername());
    config.setPassword(properties.determinePassword());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    // The tables are there once Flyway has run, which may be later than this.
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql("SET search_path = seen");
    config.setReadOnly(true);
    // A query over views of views takes longer to plan than to run, and its plan does not depend on
    // its parameters but for the scope, which is read while it runs: each connection plans it once.
    // What screens ask for lies in memory, where a place costs about as much as the next one.
    config.addDataSourceProperty("prepareThreshold", 1);
    config.addDataSourceProperty(
        "options", "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 -c jit=off");
    this.pool = new HikariDataSource(config);
  }

  /** For the queries of one reader; none of them has a connection of another scope. */
  public JdbcClient of(Scope scope) {
    return JdbcClient.create(new Scoped(pool, scope));
  }

  @Override
  public void close() {
    pool.close();
  }

  private final class Scoped extends DelegatingDataSource {
    private final Scope scope;

    Scoped(DataSource pool, Scope scope) {
      super(pool);
      this.scope = scope;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      try {
        // As the driver has it, which is the same one each time that the pool lends it.
        Connection lent = connection.unwrap(Connection.class);
        if (!scope.equals(scopes.get(lent))) {
          // Were it set within a transaction, the end of that could take it back.
          if (!connection.getAutoCommit()) {
            throw new IllegalStateException("readers have no transactions");
          }
          // Whatever happens in between, no scope is believed that was not set.
          scopes.remove(lent);
          set(connection);
          scopes.put(lent, scope);
        }
        return connection;
      } catch (SQLException | RuntimeException e) {
        // Never with the scope of whoever had it before.
        connection.close();
        throw e;
      }
    }

    private void set(Connection connection) throws SQLException {
      try (PreparedStatement set =
          connection.prepareStatement(
              "SELECT set_config('plimsoll.everything', ?, false),"
                  + " set_config('plimsoll.roots', ?, false),"
                  + " set_config('plimsoll.agencies', ?, false)")) {
        set.setString(1, scope.everything() ? "yes" : "no");
        set.setString(2, String.join(" ", scope.roots()));
        set.setString(3, String.join(" ", scope.agencies()));
        set.execute();
      }
    }
  }
}
