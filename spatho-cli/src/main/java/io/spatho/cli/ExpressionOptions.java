package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.expression.ExpressionFolds;
import io.spatho.stgpt.expression.ExpressionSettings;
import io.spatho.stgpt.expression.PlacedFeatures;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What training, evaluation and ablation of expression from H&amp;E take: cases, features of their tiles, genes, the split, the effort. */
final class ExpressionOptions {

    private static final int EVERY = 20;

    @Parameters(paramLabel = "BUNDLE", arity = "1..*", description = "One or several cases, each a slide of its own.")
    private List<Path> bundles = List.of();

    @Option(
            names = "--features",
            paramLabel = "FILES",
            split = ";",
            required = true,
            description =
                    "The features.parquet that spatho histology encode made of each case, in the order of the cases,"
                            + " joined by commas.")
    private List<String> features = List.of();

    @Option(names = "--genes", paramLabel = "NAME", split = ",", description = "Genes to predict, joined by commas.")
    private List<String> genes = List.of();

    @Option(
            names = "--most-genes",
            paramLabel = "N",
            defaultValue = "300",
            description =
                    "Without --genes: this many of the genes that vary most in all cases (default: ${DEFAULT-VALUE}).")
    private int mostGenes;

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Parts, made of spatial blocks, that judge in turn (default: ${DEFAULT-VALUE}).")
    private int folds;

    @Option(
            names = "--patients",
            paramLabel = "NAME",
            split = ",",
            description = "The patient of each case, joined by commas: patients judge in turn, instead of --folds.")
    private List<String> patients = List.of();

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "64",
            description = "Numbers for an observation inside the network, a multiple of 4 (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(
            names = "--patch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Most observations that are looked at together (default: ${DEFAULT-VALUE}).")
    private int patch;

    @Option(
            names = "--patches",
            paramLabel = "N",
            defaultValue = "4",
            description = "Patches in a step (default: ${DEFAULT-VALUE}).")
    private int patches;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "400",
            description = "Most steps (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "6",
            description =
                    "Looks at the validation data, 20 steps apart, without a new best that end a training; 0 for never"
                            + " (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description = "Highest learning rate (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            defaultValue = "float32",
            description = "Number format of products: float32, bfloat16 or float16; weights stay float32"
                    + " (default: ${DEFAULT-VALUE}).")
    private String precision;

    @Mixin
    private DeviceOption device;

    @Mixin
    private BundleChoice bundle;

    /** The settings with the parts named, or a usage error. */
    ExpressionSettings settings(
            ExpressionSettings.Fusion fusion,
            ExpressionSettings.Decoder decoder,
            ExpressionSettings.Loss loss,
            long seed) {
        RunSettings.require("--steps", steps, steps >= 1 && steps <= 1_000_000);
        RunSettings.require("--width", width, width >= 4 && width % 4 == 0);
        RunSettings.require("--learning-rate", rate, rate > 0 && rate < 1);
        Precision format = ExpressionParts.one("--precision", Precision.values(), precision);
        try {
            return new ExpressionSettings(
                    fusion,
                    decoder,
                    loss,
                    width,
                    patch,
                    patches,
                    steps,
                    Math.min(EVERY, steps),
                    patience,
                    rate,
                    seed,
                    format);
        } catch (IllegalArgumentException e) {
            throw new UsageException(Problem.of("the settings of the training are impossible: " + e.getMessage())
                    .at("--width, --patch, --patches, --patience")
                    .fix("Widths to 4096, patches of 2 to 1024 observations, at least one in a step"));
        }
    }

    /** Where the network runs. */
    DeviceRequest device() {
        return device.request();
    }

    /** Refuses what can be refused before anything is read. */
    void require(boolean isSeveral) {
        device();
        RunSettings.require("--most-genes", mostGenes, mostGenes >= 1 && mostGenes <= 20_000);
        RunSettings.require("--folds", folds, folds >= 3 && folds <= 100);
        if (!isSeveral && features.size() != 1) {
            throw new UsageException(Problem.of("features of several encoders")
                    .at("--features")
                    .expected("the files of one encoder, joined by commas", features.size() + " encoders")
                    .fix("Compare encoders with spatho histology ablate"));
        }
        for (String files : features) {
            requireAsMany("--features", files.split(",", -1).length, "files");
        }
        if (!patients.isEmpty()) {
            requireAsMany("--patients", patients.size(), "patients");
        }
        List<String> names = bundles.stream().map(RunSettings::name).toList();
        if (new HashSet<>(names).size() < names.size()) {
            throw new UsageException(Problem.of("two cases have the same name")
                    .at(String.join(", ", names))
                    .fix("Rename a folder; observations are named by their case"));
        }
    }

    private void requireAsMany(String option, int found, String what) {
        if (found != bundles.size()) {
            throw new UsageException(Problem.of("there is not one for each case")
                    .at(option)
                    .expected(bundles.size() + " " + what, found)
                    .fix("Make features with spatho histology encode BUNDLE --he SLIDE -o OUT"));
        }
    }

    /** Reads everything. */
    ExpressionCases read(Workers workers) {
        return ExpressionCases.read(
                bundles,
                features.stream()
                        .map(files ->
                                Arrays.stream(files.split(",")).map(Path::of).toList())
                        .toList(),
                bundle,
                new ExpressionCases.Wanted(genes, mostGenes),
                workers);
    }

    /** Who judges in turn. */
    ExpressionFolds folds(PlacedFeatures places, long seed) {
        if (patients.isEmpty()) {
            return ExpressionFolds.blocks(places, folds, seed);
        }
        List<String> names = bundles.stream().map(RunSettings::name).toList();
        List<String> ofSlide = bundles.size() == 1
                ? patients
                : Arrays.stream(places.slides().names())
                        .map(slide -> patients.get(names.indexOf(slide)))
                        .toList();
        return ExpressionFolds.patients(places, ofSlide, seed);
    }

    /** What can change a result, with the parts that a command chooses itself. */
    ObjectNode describe(String command, ExpressionSettings settings) {
        ObjectNode config = CanonicalJson.object();
        config.put("study", "histology " + command);
        bundles.forEach(path -> config.withArray("cases").add(RunSettings.name(path)));
        config.put("encoders", features.size())
                .put("genes", String.join(",", genes))
                .put("most_genes", mostGenes)
                .put("patients", String.join(",", patients))
                .put("folds", folds)
                .put("matrix", bundle.matrix);
        bundle.binSize.ifPresent(size -> config.put("bin_size", size));
        config.set("training", settings.document());
        return config;
    }
}
