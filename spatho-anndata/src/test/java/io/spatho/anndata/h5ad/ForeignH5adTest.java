package io.spatho.anndata.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that anndata of several versions and other tools wrote. */
class ForeignH5adTest {

    private final Path data = Path.of(System.getProperty("spatho.sampleData", "absent"));
    private Workers workers;

    @BeforeEach
    void start() {
        Assumptions.assumeTrue(Files.isDirectory(data), "sample data " + data + " absent");
        workers = new Workers(2);
    }

    @AfterEach
    void stop() {
        if (workers != null) {
            workers.close();
        }
    }

    private SpatialDataset read(String name, CoordinateUnit unit) {
        return H5adReader.read(data.resolve(name), unit, workers);
    }

    private <T> T open(String name, java.util.function.Function<Hdf5Source, T> use) {
        try (Hdf5Source source = Hdf5Source.open(data.resolve("h5ad-versions").resolve(name), workers)) {
            return use.apply(source);
        }
    }

    @Test
    void goldenInputIsRead() {
        SpatialDataset dataset = read("golden/scgpt-colon-ddp/input.h5ad", CoordinateUnit.MICROMETRE);
        assertThat(dataset.size()).isEqualTo(60);
        assertThat(dataset.panel().size()).isEqualTo(422);
        assertThat(dataset.counts().nonzeros()).isEqualTo(2776);
        assertThat(dataset.metadata().warnings()).isEmpty();
        assertThat(dataset.metadata().sampleName()).isEqualTo("input");
    }

    @Test
    void aFileWithoutCountsIsRefusedAndItsDenseMatrixRead() {
        assertThatThrownBy(() -> read("h5ad-versions/visium-breast-subset.h5ad", CoordinateUnit.pixels(0.5)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no counts");
        open("visium-breast-subset.h5ad", source -> {
            CsrMatrix matrix = new SparseReader(source).read("X");
            float[] dense = source.floats("X");
            for (int i = 0; i < dense.length; i++) {
                assertThat(matrix.get(i / 100, i % 100)).isEqualTo(dense[i]);
            }
            PositionReader.Positions positions = new PositionReader(source, 316)
                    .read(AnnDataReader.read(source).obsm(), CoordinateUnit.pixels(0.5));
            long[] stored = source.longs("obsm/spatial");
            assertThat(positions.x()[7]).isEqualTo(stored[14] * 0.5);
            assertThat(positions.y()[7]).isEqualTo(stored[15] * 0.5);
            return null;
        });
    }

    @Test
    void positionsWithoutUnitAndFilesWithoutPositionsAreRefused() {
        assertThatThrownBy(() -> read("h5ad-versions/visium-breast-subset.h5ad", CoordinateUnit.DECLARED))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unit");
        assertThatThrownBy(() -> read("h5ad-versions/scanpy-pipeline-example.h5ad", CoordinateUnit.MICROMETRE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no positions")
                .hasMessageContaining("adata.obsm['spatial']");
    }

    @Test
    void everyLayoutOfAMatrixGivesTheSameCounts() {
        open("scanpy-pipeline-example.h5ad", source -> {
            SparseReader reader = new SparseReader(source);
            CsrMatrix rows = reader.read("layers/counts");
            Cases.assertSame(reader.read("layers/csc_counts"), rows);
            Cases.assertSame(reader.read("layers/dense_counts"), rows);
            assertThat(reader.read("layers/dense_X").nonzeros()).isEqualTo(4317);
            CountsPlace counts =
                    CountsPlace.find(source, AnnDataReader.read(source)).orElseThrow();
            assertThat(counts.path()).isEqualTo("layers/counts");
            return null;
        });
    }

    @Test
    void nullableColumnsAreRead() {
        open("scanpy-pipeline-example.h5ad", source -> {
            Table obs = new DataFrameReader(source).read("obs").table();
            assertThat(obs.column("IntNA")).isInstanceOf(Column.Doubles.class);
            assertThat(obs.doubles("IntNA")).contains(Double.NaN);
            assertThat(obs.column("Int")).isInstanceOf(Column.Longs.class);
            assertThat(obs.column("Bool")).isInstanceOf(Column.Booleans.class);
            assertThat(obs.strings("BoolNA")).contains("true", "false", null);
            assertThat(obs.column("leiden")).isInstanceOf(Column.Categories.class);
            assertThat(obs.column("n_genes_by_counts")).isInstanceOf(Column.Ints.class);
            return null;
        });
    }

    @Test
    void nullableStringsAndStringIndexesAreRead() {
        open("anndata-0.13/csr_adata.h5ad", source -> {
            DataFrameReader.Frame obs = new DataFrameReader(source).read("obs");
            assertThat(obs.index()).hasSize(10).doesNotContainNull();
            assertThat(obs.table().strings("annotation_missing")).containsNull();
            assertThat(new FeatureReader(source).read("var", "").size()).isEqualTo(100);
            return null;
        });
    }

    @Test
    void legacyCategoriesAndRawAreRead() {
        open("anndata-v0.7.8/adata.h5ad", source -> {
            Table obs = new DataFrameReader(source).read("obs").table();
            assertThat(obs.names()).containsExactly("obs_cat", "cat_ordered", "int64", "float64", "uint8");
            assertThat(obs.column("cat_ordered")).isInstanceOfSatisfying(Column.Categories.class, column -> {
                assertThat(column.ordered()).isTrue();
                assertThat(column.categories()).hasSize(24);
            });
            assertThat(new SparseReader(source).read("raw/X").columns()).isEqualTo(40);
            assertThat(new DataFrameReader(source).read("raw/var").table().rows())
                    .isEqualTo(40);
            return null;
        });
    }

    @Test
    void sparseMatricesFromBeforeAnndata07AreRead() {
        open("anndata-v0.5.0/adata.h5ad", source -> {
            CsrMatrix raw = new SparseReader(source).read("raw.X");
            assertThat(raw.rows()).isEqualTo(700);
            assertThat(raw.nonzeros()).isEqualTo(174_400);
            assertThat(source.compound("obs").keySet().stream().map(String::valueOf))
                    .contains("n_genes");
            return null;
        });
    }

    @Test
    void tenXMatricesAreRead() {
        try (Hdf5Source source = Hdf5Source.open(data.resolve("xenium-tiny-bundle/cell_feature_matrix.h5"), workers)) {
            assertThat(source.strings("matrix/barcodes")).containsExactly("1", "2", "3", "4", "5", "6");
            assertThat(source.ints("matrix/indices")).isNotEmpty();
            assertThat(source.longs("matrix/indptr")).hasSize(7);
            assertThat(source.strings("matrix/features/name")).hasSize(4);
        }
    }
}
