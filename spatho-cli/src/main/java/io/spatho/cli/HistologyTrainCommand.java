package io.spatho.cli;

import io.spatho.stgpt.expression.ExpressionSettings;
import io.spatho.stgpt.expression.TrainExpressionTool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spatho histology train BUNDLE... --features FILES -o OUT}: a model that predicts expression from pictures. */
@Command(
        name = "train",
        description = {
            "Train a model that predicts expression from the features of tiles around the observations of cases; one",
            "part of the tissue judges and calibrates intervals. --resume goes on with a training that was killed."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistologyTrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExpressionOptions options;

    @Mixin
    private ExpressionParts parts;

    @Mixin
    private SlideModelRun run;

    @Override
    public Integer call() {
        ExpressionSettings settings = parts.settings(options, run.seed);
        options.require(false);
        return run.execute(
                options.describe("train", settings),
                new TrainExpressionTool(),
                TrainExpressionTool.FILE,
                workers -> {
                    ExpressionCases cases = options.read(workers);
                    ExpressionCases.Encoded own = cases.encoded().get(0);
                    return new SlideModelRun.Prepared<>(
                            new TrainExpressionTool.Request(
                                    own.material(),
                                    options.folds(own.material().places(), run.seed),
                                    settings,
                                    own.encoder(),
                                    options.device()),
                            cases.inputs(),
                            cases.subject());
                },
                spec);
    }
}
