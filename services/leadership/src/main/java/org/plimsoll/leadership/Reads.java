package org.plimsoll.leadership;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.ReadLog;
import org.plimsoll.leadership.access.ReadLog.Note;
import org.plimsoll.leadership.access.Reader;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Who read what: for those who see everything, and for nobody else. */
@Controller
class Reads {
  private static final int PAGE = 50;
  private static final int LONGEST = 200;

  /** A note, as it reads. */
  record Row(Note note, String person, String at, String kind, String way) {}

  private final ReadLog readLog;
  private final InWords words;
  private final PersonsInWords persons;
  private final Frame frame;

  Reads(ReadLog readLog, InWords words, PersonsInWords persons, Frame frame) {
    this.readLog = readLog;
    this.words = words;
    this.persons = persons;
    this.frame = frame;
  }

  /**
   * Who read what and when, oldest first; for auditors alone. Kept for as long as {@code
   * plimsoll.leadership.access.reads-kept} says.
   */
  @GetMapping("/v1/reads")
  @ResponseBody
  @Parameter(in = QUERY, name = "person", description = "who read", example = "Auditor")
  @Parameter(
      in = QUERY,
      name = "subject",
      description = "a node, an exception, or a place in the trail as TIER/PARTITION/SEQUENCE",
      example = "enbek")
  @Asked.Paged
  @Asked.Refuses(status = "404", when = "Asked for by somebody who is no auditor.")
  Page<Note> page(Reader reader, ServerWebExchange exchange) {
    checkAuditor(reader);
    Parameters given = Parameters.of(exchange, "person", "subject", "limit", "cursor");
    String person = text(given, "person");
    return given.page(
        Page.of(
            readLog.after(
                given.cursorSeq(),
                person == null ? null : persons.of(person),
                text(given, "subject"),
                given.limit() + 1),
            given.limit(),
            Note::seq),
        note -> note);
  }

  @GetMapping("/reads")
  Rendering screen(Seen seen, ServerWebExchange exchange, Locale locale) {
    checkAuditor(seen.reader());
    Parameters given = Parameters.of(exchange, "person", "subject", "cursor");
    String person = text(given, "person");
    String subject = text(given, "subject");
    String cursor = given.text("cursor");
    long before = cursor == null ? Long.MAX_VALUE : given.cursorSeq("cursor");
    Page<Note> page =
        Page.of(
            readLog.before(before, person == null ? null : persons.of(person), subject, PAGE + 1),
            PAGE,
            Note::seq);
    Rendering.Builder<?> view =
        Rendering.view("reads")
            .modelAttribute("rows", rows(page.items(), locale))
            .modelAttribute("filterPerson", person == null ? "" : person)
            .modelAttribute("filterSubject", subject == null ? "" : subject)
            .modelAttribute("cursor", cursor == null ? "" : cursor)
            .modelAttribute("next", page.nextCursor() == null ? "" : page.nextCursor());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private List<Row> rows(List<Note> notes, Locale locale) {
    persons.lookUp(notes.stream().map(Note::person));
    return notes.stream()
        .map(note ->
            new Row(
                note,
                persons.named(note.person(), locale),
                words.moment(note.at(), locale),
                words.symbol("reads.kind", note.kind(), locale),
                note.way().isEmpty() ? "" : words.symbol("reads.way", note.way(), locale)))
        .toList();
  }

  private static @Nullable String text(Parameters given, String name) {
    String text = given.text(name);
    if (text != null && text.length() > LONGEST) {
      throw new BadParameterException(name, text, "at most " + LONGEST + " characters");
    }
    return text;
  }

  /** For everybody else there is no such thing. */
  private static void checkAuditor(Reader reader) {
    if (!reader.scope().everything()) {
      throw new UnknownException("path", "reads", "a page of this site that you may see");
    }
  }
}
