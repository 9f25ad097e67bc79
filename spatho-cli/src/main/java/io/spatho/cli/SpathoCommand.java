package io.spatho.cli;

import io.spatho.core.error.UsageException;
import io.spatho.core.limit.Limit;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code spatho} command; all work is done by its sub-commands. */
@Command(
        name = "spatho",
        description = "Turns a spatial transcriptomics run into auditable pathology evidence.",
        mixinStandardHelpOptions = true,
        versionProvider = SpathoVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            MergeCommand.class,
            CohortCommand.class,
            PlanCommand.class,
            AnalyzeCommand.class,
            ConvertCommand.class,
            InspectCommand.class,
            ValidateCommand.class,
            VerifyCommand.class,
            ExplainCommand.class,
            ReviewCommand.class,
            ReviewQueueCommand.class,
            DecideCommand.Approve.class,
            DecideCommand.Reject.class,
            DecideCommand.Relabel.class,
            CorrectionsCommand.class,
            BundlesCommand.class,
            DiffCommand.class,
            ReproduceCommand.class,
            MechanismCommand.class,
            AuditCommand.class,
            TrainingPairsCommand.class,
            RegionsCommand.class,
            SynthesizeCommand.class,
            StgptCommand.class,
            HistologyCommand.class,
            McpCommand.class,
            DiscordanceCommand.class,
            RagCommand.class,
            DoctorCommand.class,
            GenerateReferenceCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:unexpected failure",
            "2:usage",
            "3:bad input",
            "4:a guardrail blocked the result",
            "5:a needed resource is missing",
            "130:interrupted"
        },
        footer = {"", "Models give evidence, never a diagnosis.", "Try: spatho run fixtures/xenium-mini -o out/mini"})
public final class SpathoCommand {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean debug;

    /** Runs one command line with the process's own streams and returns the exit code. */
    public static int execute(String... arguments) {
        // System.out swallows what the operating system says of a full disk.
        Writer out = new OutputStreamWriter(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), StandardCharsets.UTF_8);
        Writer err = new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8);
        return execute(out, err, arguments);
    }

    /** Runs one command line: results go to {@code out}, everything else to {@code err}. */
    static int execute(Writer out, Writer err, String... arguments) {
        SpathoCommand root = new SpathoCommand();
        PrintedText results = new PrintedText(out, false);
        FailureHandler failures = new FailureHandler(() -> root.debug);
        CommandLine line = line(root, failures)
                .setOut(new PrintWriter(results, true))
                .setErr(new PrintWriter(new PrintedText(err, true), true));
        int code = execute(line, failures, arguments);
        line.getOut().flush();
        line.getErr().flush();
        return results.failure()
                .filter(trouble -> code == CommandLine.ExitCode.OK && !isClosedPipe(trouble))
                .map(trouble -> failures.answer(trouble, line))
                .orElse(code);
    }

    /** Who reads the first lines only, such as {@code head}, has what it wanted. */
    private static boolean isClosedPipe(IOException trouble) {
        return String.valueOf(trouble.getMessage()).contains("Broken pipe");
    }

    private static int execute(CommandLine line, FailureHandler failures, String... arguments) {
        try {
            Limit.requireSound();
            return arguments.length == 0 ? usage(line) : line.execute(arguments);
        } catch (UsageException | OutOfMemoryError | StackOverflowError e) {
            return failures.answer(e, line);
        }
    }

    /** The tree of all commands, to be looked at. */
    static CommandLine line() {
        return line(new SpathoCommand(), new FailureHandler(() -> false));
    }

    static CommandLine line(SpathoCommand root, CommandLine.IExecutionExceptionHandler failures) {
        CommandLine line = new CommandLine(root)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(new UsageHandler());
        line.getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .hidden(true);
        return line.setDefaultValueProvider(new ConfigDefaults());
    }

    private static int usage(CommandLine line) {
        line.usage(line.getOut());
        return CommandLine.ExitCode.OK;
    }
}
