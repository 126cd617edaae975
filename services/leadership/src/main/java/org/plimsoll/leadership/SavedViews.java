package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Persons.Read;
import org.plimsoll.leadership.subscription.Printable;
import org.plimsoll.leadership.subscription.Wanted.Fields;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.reactive.result.view.Rendering;

/** The views of each person. Whoever asks sees and changes only their own. */
@Repository
class SavedViews {
  /** Of one person: links that fit on two lines. */
  static final int MOST = 20;

  private static final int MOST_TITLE = 80;
  private static final int MOST_HOLDER = 200;

  /** The fields, as they are named in a form and in JSON; which filters there are says the page. */
  private static final List<String> FIELDS =
      List.of(
          "title", "page", "start", "node", "kind", "search", "program", "agency", "holder",
          "month");

  private static final List<String> OF_ALL_PAGES = List.of("title", "page", "start");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient database;
  private final TransactionTemplate transaction;

  SavedViews(JdbcClient database, PlatformTransactionManager transactions) {
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** A view as somebody asks for it, not kept yet. */
  record Wish(String title, String page, String query, boolean start) {}

  /** Reads the fields by the rules of the page that has the filters. */
  static Read<Wish> read(Map<String, List<String>> given) {
    Fields fields = new Fields(given, FIELDS);
    String title = Printable.line(fields.text("title", MOST_TITLE), MOST_TITLE);
    if (title.isEmpty()) {
      fields.wrong("title", "", "expected.text", MOST_TITLE);
    }
    List<String> pages = List.copyOf(new TreeSet<>(SavedView.PAGES.keySet()));
    String page = fields.oneOf("page", "", pages);
    if (page.isEmpty()) {
      fields.wrong("page", "", "expected.oneOf", pages.toString());
    }
    List<String> known = SavedView.PAGES.getOrDefault(page, List.of());
    Map<String, String> filters = new LinkedHashMap<>();
    known.forEach(name -> filters.put(name, filter(fields, page, name)));
    given.keySet().stream()
        .filter(name -> !page.isEmpty() && !OF_ALL_PAGES.contains(name) && !known.contains(name))
        .forEach(name -> fields.wrong(name, "", "expected.fields", known.toString()));
    boolean start = fields.oneOf("start", "false", List.of("true", "false")).equals("true");
    return fields.wrong.isEmpty()
        ? new Read.Good<>(new Wish(title, page, SavedView.query(filters), start))
        : new Read.Bad<>(fields.wrong);
  }

  private static String filter(Fields fields, String page, String name) {
    return switch (name) {
      case "search" -> fields.optional(name, InboxScreen.LONGEST_SEARCH);
      case "holder" -> fields.optional(name, MOST_HOLDER);
      case "kind" ->
          fields.oneOf(
              name, "", List.of(page.equals("/board") ? BoardScreen.KINDS : InboxScreen.KINDS));
      case "month" -> month(fields, name);
      default -> id(fields, name);
    };
  }

  private static String id(Fields fields, String name) {
    String text = fields.optional(name, MOST_HOLDER);
    if (!text.isEmpty() && !Parameters.NODE_ID.matcher(text).matches()) {
      fields.wrong(name, text, "expected.node");
    }
    return text;
  }

  private static String month(Fields fields, String name) {
    String text = fields.optional(name, MOST_HOLDER);
    try {
      return text.isEmpty() ? text : YearMonth.parse(text).toString();
    } catch (DateTimeException e) {
      fields.wrong(name, text, "expected.month");
      return text;
    }
  }

  /** In the order in which they were made. */
  List<SavedView> of(String person) {
    return database
        .sql("SELECT * FROM access.saved_view WHERE person = :person ORDER BY seq")
        .param("person", person)
        .query(SavedViews::view)
        .list();
  }

  Optional<SavedView> one(String person, String id) {
    return database
        .sql("SELECT * FROM access.saved_view WHERE person = :person AND view_id = :id")
        .param("person", person)
        .param("id", id)
        .query(SavedViews::view)
        .optional();
  }

  /** Whether one more would be too many. */
  boolean isFull(String person) {
    return of(person).size() >= MOST;
  }

  /** Keeps a new one; its name is one that no other of the person has. */
  Read<SavedView> make(String person, Wish wish) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    String id = "view_" + HexFormat.of().formatHex(random);
    return alone(
        person,
        () -> {
          if (isFull(person)) {
            return new Read.Bad<>(
                Map.of("title", new Wrong(wish.title(), "views.full", List.of(MOST))));
          }
          if (isTaken(person, id, wish.title())) {
            return taken(wish);
          }
          if (wish.start()) {
            startNowhere(person);
          }
          return new Read.Good<>(
              bound(
                      """
                      INSERT INTO access.saved_view (view_id, person, title, page, query, starts)
                      VALUES (:id, :person, :title, :page, :query, :start) RETURNING *
                      """,
                      person,
                      id,
                      wish)
                  .query(SavedViews::view)
                  .single());
        });
  }

  /** Changes one that is there; nothing where it is not. */
  Optional<Read<SavedView>> change(String person, String id, Wish wish) {
    return alone(
        person,
        () -> {
          if (one(person, id).isEmpty()) {
            return Optional.empty();
          }
          if (isTaken(person, id, wish.title())) {
            return Optional.of(taken(wish));
          }
          if (wish.start()) {
            startNowhere(person);
          }
          return bound(
                  """
                  UPDATE access.saved_view
                  SET title = :title, page = :page, query = :query, starts = :start
                  WHERE person = :person AND view_id = :id RETURNING *
                  """,
                  person,
                  id,
                  wish)
              .query(SavedViews::view)
              .optional()
              .map(Read.Good::new);
        });
  }

  /**
   * Removes one.
   *
   * @return whether it was there
   */
  boolean remove(String person, String id) {
    return database
            .sql("DELETE FROM access.saved_view WHERE person = :person AND view_id = :id")
            .param("person", person)
            .param("id", id)
            .update()
        == 1;
  }

  /** Puts a person's views on a page that has filters, with the filters that it shows now. */
  void on(
      Rendering.Builder<?> view,
      String person,
      String page,
      Map<String, @Nullable String> filters) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : SavedView.PAGES.getOrDefault(page, List.of())) {
      String value = filters.get(name);
      if (value != null && !value.isEmpty()) {
        given.put(name, value);
      }
    }
    view.modelAttribute("views", of(person))
        .modelAttribute("shown", new SavedView("", "", page, SavedView.query(given), false));
  }

  /** One after the other, so that no two of a person have one name or are both their start. */
  private <T> T alone(String person, Supplier<T> change) {
    return requireNonNull(
        transaction.execute(_ -> {
          database
              .sql("SELECT pg_advisory_xact_lock(hashtext('views of ' || :person))")
              .param("person", person)
              .query(row -> {});
          return change.get();
        }));
  }

  private boolean isTaken(String person, String id, String title) {
    return database
        .sql(
            "SELECT true FROM access.saved_view WHERE person = :person AND title = :title AND"
                + " view_id <> :id")
        .param("person", person)
        .param("title", title)
        .param("id", id)
        .query(Boolean.class)
        .optional()
        .isPresent();
  }

  private static Read<SavedView> taken(Wish wish) {
    return new Read.Bad<>(
        Map.of("title", new Wrong(wish.title(), "expected.otherTitle", List.of())));
  }

  private void startNowhere(String person) {
    database
        .sql("UPDATE access.saved_view SET starts = false WHERE person = :person AND starts")
        .param("person", person)
        .update();
  }

  private JdbcClient.StatementSpec bound(String sql, String person, String id, Wish wish) {
    return database
        .sql(sql)
        .param("person", person)
        .param("id", id)
        .param("title", wish.title())
        .param("page", wish.page())
        .param("query", wish.query())
        .param("start", wish.start());
  }

  private static SavedView view(ResultSet row, int number) throws SQLException {
    return new SavedView(
        row.getString("view_id"),
        row.getString("title"),
        row.getString("page"),
        row.getString("query"),
        row.getBoolean("starts"));
  }
}
