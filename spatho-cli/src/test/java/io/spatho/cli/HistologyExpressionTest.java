package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.requireDone;
import static io.spatho.cli.CommandLineFixture.requireSound;
import static io.spatho.cli.CommandLineFixture.spatho;
import static io.spatho.cli.PublishedSchemas.requireValid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho histology train|predict|evaluate|ablate} on a made Visium slide, and what is said when they cannot be done. */
class HistologyExpressionTest {

    private static final int SPOTS = 400;

    @TempDir
    static Path shared;

    private static EncodedSlide slide;
    private static Path bundle;
    private static Path features;
    private static Path matrix;

    @TempDir
    Path temp;

    @BeforeAll
    static void make() throws IOException {
        slide = EncodedSlide.make(SPOTS, shared);
        bundle = slide.bundle();
        features = slide.features();
        matrix = slide.matrix();
    }

    private static Outcome run(String command, int steps, Path out, Object... more) {
        return spatho(slide.words(command, steps, out, more).toArray());
    }

    @Test
    void aModelIsTrainedAndPredictsEveryTile() throws IOException {
        Path trained = temp.resolve("trained");
        Outcome outcome = run("train", 20, trained, "--threads", 2);
        requireDone(outcome);
        assertThat(outcome.out().strip()).endsWith("training.json");
        requireSound(trained);
        requireValid("expression_training", trained.resolve("histology/expression/training.json"));
        requireValid("expression_model", trained.resolve("histology/expression/model/model.json"));
        assertThat(Files.readString(trained.resolve("config.effective.yaml"))).contains("histology train", "loss:");
        assertThat(Files.readString(trained.resolve("evidence_manifest.json"))).contains("\"encoder\"", "\"features\"");
        requireDone(run("train", 20, trained, "--resume"));
        assertThat(run("train", 20, trained).exitCode()).isEqualTo(2);

        Path one = predicted(trained, "one", 1);
        Path two = predicted(trained, "two", 2);
        assertThat(digests(one, "run_log.json")).isEqualTo(digests(two, "run_log.json"));
        requireSound(one);
        requireValid("expression_prediction", one.resolve("histology/expression/prediction.json"));
        Table values = ParquetTable.read(one.resolve("regions/predictions/histology/predictions.parquet"));
        assertThat(values.rows()).isEqualTo(6 * TileFeatures.read(features).tileIds().length);
        assertThat(((Column.Booleans) values.column("imputed")).values()).doesNotContain(false);
        assertThat(values.doubles("level")).containsOnly(0.9);
        for (int row = 0; row < values.rows(); row++) {
            assertThat(values.doubles("value")[row])
                    .isBetween(values.doubles("lower")[row], values.doubles("upper")[row]);
        }
        Table support = ParquetTable.read(one.resolve("regions/predictions/histology/support.parquet"));
        assertThat(support.names()).contains("gene", "held_out_pearson", "supported");
        refusals(trained);
        aRunShowsPredictedBesideMeasured(trained);
    }

    private void aRunShowsPredictedBesideMeasured(Path trained) throws IOException {
        Path out = temp.resolve("run");
        requireDone(spatho(
                "run",
                bundle,
                "-o",
                out,
                "--stgpt",
                "none",
                "--he",
                bundle.resolve("spatial/tissue_hires_image.png"),
                "--he-alignment",
                matrix,
                "--expression",
                trained,
                "--expression-features",
                features));
        requireSound(out);
        requireValid("expression_prediction", out.resolve("histology/expression/prediction.json"));
        Table maps = ParquetTable.read(out.resolve("histology/expression/maps.parquet"));
        Table agreement = ParquetTable.read(out.resolve("histology/expression/agreement.parquet"));
        assertThat(agreement.rows()).isEqualTo(6);
        assertThat(maps.names())
                .contains(
                        "measured_" + agreement.strings("gene")[0],
                        "predicted_" + agreement.strings("gene")[5]);
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("id=\"prediction\"", "Measured beside predicted genes", "prediction-atlas");
        Outcome alone = spatho("run", bundle, "-o", temp.resolve("none"), "--expression", trained);
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.err()).contains("go together");
    }

    private Path predicted(Path trained, String name, int threads) {
        Path out = temp.resolve(name);
        requireDone(spatho(
                "histology",
                "predict",
                features,
                "--model",
                trained,
                "-o",
                out,
                "--device",
                "cpu",
                "--threads",
                threads));
        return out;
    }

    private void refusals(Path trained) throws IOException {
        Path out = temp.resolve("none");
        Outcome none = spatho("histology", "predict", features, "--model", temp, "-o", out);
        assertThat(none.exitCode()).isEqualTo(5);
        assertThat(none.err()).contains("no model of expression");
        Path narrow = narrowed(temp.resolve("narrow.parquet"), SPOTS, 3);
        Outcome other = spatho("histology", "predict", narrow, "--model", trained, "-o", out);
        assertThat(other.exitCode()).isEqualTo(3);
        assertThat(other.err()).contains("not those that the model was trained on", "3 features at");
        Path spoilt = CommandLineFixture.copy(trained.resolve("histology/expression/model"), temp.resolve("spoilt"));
        Path document = spoilt.resolve("model.json");
        Files.writeString(document, Files.readString(document).replace("\"width\": 8", "\"width\": 12"));
        Outcome wrong = spatho("histology", "predict", features, "--model", spoilt, "-o", out);
        assertThat(wrong.exitCode()).isEqualTo(3);
        assertThat(wrong.err()).contains("a weight has the wrong shape");
        assertThat(out).doesNotExist();
    }

    /** The first tiles and features of the table at one field of view. */
    private static Path narrowed(Path file, int tiles, int width) {
        Table whole = ParquetTable.read(features);
        Table part = whole.select(
                IntStream.range(0, Math.min(tiles, whole.rows() / 2)).toArray());
        List<String> names = part.names().subList(0, 4 + width);
        Table kept = Table.ofRows(part.rows());
        for (String name : names) {
            kept = kept.with(name, part.column(name));
        }
        try (TableSink sink = new ParquetTables().create(file, Map.of(), kept)) {
            sink.append(kept);
        }
        return file;
    }

    @Test
    void predictionsAreJudgedBesideTheirBaselinesAndControls() {
        Path out = temp.resolve("out");
        requireDone(run("evaluate", 20, out));
        requireSound(out);
        Path file = out.resolve("histology/expression/evaluation.json");
        requireValid("expression_evaluation", file);
        JsonNode document = StrictJson.read(file);
        assertThat(document.path("split").path("folds").asInt()).isEqualTo(4);
        assertThat(document.path("models").findValuesAsText("name")).containsExactly("mean", "ridge", "network");
        assertThat(document.path("models")
                        .path(2)
                        .path("pearson")
                        .path("label_shuffle")
                        .isNumber())
                .isTrue();
        Table genes = ParquetTable.read(out.resolve("histology/expression/predictability.parquet"));
        assertThat(genes.rows()).isEqualTo(6);
        assertThat(genes.names()).contains("pearson", "pearson_lower", "pearson_spatial_shift", "ssim", "predictable");
        Table values = ParquetTable.read(out.resolve("histology/expression/held_out.parquet"));
        assertThat(values.names()).contains("measured", "value", "lower", "upper", "ridge", "mean", "imputed");
        assertThat(Arrays.stream(values.doubles("measured")).sum()).isPositive();
        assertThat(digests(out).keySet()).noneMatch(name -> name.startsWith("training"));
    }

    @Test
    void patientsJudgeInTurn() {
        Path second = CommandLineFixture.copy(bundle, temp.resolve("another"));
        Path out = temp.resolve("out");
        Stream<Object> words = Stream.concat(
                Stream.of("histology", "evaluate", bundle, second, "--features", features + "," + features, "-o", out),
                Stream.concat(EncodedSlide.SMALL.stream(), Stream.of("--patients", "p,q", "--steps", 20)));
        requireDone(spatho(words.toArray()));
        JsonNode document = StrictJson.read(out.resolve("histology/expression/evaluation.json"));
        requireValid("expression_evaluation", document);
        assertThat(document.path("split").path("strategy").asText()).isEqualTo("patient");
        assertThat(document.path("material").path("slides").size()).isEqualTo(2);
    }

    @Test
    void phasesOfAnAblationStartFromTheBestOfTheOneBefore() {
        Path out = temp.resolve("out");
        Outcome outcome = run(
                "ablate",
                3,
                out,
                "--features",
                features,
                "--fusions",
                "gated,attention",
                "--losses",
                "poisson",
                "--decoders",
                "linear,unet");
        requireDone(outcome);
        requireSound(out);
        JsonNode document = StrictJson.read(out.resolve("histology/expression/ablation.json"));
        requireValid("expression_ablation", document);
        // Three ways for each of two encoders, then one more fusion, no further loss, one more decoder.
        assertThat(document.path("trained").asInt()).isEqualTo(8);
        assertThat(document.path("phases").path(0).path("tried").findValuesAsText("inputs"))
                .contains("handcrafted, all fields", "handcrafted (2), 110 µm");
    }

    @Test
    void whatCannotBeDoneIsOneClearLine() {
        Path out = temp.resolve("none");
        Outcome absent = run("train", 20, out, "--genes", "NO_SUCH_GENE");
        assertThat(absent.exitCode()).isEqualTo(3);
        assertThat(absent.err()).contains("absent from the case", "NO_SUCH_GENE");
        Outcome uncovered = spatho(
                "histology", "train", bundle, "--features", narrowed(temp.resolve("few.parquet"), 50, 5), "-o", out);
        assertThat(uncovered.exitCode()).isEqualTo(3);
        assertThat(uncovered.err()).contains("the features do not cover the observations", "95 %");
        Outcome unpaired = spatho("histology", "train", bundle, "--features", features + "," + features, "-o", out);
        assertThat(unpaired.exitCode()).isEqualTo(2);
        assertThat(unpaired.err()).contains("there is not one for each case");
        Outcome twice = run("evaluate", 20, out, "--features", features);
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("spatho histology ablate");
        assertThat(run("train", 20, out, "--loss", "hinge").err()).contains("unknown value", "focal_zinb");
        assertThat(spatho("histology", "train", bundle, "--features", features, "--width", 10, "-o", out)
                        .exitCode())
                .isEqualTo(2);
        assertThat(spatho("histology", "train", bundle, "--features", features, "--folds", 2, "-o", out)
                        .exitCode())
                .isEqualTo(2);
        assertThat(out).doesNotExist();
    }
}
