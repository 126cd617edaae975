package org.plimsoll.intake;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Admission;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.intake.Mapping.CellException;
import org.plimsoll.intake.Mapping.Field;
import org.plimsoll.schema.Rating;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.CoreReader;

/**
 * The rows of a file that can be published, to be read in the order of their data dates, and the
 * nodes and agencies they speak of. The statuses lie in a temporary file; in memory are their
 * places and dates: {@value #MAX_ROWS} rows x 16 bytes = 80 MB at most.
 */
final class ImportPlan implements AutoCloseable {
  static final int MAX_ROWS = 5_000_000;

  /** As long as the longest title of a paragraph that still is a name. */
  static final int MAX_NAME_CHARACTERS = 500;

  private static final int MAX_NODE_ID_CHARACTERS = 64;
  private static final int MAX_AGENCY_ID_CHARACTERS = 40;

  private final Mapping mapping;
  private final LocalDate today;
  private final Path path;
  private final DataOutputStream out;
  private final Map<String, String> programs = new LinkedHashMap<>();
  private final Map<String, String> agencies = new LinkedHashMap<>();
  private final Map<String, Project> projects = new LinkedHashMap<>();
  private long[] places = new long[1024];
  private long[] dates = new long[1024];
  private int size;
  private long written;
  private @Nullable RandomAccessFile in;

  ImportPlan(Mapping mapping, Clock clock) throws IOException {
    this.mapping = mapping;
    this.today = LocalDate.now(clock);
    this.path = Files.createTempFile("plimsoll-import-", ".rows");
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16));
  }

  /**
   * A project as the file describes it.
   *
   * @param row the first row that names it
   * @param asOf data date of the row that its name is taken from
   */
  record Project(
      String id, String name, String programId, String agencyId, long row, LocalDate asOf) {}

  /** A status and the row it stands in. */
  record PlannedStatus(long row, StatusChange status) {}

  /** Takes a row in, or says of every cell that is wrong why not. */
  void add(CsvFile.Row row) throws IOException, CellException {
    try {
      take(row);
    } catch (CellException first) {
      List<Refusal> wrong = wrongCells(row);
      throw wrong.isEmpty() ? first : new CellException(wrong);
    }
  }

  private List<Refusal> wrongCells(CsvFile.Row row) {
    List<Refusal> wrong = new ArrayList<>();
    for (Field field : Field.values()) {
      try {
        check(row, field);
      } catch (CellException e) {
        wrong.addAll(e.refusals());
      }
    }
    return wrong;
  }

  private void check(CsvFile.Row row, Field field) throws CellException {
    switch (field) {
      case PROJECT -> required(row, field);
      case NAME -> name(row);
      case PROGRAM -> slug(row, field, MAX_NODE_ID_CHARACTERS);
      case AGENCY -> slug(row, field, MAX_AGENCY_ID_CHARACTERS);
      case DATA_DATE -> mapping.date(field, required(row, field));
      case PLANNED_VALUE,
          EARNED_VALUE,
          ACTUAL_COST,
          BUDGET_AT_COMPLETION,
          ESTIMATE_TO_COMPLETE,
          COST_FORECAST ->
          amount(row, field);
      case FORECAST_FINISH -> finish(row);
      case SELF_RATING -> rating(row);
      case PHASE, NOTE -> {}
    }
  }

  private void take(CsvFile.Row row) throws IOException, CellException {
    if (size == MAX_ROWS) {
      throw new CellException(
          Reason.OUT_OF_BOUNDS, "row", String.valueOf(row.number()), MAX_ROWS + " rows at most");
    }
    LocalDate dataDate = mapping.date(Field.DATA_DATE, required(row, Field.DATA_DATE));
    Project project = project(row, dataDate);
    StatusChange status = status(row, project.id(), dataDate);
    Refusal refusal = Admission.refusalOf(CoreReader.statusChange(status), today).orElse(null);
    if (refusal != null) {
      throw new CellException(
          refusal.reason(), refusal.field(), refusal.value(), refusal.expected());
    }
    register(row, project);
    store(row.number(), status);
  }

  private Project project(CsvFile.Row row, LocalDate dataDate) throws CellException {
    return new Project(
        mapping.projectPrefix() + required(row, Field.PROJECT),
        name(row),
        slug(row, Field.PROGRAM, MAX_NODE_ID_CHARACTERS),
        slug(row, Field.AGENCY, MAX_AGENCY_ID_CHARACTERS),
        row.number(),
        dataDate);
  }

  private String name(CsvFile.Row row) throws CellException {
    String name = required(row, Field.NAME);
    if (name.length() > MAX_NAME_CHARACTERS) {
      throw new CellException(
          Reason.OUT_OF_BOUNDS,
          mapping.shown(Field.NAME),
          name.length() + " characters",
          "at most " + MAX_NAME_CHARACTERS);
    }
    return name;
  }

  private String slug(CsvFile.Row row, Field field, int maxCharacters) throws CellException {
    String text = required(row, field);
    String slug = Slug.of(text, maxCharacters);
    if (slug.isEmpty() || text.length() > MAX_NAME_CHARACTERS) {
      throw new CellException(
          Reason.OUT_OF_BOUNDS,
          mapping.shown(field),
          text,
          "a name of at most %d characters with Latin or Cyrillic letters or digits"
              .formatted(MAX_NAME_CHARACTERS));
    }
    return slug;
  }

  private String required(CsvFile.Row row, Field field) throws CellException {
    String text = row.values().get(field);
    if (text == null) {
      throw new CellException(
          Reason.MISSING, mapping.shown(field), "blank", "the row's " + field.key());
    }
    return text;
  }

  private StatusChange status(CsvFile.Row row, String projectId, LocalDate dataDate)
      throws CellException {
    Long pv = amount(row, Field.PLANNED_VALUE);
    Long ev = amount(row, Field.EARNED_VALUE);
    Long ac = amount(row, Field.ACTUAL_COST);
    Long bac = amount(row, Field.BUDGET_AT_COMPLETION);
    Long etc = amount(row, Field.ESTIMATE_TO_COMPLETE);
    Long forecast = amount(row, Field.COST_FORECAST);
    boolean hasAmount =
        pv != null || ev != null || ac != null || bac != null || etc != null || forecast != null;
    StatusChange unnamed =
        new StatusChange(
            "-",
            mapping.source(),
            projectId,
            dataDate,
            hasAmount ? mapping.currency().getCurrencyCode() : null,
            pv,
            ev,
            ac,
            bac,
            etc,
            forecast,
            finish(row),
            row.values().get(Field.PHASE),
            List.of(),
            List.of(),
            row.values().get(Field.NOTE),
            null,
            null,
            null,
            rating(row));
    return StatusChange.newBuilder(unnamed)
        .setEventId(ContentId.of(mapping.portfolio().id(), unnamed))
        .build();
  }

  private @Nullable Long amount(CsvFile.Row row, Field field) throws CellException {
    String text = row.values().get(field);
    return text == null ? null : mapping.minorUnits(field, text);
  }

  private @Nullable LocalDate finish(CsvFile.Row row) throws CellException {
    String text = row.values().get(Field.FORECAST_FINISH);
    return text == null ? null : mapping.date(Field.FORECAST_FINISH, text);
  }

  private @Nullable Rating rating(CsvFile.Row row) throws CellException {
    String text = row.values().get(Field.SELF_RATING);
    if (text == null) {
      return null;
    }
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "GREEN" -> Rating.GREEN;
      case "AMBER" -> Rating.AMBER;
      case "RED" -> Rating.RED;
      default ->
          throw new CellException(
              Reason.MALFORMED, mapping.shown(Field.SELF_RATING), text, "GREEN, AMBER or RED");
    };
  }

  /** Takes in the row's names, if they fit those of the rows before. */
  private void register(CsvFile.Row row, Project project) throws CellException {
    String programText = required(row, Field.PROGRAM);
    String agencyText = required(row, Field.AGENCY);
    refuseCollision(Field.PROGRAM, project.programId(), programText, programs);
    refuseCollision(Field.AGENCY, project.agencyId(), agencyText, agencies);
    Project before = projects.get(project.id());
    if (before != null) {
      refuseMove(Field.PROGRAM, programText, before.programId(), project.programId(), before);
      refuseMove(Field.AGENCY, agencyText, before.agencyId(), project.agencyId(), before);
    }
    refuseSharedId(Field.PROJECT, project.id(), programs.containsKey(project.id()));
    refuseSharedId(Field.PROGRAM, project.programId(), projects.containsKey(project.programId()));
    programs.putIfAbsent(project.programId(), programText);
    agencies.putIfAbsent(project.agencyId(), agencyText);
    if (before == null) {
      projects.put(project.id(), project);
    } else if (!project.asOf().isBefore(before.asOf())) {
      projects.put(
          project.id(),
          new Project(
              before.id(),
              project.name(),
              before.programId(),
              before.agencyId(),
              before.row(),
              project.asOf()));
    }
  }

  private void refuseCollision(Field field, String id, String text, Map<String, String> known)
      throws CellException {
    String before = known.get(id);
    if (before != null && !before.equals(text)) {
      throw new CellException(
          Reason.MALFORMED,
          mapping.shown(field),
          text,
          "another name: '%s' already has the id '%s' that this one would get"
              .formatted(before, id));
    }
  }

  private void refuseMove(Field field, String text, String before, String now, Project project)
      throws CellException {
    if (!before.equals(now)) {
      throw new CellException(
          Reason.FIXED_FACT,
          mapping.shown(field),
          text,
          "'%s', as row %d says of project %s"
              .formatted(
                  field == Field.PROGRAM ? programs.get(before) : agencies.get(before),
                  project.row(),
                  project.id()));
    }
  }

  private void refuseSharedId(Field field, String id, boolean shared) throws CellException {
    if (shared || id.equals(mapping.portfolio().id())) {
      throw new CellException(
          Reason.MALFORMED,
          mapping.shown(field),
          id,
          "an id that no other node has; `project-prefix:` in the mapping sets projects apart");
    }
  }

  private void store(long row, StatusChange status) throws IOException {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
      dates = Arrays.copyOf(dates, size * 2);
    }
    byte[] avro = Submission.avro(status);
    places[size] = written;
    dates[size] = status.getDataDate().toEpochDay() << 32 | size;
    size++;
    out.writeLong(row);
    out.writeInt(avro.length);
    out.write(avro);
    written += Long.BYTES + Integer.BYTES + avro.length;
  }

  /** All rows are in; from now on they are read. */
  void seal() throws IOException {
    out.close();
    in = new RandomAccessFile(path.toFile(), "r");
    // The row's place stands in the lower half, so that equal dates keep the file's order.
    Arrays.sort(dates, 0, size);
  }

  int size() {
    return size;
  }

  /** By id, the name in the file. */
  Map<String, String> programs() {
    return programs;
  }

  /** By id, the name in the file. */
  Map<String, String> agencies() {
    return agencies;
  }

  /** By id. */
  Map<String, Project> projects() {
    return projects;
  }

  /** The status at an index, counted from 0 in the order of data dates. */
  PlannedStatus status(int index) throws IOException {
    RandomAccessFile file = in;
    if (file == null) {
      throw new IllegalStateException("the plan is not sealed");
    }
    file.seek(places[(int) dates[index]]);
    byte[] header = new byte[Long.BYTES + Integer.BYTES];
    file.readFully(header);
    var buffer = java.nio.ByteBuffer.wrap(header);
    long row = buffer.getLong();
    byte[] avro = new byte[buffer.getInt()];
    file.readFully(avro);
    StatusChange status =
        new SpecificDatumReader<>(StatusChange.class)
            .read(null, DecoderFactory.get().binaryDecoder(avro, null));
    return new PlannedStatus(row, status);
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (in != null) {
      in.close();
    }
    Files.deleteIfExists(path);
  }
}
