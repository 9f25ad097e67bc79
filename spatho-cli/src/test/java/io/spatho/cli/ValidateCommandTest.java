package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What spatho writes keeps its own contract, and what breaks it is named. */
class ValidateCommandTest {

    @TempDir
    static Path shared;

    private static Path xenium;

    @BeforeAll
    static void makeBundle() {
        xenium = bundle(Platform.XENIUM, 400, shared.resolve("xenium"));
    }

    private static void requireValid(Path path) {
        Outcome outcome = spatho("validate", path, "--validation", "strict");
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    }

    /** Regions touch each other and come in another order than that of their ids. */
    @Test
    void aRunWithDrawnRegionsIsValidUntilATableIsDamaged() throws IOException {
        double[] x = dataset(xenium).xUm();
        double[] y = dataset(xenium).yUm();
        double left = Arrays.stream(x).min().orElseThrow();
        double third = (Arrays.stream(x).max().orElseThrow() - left) / 3;
        double low = Arrays.stream(y).min().orElseThrow();
        double high = Arrays.stream(y).max().orElseThrow();
        StringBuilder csv = new StringBuilder("id,x_um,y_um\n");
        String[] ids = {"c", "a", "b"};
        for (int i = 0; i < ids.length; i++) {
            double from = left + i * third;
            double to = from + third;
            csv.append(ids[i]).append(',').append(from).append(',').append(low).append('\n');
            csv.append(ids[i]).append(',').append(to).append(',').append(low).append('\n');
            csv.append(ids[i]).append(',').append(to).append(',').append(high).append('\n');
            csv.append(ids[i]).append(',').append(from).append(',').append(high).append('\n');
        }
        Path drawn = Files.writeString(shared.resolve("strips.csv"), csv);
        Path run = shared.resolve("run");
        Outcome outcome = spatho("run", xenium, "-o", run, "--stgpt", "none", "--regions", drawn);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        requireValid(run);
        Path table = run.resolve("regions/region_neighbors.parquet");
        table.toFile().setWritable(true);
        Files.copy(run.resolve("regions/region_embeddings.parquet"), table, StandardCopyOption.REPLACE_EXISTING);
        Outcome damaged = spatho("validate", run, "--json");
        assertThat(damaged.exitCode()).isEqualTo(3);
        assertThat(damaged.out()).contains("RUN-", "region_neighbors.parquet");
        StrictJson.parse(damaged.out(), "validate");
    }

    private static SpatialDataset dataset(Path path) {
        try (Workers workers = new Workers(2)) {
            return Bundles.open(path, BundleOptions.of(workers));
        }
    }

    @Test
    void everyFormatOfACaseHoldsTheSame() {
        SpatialDataset source = dataset(xenium);
        for (String name : new String[] {"case.h5ad", "case.zarr"}) {
            Path output = shared.resolve(name);
            assertThat(spatho("convert", xenium, "-o", output).exitCode()).isZero();
            requireValid(output);
            SpatialDataset read = dataset(output);
            assertThat(read.counts().values()).isEqualTo(source.counts().values());
            assertThat(read.cellIds()).isEqualTo(source.cellIds());
            assertThat(read.xUm()).isEqualTo(source.xUm());
        }
        Path spatial = shared.resolve("spatial.zarr");
        assertThat(spatho("convert", xenium, "-o", spatial, "--to", "spatialdata")
                        .exitCode())
                .isZero();
        for (String element : new String[] {"tables/table", "shapes/cell_boundaries", "shapes/nucleus_boundaries"}) {
            assertThat(spatial.resolve(element).resolve("zarr.json")).exists();
        }
        Outcome wrongName = spatho("convert", xenium, "-o", shared.resolve("x.h5ad"), "--to", "spatialdata");
        assertThat(wrongName.exitCode()).isEqualTo(2);
        assertThat(wrongName.err()).contains("ends in .zarr");
    }
}
