package org.plimsoll.leadership;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.plimsoll.leadership.SavedViews.Wish;
import org.plimsoll.leadership.subscription.Persons.Read;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** The views of whoever asks: which there are, their names, and with which one begins. */
@Controller
class ViewsScreen {
  /**
   * A view in words.
   *
   * @param title as it was typed, where that could not be taken
   * @param wrong what is wrong with the name; empty when nothing is
   */
  record Line(SavedView view, String about, String title, String wrong) {}

  private final SavedViews views;
  private final InWords words;
  private final Frame frame;

  ViewsScreen(SavedViews views, InWords words, Frame frame) {
    this.views = views;
    this.words = words;
    this.frame = frame;
  }

  @GetMapping("/views")
  Rendering all(Seen seen, ServerWebExchange exchange, Locale locale) {
    String done = Parameters.of(exchange, "done").oneOf("done", "saved", "removed");
    return page(
        done == null ? "" : "views." + done,
        "",
        Map.of(),
        Map.of(),
        HttpStatus.OK,
        seen,
        exchange,
        locale);
  }

  /** Keeps the filters of a page and goes back to it; what cannot be taken is shown again. */
  @PostMapping(path = "/views", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering make(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters.of(exchange);
    Map<String, List<String>> given = Given.form(exchange);
    Read<SavedView> made =
        switch (SavedViews.read(given)) {
          case Read.Bad<Wish>(var wrong) -> new Read.Bad<>(wrong);
          case Read.Good<Wish>(Wish wish) -> views.make(seen.reader().person(), wish);
        };
    return switch (made) {
      case Read.Good<SavedView>(SavedView view) -> to(view.path());
      case Read.Bad<SavedView>(var wrong) ->
          page("", "", given, wrong, HttpStatus.UNPROCESSABLE_CONTENT, seen, exchange, locale);
    };
  }

  /** Another name. */
  @PostMapping(path = "/views/{id}", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering rename(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters.of(exchange);
    Map<String, List<String>> given = Given.form(exchange);
    return changed(id, given, found(seen, id).start(), seen, exchange, locale);
  }

  @PostMapping("/views/{id}/start")
  Rendering start(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters.of(exchange);
    SavedView view = found(seen, id);
    return changed(
        id, Map.of("title", List.of(view.title())), !view.start(), seen, exchange, locale);
  }

  @PostMapping("/views/{id}/remove")
  Rendering remove(Seen seen, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    if (!views.remove(seen.reader().person(), id)) {
      throw SavedViewsApi.unknown(id);
    }
    return to("/views?done=removed");
  }

  private Rendering changed(
      String id,
      Map<String, List<String>> given,
      boolean start,
      Seen seen,
      ServerWebExchange exchange,
      Locale locale) {
    SavedView before = found(seen, id);
    Map<String, List<String>> whole = new LinkedHashMap<>(given);
    before.filters().forEach((name, value) -> whole.put(name, List.of(value)));
    whole.put("page", List.of(before.page()));
    whole.put("start", List.of(String.valueOf(start)));
    Read<SavedView> changed =
        switch (SavedViews.read(whole)) {
          case Read.Bad<Wish>(var wrong) -> new Read.Bad<>(wrong);
          case Read.Good<Wish>(Wish wish) ->
              views
                  .change(seen.reader().person(), id, wish)
                  .orElseThrow(() -> SavedViewsApi.unknown(id));
        };
    return switch (changed) {
      case Read.Good<SavedView> _ -> to("/views?done=saved");
      case Read.Bad<SavedView>(var wrong) ->
          page("", id, given, wrong, HttpStatus.UNPROCESSABLE_CONTENT, seen, exchange, locale);
    };
  }

  private SavedView found(Seen seen, String id) {
    return views.one(seen.reader().person(), id).orElseThrow(() -> SavedViewsApi.unknown(id));
  }

  private static Rendering to(String path) {
    return Rendering.redirectTo(path).status(HttpStatus.SEE_OTHER).build();
  }

  /**
   * @param of the view that something is wrong with; empty where it is a new one
   */
  private Rendering page(
      String notice,
      String of,
      Map<String, List<String>> given,
      Map<String, Wrong> wrong,
      HttpStatus status,
      Seen seen,
      ServerWebExchange exchange,
      Locale locale) {
    Map<String, String> said = new LinkedHashMap<>();
    wrong.forEach((field, each) -> said.put(field, Given.said(each, words, locale)));
    List<Line> lines =
        views.of(seen.reader().person()).stream()
            .map(view -> line(view, of, given, said, locale))
            .toList();
    Rendering.Builder<?> view =
        Rendering.view("views")
            .status(status)
            .modelAttribute("notice", notice)
            .modelAttribute("lines", lines)
            .modelAttribute("filled", given)
            .modelAttribute("wrong", said)
            .modelAttribute("again", !wrong.isEmpty() && of.isEmpty());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private Line line(
      SavedView view,
      String of,
      Map<String, List<String>> given,
      Map<String, String> said,
      Locale locale) {
    boolean bad = view.id().equals(of);
    String title = bad ? given.getOrDefault("title", List.of("")).getFirst() : view.title();
    return new Line(view, about(view, locale), title, bad ? String.join(", ", said.values()) : "");
  }

  private String about(SavedView view, Locale locale) {
    String page =
        words.say(
            view.page().equals("/board") ? "board.title" : "inbox.title." + level(view), locale);
    return view.filters().entrySet().stream()
        .map(filter ->
            words.say("views.filter." + filter.getKey(), locale)
                + ": "
                + (filter.getKey().equals("kind")
                    ? words.symbol("kind", filter.getValue(), locale)
                    : filter.getValue()))
        .collect(Collectors.joining("; ", page + (view.query().isEmpty() ? "" : ". "), ""));
  }

  private static String level(SavedView view) {
    return view.page().substring(view.page().lastIndexOf('/') + 1);
  }
}
