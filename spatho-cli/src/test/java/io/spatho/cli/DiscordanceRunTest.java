package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho run --discordance}: a step like others, with its section in the report. */
class DiscordanceRunTest {

    @TempDir
    Path temp;

    private Path made;
    private Path alignment;

    @BeforeEach
    void make() throws IOException {
        made = temp.resolve("visium");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(Platform.VISIUM, SyntheticOptions.of(300, 60, 7), made, workers);
        }
        double scale = 1
                / StrictJson.read(made.resolve("spatial/scalefactors_json.json"))
                        .path("tissue_hires_scalef")
                        .asDouble();
        alignment = Files.writeString(temp.resolve("alignment.csv"), scale + ",0,0\n0," + scale + ",0\n0,0,1\n");
    }

    private Outcome run(Path out, Object discordance, boolean withSlide) {
        List<Object> arguments = new ArrayList<>(
                List.of("run", made, "-o", out, "--stgpt", "none", "--device", "cpu", "--discordance", discordance));
        if (withSlide) {
            arguments.addAll(List.of("--he", made.resolve("spatial/tissue_hires_image.png")));
            arguments.addAll(List.of("--he-alignment", alignment));
        }
        return spatho(arguments.toArray());
    }

    @Test
    void runJudgesItsSpotsAndTheReportShowsIt() throws IOException {
        Path out = temp.resolve("out");
        Outcome outcome = run(out, "train", true);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(spatho("verify", out).exitCode()).isZero();
        assertThat(spatho("validate", out, "--validation", "strict").exitCode()).isZero();

        JsonNode document = StrictJson.read(out.resolve("discordance/discordance.json"));
        Table spots = ParquetTable.read(out.resolve("discordance/spots.parquet"));
        assertThat(document.path("spots").asInt()).isEqualTo(spots.rows()).isPositive();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("id=\"discordance\"")
                .contains("map-gain")
                .contains("Genes that drive it");
        String stated = Files.readAllLines(out.resolve("evidence.jsonl")).stream()
                .filter(line -> line.contains("morphology_molecule_discordance"))
                .findFirst()
                .orElseThrow();
        String id =
                StrictJson.parse(stated, "evidence.jsonl").path("evidence_id").asText();
        assertThat(spatho("explain", out, id, "--json").out()).contains("\"resolves\":true");

        Path again = temp.resolve("again");
        Outcome scored = run(again, out.resolve("model"), true);
        assertThat(scored.exitCode()).as(scored.err()).isZero();
        assertThat(ParquetTable.read(again.resolve("discordance/spots.parquet")).doubles("divergence"))
                .isEqualTo(spots.doubles("divergence"));
    }

    @Test
    void discordanceNeedsAPicture() {
        Outcome none = run(temp.resolve("none"), "train", false);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("no picture that genes could disagree with");
    }
}
