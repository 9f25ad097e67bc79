package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made section in which a disc of tumour and one of stroma exchanged their pictures: a run calls both and its report shows them. */
class DiscordanceRegionsTest {

    private static final int DISC = 50;
    private static final int FEATURES = 24;
    private static final double NOISE = 0.7;

    @TempDir
    Path temp;

    private record Spots(String[] ids, double[] x, double[] y, String[] structures) {

        /** Spots under tissue of a made bundle, with the structure that the truth names. */
        static Spots read(Path bundle, Path truth) throws IOException {
            List<String[]> places = Files.readAllLines(bundle.resolve("spatial/tissue_positions.csv")).stream()
                    .map(line -> line.split(",", -1))
                    .filter(cells -> cells[1].equals("1"))
                    .toList();
            List<String[]> lines = Files.readAllLines(truth).stream()
                    .map(line -> line.split(",", -1))
                    .toList();
            String[] structures = places.stream()
                    .map(place -> lines.stream()
                            .filter(line -> line[0].equals(place[0]))
                            .findFirst()
                            .orElseThrow()[1])
                    .toArray(String[]::new);
            return new Spots(
                    places.stream().map(cells -> cells[0]).toArray(String[]::new),
                    places.stream()
                            .mapToDouble(cells -> Double.parseDouble(cells[5]))
                            .toArray(),
                    places.stream()
                            .mapToDouble(cells -> Double.parseDouble(cells[4]))
                            .toArray(),
                    structures);
        }

        int[] disc(int centre) {
            return IntStream.range(0, ids.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(spot -> Math.hypot(x[spot] - x[centre], y[spot] - y[centre])))
                    .limit(DISC)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        /** Of the discs that share no spot with another the one with most spots of a structure. */
        int[] purest(String structure, int... other) {
            return IntStream.range(0, ids.length)
                    .mapToObj(this::disc)
                    .filter(disc -> Arrays.stream(disc)
                            .noneMatch(spot -> Arrays.stream(other).anyMatch(taken -> taken == spot)))
                    .max(Comparator.comparingLong(disc -> Arrays.stream(disc)
                            .filter(spot -> structures[spot].equals(structure))
                            .count()))
                    .orElseThrow();
        }

        /** Features that show the structure of a spot, where no picture was exchanged, with noise. */
        Table features(int[] one, int[] other) {
            int[] shown = IntStream.range(0, ids.length).toArray();
            for (int i = 0; i < DISC; i++) {
                shown[one[i]] = other[i];
                shown[other[i]] = one[i];
            }
            Table table = Table.ofRows(ids.length)
                    .with("tile_id", new Column.Strings(ids))
                    .with("x_um", new Column.Doubles(x))
                    .with("y_um", new Column.Doubles(y))
                    .with("scale_um", new Column.Doubles(filled(ids.length, 112)));
            for (int feature = 0; feature < FEATURES; feature++) {
                float[] values = new float[ids.length];
                for (int spot = 0; spot < values.length; spot++) {
                    double centre = CounterRandom.of(feature, "test-structure", structures[shown[spot]])
                            .nextGaussian();
                    double noise =
                            CounterRandom.of(feature, "test-noise", shown[spot]).nextGaussian();
                    values[spot] = (float) (centre + NOISE * noise);
                }
                table = table.with("made_" + (feature + 1), new Column.Floats(values));
            }
            return table;
        }

        private static double[] filled(int count, double value) {
            double[] values = new double[count];
            Arrays.fill(values, value);
            return values;
        }
    }

    @Test
    void regionsAreCalledWhereThePicturesWereExchanged() throws IOException {
        Path made = temp.resolve("made");
        assertThat(spatho("synthesize", "visium", "--cells", 800, "--genes", 80, "--seed", 7, "-o", made)
                        .exitCode())
                .isZero();
        Spots spots = Spots.read(made, temp.resolve("made-truth.csv"));
        int[] tumour = spots.purest("tumour_nest");
        int[] stroma = spots.purest("stroma", tumour);
        new FolderStore(temp, new ParquetTables(), "test")
                .table("features.parquet", Origin.MEASURED, spots.features(tumour, stroma));
        Path out = temp.resolve("out");
        Outcome outcome = spatho(
                "run",
                made,
                "--discordance",
                "train",
                "--discordance-features",
                temp.resolve("features.parquet"),
                "--stgpt",
                "none",
                "--device",
                "cpu",
                "-o",
                out);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();

        Set<String> planted = new HashSet<>();
        IntStream.concat(Arrays.stream(tumour), Arrays.stream(stroma)).forEach(spot -> planted.add(spots.ids()[spot]));
        Table judged = ParquetTable.read(out.resolve("discordance/spots.parquet"));
        String[] ids = judged.strings("spot_id");
        String[] regions = judged.strings("region");
        long inRegions =
                Arrays.stream(regions).filter(region -> !region.isEmpty()).count();
        long rightly = IntStream.range(0, ids.length)
                .filter(spot -> !regions[spot].isEmpty() && planted.contains(ids[spot]))
                .count();
        assertThat(rightly).as(inRegions + " spots in regions").isGreaterThanOrEqualTo(6);
        assertThat(rightly / (double) inRegions).isGreaterThan(0.8);
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("map-discordant")
                .contains("discordant_1")
                .contains("Genes that the picture explains worst");
        assertThat(Files.readAllLines(out.resolve("evidence.jsonl")))
                .anyMatch(line -> line.contains("Morphology and molecules disagree here"));
    }
}
