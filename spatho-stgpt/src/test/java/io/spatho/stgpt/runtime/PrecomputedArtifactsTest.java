package io.spatho.stgpt.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.analysis.EmbeddingColumns;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.region.PlantedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors that were computed elsewhere: spellings, gates and refusals. */
final class PrecomputedArtifactsTest {

    private static final SpatialDataset CASE = PlantedCase.of(8, 6, 1, 1).dataset();

    @TempDir
    private Path folder;

    private static DenseMatrix vectors(int rows) {
        DenseMatrix vectors = DenseMatrix.zeros(rows, 3);
        for (int row = 0; row < rows; row++) {
            vectors.values()[3 * row + row % 3] = 2;
        }
        return vectors;
    }

    private void table(String name, String idColumn, String[] ids, DenseMatrix vectors) {
        Table table = Table.ofRows(ids.length).with(idColumn, new Column.Strings(ids));
        new FolderStore(folder, new ParquetTables(), "elsewhere")
                .table(name, Origin.MODEL_DERIVED, EmbeddingColumns.append(table, vectors));
    }

    private void cells(String name, int count) {
        table(name, "cell_id", Arrays.copyOf(CASE.cellIds(), count), vectors(count));
    }

    private EmbeddingSource.Precomputed open(ArtifactGate gate) {
        try (Workers workers = new Workers(1)) {
            return EmbeddingSource.Precomputed.open(ArtifactPaths.in(folder), gate, CASE, workers);
        }
    }

    private record Outcome(CellEmbedding embedding, List<Verdict> verdicts) {

        Verdict coverage() {
            return verdicts.stream()
                    .filter(verdict -> verdict.guardrail().equals("CELL_COVERAGE_MINIMUM"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Outcome embed(ArtifactGate gate) {
        EmbedCellsTool tool = new EmbedCellsTool();
        String[] structures = new String[CASE.size()];
        Arrays.fill(structures, "all");
        try (Workers workers = new Workers(2)) {
            FolderStore store = new FolderStore(folder.resolve("out"), new ParquetTables(), "run");
            ToolContext context = new ToolContext(tool.id(), List.of("fp"), store, workers, 0, Progress.SILENT);
            EmbedCellsTool.Request request =
                    new EmbedCellsTool.Request(CASE, PlantedCase.of(8, 6, 1, 1).graph(), structures, open(gate));
            CellEmbedding embedding = tool.run(request, context);
            assertThat(tool.restore(request, context).orElseThrow().vectors().values())
                    .isEqualTo(embedding.vectors().values());
            return new Outcome(embedding, context.collectedVerdicts());
        }
    }

    @Test
    void everySpellingOfVectorsStructuresAndReportIsRead() throws IOException {
        for (String[] names : new String[][] {
            {"cell_embeddings.parquet", "structure_summary.parquet", "qc_report.json"},
            {"stgpt/cell_embeddings.parquet", "stgpt/structure_embedding_summary.parquet", "stgpt/qc_report.json"},
            {"region_embeddings.parquet", "regions/structure_summary.parquet", "regions/region_qc_report.json"}
        }) {
            Path root = Files.createTempDirectory(folder, "spelling");
            Path before = folder;
            folder = root;
            cells(names[0], CASE.size());
            table(names[1], "structure_label", new String[] {"one"}, vectors(1));
            Files.writeString(root.resolve(names[2]), "{\"status\": \"pass\", \"metrics\": {\"cell_coverage\": 1}}");
            EmbeddingSource.Precomputed source = open(ArtifactGate.standard());

            assertThat(source.artifacts().files()).hasSize(3);
            assertThat(source.artifacts().structureRows()).isEqualTo(1);
            assertThat(embed(ArtifactGate.standard()).coverage().outcome()).isEqualTo(Verdict.Outcome.PASS);
            folder = before;
        }
    }

    @Test
    void vectorsComeOutAtLengthOneInTheOrderOfTheCaseWithTheFingerprintOfTheFiles() {
        String[] ids = CASE.cellIds().clone();
        int[] backward =
                IntStream.range(0, ids.length).map(i -> ids.length - 1 - i).toArray();
        table(
                "cell_embeddings.parquet",
                "cell_id",
                new Column.Strings(ids).select(backward).values(),
                vectors(ids.length).selectRows(backward));
        Outcome outcome = embed(ArtifactGate.standard());

        assertThat(outcome.embedding().vectors().get(4, 1)).isEqualTo(1);
        assertThat(outcome.embedding().vectors().get(4, 0)).isZero();
        assertThat(outcome.embedding().model().orElseThrow().fingerprint())
                .isEqualTo(
                        open(ArtifactGate.standard()).artifacts().fingerprint().sha256());
    }

    @Test
    void tablesOfRegionsGiveEveryMemberTheVectorOfItsRegion() {
        table("regions/region_embeddings.parquet", "region_id", new String[] {"r0", "r1"}, vectors(2));
        String[] regions = IntStream.range(0, CASE.size())
                .mapToObj(cell -> cell < 10 ? "r1" : "r0")
                .toArray(String[]::new);
        new FolderStore(folder, new ParquetTables(), "elsewhere")
                .table(
                        "regions/region_cell_membership.parquet",
                        Origin.MODEL_DERIVED,
                        Table.ofRows(CASE.size())
                                .with("region_id", new Column.Strings(regions))
                                .with("cell_id", new Column.Strings(CASE.cellIds())));
        DenseMatrix vectors = embed(ArtifactGate.standard()).embedding().vectors();

        assertThat(vectors.get(3, 1)).isEqualTo(1);
        assertThat(vectors.get(30, 0)).isEqualTo(1);
        Table written = new ParquetTables().read(folder.resolve("out/stgpt/cell_embeddings.parquet"));
        assertThat(written.strings("qc_flag")).containsOnly("region_vector");
    }

    @Test
    void tooLittleCoverageBlocksOrIsMarked() {
        cells("cell_embeddings.parquet", CASE.size() / 2);

        assertThat(embed(ArtifactGate.standard()).coverage().outcome()).isEqualTo(Verdict.Outcome.BLOCK);
        assertThat(embed(new ArtifactGate(0.95, false)).coverage().outcome()).isEqualTo(Verdict.Outcome.WARN);
        assertThat(embed(new ArtifactGate(0.4, true)).coverage().outcome()).isEqualTo(Verdict.Outcome.PASS);
    }

    @Test
    void aFatalReportBlocksBeforeAnythingIsWritten() throws IOException {
        cells("cell_embeddings.parquet", CASE.size());
        for (String report : List.of(
                "{\"status\": \"fail\"}",
                "{\"fatal_errors\": [\"no vocabulary\"]}",
                "{\"status\": \"pass\", \"errors\": [\"no vocabulary\"]}")) {
            Files.writeString(folder.resolve("qc_report.json"), report);

            assertThatThrownBy(() -> open(ArtifactGate.standard()))
                    .isInstanceOf(GuardrailException.class)
                    .hasMessageContaining("CELL_COVERAGE_MINIMUM")
                    .hasMessageContaining("stgpt_require_qc_pass");
            assertThat(embed(new ArtifactGate(0.95, false)).coverage().outcome())
                    .isEqualTo(Verdict.Outcome.WARN);
        }
        Files.writeString(folder.resolve("qc_report.json"), "{\"status\": \"ok\", \"image_coverage\": 0.5}");
        assertThat(embed(ArtifactGate.standard()).coverage().detail()).contains("50.0 % by the quality report");
    }

    @Test
    void otherIdsTwinIdsAndBrokenVectorsAreRefused() {
        table("cell_embeddings.parquet", "cell_id", new String[] {"x-1", "x-2"}, vectors(2));
        assertThatThrownBy(() -> open(ArtifactGate.standard()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("other observations")
                .hasMessageContaining("cell-0")
                .hasMessageContaining("x-1");
        table("cell_embeddings.parquet", "cell_id", new String[] {"cell-1", "cell-1"}, vectors(2));
        assertThatThrownBy(() -> open(ArtifactGate.standard())).hasMessageContaining("stands twice");
        DenseMatrix half = vectors(2);
        half.values()[1] = Float.NaN;
        table("cell_embeddings.parquet", "cell_id", new String[] {"cell-1", "cell-2"}, half);
        assertThatThrownBy(() -> open(ArtifactGate.standard())).hasMessageContaining("no finite number");
    }

    @Test
    void aFolderWithoutVectorsIsAMissingResource() {
        assertThatThrownBy(() -> open(ArtifactGate.standard()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("stgpt_cell_embeddings_path");
    }

    @Test
    void nothingThatIsNoNumberLeavesARegionModel() {
        DenseMatrix broken = vectors(2);
        broken.values()[4] = Float.NaN;

        assertThatThrownBy(() -> RegionModelVectors.withoutZeros(broken))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("row 1")
                .hasMessageContaining("NaN weights");
        DenseMatrix silent = RegionModelVectors.withoutZeros(DenseMatrix.zeros(1, 3));
        assertThat(silent.values()).containsOnly(Float.NaN);
    }
}
