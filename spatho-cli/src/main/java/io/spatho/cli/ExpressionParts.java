package io.spatho.cli;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.stgpt.expression.ExpressionSettings;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The parts of a network that predicts expression from H&amp;E. */
final class ExpressionParts {

    @Option(
            names = "--fusion",
            paramLabel = "WAY",
            defaultValue = "attention",
            description = "How fields of view are brought together: attention, gated or hierarchical"
                    + " (default: ${DEFAULT-VALUE}).")
    private String fusion;

    @Option(
            names = "--decoder",
            paramLabel = "WAY",
            defaultValue = "linear",
            description = "What makes genes of them: linear, unet or hist2st (default: ${DEFAULT-VALUE}).")
    private String decoder;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            defaultValue = "poisson",
            description =
                    "poisson, mse, nb, zinb, focal_mse, focal_zinb or multi_resolution (default: ${DEFAULT-VALUE}).")
    private String loss;

    /** The settings of a training with these parts. */
    ExpressionSettings settings(ExpressionOptions options, long seed) {
        return options.settings(
                one("--fusion", Fusion.values(), fusion),
                one("--decoder", Decoder.values(), decoder),
                one("--loss", Loss.values(), loss),
                seed);
    }

    /** The part of that name, or a usage error that lists all. */
    static <P extends Enum<P>> P one(String option, P[] parts, String name) {
        return Arrays.stream(parts)
                .filter(part -> part.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageException(Problem.of("unknown value")
                        .at(option)
                        .expected(
                                Arrays.stream(parts)
                                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")),
                                name)));
    }

    /** The parts of those names. */
    static <P extends Enum<P>> List<P> all(String option, P[] parts, List<String> names) {
        return names.stream().map(name -> one(option, parts, name)).distinct().toList();
    }
}
