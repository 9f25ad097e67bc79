package io.spatho.cli;

import io.spatho.stgpt.expression.EvaluateExpressionTool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spatho histology evaluate BUNDLE... --features FILES -o OUT}: how well expression can be predicted from pictures. */
@Command(
        name = "evaluate",
        description = {
            "Cross-validate predictions of expression from H&E by spatial block, or by patient with --patients, beside the",
            "gene mean and ridge regression; every figure with its label-shuffle and spatial-shift control and an interval.",
            "Says for each gene how predictable it is. --resume goes on with a killed run."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistologyEvaluateCommand implements Callable<Integer> {

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
                "evaluate",
                new EvaluateExpressionTool(),
                EvaluateExpressionTool.FILE,
                (own, folds, settings, device) ->
                        new EvaluateExpressionTool.Request(own.material(), folds, settings, own.encoder(), device),
                spec);
    }
}
