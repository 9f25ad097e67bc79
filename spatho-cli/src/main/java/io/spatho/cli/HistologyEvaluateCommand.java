package io.spatho.cli;

import io.spatho.stgpt.expression.EvaluateExpressionTool;
import io.spatho.stgpt.expression.ExpressionSettings;
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
                options.describe("evaluate", settings),
                new EvaluateExpressionTool(),
                EvaluateExpressionTool.FILE,
                workers -> {
                    ExpressionCases cases = options.read(workers);
                    ExpressionCases.Encoded own = cases.encoded().get(0);
                    return new SlideModelRun.Prepared<>(
                            new EvaluateExpressionTool.Request(
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
