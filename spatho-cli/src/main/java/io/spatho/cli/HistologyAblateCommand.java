package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.expression.AblateExpressionTool;
import io.spatho.stgpt.expression.ExpressionSettings;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho histology ablate BUNDLE... --features FILES[;FILES] -o OUT}: what encoder, fusion, loss and decoder are worth. */
@Command(
        name = "ablate",
        description = {
            "Cross-validate in four phases, each from the best of the one before: encoders and fields of view (--features",
            "of several encoders joined by ';'), fusions, losses, decoders. What is best is said by tissue that does not",
            "judge. --resume goes on with a killed run."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistologyAblateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExpressionOptions options;

    @Option(
            names = "--fusions",
            paramLabel = "WAY",
            split = ",",
            defaultValue = "attention,gated,hierarchical",
            description = "Fusions to try; phases before its own use the first (default: ${DEFAULT-VALUE}).")
    private List<String> fusions;

    @Option(
            names = "--losses",
            paramLabel = "LOSS",
            split = ",",
            defaultValue = "poisson,mse,nb,zinb,focal_mse,focal_zinb,multi_resolution",
            description = "Losses to try, likewise (default: ${DEFAULT-VALUE}).")
    private List<String> losses;

    @Option(
            names = "--decoders",
            paramLabel = "WAY",
            split = ",",
            defaultValue = "linear,unet,hist2st",
            description = "Decoders to try, likewise (default: ${DEFAULT-VALUE}).")
    private List<String> decoders;

    @Mixin
    private SlideModelRun run;

    @Override
    public Integer call() {
        List<Fusion> ways = ExpressionParts.all("--fusions", Fusion.values(), fusions);
        List<Loss> errors = ExpressionParts.all("--losses", Loss.values(), losses);
        List<Decoder> makers = ExpressionParts.all("--decoders", Decoder.values(), decoders);
        ExpressionSettings settings = options.settings(ways.get(0), makers.get(0), errors.get(0), run.seed);
        options.require(true);
        ObjectNode config = options.describe("ablate", settings);
        config.put("fusions", String.join(",", fusions))
                .put("losses", String.join(",", losses))
                .put("decoders", String.join(",", decoders));
        return run.execute(
                config,
                new AblateExpressionTool(),
                AblateExpressionTool.FILE,
                workers -> prepared(workers, settings, ways, errors, makers),
                spec);
    }

    private SlideModelRun.Prepared<AblateExpressionTool.Request> prepared(
            Workers workers, ExpressionSettings settings, List<Fusion> ways, List<Loss> errors, List<Decoder> makers) {
        ExpressionCases cases = options.read(workers);
        List<AblateExpressionTool.Inputs> inputs = new ArrayList<>();
        for (ExpressionCases.Encoded one : cases.encoded()) {
            inputs.addAll(AblateExpressionTool.fields(one.name(), one.material(), one.encoder()));
        }
        return new SlideModelRun.Prepared<>(
                new AblateExpressionTool.Request(
                        inputs,
                        ways,
                        errors,
                        makers,
                        options.folds(cases.encoded().get(0).material().places(), run.seed),
                        settings,
                        options.device()),
                cases.inputs(),
                cases.subject());
    }
}
