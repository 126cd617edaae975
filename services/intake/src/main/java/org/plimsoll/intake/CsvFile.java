package org.plimsoll.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.intake.Mapping.Field;
import org.plimsoll.policy.text.Nearest;
import org.springframework.http.HttpStatus;

/**
 * The rows of a CSV file as a mapping sees them. Rows are numbered as a spreadsheet numbers them:
 * the header is row 1, and a row with line breaks inside quotation marks is one row.
 */
final class CsvFile implements AutoCloseable {
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

  private final Mapping mapping;
  private final MappingIterator<String[]> rows;
  private final Map<Field, Integer> places = new EnumMap<>(Field.class);
  private final int width;
  private long number = 1;

  /**
   * Opens the file and reads its header.
   *
   * @throws Problem 400 when a column that the mapping names is not in the file, naming it
   */
  CsvFile(Path file, Mapping mapping) throws IOException {
    this.mapping = mapping;
    this.rows = begin(file);
    try {
      String[] header = read();
      if (header == null) {
        throw Problem.malformed("file", "empty", "a first line with the names of the columns");
      }
      this.width = header.length;
      place(header);
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** One row: what it says of each field, with blank cells left out. */
  record Row(long number, Map<Field, String> values) {}

  private static Reader open(Path file, Charset encoding) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    if (encoding.equals(StandardCharsets.UTF_8)) {
      bytes.mark(3);
      byte[] first = bytes.readNBytes(3);
      boolean byteOrderMark =
          first.length == 3
              && first[0] == (byte) 0xEF
              && first[1] == (byte) 0xBB
              && first[2] == (byte) 0xBF;
      if (!byteOrderMark) {
        bytes.reset();
      }
    }
    return new InputStreamReader(
        bytes,
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private void place(String[] header) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> placeOf = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (int i = 0; i < header.length; i++) {
      String name = header[i] == null ? "" : header[i].strip();
      names.add(name);
      if (placeOf.putIfAbsent(name, i) != null) {
        twice.add(name);
      }
    }
    mapping
        .columns()
        .forEach((field, column) -> {
          Integer place = placeOf.get(column);
          if (place == null) {
            throw columnProblem(
                column,
                "column '%s' is not in the file; nearest: '%s'; the file has: %s"
                    .formatted(column, Nearest.to(column, names), String.join(", ", names)));
          }
          if (twice.contains(column)) {
            throw columnProblem(
                column, "column '%s' is in the file twice; rename one of them".formatted(column));
          }
          places.put(field, place);
        });
  }

  private static Problem columnProblem(String column, String detail) {
    return Problem.of(
        HttpStatus.BAD_REQUEST,
        detail,
        new Refusal(
            Refusal.Reason.MALFORMED, "columns", column, "the name of one column of the file"));
  }

  /**
   * The next row that is not blank; null behind the last.
   *
   * @throws Problem 400 when the file cannot be read on
   */
  String @Nullable [] next() throws IOException {
    String[] cells;
    do {
      cells = read();
      if (cells == null) {
        return null;
      }
      number++;
    } while (cells.length == 1 && cells[0].isBlank());
    return cells;
  }

  /**
   * What the row last read says.
   *
   * @throws Mapping.CellException when it has another number of cells than the header
   */
  Row row(String[] cells) throws Mapping.CellException {
    if (cells.length != width) {
      throw new Mapping.CellException(
          Refusal.Reason.MALFORMED,
          "row",
          cells.length + " cells",
          "%d cells, as the first line has".formatted(width));
    }
    Map<Field, String> values = new EnumMap<>(Field.class);
    values.putAll(mapping.constants());
    for (Map.Entry<Field, Integer> place : places.entrySet()) {
      String text = cells[place.getValue()].strip();
      if (!text.isEmpty()) {
        values.put(place.getKey(), text);
      }
    }
    return new Row(number, values);
  }

  /** Number of the row last read; the header is 1. */
  long number() {
    return number;
  }

  private MappingIterator<String[]> begin(Path file) throws IOException {
    Reader text = open(file, mapping.encoding());
    try {
      return CSV.readerFor(String[].class)
          .with(CsvSchema.emptySchema().withColumnSeparator(mapping.separator()))
          .readValues(text);
    } catch (CharacterCodingException e) {
      text.close();
      throw undecodable();
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private String @Nullable [] read() throws IOException {
    try {
      return rows.hasNextValue() ? rows.nextValue() : null;
    } catch (CharacterCodingException e) {
      throw undecodable();
    } catch (JsonProcessingException | RuntimeJsonMappingException e) {
      throw unreadable(e);
    }
  }

  /** The text is read ahead in blocks: the place lies somewhere behind the row last read. */
  private Problem undecodable() {
    return Problem.malformed(
        "file",
        "text that is not " + mapping.encoding() + ", behind row " + number,
        "a file in %s, or for example `encoding: windows-1251` in the mapping"
            .formatted(mapping.encoding()));
  }

  private Problem unreadable(Exception e) {
    String message =
        e instanceof JsonProcessingException known ? known.getOriginalMessage() : e.getMessage();
    return Problem.malformed(
        "file",
        "behind row %d: %s".formatted(number, message),
        "quotation marks in pairs, and those inside a quoted cell doubled");
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
