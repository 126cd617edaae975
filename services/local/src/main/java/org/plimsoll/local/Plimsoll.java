package org.plimsoll.local;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.verify.Failure;
import org.plimsoll.verify.StateCommand;
import org.plimsoll.verify.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: {@code plimsoll COMMAND}. */
@Command(
    name = "plimsoll",
    description = {
      "Management by exception for government portfolios: agencies publish what changed, and only"
          + " a crossed line travels upward.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      ImportCommand.class,
      PolicyCommand.class,
      BacktestCommand.class,
      ExceptionsCommand.class,
      WatchCommand.class,
      AgencyCommand.class,
      StatusCommand.class,
      SignCommand.class,
      SignInCommand.class,
      PersonCommand.class,
      AuditCommand.class,
      ReplayCommand.class,
      ExportCommand.class,
      VerifyCommand.class,
      StateCommand.class,
      WitnessCommand.class,
      LogCommand.class,
      PrepareCommand.class
    },
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Plimsoll.Version.class,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  plimsoll demo",
      "  plimsoll up",
      "  plimsoll import capital-projects.csv --mapping nyc-capital",
      "  plimsoll policy grant nunn-mccurdy",
      "  plimsoll backtest --policy nunn-mccurdy",
      "  plimsoll exceptions --all",
      "  plimsoll audit",
      "  plimsoll replay --node nurly-zher --from 2026-01-01",
      "  plimsoll COMMAND --help",
      "",
      "From a source tree, ./plimsoll bench measures the engine on this machine."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the reason is on standard error",
      "2:the command line is wrong",
      "3:done, but something waits for attention: rows or tolerances that were refused, a trail or"
          + " an export that is not what was signed or follows, or open exceptions where the"
          + " command was told to report them",
      "130:stopped by Ctrl-C"
    })
public final class Plimsoll {
  private static final String DEFAULT_HOME = ".plimsoll";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "Where everything is kept: data, secrets, logs. Default: ~/.plimsoll, and"
              + " ~/.plimsoll/demo for the demonstration; ~ is what $HOME says.")
  private @Nullable Path dataDir;

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "plimsoll-logback.xml");
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Plimsoll())
        .setExecutionExceptionHandler(Failure::explained)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  /** The data directory that was asked for, or the default one. */
  Home home() {
    Path asked = dataDir;
    return new Home(asked == null ? defaultHome() : asked.toAbsolutePath().normalize());
  }

  /** The data directory of the demonstration. */
  Home demoHome() {
    Path asked = dataDir;
    return asked == null
        ? new Home(defaultHome().resolve("demo"))
        : new Home(asked.toAbsolutePath().normalize());
  }

  /** What runs, and where it keeps its data. */
  record Running(Home home, Instance instance) {}

  /**
   * What runs on the data directory. Where none was asked for and nothing runs on the default one,
   * a running demonstration is meant.
   */
  Optional<Running> running() {
    Optional<Running> here = Instance.find(home()).map(i -> new Running(home(), i));
    if (here.isPresent() || dataDir != null) {
      return here;
    }
    Optional<Running> demo = Instance.find(demoHome()).map(i -> new Running(demoHome(), i));
    demo.ifPresent(_ -> System.err.println("(of the demonstration, which is running)"));
    return demo;
  }

  /**
   * What runs on the data directory.
   *
   * @throws Failure when nothing does, with the command that starts it there
   */
  Running mustRun() {
    return running()
        .orElseThrow(() ->
            new Failure(
                "nothing runs on %s - start it with `plimsoll up%s`"
                    .formatted(
                        home().path(), dataDir == null ? "" : " --data-dir " + home().path())));
  }

  boolean asksForDataDir() {
    return dataDir != null;
  }

  /** Below what a shell calls ~; Java's own user.home is that of the system's list of users. */
  private static Path defaultHome() {
    String home = System.getenv("HOME");
    return Path.of(
            home == null || home.isBlank() ? System.getProperty("user.home") : home, DEFAULT_HOME)
        .toAbsolutePath();
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Plimsoll.class.getPackage().getImplementationVersion();
      return new String[] {"plimsoll " + (version == null ? "(not packaged)" : version)};
    }
  }
}
