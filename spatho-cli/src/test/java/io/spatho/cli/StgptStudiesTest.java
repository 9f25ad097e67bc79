package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The studies of a model: evaluate, ablate and impute. */
class StgptStudiesTest {

    @TempDir
    static Path temp;

    private static Path made;

    @BeforeAll
    static void make() {
        made = temp.resolve("xenium");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(Platform.XENIUM, SyntheticOptions.of(500, 60, 7), made, workers);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evaluate, evaluation/evaluation.json, evaluation",
        "ablate, evaluation/ablation.json, ablation",
        "impute, regions/predictions/imputation.json, imputation"
    })
    void aStudyLeavesAValidDocumentInAFolderThatVerifiesAndIsReproduced(String study, String file, String schema) {
        Path out = temp.resolve(study);
        var outcome = spatho("stgpt", study, made, "-o", out, "--min-region-cells", 10);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains(file);
        PublishedSchemas.requireValid(schema, out.resolve(file));
        assertThat(spatho("verify", out).exitCode()).isZero();
        var validated = spatho("validate", out, "--validation", "strict");
        assertThat(validated.exitCode()).as(validated.out()).isZero();
        var again = spatho("reproduce", out, made, "-o", temp.resolve(study + " again"));
        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    }

    @Test
    void splitsThatTheCaseCannotMakeAreUsageErrors() {
        var outcome = spatho("stgpt", "evaluate", made, "-o", temp.resolve("no"), "--split", "planet");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("spatial_block, region, slide or case");
        assertThat(spatho("stgpt", "impute", made, "-o", temp.resolve("no"), "--level", "1.5")
                        .exitCode())
                .isEqualTo(2);
    }
}
