package io.spatho.cli;

import io.spatho.core.error.UsageException;
import io.spatho.core.limit.Limit;
import java.io.PrintWriter;
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
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return execute(out, err, arguments);
    }

    /** Runs one command line: results go to {@code out}, everything else to {@code err}. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = line().setOut(out).setErr(err);
        try {
            Limit.requireSound();
        } catch (UsageException e) {
            err.println("spatho: " + e.getMessage());
            return e.exitCode();
        }
        return arguments.length == 0 ? usage(line) : line.execute(arguments);
    }

    /** The tree of all commands, ready to run a line. */
    static CommandLine line() {
        SpathoCommand root = new SpathoCommand();
        CommandLine line = new CommandLine(root)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureHandler(() -> root.debug))
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
