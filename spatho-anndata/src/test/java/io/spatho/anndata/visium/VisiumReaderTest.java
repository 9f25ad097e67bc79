package io.spatho.anndata.visium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisiumReaderTest {

    private static final String HEADER =
            "barcode,in_tissue,array_row,array_col,pxl_row_in_fullres,pxl_col_in_fullres\n";
    private static final String SCALE =
            "{\"spot_diameter_fullres\":30,\"tissue_hires_scalef\":0.5,\"tissue_lowres_scalef\":0.1}";

    @TempDir
    Path folder;

    private SpatialDataset read() {
        return read(folder);
    }

    private static SpatialDataset read(Path path) {
        try (Workers workers = new Workers(2)) {
            return VisiumReader.read(BundleFolder.open(path), SpaceRangerOptions.USUAL, workers);
        }
    }

    /** Spots on a 6 x 6 hexagonal array at 2 um per pixel, turned by 0.3 rad and mirrored. */
    private static String spots() {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < 6; row++) {
            for (int col = row % 2; col < 12; col += 2) {
                double u = col * 25;
                double v = -row * 25 * Math.sqrt(3);
                double x = 500 + u * Math.cos(0.3) - v * Math.sin(0.3);
                double y = 900 + u * Math.sin(0.3) + v * Math.cos(0.3);
                rows.append(String.format(Locale.ROOT, "s%d-%d,1,%d,%d,%.4f,%.4f%n", row, col, row, col, y, x));
            }
        }
        return rows.toString().replace("\r", "");
    }

    private void bundle(String positionsName, String positions, String scale) throws IOException {
        TestBundles.mex(folder.resolve("filtered_feature_bc_matrix"), "s1-3", "s0-0");
        TestFiles.write(folder.resolve("spatial/" + positionsName), positions);
        TestFiles.write(folder.resolve("spatial/scalefactors_json.json"), scale);
        Files.write(folder.resolve("spatial/tissue_lowres_image.png"), TestBundles.PNG);
    }

    @Test
    void positionsWithAndWithoutHeaderGiveTheSameSpots() throws IOException {
        bundle("tissue_positions.csv", HEADER + spots(), SCALE);
        SpatialDataset headed = read();
        Files.delete(folder.resolve("spatial/tissue_positions.csv"));
        bundle("tissue_positions_list.csv", spots(), SCALE);
        SpatialDataset bare = read();
        Files.delete(folder.resolve("spatial/tissue_positions_list.csv"));
        bundle("tissue_positions_list.csv", HEADER + spots(), SCALE);
        SpatialDataset headedList = read();
        for (SpatialDataset dataset : new SpatialDataset[] {headed, bare, headedList}) {
            assertThat(dataset.cellIds()).containsExactly("s1-3", "s0-0");
            assertThat(dataset.xUm()[1]).isCloseTo(1000, within(1e-2));
            assertThat(dataset.yUm()[1]).isCloseTo(1800, within(1e-2));
            assertThat(dataset.metadata().pixelSizeUm()).isCloseTo(2, within(1e-6));
            assertThat(dataset.metadata().observationSizeUm()).isEqualTo(55);
            assertThat(dataset.metadata().warnings()).isEmpty();
            assertThat(((Column.Ints) dataset.obs().column("array_col")).values())
                    .containsExactly(3, 0);
            assertThat(dataset.obs().names()).containsExactly("cell_id", "in_tissue", "array_row", "array_col");
        }
        assertThat(headed.xUm()).isEqualTo(bare.xUm()).isEqualTo(headedList.xUm());
    }

    @Test
    void picturesMapFromMicrometres() throws IOException {
        bundle("tissue_positions.csv", HEADER + spots(), SCALE);
        SpatialDataset dataset = read();
        assertThat(dataset.images()).hasSize(1);
        assertThat(dataset.images().get(0).mediaType()).isEqualTo("image/png");
        assertThat(dataset.images().get(0).fromMicrometres().x(1000, 0)).isCloseTo(50, within(1e-3));
        assertThat(dataset.metadata().softwareVersion()).isEqualTo("made-up-1.0");
    }

    @Test
    void parquetPositionsAndH5AreRead() throws IOException {
        bundle("tissue_positions.csv", HEADER + spots(), SCALE);
        SpatialDataset csv = read();
        Table spots = SpotTable.read(folder.resolve("spatial/tissue_positions.csv"));
        Table renamed = Table.ofRows(spots.rows()).with("barcode", spots.column("cell_id"));
        for (String name : spots.names().subList(1, spots.names().size())) {
            renamed = renamed.with(name, spots.column(name));
        }
        TestBundles.parquet(folder.resolve("spatial/tissue_positions.parquet"), renamed);
        TestBundles.h5(folder.resolve("x_filtered_feature_bc_matrix.h5"), Map.of(), "s1-3", "s0-0");
        SpatialDataset parquet = read();
        assertThat(parquet.xUm()).isEqualTo(csv.xUm());
        assertThat(parquet.counts().values()).isEqualTo(csv.counts().values());
        assertThat(parquet.metadata().sources())
                .extracting(source -> source.name())
                .contains("x_filtered_feature_bc_matrix.h5", "spatial/tissue_positions.parquet");
    }

    @Test
    void aSpotDiameterThatContradictsTheArrayIsAWarning() throws IOException {
        bundle("tissue_positions.csv", HEADER + spots(), SCALE.replace("30", "60"));
        assertThat(read().metadata().warnings()).anyMatch(warning -> warning.contains("120.0 um instead of 55 to 65"));
    }

    @Test
    void fewSpotsFallBackToTheStatedDiameter() throws IOException {
        bundle("tissue_positions.csv", "s1-3,1,1,3,10,20\ns0-0,1,0,0,30,40\n", SCALE);
        SpatialDataset dataset = read();
        assertThat(dataset.metadata().pixelSizeUm()).isEqualTo(65.0 / 30);
        assertThat(dataset.metadata().warnings()).anyMatch(warning -> warning.contains("may be off"));
    }

    @Test
    void badPositionsAreRefused() throws IOException {
        bundle("tissue_positions.csv", "s1-3,1,1,3,nan,20\ns0-0,1,0,0,30,40\n", SCALE);
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tissue_positions.csv line 1")
                .hasMessageContaining("pxl_row_in_fullres");
        bundle("tissue_positions.csv", "s1-3,1,1,3,10,20\ns1-3,1,0,0,30,40\n", SCALE);
        assertThatThrownBy(this::read).hasMessageContaining("spot s1-3 stands there twice");
        bundle("tissue_positions.csv", "s1-3,1,1,3,10,20\n", SCALE);
        assertThatThrownBy(this::read).hasMessageContaining("1 of 2 spots of the matrix");
        bundle("tissue_positions.csv", "s1-3,1,1,3,10\n", SCALE);
        assertThatThrownBy(this::read).hasMessageContaining("expected 6, found 5");
        bundle("tissue_positions.csv", "barcode,in_tissue,a,b,c,d\n", SCALE);
        assertThatThrownBy(this::read).hasMessageContaining("header is not that of tissue positions");
    }

    @Test
    void badScaleFactorsAndPicturesAreRefused() throws IOException {
        bundle("tissue_positions.csv", HEADER + spots(), SCALE.replace("0.1", "\"x\""));
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tissue_lowres_scalef is not a positive number");
        bundle("tissue_positions.csv", HEADER + spots(), SCALE);
        Files.writeString(folder.resolve("spatial/tissue_lowres_image.png"), "no picture");
        assertThatThrownBy(this::read).hasMessageContaining("neither PNG nor JPEG");
        Files.delete(folder.resolve("spatial/scalefactors_json.json"));
        assertThatThrownBy(this::read).hasMessageContaining("expected spatial/scalefactors_json.json");
    }

    @Test
    void theMouseEmbryoIsRead() {
        SpatialDataset dataset = read(SampleData.of("visium-mouse-embryo-cytassist"));
        assertThat(dataset.size()).isEqualTo(2898);
        assertThat(dataset.panel().size()).isEqualTo(19_465);
        assertThat(dataset.counts().nonzeros()).isEqualTo(1_069_459);
        assertThat(dataset.metadata().pixelSizeUm()).isCloseTo(4.667, within(0.001));
        assertThat(dataset.metadata().softwareVersion()).isEqualTo("spaceranger-3.0.0");
        assertThat(dataset.metadata().warnings()).isEmpty();
        assertThat(dataset.images()).extracting(image -> image.name()).containsExactly("lowres");
        assertThat(Arrays.stream(dataset.xUm()).max().orElseThrow()
                        - Arrays.stream(dataset.xUm()).min().orElseThrow())
                .isLessThan(6600);
    }

    @Test
    void theHeartSubsetIsRead() {
        SpatialDataset dataset = read(SampleData.of("visium-h5-subset/1.0.0"));
        assertThat(dataset.size()).isEqualTo(100);
        assertThat(dataset.metadata().pixelSizeUm()).isCloseTo(0.7246, within(0.005));
        assertThat(dataset.metadata().softwareVersion()).isEqualTo("spaceranger-1.0.0");
        assertThat(dataset.images()).extracting(image -> image.name()).containsExactly("lowres", "hires");
        assertThat(dataset.metadata().warnings()).isEmpty();
    }
}
