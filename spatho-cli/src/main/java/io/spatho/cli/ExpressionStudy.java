package io.spatho.cli;

import io.spatho.core.tool.Tool;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.expression.ExpressionFolds;
import io.spatho.stgpt.expression.ExpressionSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** What training and evaluation of one network that predicts expression from H&amp;E have in common. */
final class ExpressionStudy {

    @Mixin
    private ExpressionOptions options;

    @Mixin
    private ExpressionParts parts;

    /** Makes a tool's request of what was read. */
    @FunctionalInterface
    interface Question<Q> {
        /** The request for cases with features, a division of their tissue, settings and a device. */
        Q of(ExpressionCases.Encoded cases, ExpressionFolds folds, ExpressionSettings settings, DeviceRequest device);
    }

    /** Reads the cases and runs a tool on them; the exit status. */
    <Q> int execute(
            SlideModelRun run,
            String command,
            Tool<Q, ?> tool,
            String document,
            Question<Q> question,
            CommandSpec spec) {
        ExpressionSettings settings = parts.settings(options, run.seed);
        options.require(false);
        return run.execute(
                options.describe(command, settings),
                tool,
                document,
                workers -> {
                    ExpressionCases cases = options.read(workers);
                    ExpressionCases.Encoded own = cases.encoded().get(0);
                    return new SlideModelRun.Prepared<>(
                            question.of(
                                    own, options.folds(own.material().places(), run.seed), settings, options.device()),
                            cases.inputs(),
                            cases.subject());
                },
                spec);
    }
}
