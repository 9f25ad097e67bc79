package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.h5ad.CoordinateUnit;
import io.spatho.anndata.h5ad.H5adReader;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptsOptionTest {

    @TempDir
    Path folder;

    @Test
    void transcriptsAreCountedIntoTheCase() {
        Path bundle = folder.resolve("bundle");
        Path file = folder.resolve("case.h5ad");
        try (Workers workers = new Workers(2)) {
            SyntheticOptions options = SyntheticOptions.of(300, 60, 3).withTranscripts(true);
            SyntheticBundles.write(Platform.XENIUM, options, bundle, workers);
            Outcome outcome = spatho("convert", bundle, "-o", file, "--transcripts");
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            SpatialDataset dataset = H5adReader.read(file, CoordinateUnit.DECLARED, workers);
            assertThat(dataset.obs().doubles("transcripts_q20"))
                    .containsExactly(dataset.obs().doubles("transcript_counts"));
            assertThat(dataset.obs().has("nuclear_fraction")).isTrue();
            assertThat(dataset.metadata().platformFields())
                    .containsEntry("transcripts.cells_different_from_matrix", "0")
                    .containsKey("transcripts.unassigned_share");
            assertThat(dataset.metadata().sources())
                    .anyMatch(source -> source.name().equals("transcripts.parquet"));
        }
    }

    @Test
    void aBundleWithoutTranscriptsIsBadInput() {
        Path bundle = CommandLineFixture.bundle(Platform.XENIUM, 300, folder.resolve("bundle"));
        Outcome outcome = spatho("convert", bundle, "-o", folder.resolve("case.h5ad"), "--transcripts");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("the case has no transcripts").contains("Leave --transcripts out");
        assertThat(folder.resolve("case.h5ad")).doesNotExist();
    }
}
