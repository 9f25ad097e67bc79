package io.spatho.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spatho histology}: what an H&amp;E slide shows; all work is done by its sub-commands. */
@Command(
        name = "histology",
        description = "Cut an H&E slide into tiles, give every tile its features, and predict expression from them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            HistologyTileCommand.class,
            HistologyEncodeCommand.class,
            HistologyTrainCommand.class,
            HistologyPredictCommand.class,
            HistologyEvaluateCommand.class,
            HistologyAblateCommand.class,
            HistologyHestCommand.class
        })
final class HistologyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
