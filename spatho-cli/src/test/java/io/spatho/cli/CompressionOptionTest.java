package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.h5ad.CoordinateUnit;
import io.spatho.anndata.h5ad.H5adReader;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionOptionTest {

    @TempDir
    Path folder;

    @Test
    void bothHoldTheSameCounts() {
        Path bundle = CommandLineFixture.bundle(Platform.XENIUM, 600, folder.resolve("bundle"));
        CsrMatrix first = null;
        long before = Long.MAX_VALUE;
        try (Workers workers = new Workers(2)) {
            for (String kind : new String[] {"none", "gzip"}) {
                Path file = folder.resolve(kind + ".h5ad");
                Outcome outcome = spatho("convert", bundle, "-o", file, "--compression", kind);
                assertThat(outcome.exitCode()).as(outcome.err()).isZero();
                CsrMatrix counts =
                        H5adReader.read(file, CoordinateUnit.DECLARED, workers).counts();
                first = first == null ? counts : first;
                assertThat(counts.columnIndices()).isEqualTo(first.columnIndices());
                assertThat(counts.values()).isEqualTo(first.values());
                assertThat(file.toFile().length()).isLessThan(before);
                before = file.toFile().length();
            }
        }
    }

    @Test
    void storesHaveOneCompression() {
        Outcome outcome = spatho("convert", folder, "-o", folder.resolve("case.zarr"), "--compression", "none");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("Leave --compression out");
    }
}
