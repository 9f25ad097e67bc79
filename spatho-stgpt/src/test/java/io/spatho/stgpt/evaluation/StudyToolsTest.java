package io.spatho.stgpt.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.RegionSummary;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.imputation.ImputeTool;
import io.spatho.stgpt.region.ImageFeatures;
import io.spatho.stgpt.region.PlantedCase;
import io.spatho.stgpt.region.RegionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation, ablation and imputation of a small model on planted tissue. */
final class StudyToolsTest {

    private static final RegionSettings BRIEF =
            new RegionSettings(16, 2, 1, 32, 100, 24, 0.2, 64, 4, 30, 5e-3, 0.15, 3);
    private static final DeviceRequest CPU = DeviceRequest.parse("cpu");
    private static final PlantedCase PLANTED = PlantedCase.of(22, 30, 1, 1);

    @TempDir
    private Path folder;

    private <Q, R> R run(Tool<Q, R> tool, Q request, int threads, String name) {
        try (Workers workers = new Workers(threads)) {
            FolderStore store = new FolderStore(folder.resolve(name), new ParquetTables(), "run");
            ToolContext context = new ToolContext(tool.id(), List.of("fp"), store, workers, 3, Progress.SILENT);
            R result = tool.run(request, context);
            assertThat(context.collectedEvidence()).isNotEmpty();
            return result;
        }
    }

    private static String[] stripes() {
        return Arrays.stream(PLANTED.stripes())
                .mapToObj(stripe -> "stripe-" + stripe)
                .toArray(String[]::new);
    }

    @Test
    void anEvaluationHasTheSameBytesForAnyThreadsAndBeatsTheMean() throws IOException {
        SpatialDataset dataset = PLANTED.dataset();
        DenseMatrix places = DenseMatrix.zeros(dataset.size(), 2);
        for (int cell = 0; cell < dataset.size(); cell++) {
            places.values()[2 * cell] = (float) dataset.xUm()[cell];
            places.values()[2 * cell + 1] = (float) dataset.yUm()[cell];
        }
        EvaluateTool.Request request = new EvaluateTool.Request(
                dataset,
                PLANTED.graph(),
                places,
                Optional.empty(),
                Split.spatialBlocks(dataset, 3),
                Labels.ofRun(stripes()),
                BRIEF,
                CPU);
        JsonNode one = run(new EvaluateTool(), request, 1, "one");
        run(new EvaluateTool(), request, 3, "three");

        for (String file : List.of(EvaluateTool.FILE, EvaluateTool.GENES, "evaluation/split.parquet")) {
            assertThat(folder.resolve("one").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("three").resolve(file));
        }
        JsonNode methods = one.path("hidden_genes").path("methods");
        double model = methods.path("model").path("mse").path("value").asDouble();
        double mean = methods.path("gene_mean").path("mse").path("value").asDouble();
        double linear = methods.path("pca_linear").path("mse").path("value").asDouble();
        assertThat(model).isLessThan(0.95 * mean).isLessThan(1.05 * linear);
        assertThat(one.path("domain_shift").path("hidden_genes").path("cells").asInt())
                .isPositive();
        assertThat(one.path("image_gene_retrieval").path("status").asText()).isEqualTo("not_applicable");
        assertThat(Files.size(folder.resolve("one").resolve(EvaluateTool.GENES)))
                .isPositive();
    }

    @Test
    void sixAblationsStandOnOneSplit() {
        AblateTool.Request request = new AblateTool.Request(
                PLANTED.dataset(),
                PLANTED.graph(),
                Split.spatialBlocks(PLANTED.dataset(), 3),
                Optional.empty(),
                BRIEF,
                CPU);
        JsonNode ways = run(new AblateTool(), request, 2, "ablation").path("ablations");
        run(new AblateTool(), request, 1, "ablation-one");

        assertThat(folder.resolve("ablation").resolve(AblateTool.FILE))
                .hasSameBinaryContentAs(folder.resolve("ablation-one").resolve(AblateTool.FILE));

        assertThat(ways.findValuesAsText("name"))
                .containsExactly("full", "gene_only", "image_only", "spatial_only", "image_gene", "image_gene_spatial");
        assertThat(ways.findValuesAsText("status"))
                .containsExactly("trained", "trained", "not_applicable", "trained", "not_applicable", "not_applicable");
        assertThat(error(ways.get(1))).isLessThan(error(ways.get(3)));
    }

    @Test
    void withPicturesAllSixAblationsAreTrained() {
        int cells = PLANTED.dataset().size();
        DenseMatrix features = DenseMatrix.zeros(cells, 2);
        boolean[] present = new boolean[cells];
        for (int cell = 0; cell < cells; cell++) {
            present[cell] = true;
            features.values()[2 * cell] = PLANTED.stripes()[cell];
            features.values()[2 * cell + 1] = cell % 7;
        }
        AblateTool.Request request = new AblateTool.Request(
                PLANTED.dataset(),
                PLANTED.graph(),
                Split.spatialBlocks(PLANTED.dataset(), 3),
                Optional.of(new ImageFeatures(List.of("img_0", "img_1"), features, present)),
                BRIEF,
                CPU);
        JsonNode ways = run(new AblateTool(), request, 2, "pictured").path("ablations");

        assertThat(ways.findValuesAsText("status")).containsOnly("trained").hasSize(6);
        assertThat(ways.get(4).path("image_gene_retrieval").path("cells").asInt())
                .isPositive();
        assertThat(ways.get(2).has("image_gene_retrieval")).isFalse();
    }

    private static double error(JsonNode way) {
        return way.path("error_relative_to_gene_mean").path("dropped_genes").asDouble();
    }

    @Test
    void genesOfAReferenceAreImputedWithIntervalsThatHold() {
        SpatialDataset whole = PlantedCase.of(22, 30, 1, 5).dataset();
        int[] kept = IntStream.range(0, 30).filter(gene -> gene % 10 != 0).toArray();
        SpatialDataset target = SpatialDataset.builder(
                        whole.metadata(),
                        whole.counts().selectColumns(kept),
                        whole.panel().select(kept),
                        whole.obs(),
                        whole.xUm(),
                        whole.yUm())
                .build();
        List<CellMembership> members = List.of();
        RegionTool.Result none = new RegionTool.Result(
                List.of(), members, RegionSummary.of(target.counts(), members, 0, new Workers(1)), 1, "cell");
        ImputeTool.Request request = new ImputeTool.Request(
                target,
                PLANTED.graph(),
                none,
                Optional.of(new ImputeTool.Reference(PLANTED.dataset(), PLANTED.graph())),
                List.of("GENE0", "GENE10", "GENE11", "ABSENT"),
                0.9,
                BRIEF,
                CPU);
        JsonNode found = run(new ImputeTool(), request, 2, "imputation");
        run(new ImputeTool(), request, 1, "imputation-one");
        for (String file : List.of(ImputeTool.FILE, "regions/predictions/imputed_cells.parquet")) {
            assertThat(folder.resolve("imputation").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("imputation-one").resolve(file));
        }
        Table cells = new ParquetTables().read(folder.resolve("imputation/regions/predictions/imputed_cells.parquet"));

        assertThat(found.path("refused").findValuesAsText("gene")).contains("GENE11", "ABSENT");
        assertThat(found.path("refused").findValuesAsText("reason"))
                .anyMatch(reason -> reason.contains("measured in this case"))
                .anyMatch(reason -> reason.contains("not measured in the reference"));
        assertThat(((Column.Booleans) cells.column("imputed")).values()).containsOnly(true);
        assertThat(coverage(cells, whole)).isBetween(0.85, 1.0);
    }

    /** The share of the values that the target case did measure, before they were taken from it, inside their intervals. */
    private static double coverage(Table cells, SpatialDataset whole) {
        String[] ids = cells.strings("cell_id");
        String[] genes = cells.strings("gene");
        double[] lower = cells.doubles("lower");
        double[] upper = cells.doubles("upper");
        assertThat(cells.rows()).isPositive();
        double[] totals = new double[whole.size()];
        Arrays.setAll(totals, cell -> whole.counts().rowSum(cell));
        double[] sorted = totals.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
        int held = 0;
        for (int row = 0; row < ids.length; row++) {
            int cell = Integer.parseInt(ids[row].substring("cell-".length()));
            int gene = Integer.parseInt(genes[row].substring("GENE".length()));
            double value = Math.log1p(whole.counts().get(cell, gene) * median / totals[cell]);
            held += value >= lower[row] && value <= upper[row] ? 1 : 0;
        }
        return held / (double) ids.length;
    }
}
