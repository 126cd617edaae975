package org.plimsoll.verify;

import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/**
 * The jar for whoever holds an export and trusts nobody: {@code java -jar plimsoll-verify.jar
 * EXPORT}.
 */
final class Verify {
  private static final String NAME = "java -jar plimsoll-verify.jar";

  private Verify() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    // Avro makes objects of no package that is not named before its first use.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "org.plimsoll.schema");
    CommandLine verify =
        new CommandLine(new VerifyCommand())
            .addSubcommand(new StateCommand())
            .setCommandName(NAME)
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler(Failure::explained);
    withHelp(verify);
    verify.getSubcommands().values().forEach(Verify::withHelp);
    System.exit(verify.execute(arguments));
  }

  private static void withHelp(CommandLine command) {
    IVersionProvider version =
        () ->
            new String[] {
              "plimsoll-verify " + Verify.class.getPackage().getImplementationVersion()
            };
    command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(version);
  }
}
