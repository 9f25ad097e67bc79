package io.spatho.cli;

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
    private ExpressionStudy study;

    @Mixin
    private SlideModelRun run;

    @Override
    public Integer call() {
        return study.execute(
                run,
                "train",
                new TrainExpressionTool(),
                TrainExpressionTool.FILE,
                (own, folds, settings, device) ->
                        new TrainExpressionTool.Request(own.material(), folds, settings, own.encoder(), device),
                spec);
    }
}
