package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.geojson.GeoJsonRegions;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.region.Region;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions into a run, out of it for other tools, and in again. */
class RegionsCommandTest {

    @TempDir
    Path temp;

    private void converted(Path in, Path out, String... options) {
        List<Object> words = new ArrayList<>(List.of("regions", "convert", in, "-o", out));
        words.addAll(List.of(options));
        Outcome outcome = spatho(words.toArray());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void aRoundThroughEveryFormatChangesNothing() {
        Path drawn = SyntheticBundles.regionsOf(bundle(Platform.XENIUM, 300, temp.resolve("x")));
        converted(drawn, temp.resolve("a.csv"), "--to", "explorer");
        converted(temp.resolve("a.csv"), temp.resolve("b.csv"), "--to", "csv");
        converted(temp.resolve("b.csv"), temp.resolve("c.geojson"), "--to", "spaceranger");
        converted(temp.resolve("c.geojson"), temp.resolve("d.geojson"), "--to", "qupath");
        List<Region> before = GeoJsonRegions.read(drawn, RegionUnit.um());
        List<Region> after = GeoJsonRegions.read(temp.resolve("d.geojson"), RegionUnit.um());
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).id()).isEqualTo(before.get(i).id());
            assertThat(after.get(i).label()).isEqualTo(before.get(i).label());
            assertThat(after.get(i).geometry().equalsExact(before.get(i).geometry()))
                    .isTrue();
        }
        converted(drawn, temp.resolve("p.geojson"), "--to", "qupath", "--to-unit", "pixel:0.2125");
        Outcome wrong = spatho("regions", "convert", temp.resolve("p.geojson"), "-o", temp.resolve("q"), "--to", "pdf");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--to", "pdf");
        Outcome unit = spatho(
                "regions", "convert", drawn, "-o", temp.resolve("q"), "--to", "explorer", "--to-unit", "pixel:1");
        assertThat(unit.exitCode()).isEqualTo(2);
        assertThat(temp.resolve("q")).doesNotExist();
    }

    @Test
    void whatARunWritesForExplorerGivesTheSameMembersAgain() throws IOException {
        Path xenium = bundle(Platform.XENIUM, 600, temp.resolve("x"));
        Path first = temp.resolve("first");
        run(xenium, first);
        assertThat(first.resolve("regions/regions_qupath_pixel.geojson")).exists();
        assertThat(StrictJson.read(first.resolve("regions/regions_spaceranger_pixel.geojson"))
                        .path("features")
                        .path(0)
                        .path("properties")
                        .path("cell_id")
                        .asInt())
                .isEqualTo(1);
        Path second = temp.resolve("second");
        run(xenium, second, "--regions", first.resolve("regions/explorer_region_groups.csv"));
        assertThat(members(second)).isEqualTo(members(first));
        Path points = temp.resolve("point.geojson");
        Files.writeString(
                points,
                Files.readString(first.resolve("regions/regions_qupath_pixel.geojson"))
                        .replaceFirst(
                                "\\[\\n",
                                "[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}},\n"));
        Path third = temp.resolve("third");
        assertThat(run(xenium, third, "--regions", points)).contains("left out of point.geojson: 1 feature");
        assertThat(members(third)).isNotEmpty();
    }

    @Test
    void spotsThatAnOutlineCutsCountInPart() throws IOException {
        Path visium = bundle(Platform.VISIUM, 200, temp.resolve("v"));
        Path drawn = temp.resolve("half.csv");
        Files.writeString(drawn, "id,x_um,y_um\nleft,3000,3300\nleft,3875,3300\nleft,3875,4900\nleft,3000,4900\n");
        Path out = temp.resolve("spots");
        run(visium, out, "--regions", drawn);
        Table table = ParquetTable.read(out.resolve("regions/region_cell_membership.parquet"));
        double[] weights = table.doubles("weight");
        double whole = Arrays.stream(weights).max().orElseThrow();
        double sum = 0;
        for (int row = 0; row < weights.length; row++) {
            sum += weights[row];
            boolean cut = table.doubles("distance_um")[row] < 27.5;
            boolean member = !table.strings("role")[row].equals("context");
            double share = weights[row] / whole;
            // Above a half where the centre is inside; whole or nothing beyond the radius of a spot.
            assertThat(share).isBetween(member ? 0.5 : 0, member ? 1 : 0.5);
            assertThat(share > 0 && share < 1).isEqualTo(cut);
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    private static String run(Path bundle, Path out, Object... more) {
        List<Object> words =
                new ArrayList<>(List.of("run", bundle, "-o", out, "--stgpt", "none", "--min-region-cells", 10));
        words.addAll(List.of(more));
        Outcome outcome = spatho(words.toArray());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.err();
    }

    private static Map<String, String> members(Path run) {
        Table table = ParquetTable.read(
                run.resolve("regions/region_cell_membership.parquet"), Set.of("region_id", "cell_id", "role"));
        Map<String, String> members = new HashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            if (!table.strings("role")[row].equals("context")) {
                members.put(table.strings("cell_id")[row], table.strings("region_id")[row]);
            }
        }
        return members;
    }
}
