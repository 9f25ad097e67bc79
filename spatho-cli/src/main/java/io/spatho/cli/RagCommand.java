package io.spatho.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spatho rag}: expression from pictures with reference cells that are looked up; sub-commands do the work. */
@Command(
        name = "rag",
        description = "Predict expression from pictures with the help of reference cells that are looked up.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RagIndexCommand.class, RagTrainCommand.class, RagPredictCommand.class})
final class RagCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
