package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.copy;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finished run, a bundle and another platform's bundle of the same genes as one cohort. */
final class CohortCommandTest {

    @TempDir
    static Path temp;

    private static Path run;
    private static Path second;
    private static Path third;
    private static Path out;

    @BeforeAll
    static void runOnce() {
        Path first = bundle(Platform.XENIUM, 400, temp.resolve("first"));
        second = made(Platform.XENIUM, 11, "second");
        third = made(Platform.XENIUM, 12, "third");
        run = temp.resolve("run");
        var finished = spatho("analyze", "regions", first, "-o", run, "--min-region-cells", 10);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        out = temp.resolve("out");
        var outcome = cohort(out, 2, "--protocol", "run=fixed,third=frozen");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static Path made(Platform platform, long seed, String name) {
        Path folder = temp.resolve(name);
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(platform, SyntheticOptions.of(300, 140, seed), folder, workers);
        }
        return folder;
    }

    private static CommandLineFixture.Outcome cohort(Path target, int threads, Object... more) {
        Object[] start = {"cohort", run, second, third, "-o", target, "--min-region-cells", 10, "--threads", threads};
        Object[] all = Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return spatho(all);
    }

    @Test
    void theRunIsIntactAndValid() {
        assertThat(spatho("verify", out).exitCode()).isZero();
        assertThat(spatho("validate", out, "--validation", "strict").exitCode()).isZero();
        PublishedSchemas.requireValid("evidence_manifest", out.resolve("evidence_manifest.json"));
        PublishedSchemas.requireValid("cohort_integration", out.resolve("cohort/integration.json"));
    }

    @Test
    void everyCaseIsThereAndEveryNeighbourLiesOnAnotherSlide() {
        Table cases = new ParquetTables().read(out.resolve("cohort/cases.parquet"));
        assertThat(cases.strings("case")).containsExactly("run", "second", "third");
        assertThat(cases.strings("protocol")).containsExactly("fixed", "", "frozen");
        Table near = new ParquetTables().read(out.resolve("regions/region_neighbors.parquet"));
        assertThat(near.rows()).isPositive();
        for (int row = 0; row < near.rows(); row++) {
            assertThat(near.strings("relation")[row]).isEqualTo("cross_slide");
            assertThat(caseOf(near.strings("region_id")[row])).isNotEqualTo(caseOf(near.strings("neighbor_id")[row]));
        }
    }

    private static String caseOf(String region) {
        return region.substring(0, region.indexOf('/'));
    }

    @Test
    void sharesOfASlideSumToOneAndMeansHaveIntervalsOverSlides() {
        Table shares = new ParquetTables().read(out.resolve("cohort/composition.parquet"));
        for (String name : List.of("run", "second", "third")) {
            double sum = 0;
            for (int row = 0; row < shares.rows(); row++) {
                sum += shares.strings("case")[row].equals(name) ? shares.doubles("share")[row] : 0;
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
        }
        Table means = new ParquetTables().read(out.resolve("cohort/composition_over_slides.parquet"));
        for (int row = 0; row < means.rows(); row++) {
            assertThat(means.doubles("n_slides")[row]).isEqualTo(3);
            assertThat(means.doubles("lower")[row]).isLessThanOrEqualTo(means.doubles("mean")[row]);
            assertThat(means.doubles("upper")[row]).isGreaterThanOrEqualTo(means.doubles("mean")[row]);
        }
    }

    @Test
    void theReportShowsTheCohort() throws IOException {
        String page = Files.readString(out.resolve("report.html"));

        assertThat(page).contains("Cases together").contains("Verdict:").contains("Joint structures by case");
        assertThat(page).contains("There are no stGPT vectors of");
    }

    @Test
    void threadsChangeNothing() {
        Path again = temp.resolve("again");
        assertThat(cohort(again, 1, "--protocol", "run=fixed,third=frozen").exitCode())
                .isZero();

        assertThat(digests(again, "run_log.json")).isEqualTo(digests(out, "run_log.json"));
    }

    @Test
    void mutualNeighboursAndNoneAreChoices() {
        for (String method : List.of("mnn", "none")) {
            Path target = temp.resolve(method);
            var outcome = cohort(target, 2, "--correction", method);

            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(StrictJson.read(target.resolve("cohort/integration.json"))
                            .path("correction")
                            .asText())
                    .isEqualTo(method);
        }
    }

    @Test
    void vectorsOfDifferentModelsAreRefused() {
        var outcome = cohort(temp.resolve("refused"), 1, "--vectors", "stgpt");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("no vectors of one and the same model");
        assertThat(temp.resolve("refused")).doesNotExist();
    }

    @Test
    void anAlteredRunIsRefused() throws IOException {
        Path spoilt = copy(run, temp.resolve("spoilt"));
        Files.writeString(spoilt.resolve("analysis/qc.json"), "{}");
        var outcome = spatho("cohort", spoilt, second, "-o", temp.resolve("never"));

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("was altered").contains("spatho verify");
    }

    @Test
    void casesThatShareTooLittleAreRefused() {
        var outcome = spatho("cohort", second, third, "-o", temp.resolve("never"), "--protocol", "fourth=frozen");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("fourth");
        assertThat(spatho("cohort", second, "-o", temp.resolve("never")).exitCode())
                .isEqualTo(2);
        assertThat(spatho("cohort", second, second, "-o", temp.resolve("never")).err())
                .contains("same name");
    }
}
