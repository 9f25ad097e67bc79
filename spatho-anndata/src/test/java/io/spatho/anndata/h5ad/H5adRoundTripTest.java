package io.spatho.anndata.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.WorkingFolder;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dataset that is written as case.h5ad comes back to the last bit. */
class H5adRoundTripTest extends WorkingFolder {

    private Path write(SpatialDataset dataset) {
        Path file = folder.resolve("case.h5ad");
        H5adWriter.write(dataset, file, workers);
        return file;
    }

    @ParameterizedTest
    @CsvSource({"0,5", "5,0", "0,0", "1,1", "40,300", "6000,30"})
    void everyPartComesBack(int cells, int genes) {
        SpatialDataset dataset = Cases.rich(cells, genes);
        Cases.assertSame(H5adReader.read(write(dataset), workers), dataset);
    }

    @Test
    void extrasComeBack() {
        SpatialDataset dataset = Cases.rich(50, 20);
        H5adExtras extras = new H5adExtras(
                Map.of("normalised", Cases.counts(50, 20, 8)),
                Map.of("spatial_connectivities", Cases.counts(50, 50, 9)),
                Map.of("PCs", new DenseMatrix(20, 2, new float[40])),
                Map.of("clusters", Table.ofRows(2).with("size", new Column.Ints(new int[] {3, 4}))),
                Map.of("remark", "ünicode"));
        Path file = folder.resolve("case.h5ad");
        H5adWriter.write(dataset, extras, file, workers);
        H5adContents contents = H5adReader.readAll(file, CoordinateUnit.DECLARED, workers);
        Cases.assertSame(contents.dataset(), dataset);
        Cases.assertSame(
                contents.extras().layers().get("normalised"), extras.layers().get("normalised"));
        Cases.assertSame(
                contents.extras().obsp().get("spatial_connectivities"),
                extras.obsp().get("spatial_connectivities"));
        assertThat(contents.extras().varm().get("PCs").columns()).isEqualTo(2);
        Cases.assertSame(
                contents.extras().tables().get("clusters"), extras.tables().get("clusters"));
        assertThat(contents.extras().texts()).containsEntry("remark", "ünicode");
    }

    @Test
    void theOrderOfNamesDoesNotChangeTheBytes() throws IOException {
        SpatialDataset dataset = Cases.rich(20, 5);
        Map<String, CsrMatrix> forwards = new LinkedHashMap<>();
        forwards.put("connectivities", Cases.counts(20, 20, 1));
        forwards.put("distances", Cases.counts(20, 20, 2));
        Map<String, CsrMatrix> backwards = new LinkedHashMap<>();
        backwards.put("distances", forwards.get("distances"));
        backwards.put("connectivities", forwards.get("connectivities"));
        Path first = folder.resolve("first.h5ad");
        Path second = folder.resolve("second.h5ad");
        H5adWriter.write(dataset, H5adExtras.ofGraphs(forwards), first, workers);
        H5adWriter.write(dataset, H5adExtras.ofGraphs(backwards), second, workers);
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void everyElementNamesItsEncoding() {
        Path file = write(Cases.rich(10, 4));
        try (Hdf5Source source = Hdf5Source.open(file)) {
            requireEncodings(source, "", true);
            assertThat(source.text("/", "encoding-type")).contains("anndata");
            assertThat(source.text("obs/cluster_id", "encoding-type")).contains("categorical");
            assertThat(source.flag("obs/cluster_id", "ordered")).contains(true);
            assertThat(source.shape("obsm/spatial")).containsExactly(10, 2);
            assertThat(source.strings("var/_index")).startsWith("GENE0", "GENE0-1", "GENE2");
            assertThat(source.strings("var/feature_name")).startsWith("GENE0", "GENE0", "GENE2");
            assertThat(source.shape("uns/spatial/sample _ one/images/lowres")).containsExactly(40, 60, 3);
            assertThat(source.doubles("uns/spatial/sample _ one/scalefactors/tissue_lowres_scalef"))
                    .containsExactly(0.06);
            assertThat(source.doubles("uns/spatial/sample _ one/scalefactors/spot_diameter_fullres"))
                    .containsExactly(55);
        }
    }

    /** The arrays of a sparse matrix are the only elements that anndata leaves without an encoding. */
    private static void requireEncodings(Hdf5Source source, String group, boolean wanted) {
        for (String name : source.children(group)) {
            String path = group + "/" + name;
            if (wanted) {
                assertThat(source.text(path, "encoding-type")).as(path).isPresent();
                assertThat(source.text(path, "encoding-version")).as(path).isPresent();
            }
            if (source.isGroup(path)) {
                boolean sparse = source.text(path, "encoding-type").orElse("").endsWith("_matrix");
                requireEncodings(source, path, !sparse);
            }
        }
    }

    @Test
    void bytesDoNotDependOnTheNumberOfThreads() throws IOException {
        SpatialDataset dataset = Cases.rich(3000, 200);
        Path first = folder.resolve("one.h5ad");
        Path second = folder.resolve("two.h5ad");
        try (Workers one = new Workers(1)) {
            H5adWriter.write(dataset, first, one);
        }
        H5adWriter.write(dataset, second, workers);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @Test
    void aColumnNameWithASlashIsRefusedAndNothingIsLeft() throws IOException {
        SpatialDataset dataset = Cases.rich(3, 3);
        SpatialDataset renamed = dataset.toBuilder()
                .obs(dataset.obs().with("CD3/CD4", new Column.Ints(new int[3])))
                .build();
        assertThatThrownBy(() -> write(renamed))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("CD3/CD4");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void damageIsRefusedOrHarmlessAndNeverAnotherFailure() throws IOException {
        byte[] good = Files.readAllBytes(write(Cases.rich(300, 100)));
        Path bad = folder.resolve("bad.h5ad");
        int refused = 0;
        for (int trial = 0; trial < 250; trial++) {
            byte[] bytes = good.clone();
            CounterRandom random = CounterRandom.of(3, "damage", trial);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(bad, bytes);
            try {
                H5adReader.read(bad, workers);
            } catch (InputException e) {
                refused++;
                assertThat(e.getMessage()).contains("bad.h5ad").doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(50);
        for (double share : new double[] {0.1, 0.5, 0.99}) {
            Files.write(bad, java.util.Arrays.copyOf(good, (int) (good.length * share)));
            assertThatThrownBy(() -> H5adReader.read(bad, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("truncated");
        }
    }
}
