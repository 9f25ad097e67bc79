package io.spatho.anndata.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.qc.MetricComparison;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlatformMetricsTest {

    @TempDir
    Path folder;

    private SpatialDataset opened() {
        TestFiles.write(folder.resolve("experiment.xenium"), "{\"pixel_size\":0.2125}");
        TestBundles.mex(folder.resolve("cell_feature_matrix"), "a-1", "b-1");
        TestFiles.write(folder.resolve("cells.csv.gz"), "cell_id,x_centroid,y_centroid\na-1,1,2\nb-1,3,4\n");
        try (Workers workers = new Workers(1)) {
            return Bundles.open(folder, BundleOptions.of(workers));
        }
    }

    @Test
    void theTableOfOneLineIsReadUnderThePlatformsNamesAndNamedAsASource() {
        TestFiles.write(
                folder.resolve("metrics_summary.csv"),
                "run_name,num_cells_detected,\"Mean UMIs, all\",fraction_empty_cells\nslide 1,2,\"1,234\",2.5%\n");
        SpatialDataset dataset = opened();
        Table metrics = dataset.tables().get(MetricComparison.TABLE);

        assertThat(metrics.rows()).isEqualTo(1);
        assertThat(metrics.names())
                .containsExactly("run_name", "num_cells_detected", "Mean UMIs, all", "fraction_empty_cells");
        assertThat(metrics.column("Mean UMIs, all").text(0)).isEqualTo("1,234");
        assertThat(metrics.column("num_cells_detected").number(0)).isEqualTo(2);
        assertThat(dataset.metadata().sources()).extracting(SourceFile::role).contains(PlatformMetrics.ROLE);
    }

    @Test
    void aFileNamedAfterTheRunIsFoundAndWithoutOneThereIsNoTable() {
        assertThat(opened().tables()).doesNotContainKey(MetricComparison.TABLE);
        TestFiles.write(folder.resolve("slide-1_metrics_summary.csv"), "num_cells_detected\n2\n");
        assertThat(opened().tables()).containsKey(MetricComparison.TABLE);
    }

    @Test
    void aTableLargerThanAnyIsRefused() {
        TestFiles.write(folder.resolve("metrics_summary.csv"), "a\n" + "1\n".repeat(1 << 20));
        assertThatThrownBy(this::opened)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the table of metrics is too large");
    }
}
