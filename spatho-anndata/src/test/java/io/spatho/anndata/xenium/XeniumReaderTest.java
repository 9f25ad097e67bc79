package io.spatho.anndata.xenium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XeniumReaderTest {

    private static final String EXPERIMENT =
            "{\"analysis_sw_version\":\"xenium-2.0.0.10\",\"pixel_size\":0.2125,\"panel_name\":\"P\",\"region_name\":\"R\"}";
    private static final String HEADER =
            "\"cell_id\",\"x_centroid\",\"y_centroid\",\"transcript_counts\",\"cell_area\"\n";
    private static final String CELLS = HEADER + "\"b-1\",10.5,20,5,30.5\n\"a-1\",1,2,3,\n\"extra-1\",9,9,0,1\n";

    @TempDir
    Path folder;

    private SpatialDataset read() {
        return read(folder);
    }

    private static SpatialDataset read(Path path) {
        try (Workers workers = new Workers(2)) {
            return XeniumReader.read(BundleFolder.open(path), workers);
        }
    }

    private void bundle(String cells) {
        TestFiles.write(folder.resolve("experiment.xenium"), EXPERIMENT);
        TestBundles.mex(folder.resolve("cell_feature_matrix"), "a-1", "b-1");
        TestFiles.write(folder.resolve("cells.csv.gz"), cells);
    }

    @Test
    void cellsComeInMatrixOrderWithTheirRows() {
        bundle(CELLS);
        TestFiles.write(folder.resolve("transcripts.parquet"), "not read");
        SpatialDataset dataset = read();
        assertThat(dataset.cellIds()).containsExactly("a-1", "b-1");
        assertThat(dataset.xUm()).containsExactly(1, 10.5);
        assertThat(dataset.yUm()).containsExactly(2, 20);
        assertThat(dataset.counts().rowSum(1)).isEqualTo(5);
        assertThat(dataset.obs().names()).containsExactly("cell_id", "transcript_counts", "cell_area");
        assertThat(dataset.obs().column("transcript_counts")).isInstanceOf(Column.Ints.class);
        assertThat(dataset.obs().doubles("cell_area")).containsExactly(Double.NaN, 30.5);
        assertThat(dataset.panel().featureNames()).containsExactly("EPCAM", "CD3E");
        assertThat(dataset.panel().name()).isEqualTo("P");
        assertThat(dataset.modalities())
                .extracting(Modality::name)
                .containsExactly("negative_control_probe", "protein");
        assertThat(dataset.metadata().softwareVersion()).isEqualTo("2.0.0.10");
        assertThat(dataset.metadata().sampleName()).isEqualTo("R");
        assertThat(dataset.metadata().pixelSizeUm()).isEqualTo(0.2125);
        assertThat(dataset.metadata().warnings())
                .containsExactly(
                        "1 of 3 cells of the table are not in the matrix and were left out",
                        "the matrix states no protein_scaling_factor; protein values are as stored");
        assertThat(dataset.metadata().platformFields()).containsEntry("files_read_on_demand", "transcripts.parquet");
        assertThat(dataset.metadata().sources())
                .extracting(source -> source.role() + " " + source.name())
                .containsExactly(
                        "experiment experiment.xenium",
                        "matrix cell_feature_matrix/matrix.mtx.gz",
                        "features cell_feature_matrix/features.tsv.gz",
                        "barcodes cell_feature_matrix/barcodes.tsv.gz",
                        "cells cells.csv.gz");
    }

    @Test
    void theH5IsPreferredAndProteinIsScaled() {
        bundle(CELLS);
        TestBundles.h5(folder.resolve("cell_feature_matrix.h5"), Map.of("protein_scaling_factor", 4.0), "a-1", "b-1");
        SpatialDataset dataset = read();
        assertThat(dataset.modalities().get(1).matrix().get(0, 0)).isEqualTo(1.5f);
        assertThat(dataset.modalities().get(0).matrix().get(0, 0)).isEqualTo(1f);
        assertThat(dataset.counts().get(1, 0)).isEqualTo(4f);
        assertThat(dataset.metadata().platformFields()).containsEntry("matrix.protein_scaling_factor", "4.0");
    }

    @Test
    void parquetCellsWithIntegerIdsArePreferred() {
        TestFiles.write(folder.resolve("experiment.xenium"), "{\"analysis_sw_version\":\"Xenium-1.0.1\"}");
        TestBundles.mex(folder.resolve("cell_feature_matrix"), "1", "2");
        TestBundles.parquet(
                folder.resolve("cells.parquet"),
                Table.ofRows(2)
                        .with("cell_id", new Column.Ints(new int[] {2, 1}))
                        .with("x_centroid", new Column.Doubles(new double[] {5, 6}))
                        .with("y_centroid", new Column.Floats(new float[] {7, 8}))
                        .with("transcript_counts", new Column.Longs(new long[] {5, 3})));
        TestFiles.write(folder.resolve("cells.csv"), "broken");
        SpatialDataset dataset = read();
        assertThat(dataset.cellIds()).containsExactly("1", "2");
        assertThat(dataset.xUm()).containsExactly(6, 5);
        assertThat(dataset.yUm()).containsExactly(8, 7);
        assertThat(dataset.obs().column("transcript_counts")).isInstanceOf(Column.Ints.class);
        assertThat(dataset.metadata().pixelSizeUm()).isEqualTo(0.2125);
        assertThat(dataset.metadata().warnings()).anyMatch(warning -> warning.contains("pixel_size"));
    }

    @Test
    void prefixedNamesAndClustersAreFound() {
        TestFiles.write(folder.resolve("GSM1_experiment.xenium"), EXPERIMENT);
        TestBundles.h5(folder.resolve("GSM1_cell_feature_matrix.h5"), Map.of(), "a-1", "b-1");
        TestFiles.write(folder.resolve("GSM1_cells.csv.gz"), CELLS);
        TestFiles.write(
                folder.resolve("analysis/clustering/gene_expression_graphclust/clusters.csv"),
                "Barcode,Cluster\nb-1,10\nother-1,2\n");
        SpatialDataset dataset = read();
        Column.Categories clusters = (Column.Categories) dataset.obs().column("platform_cluster");
        assertThat(clusters.categories()).containsExactly("2", "10");
        assertThat(clusters.codes()).containsExactly(-1, 1);
        assertThat(dataset.metadata().warnings()).contains("1 of 2 cells have no cluster in platform_cluster");
    }

    @Test
    void aCellOfTheMatrixThatTheTableLacksIsRefused() {
        bundle(HEADER + "\"a-1\",1,2,3,4\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 of 2 cells of the matrix matrix.mtx.gz are not in the table, such as b-1")
                .hasMessageContaining("cells.csv.gz");
    }

    @Test
    void repeatedIdsAndPositionsThatAreNoNumbersAreRefused() {
        bundle(CELLS + "\"a-1\",1,2,3,4\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cell a-1 stands there twice")
                .hasMessageContaining("rows 2 and 4");
        bundle(HEADER + "\"a-1\",NaN,2,3,4\n\"b-1\",1,2,3,4\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a finite number")
                .hasMessageContaining("x_centroid of a-1");
    }

    @Test
    void missingPiecesAreNamed() throws IOException {
        bundle(CELLS);
        Files.delete(folder.resolve("cells.csv.gz"));
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the cell table is missing")
                .hasMessageContaining("cells.parquet or cells.csv.gz");
        bundle(CELLS);
        Files.delete(folder.resolve("cell_feature_matrix/matrix.mtx.gz"));
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the matrix is missing")
                .hasMessageContaining("cell_feature_matrix.h5");
        bundle("\"cell_id\",\"x\"\n");
        assertThatThrownBy(this::read).hasMessageContaining("column x_centroid is missing");
        bundle(CELLS);
        TestFiles.write(folder.resolve("experiment.xenium"), "{\"pixel_size\": \"big\"}");
        assertThatThrownBy(this::read).hasMessageContaining("pixel_size makes no sense");
        TestFiles.write(folder.resolve("experiment.xenium"), "{\"pixel_size\": ");
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("not valid JSON");
    }

    @Test
    void truncatedFilesAreRefused() {
        bundle(CELLS);
        TestBundles.h5(folder.resolve("cell_feature_matrix.h5"), Map.of(), "a-1", "b-1");
        TestFiles.truncate(folder.resolve("cell_feature_matrix.h5"), 0.7);
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cell_feature_matrix.h5");
        TestFiles.truncate(folder.resolve("cells.csv.gz"), 0.7);
        TestBundles.h5(folder.resolve("cell_feature_matrix.h5"), Map.of(), "a-1", "b-1");
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cells.csv.gz")
                .hasMessageContaining("cut short");
    }

    @Test
    void theColonWindowAddsUp() {
        SpatialDataset dataset = read(SampleData.of("xenium-colon-cutout"));
        assertThat(dataset.size()).isEqualTo(8562);
        assertThat(dataset.panel().size()).isEqualTo(422);
        double[] stated = dataset.obs().doubles("transcript_counts");
        for (int cell = 0; cell < stated.length; cell++) {
            assertThat(dataset.counts().rowSum(cell)).isEqualTo(stated[cell]);
        }
        assertThat(Arrays.stream(stated).sum()).isEqualTo(1_003_201);
        assertThat(dataset.modalities())
                .extracting(
                        modality -> modality.name() + " " + modality.features().size())
                .containsExactlyInAnyOrder(
                        "negative_control_probe 20", "negative_control_codeword 41", "unassigned_codeword 58");
        long entries = dataset.counts().nonzeros();
        for (Modality modality : dataset.modalities()) {
            entries += modality.matrix().nonzeros();
        }
        assertThat(entries).isEqualTo(424_052);
        assertThat(dataset.metadata().warnings())
                .containsExactly("experiment.xenium speaks of 340,837 cells, the cell table holds 8,562");
    }

    @Test
    void theTinyBundleFromRIsRead() {
        SpatialDataset dataset = read(SampleData.of("xenium-tiny-bundle"));
        assertThat(dataset.cellIds()).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(dataset.panel().size() + dataset.modalities().size()).isGreaterThanOrEqualTo(4);
        assertThat(dataset.xUm()[0]).isBetween(847.25, 847.26);
        assertThat(dataset.metadata().platformFields())
                .containsEntry(
                        "files_read_on_demand",
                        "cell_boundaries.parquet, nucleus_boundaries.parquet, transcripts.parquet")
                .containsEntry("files_not_read", "cells.csv.gz");
        assertThat(dataset.outlines())
                .extracting(OutlineSource::name)
                .containsExactly("cell_boundaries", "nucleus_boundaries");
        assertThat(dataset.outlines().get(0).read().size()).isEqualTo(6);
        assertThat(dataset.molecules()).isPresent();
    }
}
