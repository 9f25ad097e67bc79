package io.spatho.anndata.cosmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.TestFiles;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CosmxReaderTest {

    private static final String COUNTS =
            "\"fov\",\"cell_ID\",\"CD3D\",\"HLA_DRA\",\"NegPrb1\",\"SystemControl12\",\"FalseCode3\"\n"
                    + "1,0,90,90,90,90,90\n1,1,2,0,1,0,0\n1,2,0,3,0,1,0\n2,0,1,1,1,1,1\n2,12,4,0,0,0,1\n";
    private static final String CELLS = "fov,cell_ID,Area,CenterX_local_px,CenterY_local_px,CenterX_global_px,"
            + "CenterY_global_px,cell_id\n1,1,400,10,20,1010,2020,c_1_1_1\n1,2,400,30,40,1030,2040,c_1_1_2\n"
            + "2,12,400,50,60,5306,2060,c_1_2_12\n2,13,400,50,60,5306,2060,c_1_2_13\n";

    @TempDir
    Path folder;

    @BeforeEach
    void bundle() {
        counts(COUNTS);
        cells(CELLS);
    }

    private void counts(String text) {
        TestFiles.write(folder.resolve("Run1_S2_exprMat_file.csv"), text);
    }

    private void cells(String text) {
        TestFiles.write(folder.resolve("Run1_S2_metadata_file.csv"), text);
    }

    private void fields(String text) {
        TestFiles.write(folder.resolve("Run1_S2_fov_positions_file.csv"), text);
    }

    private <T> T with(Function<SpatialDataset, T> use) {
        try (Workers workers = new Workers(2)) {
            return use.apply(CosmxReader.read(BundleFolder.open(folder), workers));
        }
    }

    private SpatialDataset read() {
        return with(dataset -> dataset);
    }

    @Test
    void cellsAreReadWithoutBackground() {
        assertThat(Bundles.detect(folder)).isEqualTo(Platform.COSMX);
        SpatialDataset dataset = read();
        assertThat(dataset.cellIds()).containsExactly("1_1", "2_1", "12_2");
        assertThat(dataset.panel().featureNames()).containsExactly("CD3D", "HLA_DRA");
        assertThat(dataset.counts().get(2, 0)).isEqualTo(4f);
        assertThat(dataset.modalities())
                .extracting(Modality::name)
                .containsExactly("negative_control_probe", "system_control");
        assertThat(dataset.modalities().get(1).matrix().get(2, 1)).isEqualTo(1f);
        assertThat(dataset.metadata().platformFields()).containsEntry("background_rows_left_out", "2");
        assertThat(dataset.metadata().warnings())
                .anyMatch(warning -> warning.contains("0.12028 um per pixel was assumed"))
                .anyMatch(warning -> warning.startsWith("1 of 4 cells of the table"));
        assertThat(dataset.xUm()[2]).isCloseTo(5306 * 0.12028, within(1e-9));
        assertThat(dataset.obs().names())
                .contains("fov", "cell_ID", "Area", "platform_cell_id")
                .doesNotContain("CenterX_global_px");
    }

    @Test
    void thePixelSizeComesFromTheFiles() {
        fields("Slide,FOV,X_mm,Y_mm\n3,1,0.722208817050781,13.7198\n3,2,1.23412451267148,13.7198\n");
        double expected = 1000 * (1.23412451267148 - 0.722208817050781) / 4256;
        assertThat(read().metadata().pixelSizeUm()).isCloseTo(expected, within(1e-12));
        assertThat(expected).isCloseTo(0.12028, within(1e-5));
        fields("fov,x_global_px,y_global_px,x_global_mm,y_global_mm\n1,0,0,0,0\n2,4256,0,0.76608,0\n");
        SpatialDataset dataset = read();
        assertThat(dataset.metadata().pixelSizeUm()).isCloseTo(0.18, within(1e-12));
        assertThat(dataset.metadata().warnings()).noneMatch(warning -> warning.contains("assumed"));
        cells(CELLS.replace("Area,", "Area,Area.um2,").replace(",400,", ",400,5.7869,"));
        assertThat(read().metadata().pixelSizeUm()).isCloseTo(Math.sqrt(5.7869 / 400), within(1e-12));
    }

    @Test
    void wideFieldsAreThoseOfTheFirstInstruments() {
        cells(CELLS.replace("1,2,400,30", "1,2,400,5100"));
        assertThat(read().metadata().warnings()).anyMatch(warning -> warning.contains("0.18000 um per pixel"));
    }

    @Test
    void withoutGlobalPixelsOtherPositionsAreTaken() {
        String local = CELLS.replace("CenterX_global_px", "a").replace("CenterY_global_px", "b");
        cells(local);
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("CenterX_global_px, x_slide_mm");
        fields("fov,x_global_px,y_global_px\n1,1000,2000\n2,5256,2000\n");
        assertThat(read().xUm()[2]).isCloseTo(5306 * 0.12028, within(1e-9));
        cells(CELLS.replace("CenterX_global_px", "x_slide_mm").replace("CenterY_global_px", "y_slide_mm"));
        assertThat(read().yUm()[0]).isEqualTo(2_020_000);
        cells(local);
        fields("fov,x_global_px,y_global_px\n1,1000,2000\n");
        assertThatThrownBy(this::read).hasMessageContaining("field of view 2 has no position");
        fields("fov,x_global_px,y_global_px\n1,1000,2000\n1,1000,2000\n");
        assertThatThrownBy(this::read).hasMessageContaining("no clear position");
    }

    @Test
    void transcriptsAndPolygonsAreStreamed() {
        TestFiles.write(
                folder.resolve("Run1_S2_tx_file.csv.gz"),
                "\"fov\",\"cell_ID\",\"x_global_px\",\"y_global_px\",\"x_local_px\",\"y_local_px\",\"z\",\"target\",\"CellComp\"\n"
                        + "1,0,100,200,1,2,0,\"CD3D\",\"None\"\n2,12,5300,2050,1,2,5,\"HLA_DRA\",\"Nuclear\"\n"
                        + "9,9,1,1,1,2,5,\"CD3D\",\"Membrane\"\n");
        TestFiles.write(
                folder.resolve("Run1_S2-polygons.csv.gz"),
                "fov,cellID,x_local_px,y_local_px,x_global_px,y_global_px\n1,1,0,0,1000,2000\n1,1,0,0,1020,2000\n"
                        + "1,1,0,0,1020,2040\n2,13,0,0,1,1\n2,12,0,0,5300,2050\n2,12,0,0,5310,2050\n2,12,0,0,5310,2060\n"
                        + "2,12,0,0,5300,2050\n1,2,0,0,1,1\n");
        with(dataset -> {
            List<MoleculeBatch> batches = new ArrayList<>();
            dataset.molecules().orElseThrow().forEachBatch(20, batches::add);
            assertThat(batches.get(0).observations()).containsExactly(-1, 2, -1);
            assertThat(batches.get(0).inNucleus()).containsExactly(false, true, false);
            assertThat(batches.get(0).zUm()[1]).isEqualTo(4f);
            assertThat(batches.get(0).xUm()[1]).isCloseTo((float) (5300 * 0.12028), within(1e-3f));
            assertThat(dataset.molecules().orElseThrow().features()).containsExactly("CD3D", "HLA_DRA");
            Outlines outlines = dataset.outlines().get(0).read();
            assertThat(outlines.observations()).containsExactly(0, 2);
            assertThat(outlines.starts()).containsExactly(0, 3, 6);
            return dataset;
        });
    }

    @Test
    void whatIsWrongIsSaid() {
        counts(COUNTS.replace("2,12,4", "1,1,4"));
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cell 1_1 stands there twice");
        counts(COUNTS.replace("2,12,4", "2,99,4"));
        assertThatThrownBy(this::read).hasMessageContaining("1 of 3 cells of the matrix are not in the table");
        counts(COUNTS.replace("2,12,4", "2,1.5,4"));
        assertThatThrownBy(this::read).hasMessageContaining("fov and cell_ID as whole numbers");
        counts(COUNTS.replace("2,12,4", "2,-3,4"));
        assertThatThrownBy(this::read).hasMessageContaining("a cell has no sensible number");
        counts(COUNTS);
        cells(CELLS.replace("2,12,400", "1,2,400"));
        assertThatThrownBy(this::read).hasMessageContaining("stands there twice");
        cells(CELLS.replace(",5306,2060,c_1_2_12", ",inf,2060,c_1_2_12"));
        assertThatThrownBy(this::read).isInstanceOf(InputException.class);
    }
}
