package org.plimsoll.local;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.plimsoll.verify.Counted;
import org.plimsoll.verify.ExitCode;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code plimsoll audit rows}. */
@Command(
    name = "rows",
    description = {
      "Derives what the inbox shows again from the trail, into a database of its own that is gone"
          + " afterwards, and compares the two row by row. Names the first row and column that"
          + " somebody has changed.",
      ""
    },
    footer = {
      "",
      "Exit code 3 means that there is a difference.",
      "",
      "Example:",
      "  plimsoll audit rows"
    })
final class RowsCommand implements Callable<Integer> {
  private static final String AGAIN = "leadership_again";
  private static final Duration LOOK = Duration.ofMillis(200);

  /** Of nothing having been derived. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @ParentCommand private AuditCommand audit = new AuditCommand();

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(System.out);
    try (Session session = Session.open(audit.plimsoll())) {
      make(session);
      try (var _ = session.leadershipAgain(AGAIN)) {
        return compared(session, terminal);
      } finally {
        drop(session);
      }
    } catch (SQLException e) {
      throw new Failure("the database does not answer: " + e.getMessage(), e);
    }
  }

  private static void make(Session session) throws SQLException {
    drop(session);
    try (Connection admin = session.postgresAdmin();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + AGAIN + " OWNER " + Access.LEADERSHIP);
      statement.execute("REVOKE ALL ON DATABASE " + AGAIN + " FROM PUBLIC");
    }
  }

  private static void drop(Session session) throws SQLException {
    try (Connection admin = session.postgresAdmin();
        Statement statement = admin.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + AGAIN + " WITH (FORCE)");
    }
  }

  /** Compares as soon as both have read the same; what comes meanwhile is in neither. */
  private static int compared(Session session, Terminal terminal)
      throws SQLException, InterruptedException {
    long most = -1;
    long movedNanos = System.nanoTime();
    while (true) {
      try (Connection shown = moment(session, Access.LEADERSHIP);
          Connection derived = moment(session, AGAIN)) {
        Map<String, Long> read = consumed(derived);
        if (read.equals(consumed(shown))) {
          return told(
              new RowComparison(shown, derived, rows -> compared(terminal, rows)), terminal);
        }
        long entries = read.values().stream().mapToLong(Long::longValue).sum();
        terminal.progress(
            entries > 0
                ? Counted.of(entries, "record", "records") + " derived again"
                : "the read model is started a second time");
        if (entries > most) {
          most = entries;
          movedNanos = System.nanoTime();
        } else if (System.nanoTime() - movedNanos > PATIENCE.toNanos()) {
          throw new Failure(
              "for 2 minutes nothing was derived - see again.log beside " + session.home().log());
        }
      }
      Thread.sleep(LOOK);
    }
  }

  private static void compared(Terminal terminal, long rows) {
    terminal.progress(Counted.of(rows, "row", "rows") + " compared");
  }

  private static int told(RowComparison comparison, Terminal terminal) throws SQLException {
    Optional<String> difference = comparison.first();
    terminal.progress("");
    difference.ifPresent(terminal::line);
    terminal.line(
        "%s compared, %s."
            .formatted(
                Counted.of(comparison.rows(), "row", "rows"),
                difference.isPresent() ? "the next one differs" : "no difference"));
    return difference.isPresent() ? ExitCode.ATTENTION : ExitCode.DONE;
  }

  /** A connection that sees one moment, from its first query on. */
  private static Connection moment(Session session, String database) throws SQLException {
    Connection connection = session.postgres(Access.LEADERSHIP, database);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }

  /** How far each partition was read. */
  private static Map<String, Long> consumed(Connection connection) throws SQLException {
    Map<String, Long> offsets = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT topic || ' ' || partition, next_offset FROM consumed WHERE next_offset >"
                    + " 0")) {
      while (rows.next()) {
        offsets.put(rows.getString(1), rows.getLong(2));
      }
      return offsets;
    } catch (SQLException e) {
      if ("42P01".equals(e.getSQLState())) { // no such table: it has not begun
        return Map.of("nothing", -1L);
      }
      throw e;
    }
  }
}
