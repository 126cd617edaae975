package org.plimsoll.leadership;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.SavedViews.Wish;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.subscription.Persons.Read;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.json.JsonMapper;

/** The views of whoever asks. */
@RestController
class SavedViewsApi {
  /**
   * A view as the interface shows it.
   *
   * @param page the path of the page; the filters behind it are those that the page has, null where
   *     they do not narrow
   * @param path the page with its filters
   */
  record ViewJson(
      String id,
      String title,
      String page,
      @Nullable String node,
      @Nullable String kind,
      @Nullable String search,
      @Nullable String program,
      @Nullable String agency,
      @Nullable String holder,
      @Nullable String month,
      boolean start,
      String path) {
    static ViewJson of(SavedView view) {
      Map<String, String> filters = view.filters();
      return new ViewJson(
          view.id(),
          view.title(),
          view.page(),
          filters.get("node"),
          filters.get("kind"),
          filters.get("search"),
          filters.get("program"),
          filters.get("agency"),
          filters.get("holder"),
          filters.get("month"),
          view.start(),
          view.path());
    }
  }

  /**
   * A view as it is asked for, the whole of it; filters that its page does not have are refused.
   *
   * @param title up to 80 characters; of each title one view
   * @param start whether the person begins with it
   * @param holder up to 200 characters
   */
  @Asked.Given
  @Schema(
      example =
          """
          {"title": "Costs of Enbek", "page": "/inbox/portfolio", "node": "enbek", "kind": "COST"}
          """)
  record ViewGiven(
      @Schema(maxLength = 80) String title,
      @Schema(allowableValues = {"/inbox/portfolio", "/inbox/program", "/board"}) String page,
      @Nullable Boolean start,
      @Schema(pattern = Asked.NODE_ID) @Nullable String node,
      @Nullable String kind,
      @Nullable String search,
      @Schema(pattern = Asked.NODE_ID) @Nullable String program,
      @Schema(pattern = Asked.NODE_ID) @Nullable String agency,
      @Schema(maxLength = 200) @Nullable String holder,
      @Schema(pattern = "^[0-9]{4}-[0-9]{2}$") @Nullable String month) {}

  private final SavedViews views;
  private final InWords words;
  private final JsonMapper json;

  SavedViewsApi(SavedViews views, InWords words, JsonMapper json) {
    this.views = views;
    this.words = words;
    this.json = json;
  }

  /** The reader's own views, at most 20, in the order in which they were made. */
  @GetMapping("/v1/views")
  Page<ViewJson> all(Reader reader, ServerWebExchange exchange) {
    Parameters.of(exchange);
    List<ViewJson> all = views.of(reader.person()).stream().map(ViewJson::of).toList();
    return new Page<>(all, null);
  }

  /** One view of the reader's own. */
  @GetMapping("/v1/views/{id}")
  ViewJson one(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a view of your own", example = "view_0") @PathVariable
          String id) {
    Parameters.of(exchange);
    return views.one(reader.person(), id).map(ViewJson::of).orElseThrow(() -> unknown(id));
  }

  /** Keeps a page with filters under a title. */
  @PostMapping(path = "/v1/views", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ApiResponse(responseCode = "201", description = "It was made.")
  @Asked.Refuses(status = "409", when = "There are as many as one person may have.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ViewGiven.class)))
  ResponseEntity<ViewJson> make(
      Reader reader, ServerWebExchange exchange, @RequestBody String body) {
    Parameters.of(exchange);
    Wish wish = good(SavedViews.read(Given.json(json, body)));
    if (views.isFull(reader.person())) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "There are %d views already; remove one first.".formatted(SavedViews.MOST));
    }
    SavedView made = good(views.make(reader.person(), wish));
    return ResponseEntity.created(URI.create("/v1/views/" + made.id())).body(ViewJson.of(made));
  }

  /** Changes the whole of a view: a filter that is absent does not narrow. */
  @PutMapping(path = "/v1/views/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ViewGiven.class)))
  ViewJson change(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a view of your own", example = "view_0") @PathVariable
          String id,
      @RequestBody String body) {
    Parameters.of(exchange);
    Wish wish = good(SavedViews.read(Given.json(json, body)));
    return ViewJson.of(
        good(views.change(reader.person(), id, wish).orElseThrow(() -> unknown(id))));
  }

  /** Removes a view. */
  @DeleteMapping("/v1/views/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(description = "id of a view of your own", example = "view_0") @PathVariable
          String id) {
    Parameters.of(exchange);
    if (!views.remove(reader.person(), id)) {
      throw unknown(id);
    }
  }

  static UnknownException unknown(String id) {
    return new UnknownException("id", id, "a view of your own");
  }

  private <T> T good(Read<T> read) {
    return switch (read) {
      case Read.Good<T>(T value) -> value;
      case Read.Bad<T>(Map<String, Wrong> wrong) -> throw Given.problem(wrong, words);
    };
  }
}
