package io.spatho.anndata.visiumhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.visium.Bins;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisiumHdReaderTest {

    @TempDir
    Path folder;

    private static SpatialDataset read(Path path, OptionalDouble bin) {
        try (Workers workers = new Workers(2)) {
            Bins bins = bin.isPresent() ? Bins.of(bin.getAsDouble()) : Bins.USUAL;
            return VisiumHdReader.read(BundleFolder.open(path), SpaceRangerOptions.USUAL.withBins(bins), workers);
        }
    }

    /** Bins of the given side on a grid of 0.5 um per pixel; the folder's name says nothing about it. */
    private static void bins(Path folder, int side, String scale) throws IOException {
        Files.createDirectories(folder.resolve("spatial"));
        String barcode = "s_%03dum_%05d_%05d-1";
        String first = barcode.formatted(side, 0, 1);
        String second = barcode.formatted(side, 2, 3);
        TestBundles.h5(folder.resolve("filtered_feature_bc_matrix.h5"), Map.of(), second, first);
        TestBundles.parquet(
                folder.resolve("spatial/tissue_positions.parquet"),
                Table.ofRows(3)
                        .with("barcode", new Column.Strings(new String[] {first, "unused-1", second}))
                        .with("in_tissue", new Column.Ints(new int[] {1, 0, 1}))
                        .with("array_row", new Column.Longs(new long[] {0, 1, 2}))
                        .with("array_col", new Column.Longs(new long[] {1, 1, 3}))
                        .with("pxl_row_in_fullres", new Column.Doubles(new double[] {10, 0, 30}))
                        .with("pxl_col_in_fullres", new Column.Doubles(new double[] {20, 0, 40})));
        TestFiles.write(folder.resolve("spatial/scalefactors_json.json"), scale);
    }

    private static String scale(int side) {
        return "{\"bin_size_um\":" + side + ".0,\"spot_diameter_fullres\":" + 2 * side
                + ",\"microns_per_pixel\":0.5,\"tissue_lowres_scalef\":0.1}";
    }

    @Test
    void eightMicrometresAreTheDefault() throws IOException {
        bins(folder.resolve("binned_outputs/p"), 2, scale(2));
        bins(folder.resolve("binned_outputs/q"), 8, scale(8));
        bins(folder.resolve("binned_outputs/r"), 16, scale(16));
        SpatialDataset dataset = read(folder, OptionalDouble.empty());
        assertThat(dataset.cellIds()).containsExactly("s_008um_00002_00003-1", "s_008um_00000_00001-1");
        assertThat(dataset.xUm()).containsExactly(20, 10);
        assertThat(dataset.yUm()).containsExactly(15, 5);
        assertThat(((Column.Ints) dataset.obs().column("array_row")).values()).containsExactly(2, 0);
        assertThat(dataset.metadata().observationSizeUm()).isEqualTo(8);
        assertThat(dataset.metadata().pixelSizeUm()).isEqualTo(0.5);
        assertThat(dataset.metadata().platformFields())
                .containsEntry("bin_sizes", "2 um, 8 um, 16 um")
                .containsEntry("bin_folder", "binned_outputs/q/");
        assertThat(read(folder, OptionalDouble.of(16)).metadata().observationSizeUm())
                .isEqualTo(16);
        assertThatThrownBy(() -> read(folder, OptionalDouble.of(9)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected 9.0 um, found 2 um, 8 um, 16 um")
                .hasMessageContaining("--bin-size");
    }

    @Test
    void withoutEightTheCoarsestAboveElseTheFinestIsTaken() throws IOException {
        bins(folder.resolve("binned_outputs/p"), 2, scale(2));
        bins(folder.resolve("binned_outputs/q"), 4, scale(4));
        assertThat(read(folder, OptionalDouble.empty()).metadata().observationSizeUm())
                .isEqualTo(2);
        bins(folder.resolve("binned_outputs/r"), 16, scale(16));
        bins(folder.resolve("binned_outputs/s"), 24, scale(24));
        assertThat(read(folder, OptionalDouble.empty()).metadata().observationSizeUm())
                .isEqualTo(24);
    }

    @Test
    void aBinFolderGivenDirectlyIsRead() throws IOException {
        bins(folder, 8, scale(8));
        assertThat(read(folder, OptionalDouble.empty()).size()).isEqualTo(2);
    }

    @Test
    void contradictingScaleFactorsAreRefused() throws IOException {
        bins(folder, 8, scale(8).replace("0.5", "0.6"));
        assertThatThrownBy(() -> read(folder, OptionalDouble.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bin_size_um / spot_diameter_fullres = 0.5, found 0.6");
    }

    @Test
    void aFolderWithoutBinsIsRefused() {
        assertThatThrownBy(() -> read(folder, OptionalDouble.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no bins were found");
    }

    @Test
    void aMatrixWithoutCountsSaysWhatToDo() {
        Path tiny = SampleData.of("visium-hd-tiny");
        assertThatThrownBy(() -> read(tiny, OptionalDouble.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the matrix has no counts")
                .hasMessageContaining("none in 10 barcodes x 10 genes")
                .hasMessageContaining("--bin-size");
    }
}
