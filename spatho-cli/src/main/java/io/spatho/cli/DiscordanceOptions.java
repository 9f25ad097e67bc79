package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.stgpt.checkpoint.ModelFolder;
import io.spatho.stgpt.discordance.DiscordanceModel;
import io.spatho.stgpt.discordance.SlideJoin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a run looks for where morphology and molecules disagree, and what it takes for that. */
final class DiscordanceOptions {

    /** The field of view of the pictures around spots, twice the diameter of a Visium spot. */
    private static final double USUAL_FIELD_UM = 112;

    private static final String TRAIN = "train";
    private static final int MOST_OBSERVATIONS = 30_000;

    @Option(
            names = "--discordance",
            paramLabel = "train|DIR",
            description = "With --he: find where genes are not what the picture leads one to expect, by a model that is"
                    + " trained on the case, or by the one in DIR that spatho discordance train left.")
    Optional<String> model = Optional.empty();

    @Option(
            names = "--discordance-features",
            paramLabel = "FILE",
            description = "Take the picture's features from this features.parquet of spatho histology encode (default:"
                    + " hand-crafted ones are made from the slide).")
    Optional<Path> features = Optional.empty();

    @Option(
            names = "--discordance-field",
            paramLabel = "UM",
            description = "Field of view around each spot (default: 112; with --discordance-features the largest of"
                    + " the file).")
    Optional<Double> field = Optional.empty();

    @Option(
            names = "--discordance-genes",
            paramLabel = "N",
            defaultValue = "500",
            description = "Most genes of a model that is trained: those that vary most (default: ${DEFAULT-VALUE}).")
    int genes = 500;

    /** Whether anything was asked for. */
    boolean isAsked() {
        return model.isPresent();
    }

    /** The field of view of features that the run makes. */
    double madeFieldUm() {
        return field.orElse(USUAL_FIELD_UM);
    }

    /** The folder of the model that was named, if one was. */
    Optional<Path> folder() {
        return model.filter(name -> !name.equals(TRAIN)).map(Path::of);
    }

    /** Fails with a usage error that names the option. */
    void require(boolean hasSlide) {
        RunSettings.require(
                "--discordance-field",
                field,
                field.filter(um -> !(um > 0 && um < 1e5)).isEmpty());
        RunSettings.require("--discordance-genes", genes, genes >= 2 && genes <= 20_000);
        if (!isAsked() && (features.isPresent() || field.isPresent())) {
            throw new UsageException(Problem.of("--discordance-features and --discordance-field speak of --discordance")
                    .fix("Add --discordance train, or leave them out"));
        }
        if (isAsked() && !hasSlide && features.isEmpty()) {
            throw new UsageException(Problem.of("there is no picture that genes could disagree with")
                    .at("--discordance")
                    .fix("Name the H&E slide with --he, or its features with --discordance-features"));
        }
    }

    /** Reads the model that was named and finds it good for the case. */
    Optional<DiscordanceModel> open(SpatialDataset dataset, List<SourceFile> inputs) {
        if (isAsked() && dataset.size() > MOST_OBSERVATIONS) {
            throw new InputException(Problem.of("too many observations for a model that sees all of them at once")
                    .at("--discordance")
                    .expected("at most " + MOST_OBSERVATIONS, dataset.size())
                    .fix("Take larger bins with --bin-size, or leave --discordance out"));
        }
        features.ifPresent(file -> inputs.add(PreparedCase.source("image_features", file)));
        return folder().map(path -> {
            DiscordanceModel read = DiscordanceModel.read(path);
            SlideJoin.requirePresent(read.genes(), dataset.panel().uniqueNames());
            inputs.add(PreparedCase.source("discordance_model", path.resolve(ModelFolder.DOCUMENT)));
            return read;
        });
    }

    /** Writes what can change a result. */
    void describe(ObjectNode node) {
        model.ifPresent(name -> {
            node.put("discordance", folder().map(RunSettings::name).orElse(name));
            features.ifPresent(file -> node.put("discordance_features", RunSettings.name(file)));
            field.ifPresent(um -> node.put("discordance_field", um));
            node.put("discordance_genes", genes);
        });
    }
}
