package org.plimsoll.leadership;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Taken.Change;
import org.plimsoll.leadership.Taken.OfProject;
import org.plimsoll.leadership.Taken.Sum;
import org.plimsoll.schema.StatusChange;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * The status changes that the flow of information counts: of which projects they are, and then each
 * with its event and what was delivered after it.
 */
@Controller
class TakenScreen {
  private static final int ROWS = 50;

  /** A project in words. */
  record Row(String id, String name, String taken, String delivered, String avoided) {}

  /**
   * A part of a project's, and how many it has.
   *
   * @param delivered as an address names it; empty for all
   */
  record Which(String delivered, String name, String count) {}

  /** A status change in words; nothing was delivered after it where there are no items. */
  record ChangeRow(Position cause, String day, String takenAt, List<ItemRow> items) {}

  /** What was delivered, and where it is shown. */
  record ItemRow(String what, String link) {}

  private final InWords words;
  private final AgenciesInWords agencyNames;
  private final Frame frame;

  TakenScreen(InWords words, AgenciesInWords agencyNames, Frame frame) {
    this.words = words;
    this.agencyNames = agencyNames;
    this.frame = frame;
  }

  /** By project, of one agency or of all. */
  @GetMapping("/taken")
  Rendering taken(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "agency", "cursor");
    String agency = given.node("agency");
    String after = given.cursor("cursor");
    Page<OfProject> page = seen.taken().projects(agency, after == null ? "" : after, ROWS);
    Sum sum = seen.taken().sum(agency);
    Rendering.Builder<?> view =
        Rendering.view("taken")
            .modelAttribute("rows", page.items().stream().map(each -> row(each, locale)).toList())
            .modelAttribute("narrowed", agency == null ? "" : agencyNames.named(agency, locale))
            .modelAttribute("counted", counted(sum, locale))
            .modelAttribute("agency", agency == null ? "" : agency)
            .modelAttribute("first", after == null)
            .modelAttribute("next", page.nextCursor() == null ? "" : page.nextCursor());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  /** Of one project, newest first. */
  @GetMapping("/nodes/{id}/taken")
  Rendering ofProject(
      Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters given = Parameters.of(exchange, "delivered", "cursor");
    String delivered = given.oneOf("delivered", "yes", "no");
    Node node =
        seen.nodes()
            .node(id)
            .orElseThrow(() -> new UnknownException("node", id, "the id of a registered node"));
    boolean first = given.cursor("cursor") == null;
    Page<Change> page =
        seen.taken()
            .changes(
                id,
                delivered == null ? null : delivered.equals("yes"),
                first ? Long.MAX_VALUE : given.cursorSeq("cursor"),
                ROWS);
    Sum sum = seen.taken().ofProject(id);
    Rendering.Builder<?> view =
        Rendering.view("taken-project")
            .modelAttribute("node", node)
            .modelAttribute("name", node.names().in(locale))
            .modelAttribute(
                "parts",
                List.of(
                    which(null, "taken.all", sum.taken(), locale),
                    which("yes", "taken.delivered", sum.delivered(), locale),
                    which("no", "flow.avoided", sum.avoided(), locale)))
            .modelAttribute("delivered", delivered == null ? "" : delivered)
            .modelAttribute("rows", changes(seen, page.items(), locale))
            .modelAttribute("first", first)
            .modelAttribute("next", page.nextCursor() == null ? "" : page.nextCursor());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private Which which(@Nullable String delivered, String name, long count, Locale locale) {
    return new Which(
        delivered == null ? "" : delivered, words.say(name, locale), words.integer(count, locale));
  }

  private String counted(Sum sum, Locale locale) {
    return words.say(
        "taken.counted",
        locale,
        words.count("statusChanges", sum.taken(), locale),
        words.integer(sum.delivered(), locale),
        words.integer(sum.avoided(), locale));
  }

  private Row row(OfProject project, Locale locale) {
    return new Row(
        project.id(),
        project.names().in(locale),
        words.integer(project.sum().taken(), locale),
        words.integer(project.sum().delivered(), locale),
        words.integer(project.sum().avoided(), locale));
  }

  private List<ChangeRow> changes(Seen seen, List<Change> changes, Locale locale) {
    Map<Position, StatusChange> sent = new HashMap<>();
    Map<Position, List<ItemRow>> items = new HashMap<>();
    for (List<Position> there : byPartition(changes)) {
      String tier = there.getFirst().tier();
      int partition = there.getFirst().partition();
      List<Long> sequences = there.stream().map(Position::sequence).toList();
      seen.trail()
          .entries(tier, partition, sequences)
          .forEach(entry -> {
            if (entry.input() instanceof StatusChange status) {
              sent.put(
                  new Position(tier, partition, entry.entry().getPosition().getSequence(), null),
                  status);
            }
          });
      seen.escalations()
          .with(tier, partition, sequences)
          .forEach(item ->
              items
                  .computeIfAbsent(
                      new Position(tier, partition, item.cause().sequence(), null),
                      _ -> new ArrayList<>())
                  .add(
                      new ItemRow(
                          words.say(
                              "taken.item",
                              locale,
                              words.symbol("level", item.level(), locale),
                              DeliveredScreen.what(item, words, locale)),
                          DeliveredScreen.link(item))));
    }
    return changes.stream()
        .map(change -> {
          StatusChange status = sent.get(change.cause());
          return new ChangeRow(
              change.cause(),
              words.day(status == null ? null : status.getDataDate(), locale),
              words.moment(change.takenAt(), locale),
              items.getOrDefault(change.cause(), List.of()));
        })
        .toList();
  }

  /** A project lies in one partition, unless it was given to a program that lies in another. */
  private static Collection<List<Position>> byPartition(List<Change> changes) {
    return changes.stream().map(Change::cause).collect(groupingBy(Position::partition)).values();
  }
}
