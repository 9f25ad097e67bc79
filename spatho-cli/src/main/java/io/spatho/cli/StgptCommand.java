package io.spatho.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt}: the foundation models by themselves; all work is done by its sub-commands. */
@Command(
        name = "stgpt",
        description = "Work with the stGPT models: what a checkpoint is, and what it makes of a case.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StgptInspectCommand.class,
            StgptEmbedCommand.class,
            StgptEvaluateCommand.class,
            StgptAblateCommand.class,
            StgptImputeCommand.class,
            StgptExportCommand.class,
            StgptRetrieveCommand.class,
            StgptCompareCommand.class,
            StgptExplainCommand.class,
            StgptScoreNicheCommand.class,
            StgptPackageCommand.class,
            StgptTrainCommand.class,
            StgptFinetuneCommand.class
        })
final class StgptCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
