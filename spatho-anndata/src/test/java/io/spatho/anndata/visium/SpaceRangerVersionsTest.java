package io.spatho.anndata.visium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.bundle.Inspection;
import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("StringConcatToTextBlock")
class SpaceRangerVersionsTest {

    private static final String A = "AAACAAGTATCTCCCA-1";
    private static final String B = "AAACACCAATAACTGC-1";
    private static final String C = "AAACAGAGCGACTCCT-1";
    private static final String POSITIONS =
            "barcode,in_tissue,array_row,array_col,pxl_row_in_fullres,pxl_col_in_fullres\n" + A + ",1,0,0,10,20\n" + B
                    + ",0,0,2,10,70\n" + C + ",1,1,1,53.3,45\nGGGG-1,0,1,3,53.3,95\n";
    private static final String SCALE =
            "{\"spot_diameter_fullres\":30,\"tissue_hires_scalef\":0.5,\"tissue_lowres_scalef\":0.1,"
                    + "\"regist_target_img_scalef\":0.25,\"fiducial_diameter_fullres\":80.5}";

    @TempDir
    Path folder;

    @BeforeEach
    void bundle() {
        TestBundles.h5(at("S1_filtered_feature_bc_matrix.h5"), Map.of(), A, C);
        TestBundles.h5(at("S1_raw_feature_bc_matrix.h5"), Map.of(), A, B, C);
        TestFiles.write(at("spatial/tissue_positions.csv"), POSITIONS);
        TestFiles.write(at("spatial/scalefactors_json.json"), SCALE);
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private SpatialDataset read(SpaceRangerOptions options) {
        try (Workers workers = new Workers(2)) {
            return VisiumReader.read(BundleFolder.open(folder), options, workers);
        }
    }

    private SpatialDataset read() {
        return read(SpaceRangerOptions.USUAL);
    }

    @Test
    void filteredAndRawMatricesAreChosen() {
        SpatialDataset filtered = read();
        assertThat(filtered.cellIds()).containsExactly(A, C);
        assertThat(filtered.metadata().platformFields())
                .containsEntry("positions", "4")
                .containsEntry("positions_in_tissue", "2")
                .containsEntry("positions_left_out", "2")
                .containsEntry("regist_target_img_scalef", "0.25")
                .containsEntry("fiducial_diameter_fullres", "80.5")
                .containsEntry("matrix", "filtered_feature_bc_matrix");
        assertThat(filtered.modalities()).extracting(Modality::name).contains("protein");
        SpatialDataset raw = read(SpaceRangerOptions.USUAL.withRaw(true));
        assertThat(raw.cellIds()).containsExactly(A, B, C);
        assertThat(((Column.Ints) raw.obs().column("in_tissue")).values()).containsExactly(1, 0, 1);
        assertThat(raw.metadata().platformFields()).containsEntry("positions_left_out", "1");
    }

    @Test
    void spotsOutsideOfTissueAreLeftOutOfTheFilteredMatrix() {
        TestFiles.write(at("spatial/tissue_positions.csv"), POSITIONS.replace(C + ",1", C + ",0"));
        assertThat(read().cellIds()).containsExactly(A);
        TestFiles.write(at("spatial/tissue_positions.csv"), POSITIONS.replace("-1,1,", "-1,0,"));
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no spot of the matrix lies in tissue")
                .hasMessageContaining("--matrix raw");
    }

    @Test
    void whatLiesBesidePositionsIsJoined() {
        TestFiles.write(
                at("spatial/barcode_fluorescence_intensity.csv"),
                "barcode,in_tissue,channel1_mean,channel1_stdev\n" + C + ",1,12.5,3\n" + A + ",1,7,\n");
        TestFiles.write(
                at("spatial/spatial_enrichment.csv"),
                "Feature ID,Feature Name,Feature Type,I,P value\nE1,EPCAM,Gene Expression,0.5,0\n"
                        + "E2,CD3E,Gene Expression,-0.01,0.75\n");
        TestFiles.write(
                at("analysis/clustering/graphclust/clusters.csv"), "Barcode,Cluster\n" + A + ",1\n" + C + ",2\n");
        TestFiles.write(
                at("analysis/pca/10_components/projection.csv"),
                "Barcode,PC-1,PC-2,PC-3\n" + C + ",1,2,3\n" + A + ",4,5,6\n");
        TestFiles.write(
                at("analysis/umap/antibody_capture_2_components/projection.csv"),
                "Barcode,UMAP-1,UMAP-2\n" + A + ",4,5\n" + C + ",4,5\n");
        TestFiles.write(at("spatial/cytassist_image.tiff"), "not decoded");
        TestFiles.write(at("spatial/aligned_fiducials.jpg"), "not decoded");
        SpatialDataset dataset = read();
        assertThat(dataset.obs().doubles("fluorescence_channel1_mean")).containsExactly(7, 12.5);
        assertThat(dataset.obs().doubles("fluorescence_channel1_stdev")[0]).isNaN();
        assertThat(dataset.obs().column("platform_cluster").text(1)).isEqualTo("2");
        assertThat(dataset.obsm().get("X_platform_pca").get(0, 2)).isEqualTo(6f);
        assertThat(dataset.obsm()).containsKey("X_platform_umap_antibody_capture");
        Table enrichment = dataset.tables().get("spatial_enrichment");
        assertThat(enrichment.strings("Feature ID")).containsExactly("E1", "E2");
        assertThat(enrichment.doubles("I")).containsExactly(0.5, -0.01);
        assertThat(dataset.metadata().platformFields())
                .containsEntry("image_cytassist_image", "spatial/cytassist_image.tiff")
                .containsEntry("image_aligned_fiducials", "spatial/aligned_fiducials.jpg");
        Inspection inspection = Bundles.inspect(folder);
        assertThat(inspection.items())
                .filteredOn(item -> item.state() == Inspection.State.UNUSED)
                .extracting(Inspection.Item::name)
                .containsExactly("S1_raw_feature_bc_matrix.h5");
    }

    @Test
    void brokenResultsOfThePlatformAreRefused() {
        TestFiles.write(at("analysis/clustering/graphclust/clusters.csv"), "Barcode,Label\n" + A + ",1\n");
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("Cluster is missing");
        TestFiles.write(at("analysis/clustering/graphclust/clusters.csv"), "Barcode,Cluster\n" + A + ",1\n");
        TestFiles.write(at("analysis/pca/10_components/projection.csv"), "Barcode,PC-1\n" + A + ",left\n");
        assertThatThrownBy(this::read).hasMessageContaining("PC-1 is not numeric");
        TestFiles.write(at("analysis/pca/10_components/projection.csv"), "Barcode\n" + A + "\n");
        assertThatThrownBy(this::read).hasMessageContaining("a projection has no components");
    }

    @Test
    void aggregationsAreRefusedByName() throws IOException {
        TestFiles.write(at("aggregation.csv"), "library_id,molecule_h5,cloupe_file\nliver_a,x,y\nliver_b,x,y\n");
        assertThat(Bundles.detect(folder)).isEqualTo(Platform.VISIUM);
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found 2: liver_a, liver_b")
                .hasMessageContaining("spaceranger count");
        Files.delete(at("aggregation.csv"));
        TestBundles.h5(at("S1_filtered_feature_bc_matrix.h5"), Map.of(), A, C.replace("-1", "-2"));
        assertThatThrownBy(this::read).hasMessageContaining("aggregation").hasMessageContaining("2: -1, -2");
    }

    @Test
    void probesAreAModalityOfTheirOwn() {
        assertThatThrownBy(() -> read(SpaceRangerOptions.USUAL.withProbes(true)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("raw_probe_bc_matrix.h5");
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(at("raw_probe_bc_matrix.h5"), workers)) {
            Hdf5Group matrix = writer.root().group("matrix");
            matrix.fixedStrings("barcodes", new String[] {B, C}, 30);
            matrix.ints("data", new int[] {9, 4, 5});
            matrix.longs("indices", new long[] {1, 0, 2});
            matrix.longs("indptr", new long[] {0, 1, 3});
            matrix.ints("shape", new int[] {3, 2});
            Hdf5Group features = matrix.group("features");
            features.fixedStrings("id", new String[] {"E1|EPCAM|a", "E1|EPCAM|b", "DEPRECATED_E2|CD3E|c"}, 40);
            features.fixedStrings("name", new String[] {"EPCAM|a", "EPCAM|b", "CD3E|c"}, 40);
            features.fixedStrings(
                    "feature_type", new String[] {"Gene Expression", "Gene Expression", "Gene Expression"}, 40);
            features.fixedStrings("gene_id", new String[] {"E1", "E1", "DEPRECATED_E2"}, 40);
            features.fixedStrings("probe_region", new String[] {"spliced", "unspliced", "none"}, 40);
            features.booleans("filtered_probes", new boolean[] {true, true, false});
            writer.finish();
        }
        SpatialDataset dataset = read(SpaceRangerOptions.USUAL.withProbes(true));
        Modality probes = dataset.modalities().get(dataset.modalities().size() - 1);
        assertThat(probes.name()).isEqualTo("probe");
        assertThat(probes.matrix().rowSum(0)).isZero();
        assertThat(probes.matrix().get(1, 2)).isEqualTo(5f);
        Table table = dataset.tables().get("probes");
        assertThat(table.strings("probe_region")).containsExactly("spliced", "unspliced", "none");
        assertThat(table.doubles("counts")).containsExactly(4, 9, 5);
        assertThat(((Column.Booleans) table.column("filtered")).values()).containsExactly(true, true, false);
    }

    @Test
    void realProbesAreRead() {
        Path sample = SampleData.of("visium-h5-subset/2.1.0");
        try (Workers workers = new Workers(2)) {
            Probes probes = Probes.read(BundleFolder.open(sample), "", new String[] {"none"}, workers);
            assertThat(probes.table().rows()).isEqualTo(1000);
            assertThat(probes.table().strings("gene_id")[0]).isEqualTo("DEPRECATED_ENSMUSG00000000157");
            assertThat(java.util.Arrays.stream(probes.table().doubles("counts")).sum())
                    .isPositive();
        }
    }

    @Test
    void realMoransIIsReadAsATable() throws IOException {
        Path sample = SampleData.of("visium-mouse-embryo-cytassist/spatial/spatial_enrichment_odd_rows.csv");
        Files.copy(sample, at("spatial/spatial_enrichment.csv"));
        Table table = read().tables().get("spatial_enrichment");
        assertThat(table.rows()).isEqualTo(5722);
        assertThat(table.doubles("I")[0]).isEqualTo(0.6086388945245573);
        assertThat(((Column.Ints) table.column("Barcodes Detected per Feature")).values()[0])
                .isEqualTo(337);
    }
}
