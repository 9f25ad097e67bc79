package io.spatho.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spatho discordance}: where morphology and molecules disagree; all work is done by its sub-commands. */
@Command(
        name = "discordance",
        description = "Find where the genes of spots are not what their picture leads one to expect.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DiscordanceTrainCommand.class, DiscordanceScoreCommand.class})
final class DiscordanceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
