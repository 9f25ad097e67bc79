package io.spatho.anndata.xenium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
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

/** Bundles in the layout of each version, made by code: two cells, two genes, a control probe and a protein. */
class XeniumVersionsTest {

    private static final String FIRST = "ffkpbaba-1";
    private static final String SECOND = "aaaaaaab-1";
    private static final int FIRST_PREFIX = 1437536272;
    private static final float[] SQUARE = {0, 0, 2, 0, 2, 2, 0, 2, 0, 0};

    @TempDir
    Path folder;

    private SpatialDataset read() {
        try (Workers workers = new Workers(2)) {
            return XeniumReader.read(BundleFolder.open(folder), workers);
        }
    }

    private void experiment(String version, String more) {
        TestFiles.write(
                folder.resolve("experiment.xenium"),
                "{\"analysis_sw_version\":\"" + version + "\",\"pixel_size\":0.2125,\"num_cells\":2" + more + "}");
    }

    private void h5(String... ids) {
        TestBundles.h5(folder.resolve("cell_feature_matrix.h5"), Map.of("protein_scaling_factor", 4.0), ids);
    }

    private void parquet(String name, Table table) {
        TestBundles.parquet(folder.resolve(name), table);
    }

    private static Table outlines(Column ids, int... labels) {
        int n = ids.size();
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            int ring = i / 5;
            x[i] = SQUARE[2 * (i % 5)] + 10 * ring;
            y[i] = SQUARE[2 * (i % 5) + 1];
        }
        Table table = Table.ofRows(n)
                .with("cell_id", ids)
                .with("vertex_x", new Column.Floats(x))
                .with("vertex_y", new Column.Floats(y));
        return labels.length == 0 ? table : table.with("label_id", new Column.Ints(labels));
    }

    private static Column texts(String... ids) {
        String[] repeated = new String[5 * ids.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = ids[i / 5];
        }
        return new Column.Strings(repeated);
    }

    @Test
    void versionOneWithIntegerIdsInCsv() {
        experiment("Xenium-1.0.1", "");
        TestBundles.mex(folder.resolve("cell_feature_matrix"), "1", "2");
        TestFiles.write(folder.resolve("cells.csv.gz"), "\"cell_id\",\"x_centroid\",\"y_centroid\"\n2,20,2\n1,10,1\n");
        TestFiles.write(
                folder.resolve("cell_boundaries.csv.gz"),
                "\"cell_id\",\"vertex_x\",\"vertex_y\"\n1,0,0\n1,2,0\n1,2,2\n1,0,0\n2,5,5\n2,7,5\n2,7,7\n2,5,5\n");
        parquet("nucleus_boundaries.parquet", outlines(new Column.Ints(new int[] {1, 1, 1, 1, 1, 2, 2, 2, 2, 2})));
        SpatialDataset dataset = read();
        assertThat(dataset.cellIds()).containsExactly("1", "2");
        assertThat(dataset.xUm()).containsExactly(10, 20);
        assertThat(dataset.metadata().softwareVersion()).isEqualTo("1.0.1");
        assertThat(dataset.outlines().get(0).read().starts()).containsExactly(0, 3, 6);
        assertThat(dataset.outlines().get(1).read().observations()).containsExactly(0, 1);
    }

    @Test
    void versionOneArchivesWithSingleIntegersAndOnePolygonEach() {
        experiment("Xenium-1.0.1", "");
        h5("1", "2");
        new MadeArchive()
                .ints("cell_id", new int[] {2, 1})
                .doubles("cell_summary", new double[] {20, 2, 7, 0, 0, 3, 1, 10, 1, 8, 0, 0, 4, 1}, 2, 7)
                .ints("polygon_num_vertices", new int[] {0, 5, 5, 4}, 2, 2)
                .floats("polygon_vertices", polygonPairs(), 2, 2, 10)
                .write(folder.resolve("cells.zarr.zip"));
        SpatialDataset dataset = read();
        assertThat(dataset.xUm()).containsExactly(10, 20);
        assertThat(dataset.obs().doubles("cell_area")).containsExactly(8, 7);
        assertThat(dataset.outlines()).hasSize(2);
        assertThat(dataset.outlines().get(0).read().observations()).containsExactly(0, 1);
        assertThat(dataset.outlines().get(1).read().observations()).containsExactly(0);
        assertThat(dataset.metadata().platformFields()).containsEntry("files_read_on_demand", "cells.zarr.zip");
    }

    private static float[] polygonPairs() {
        float[] values = new float[40];
        for (int polygon = 0; polygon < 4; polygon++) {
            System.arraycopy(SQUARE, 0, values, 10 * polygon, 10);
        }
        return values;
    }

    @Test
    void versionOneThreeWithPairsOnly() {
        experiment("xenium-1.3.0.5", "");
        archives(true);
        SpatialDataset dataset = read();
        requireArchived(dataset);
    }

    /** Everything in archives, as in a download of what Xenium Explorer needs. */
    private void archives(boolean sentinel) {
        int[] ids = {FIRST_PREFIX, 1, 1, 1};
        new MadeArchive()
                .ints("cell_id", ids, 2, 2)
                .attributes(
                        "cell_summary",
                        "{\"column_names\":[\"cell_centroid_x\",\"cell_centroid_y\",\"cell_area\",\"nucleus_area\","
                                + "\"z_level\",\"nucleus_count\"]}")
                .doubles("cell_summary", new double[] {10, 1, 8, 4, 0, 1, 20, 2, 7, 3, 0, 2}, 2, 6)
                .ints("polygon_sets/0/cell_index", new int[] {1, 0, 1})
                .ints("polygon_sets/0/num_vertices", new int[] {5, 5, 4})
                .floats("polygon_sets/0/vertices", polygonSets(), 3, 10)
                .ints("polygon_sets/1/cell_index", new int[] {0, 1})
                .ints("polygon_sets/1/num_vertices", new int[] {5, 5})
                .floats("polygon_sets/1/vertices", Arrays.copyOf(polygonSets(), 20), 2, 10)
                .write(folder.resolve("cells.zarr.zip"));
        new MadeArchive()
                .attributes(
                        "cell_features",
                        "{\"number_cells\":2,\"number_features\":4,\"feature_keys\":[\"EPCAM\",\"CD3E\","
                                + "\"NegControlProbe_1\",\"Total transcripts\"],\"feature_ids\":[\"E1\",\"E2\",\"N1\",\"T\"],"
                                + "\"feature_types\":[\"gene\",\"gene\",\"negative_control_probe\",\"aggregate_gene\"]}")
                .ints("cell_features/cell_id", ids, 2, 2)
                .ints("cell_features/indptr", sentinel ? new int[] {0, 2, 3, 4, 6} : new int[] {0, 2, 3, 4})
                .ints("cell_features/indices", new int[] {1, 0, 1, 0, 0, 1})
                .ints("cell_features/data", new int[] {4, 2, 1, 5, 7, 5})
                .write(folder.resolve("cell_feature_matrix.zarr.zip"));
        new MadeArchive()
                .attributes(
                        "cell_groups",
                        "{\"number_groupings\":2,\"grouping_names\":[\"gene_expression_graphclust\","
                                + "\"gene_expression_kmeans_2_clusters\"],\"group_names\":[[\"Cluster 1\"],"
                                + "[\"Cluster 1\",\"Cluster 2\"]]}")
                .ints("cell_groups/0/indices", new int[] {1})
                .ints("cell_groups/0/indptr", sentinel ? new int[] {0, 1} : new int[] {0})
                .ints("cell_groups/1/indices", new int[] {1, 0})
                .ints("cell_groups/1/indptr", sentinel ? new int[] {0, 1, 2} : new int[] {0, 1})
                .write(folder.resolve("analysis.zarr.zip"));
        new MadeArchive()
                .attributes("", "{\"gene_names\":[\"EPCAM\",\"BLANK_1\"],\"spatial_units\":\"micron\"}")
                .floats("grids/0/1,0/location", new float[] {300, 1, 2}, 1, 3)
                .ints("grids/0/1,0/gene_identity", new int[] {1}, 1, 1)
                .floats("grids/0/1,0/quality_score", new float[] {40}, 1, 1)
                .ints("grids/0/1,0/id", new int[] {338, 65673}, 1, 2)
                .floats("grids/0/0,0/location", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .ints("grids/0/0,0/gene_identity", new int[] {0, 0}, 2, 1)
                .floats("grids/0/0,0/quality_score", new float[] {10, 30}, 2, 1)
                .bytes("grids/0/0,0/valid", new byte[] {1, 1}, 2, 1)
                .ints("grids/0/0,0/id", new int[] {1, 0, 2, 0}, 2, 2)
                .floats("grids/1/0,0/location", new float[] {1, 2, 3}, 1, 3)
                .write(folder.resolve("transcripts.zarr.zip"));
    }

    private static float[] polygonSets() {
        float[] values = new float[30];
        for (int polygon = 0; polygon < 3; polygon++) {
            for (int i = 0; i < 10; i++) {
                values[10 * polygon + i] = SQUARE[i] * (polygon + 1);
            }
        }
        return values;
    }

    private static void requireArchived(SpatialDataset dataset) {
        assertThat(dataset.cellIds()).containsExactly(FIRST, SECOND);
        assertThat(dataset.xUm()).containsExactly(10, 20);
        assertThat(dataset.counts().get(0, 0)).isEqualTo(2);
        assertThat(dataset.counts().get(1, 0)).isEqualTo(4);
        assertThat(dataset.counts().get(1, 1)).isEqualTo(1);
        assertThat(dataset.panel().featureNames()).containsExactly("EPCAM", "CD3E");
        assertThat(dataset.modalities()).extracting(Modality::name).containsExactly("negative_control_probe");
        assertThat(dataset.modalities().get(0).matrix().get(0, 0)).isEqualTo(5);
        assertThat(dataset.obs().names())
                .containsExactly(
                        "cell_id",
                        "cell_area",
                        "nucleus_area",
                        "z_level",
                        "nucleus_count",
                        "platform_cluster",
                        "platform_kmeans_2");
        assertThat(dataset.obs().strings("platform_cluster")).containsExactly(null, "1");
        assertThat(dataset.obs().strings("platform_kmeans_2")).containsExactly("2", "1");
        Outlines nuclei = dataset.outlines().get(1).read();
        assertThat(nuclei.observations()).containsExactly(0, 1, 1);
        assertThat(nuclei.starts()).containsExactly(0, 4, 8, 12);
        long[] seen = new long[2];
        dataset.molecules().orElseThrow().forEachBatch(20, batch -> {
            for (int i = 0; i < batch.size(); i++) {
                seen[0]++;
                seen[1] = batch.ids()[i];
                assertThat(batch.observations()[i]).isEqualTo(-1);
            }
        });
        assertThat(seen).containsExactly(2, 338L | (65673L << 32));
        assertThatThrownBy(() -> TranscriptSummary.of(dataset, 20))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("do not say in which cell they lie");
    }

    @Test
    void earlyTwoWithoutLabelsKeepsNucleiApart() {
        experiment("xenium-2.0.0.6", "");
        h5(FIRST, SECOND);
        parquet(
                "cells.parquet",
                Table.ofRows(2)
                        .with("cell_id", new Column.Strings(new String[] {FIRST, SECOND}))
                        .with("x_centroid", new Column.Doubles(new double[] {1, 2}))
                        .with("y_centroid", new Column.Doubles(new double[] {1, 2})));
        parquet("nucleus_boundaries.parquet", outlines(texts(FIRST, SECOND, SECOND)));
        assertThat(read().outlines().get(0).read().observations()).containsExactly(0, 1, 1);
    }

    @Test
    void twoAndLaterWithLabelsAndIndptrWithoutSentinel() {
        experiment("xenium-2.0.0.10", "");
        archives(false);
        requireArchived(read());
        parquet("nucleus_boundaries.parquet", outlines(texts(SECOND, FIRST), 3, 3, 3, 3, 3, 1, 1, 1, 1, 1));
        assertThat(read().outlines().get(1).read().xUm()[0]).isEqualTo(10);
    }

    @Test
    void fourWithProteinsAnalysisAndAlignment() {
        experiment("xenium-4.0.0.1", ",\"images\":{\"morphology_filepath\":\"morphology.ome.tif\"}");
        h5(FIRST, SECOND);
        TestFiles.write(
                folder.resolve("cells.csv.gz"),
                "cell_id,x_centroid,y_centroid,nucleus_count\n" + FIRST + ",1,1,1\n" + SECOND + ",2,2,\n");
        TestFiles.write(
                folder.resolve("analysis/clustering/gene_expression_graphclust/clusters.csv"),
                "Barcode,Cluster\n" + FIRST + ",1\n" + SECOND + ",2\n");
        TestFiles.write(
                folder.resolve("analysis/clustering/gene_expression_kmeans_10_clusters/clusters.csv"),
                "Barcode,Cluster\n" + SECOND + ",10\n");
        TestFiles.write(
                folder.resolve("analysis/clustering/gene_expression_kmeans_2_clusters/clusters.csv"),
                "Barcode,Cluster\n" + SECOND + ",2\n");
        TestFiles.write(
                folder.resolve("analysis/umap/gene_expression_2_components/projection.csv"),
                "Barcode,UMAP-1,UMAP-2\n" + SECOND + ",0.5,-1.5\n");
        TestFiles.write(folder.resolve("analysis/diffexp/gene_expression_graphclust/differential_expression.csv"), """
                Feature ID,Feature Name,Cluster 1 Mean Counts,Cluster 1 Log2 fold change,Cluster 1 Adjusted p value
                E1,EPCAM,1.5,-2,0.01
                """);
        TestFiles.write(folder.resolve("a_he_imagealignment.csv"), "2,0,10\n0,2,20\n0,0,1\n");
        TestFiles.write(
                folder.resolve("a_keypoints.csv"), "fixedX,fixedY,alignmentX,alignmentY\n10,20,0,0\n13,24,0,0\n");
        SpatialDataset dataset = read();
        assertThat(dataset.modalities())
                .extracting(Modality::name)
                .containsExactly("negative_control_probe", "protein");
        assertThat(dataset.modalities().get(1).matrix().get(1, 0)).isEqualTo(1.5f);
        assertThat(dataset.metadata().platformFields())
                .containsEntry("protein_values", "as stored, divided by the protein_scaling_factor of 4.0")
                .containsEntry("images.morphology_filepath", "morphology.ome.tif")
                .containsEntry("alignment.he_image_pixel.keypoints", "2");
        assertThat(Double.parseDouble(dataset.metadata().platformFields().get("alignment.he_image_pixel.largest_um")))
                .isEqualTo(1.0625, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(dataset.obs().names())
                .containsExactly(
                        "cell_id", "nucleus_count", "platform_cluster", "platform_kmeans_2", "platform_kmeans_10");
        assertThat(dataset.obsm().get("X_platform_umap").values()).containsExactly(Float.NaN, Float.NaN, 0.5f, -1.5f);
        assertThat(dataset.tables().get("platform_diffexp_graphclust").names())
                .containsExactly(
                        "feature_id",
                        "feature_name",
                        "cluster_1_mean_counts",
                        "cluster_1_log2_fold_change",
                        "cluster_1_adjusted_p_value");
        SpatialTransform he = dataset.metadata().transforms().get(1);
        assertThat(he.from() + " " + he.to()).isEqualTo("slide_um he_image_pixel");
        assertThat(he.x(0.2125 * 10, 0)).isBetween(-1e-9, 1e-9);
        assertThat(dataset.metadata().warnings())
                .containsExactly("1 of 2 cells have no cluster in platform_kmeans_2, platform_kmeans_10");
    }

    @Test
    void rangerOutputsNameTheirOwnFilesInsideTheBundleOnly() {
        experiment(
                "xenium-2.0.0.10",
                ",\"xenium_ranger\":{\"version\":\"xenium-3.1.0.0\",\"command\":\"resegment\"},"
                        + "\"xenium_explorer_files\":{\"cells_zarr_filepath\":\"redone.zarr.zip\","
                        + "\"transcripts_zarr_filepath\":\"../other/transcripts.zarr.zip\"}");
        archives(true);
        assertThat(folder.resolve("cells.zarr.zip")
                        .toFile()
                        .renameTo(folder.resolve("redone.zarr.zip").toFile()))
                .isTrue();
        SpatialDataset dataset = read();
        assertThat(dataset.cellIds()).containsExactly(FIRST, SECOND);
        assertThat(dataset.metadata().softwareVersion()).isEqualTo("3.1.0.0");
        assertThat(dataset.metadata().platformFields())
                .containsEntry("xenium_ranger.command", "resegment")
                .containsEntry("analysis_sw_version", "xenium-2.0.0.10");
        assertThat(dataset.metadata().warnings())
                .contains(
                        "Xenium Ranger changed this run after the instrument (xenium-3.1.0.0)",
                        "experiment.xenium names a file outside the folder, which was not followed"
                                + " (xenium_explorer_files.transcripts_zarr_filepath)");
        assertThat(Experiment.version("xenium-ranger-4.0.1.2")).isEqualTo("4.0.1.2");
    }

    @Test
    void controlsWithoutTypesAreSetApart() {
        experiment("xenium-1.0.1", "");
        TestBundles.mex(folder.resolve("cell_feature_matrix"), "1", "2");
        TestFiles.write(folder.resolve("cell_feature_matrix/features.tsv.gz"), """
                E1\tEPCAM
                B\tBLANK_0013
                N1\tNegControlProbe_1
                A\tantisense_ADCY4
                """);
        TestFiles.write(folder.resolve("cells.csv.gz"), "cell_id,x_centroid,y_centroid\n1,1,1\n2,2,2\n");
        SpatialDataset dataset = read();
        assertThat(dataset.panel().featureNames()).containsExactly("EPCAM");
        assertThat(dataset.modalities())
                .extracting(Modality::name)
                .containsExactly("blank_codeword", "negative_control_probe", "antisense");
        assertThat(dataset.metadata().warnings())
                .contains(
                        "3 features of the matrix had the type of genes but the names of controls and were set apart");
    }

    @Test
    void brokenArchivesAreRefused() {
        experiment("xenium-2.0.0.10", "");
        archives(true);
        new MadeArchive()
                .attributes(
                        "cell_features",
                        "{\"feature_keys\":[\"A\"],\"feature_ids\":[\"A\"],\"feature_types\":[\"gene\"]}")
                .ints("cell_features/cell_id", new int[] {1, 1, 2, 1}, 2, 2)
                .ints("cell_features/indptr", new int[] {0, 1})
                .ints("cell_features/indices", new int[] {9})
                .ints("cell_features/data", new int[] {1})
                .write(folder.resolve("cell_feature_matrix.zarr.zip"));
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a cell index is out of range");
        archives(true);
        new MadeArchive()
                .ints("cell_id", new int[] {FIRST_PREFIX, 1, 1, 1}, 2, 2)
                .doubles("cell_summary", new double[] {10, 1, 8, 4, 0, 1}, 1, 6)
                .write(folder.resolve("cells.zarr.zip"));
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the summary of cells has another shape");
        TestFiles.truncate(folder.resolve("cells.zarr.zip"), 0.5);
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("cells.zarr.zip");
        TestFiles.write(folder.resolve("cells.zarr.zip"), "");
        assertThatThrownBy(this::read).isInstanceOf(InputException.class);
    }

    @Test
    void archivesAloneAreABundle() throws IOException {
        archives(true);
        assertThat(XeniumReader.isBundle(BundleFolder.open(folder))).isTrue();
        assertThat(read().cellIds()).containsExactly(FIRST, SECOND);
        Files.delete(folder.resolve("cells.zarr.zip"));
        assertThat(XeniumReader.isBundle(BundleFolder.open(folder))).isFalse();
    }

    @Test
    void brokenTranscriptArchivesAreRefused() {
        experiment("xenium-2.0.0.10", "");
        archives(true);
        new MadeArchive()
                .attributes("", "{\"gene_names\":[\"EPCAM\"]}")
                .floats("grids/0/0,0/location", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .ints("grids/0/0,0/gene_identity", new int[] {0}, 1, 1)
                .floats("grids/0/0,0/quality_score", new float[] {10, 30}, 2, 1)
                .write(folder.resolve("transcripts.zarr.zip"));
        SpatialDataset dataset = read();
        assertThatThrownBy(() -> dataset.molecules().orElseThrow().forEachBatch(20, batch -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("gene_identity")
                .hasMessageContaining("an array has another length");
        new MadeArchive().attributes("", "{}").write(folder.resolve("transcripts.zarr.zip"));
        assertThatThrownBy(() -> dataset.molecules().orElseThrow().forEachBatch(20, batch -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("name no genes");
    }

    @Test
    void inspectionNamesWhatThereIs() {
        experiment("xenium-2.0.0.10", "");
        archives(true);
        TestFiles.write(folder.resolve("gene_panel.json"), "{}");
        assertThat(XeniumReader.isBundle(BundleFolder.open(folder))).isTrue();
        assertThat(XeniumReader.parts(BundleFolder.open(folder)))
                .filteredOn(part -> !part.files().isEmpty())
                .extracting(BundlePart::role)
                .containsExactly(
                        "experiment",
                        "matrix",
                        "cells",
                        "cell_boundaries",
                        "nucleus_boundaries",
                        "transcripts",
                        "clusters");
        assertThat(XeniumReader.roleOfUnused("gene_panel.json")).isEqualTo("gene panel");
        assertThat(XeniumReader.roleOfUnused("morphology_focus/morphology_focus_0001.ome.tif"))
                .isEqualTo("morphology image");
        assertThat(XeniumReader.roleOfUnused("S1_he_image.ome.tif")).isEqualTo("aligned image");
        assertThat(XeniumReader.roleOfUnused("transcripts.csv.gz")).isEqualTo("transcripts (other format)");
        assertThat(XeniumReader.roleOfUnused("notes.txt")).isEmpty();
    }
}
