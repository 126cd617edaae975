package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.intake.ImportPlan.PlannedStatus;

class ImportPlanTest {
  private static final String HEADER = "Id,Name,Program,Agency,Date,Forecast,Finish\n";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-06-30T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;

  private record Planned(
      List<PlannedStatus> statuses,
      Map<Long, List<Refusal>> refused,
      Map<String, String> programs) {
    Refusal refusal(long row) {
      return java.util.Objects.requireNonNull(refused.get(row)).getFirst();
    }
  }

  private Planned plan(String csv) throws IOException {
    return plan(csv.getBytes(StandardCharsets.UTF_8), MappingTest.SMALL);
  }

  private Planned plan(byte[] csv, String yaml) throws IOException {
    Path path = Files.write(directory.resolve("file.csv"), csv);
    Mapping mapping = MappingReader.read(yaml);
    List<PlannedStatus> statuses = new ArrayList<>();
    Map<Long, List<Refusal>> refused = new LinkedHashMap<>();
    try (CsvFile file = new CsvFile(path, mapping);
        ImportPlan plan = new ImportPlan(mapping, CLOCK)) {
      String[] cells;
      while ((cells = file.next()) != null) {
        try {
          plan.add(file.row(cells));
        } catch (Mapping.CellException e) {
          refused.put(file.number(), e.refusals());
        }
      }
      plan.seal();
      for (int i = 0; i < plan.size(); i++) {
        statuses.add(plan.status(i));
      }
      return new Planned(statuses, refused, Map.copyOf(plan.programs()));
    }
  }

  @Test
  void rowsAreTakenInTheOrderOfDataDatesAndOtherwiseOfTheFile() throws IOException {
    Planned planned =
        plan(
            HEADER
                + "b,B,P,A,31.03.2026,1,\n"
                + "a,A,P,A,28.02.2026,1,\n"
                + "c,C,P,A,31.03.2026,1,\n"
                + "d,D,P,A,01.01.1969,1,\n");

    assertThat(planned.statuses())
        .extracting(status -> status.status().getProjectId())
        .containsExactly("d", "a", "b", "c");
    assertThat(planned.statuses()).extracting(PlannedStatus::row).containsExactly(5L, 3L, 2L, 4L);
  }

  @Test
  void aBlankFigureIsNotReported() throws IOException {
    Planned planned = plan(HEADER + "a,A,P,A,31.03.2026, ,\n");

    assertThat(planned.statuses().getFirst().status().getCostForecastMinor()).isNull();
    assertThat(planned.statuses().getFirst().status().getCurrency()).isNull();
    assertThat(planned.statuses().getFirst().status().getForecastFinish()).isNull();
  }

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a,A,P,A,31.03.2026,-5,            | NEGATIVE_AMOUNT  | Forecast
          ,A,P,A,31.03.2026,5,              | MISSING          | Id
          a,,P,A,31.03.2026,5,              | MISSING          | Name
          a,A,,A,31.03.2026,5,              | MISSING          | Program
          a,A,P,,31.03.2026,5,              | MISSING          | Agency
          a,A,P,A,,5,                       | MISSING          | Date
          a,A,P,A,2026-03-31,5,             | MALFORMED        | Date
          a,A,P,A,31.03.2027,5,             | FUTURE_DATA_DATE | dataDate
          a,A,P,A,31.03.2026,5,31.03.2526   | OUT_OF_BOUNDS    | forecastFinish
          a,A,P,A,31.03.2026,99999999999999,| OUT_OF_BOUNDS    | costForecastMinor
          a b,A,P,A,31.03.2026,5,           | OUT_OF_BOUNDS    | projectId
          a,A,---,A,31.03.2026,5,           | OUT_OF_BOUNDS    | Program
          a,A,P,A,31.03.2026,five,          | MALFORMED        | Forecast
          a,A,P,A,31.03.2026                | MALFORMED        | row
          roads,A,P,A,31.03.2026,5,         | MALFORMED        | Id
          """)
  void aRowThatCannotBeTakenIsRefusedWholeAndTheNextIsTaken(String row, Reason reason, String field)
      throws IOException {
    Planned planned = plan(HEADER + row + "\nz,Z,P2,A,31.03.2026,5,\n");

    assertThat(planned.refused()).containsOnlyKeys(2L);
    assertThat(planned.refusal(2).reason()).isEqualTo(reason);
    assertThat(planned.refusal(2).field()).isEqualTo(field);
    assertThat(planned.statuses()).extracting(PlannedStatus::row).containsExactly(3L);
    assertThat(planned.programs()).containsOnlyKeys("p2");
  }

  @Test
  void everyCellOfARowThatIsWrongIsToldAtOnce() throws IOException {
    Planned planned = plan(HEADER + "a,,P,A,2026-03-31,-5,soon\nb,B,P,A,31.03.2026,5,\n");

    assertThat(planned.refused().get(2L))
        .extracting(Refusal::field, Refusal::reason)
        .containsExactly(
            tuple("Name", Reason.MISSING),
            tuple("Date", Reason.MALFORMED),
            tuple("Forecast", Reason.NEGATIVE_AMOUNT),
            tuple("Finish", Reason.MALFORMED));
    assertThat(planned.statuses()).hasSize(1);
  }

  @Test
  void theFileOfTheReadmeIsTakenByTheMappingBesideIt() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    Planned planned =
        plan(
            MappingTest.block(readme, "csv").getBytes(StandardCharsets.UTF_8),
            MappingTest.block(readme, "yaml"));

    assertThat(planned.refused()).isEmpty();
    assertThat(planned.statuses())
        .extracting(each -> each.status().getCostForecastMinor())
        .containsExactly(123_450_000_000L, 80_000_000_000L);
  }

  @Test
  void aNameBeyondTheLimitIsRefused() throws IOException {
    Planned planned = plan(HEADER + "a," + "x".repeat(501) + ",P,A,31.03.2026,5,\n");

    assertThat(planned.refusal(2).field()).isEqualTo("Name");
  }

  @Test
  void twoNamesThatWouldShareAnIdAreNotMixedUp() throws IOException {
    Planned planned =
        plan(
            HEADER
                + "a,A,\"Parks, IT\",A,31.03.2026,1,\n"
                + "b,B,Parks IT,A,31.03.2026,1,\n"
                + "c,C,\"Parks, IT\",A,31.03.2026,1,\n");

    assertThat(planned.refused()).containsOnlyKeys(3L);
    assertThat(planned.refusal(3).expected()).contains("'Parks, IT'").contains("'parks-it'");
  }

  @Test
  void aProjectThatMovesToAnotherProgramIsRefusedWithTheRowThatSaidOtherwise() throws IOException {
    Planned planned = plan(HEADER + "a,A,P,A,31.03.2026,1,\na,A,Q,A,30.04.2026,1,\n");

    assertThat(planned.refusal(3).reason()).isEqualTo(Reason.FIXED_FACT);
    assertThat(planned.refusal(3).expected()).contains("'P'").contains("row 2");
  }

  @Test
  void rowsAreNumberedAsASpreadsheetNumbersThem() throws IOException {
    Planned planned =
        plan(
            HEADER.replace("\n", "\r\n")
                + "a,\"two\r\nlines\",P,A,31.03.2026,1,\r\n"
                + "\r\n"
                + "b,\"say \"\"B\"\"\",P,A,31.03.2026,-1,\r\n"
                + "c,C,P,A,31.03.2026,1,");

    assertThat(planned.statuses()).extracting(PlannedStatus::row).containsExactly(2L, 5L);
    assertThat(planned.refused()).containsOnlyKeys(4L);
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheFirstColumn() throws IOException {
    assertThat(plan("\uFEFF" + HEADER + "a,A,P,A,31.03.2026,1,\n").statuses()).hasSize(1);
  }

  @Test
  void theSameRowHasTheSameEventIdEveryTime() throws IOException {
    String row = "a,A,P,A,31.03.2026,1,\n";

    String id = plan(HEADER + row).statuses().getFirst().status().getEventId();

    assertThat(plan(HEADER + "z,Z,P,A,31.03.2026,1,\n" + row).statuses())
        .extracting(status -> status.status().getEventId())
        .contains(id)
        .doesNotHaveDuplicates();
  }

  @Test
  void anotherEncodingIsReadWhenTheMappingSaysSoAndExplainedWhenNot() throws IOException {
    byte[] file =
        (HEADER + "a,Школа,Нұрлы жер,А,31.03.2026,1,\n".replace("ұ", "у"))
            .getBytes(Charset.forName("windows-1251"));

    Planned planned = plan(file, MappingTest.SMALL + "encoding: windows-1251\n");
    Problem problem = catchThrowableOfType(Problem.class, () -> plan(file, MappingTest.SMALL));

    assertThat(planned.programs()).containsEntry("nurly-zher", "Нурлы жер");
    assertThat(problem.detail()).contains("not UTF-8").contains("windows-1251");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                     | empty
          Id,Name,Program,Agency,Date,Forcast,Finish | column 'Forecast' is not in the file; nearest: 'Forcast'
          Id;Name;Program;Agency;Date;Forecast;Finish | the file has: Id;Name;
          Id,Name,Program,Agency,Date,Forecast,Finish,Id | column 'Id' is in the file twice
          """)
  void aFileThatDoesNotFitTheMappingIsExplained(String header, String explained) {
    Problem problem = catchThrowableOfType(Problem.class, () -> plan(header));

    assertThat(problem.status().value()).isEqualTo(400);
    assertThat(problem.detail()).contains(explained);
  }

  @Test
  void anOpenQuotationMarkIsExplainedByItsRow() {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> plan(HEADER + "a,A,P,A,31.03.2026,1,\nb,\"B,P,A,31.03.2026,1,\n"));

    assertThat(problem.detail()).contains("behind row 2").contains("quotation marks");
  }

  @Test
  void aHeaderAloneHasNoRows() throws IOException {
    assertThat(plan(HEADER).statuses()).isEmpty();
  }
}
