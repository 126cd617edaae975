package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.policy.Presets;
import picocli.CommandLine;

class PlimsollTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void whatNeedsAPlimsollThatRunsSaysHowToStartItThere() {
    String start =
        "nothing runs on %1$s - start it with `plimsoll up --data-dir %1$s`".formatted(directory);
    String here = "--data-dir=" + directory;
    assertThat(told("sign-in", here)).contains(start);
    assertThat(told("watch", here)).contains(start);
    assertThat(told("person", "list", here)).contains(start);
  }

  @Test
  void everyCommandHelpsWithAnExampleAndExitCodes() {
    CommandLine all = new CommandLine(new Plimsoll());
    for (CommandLine command : all.getSubcommands().values()) {
      String help = command.getUsageMessage();
      assertThat(help).as(command.getCommandName()).contains("Example").contains("--data-dir");
    }
    assertThat(all.getUsageMessage()).contains("Examples:").contains("Exit codes:");
  }

  @Test
  void aWrongCommandLineEndsWithTwo() {
    assertThat(run("exceptions", "--level", "district")).isEqualTo(2);
    assertThat(run("import")).isEqualTo(2);
    assertThat(run("demo", "--speed", "0")).isEqualTo(2);
    assertThat(run("agency")).isEqualTo(2);
  }

  @Test
  void nothingRunningIsSaidWithOne() {
    assertThat(run("status", "--data-dir", directory.toString())).isEqualTo(1);
    assertThat(run("watch", "--data-dir", directory.toString())).isEqualTo(1);
  }

  @Test
  void aFileThatIsNotThereEndsWithOne() {
    assertThat(run("import", "nowhere.csv", "--mapping", "nyc-capital")).isEqualTo(1);
  }

  @Test
  void aNameThatMakesNoIdIsExplained() {
    assertThat(run("agency", "add", "—", "--data-dir", directory.toString())).isEqualTo(1);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDataDirectoryIsEmptiedOfWhatIsOursAlone() throws Exception {
    Home home = new Home(directory);
    try (AutoCloseable _ = home.lock()) {
      home.markAsDemo();
      Secrets.of(home).operatorToken();
      Path foreign = Files.writeString(directory.resolve("thesis.txt"), "mine");
      home.empty();
      assertThat(foreign).exists();
      assertThat(home.secrets()).doesNotExist();
      assertThat(home.isFresh()).isTrue();
    }
  }

  @Test
  void aSecretIsMadeOnceAndKept() throws Exception {
    Secrets secrets = Secrets.of(new Home(directory));
    assertThat(secrets.operatorToken()).isEqualTo(secrets.operatorToken()).hasSize(32);
    assertThat(secrets.kafka("intake")).isNotEqualTo(secrets.kafka("leadership"));
  }

  @Test
  void everyPolicyThatIsShippedIsListedShownAndCheckedWithNothingRunning() {
    assertThat(run("policy", "list")).isZero();
    for (String name : Presets.NAMES) {
      assertThat(run("policy", "show", name)).isZero();
      assertThat(run("policy", "check", name)).isZero();
    }
  }

  @Test
  void aWrongPolicyIsToldByLineAndFieldAndEndsWithOne() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("ours.yaml"),
            Presets.text("uk-gmpp").orElseThrow().replace("at most +5 %", "at most -6 %"));
    PrintStream before = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
      assertThat(run("policy", "check", file.toString())).isEqualTo(1);
      assertThat(run("policy", "grant", file.toString())).as("nothing is started").isEqualTo(1);
    } finally {
      System.setErr(before);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("ours.yaml, line 20, limit: at most -6 % - expected");
    assertThat(run("policy", "show", "nothing")).isEqualTo(1);
    assertThat(run("policy", "check", "nothing.yaml")).isEqualTo(1);
    assertThat(run("policy")).isEqualTo(2);
  }

  @Test
  void aBacktestSaysWhatIsWrongAndStartsNothing() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("ours.yaml"),
            Presets.text("uk-gmpp").orElseThrow().replace("at most +5 %", "at most -6 %"));
    String here = "--data-dir=" + directory;

    assertThat(told("backtest", "--policy", file.toString(), here))
        .contains("ours.yaml, line 20, limit: at most -6 % - expected");
    assertThat(told("backtest", "--policy", "nothing.yaml", here))
        .contains("--policy: nothing.yaml - expected a file that is there, or one of [prince2");
    assertThat(told("backtest", "--policy=nasa", "--from=2025-02-01", "--to=2025-01-01", here))
        .contains("--from: 2025-02-01 - expected no later than --to, 2025-01-01");
    assertThat(told("backtest", "--policy=nasa", "--sweep=nasa-cost.limit=5..20:1", here))
        .contains("--sweep, ", "nearest: 'nasa-cost-15'");
    assertThat(told("backtest", "--policy=nasa", here))
        .contains("nothing runs on " + directory + " - expected a Plimsoll that runs, or --export");
    assertThat(told("backtest", "--policy=nasa", "--export=" + directory, here))
        .contains("holds no export");
    assertThat(run("backtest", "--policy=nasa", "--from=yesterday")).isEqualTo(2);
    assertThat(run("backtest")).isEqualTo(2);
  }

  @Test
  void aQuestionForAPastMomentSaysWhatIsWrongWithIt() {
    String here = directory.toString();

    assertThat(told("state", here, "--at=2026-03-01T09:00:00Z")).contains("holds no export");
    assertThat(told("verify", here, "--keep-states", "--proofs-only"))
        .contains("--keep-states: expected an export and no --proofs-only");
    assertThat(told("verify", here, "--keep-states", "--states-every=0"))
        .contains("--states-every: 0 - expected a number of entries, 1 or more, and --keep-states");
    assertThat(told("state", here, "--at=2026-03-01")).contains("holds no export");
    assertThat(told("state", here, "--at=2026-03-01T09:00:00+05:00")).contains("holds no export");
    assertThat(run("state", here, "--at=yesterday")).isEqualTo(2);
    assertThat(run("state", here)).isEqualTo(2);
  }

  @Test
  void aReplaySaysWhatIsWrongAndStartsNothing() {
    String here = "--data-dir=" + directory;

    assertThat(told("replay", "--from=2025-02-01", "--to=2025-01-01", here))
        .contains("--from: 2025-02-01 - expected no later than --to, 2025-01-01");
    assertThat(told("replay", "--at=2025-01-01", here))
        .contains("--at: 2025-01-01 - expected with --node or --exception");
    assertThat(told("replay", "--at=2025-01-01", "--node=x", "--to=2025-01-01", here))
        .contains("--at: 2025-01-01 - expected without --from and --to");
    assertThat(told("replay", here))
        .contains("nothing runs on " + directory + " - expected a Plimsoll that runs, or --export");
    assertThat(told("replay", "--export=" + directory, here)).contains("holds no export");
    assertThat(told(2, "replay", "--at=yesterday"))
        .contains("option '--at': 'yesterday' - expected a day, 2026-03-31, or a moment");
    assertThat(directory).isEmptyDirectory();
  }

  private static String told(String... arguments) {
    return told(1, arguments);
  }

  private static String told(int exitCode, String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
      assertThat(run(arguments)).isEqualTo(exitCode);
    } finally {
      System.setErr(before);
    }
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aKeyThatIsNotThereIsSaidWithOneAndNoneIsMade() {
    assertThat(told("audit", "key", "--data-dir=" + directory))
        .contains(directory.resolve("audit") + " holds no key of a log");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatIsNoExportAndNoReceiptIsSaidWithOne() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "mine");
    assertThat(run("verify", directory.toString())).isEqualTo(1);
    assertThat(run("verify")).isEqualTo(1);
    assertThat(run("verify", "--receipt", text.toString(), "--key", "mine")).isEqualTo(1);
    assertThat(run("verify", directory.toString(), "--checkpoint", text.toString())).isEqualTo(1);
    assertThat(run("witness", "--log", "mine", "--dir", directory.toString())).isEqualTo(1);
    assertThat(run("witness")).isEqualTo(2);
  }

  private static int run(String... arguments) {
    return Plimsoll.run(arguments);
  }
}
