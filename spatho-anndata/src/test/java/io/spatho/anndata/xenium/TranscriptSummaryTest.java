package io.spatho.anndata.xenium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.MoleculeSource;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptSummaryTest {

    @TempDir
    Path folder;

    private static SpatialDataset read(Path bundle, int threads) {
        try (Workers workers = new Workers(threads)) {
            return XeniumReader.read(BundleFolder.open(bundle), workers);
        }
    }

    /** Cells 1 and 2: EPCAM 2 and 4, CD3E 1 each, a control probe in cell 1. */
    private void bundle() {
        TestFiles.write(folder.resolve("experiment.xenium"), "{\"analysis_sw_version\":\"x\",\"pixel_size\":0.2125}");
        TestBundles.h5(folder.resolve("cell_feature_matrix.h5"), Map.of("protein_scaling_factor", 1.0), "1", "2");
        TestFiles.write(folder.resolve("cells.csv.gz"), "cell_id,x_centroid,y_centroid\n1,1,1\n2,2,2\n");
    }

    /** The molecules that the matrix counts, one of low quality, one outside and one of a cell that is not there. */
    private static final Object[][] MOLECULES = {
        {1, "EPCAM", 30f, 1}, {1, "EPCAM", 20f, 0}, {1, "CD3E", 25f, 0}, {1, "NegControlProbe_1", 40f, 0},
        {1, "CD3E", 19.9f, 1}, {-1, "EPCAM", 40f, 0}, {2, "EPCAM", 40f, 1}, {2, "EPCAM", 40f, 1},
        {2, "EPCAM", 40f, 1}, {2, "EPCAM", 40f, 0}, {2, "CD3E", 40f, 0}, {7, "CD3E", 40f, 0},
        {-1, "BLANK_0001", 22f, 0}
    };

    private static Table molecules(boolean decimalIds, boolean bytes) {
        int n = MOLECULES.length;
        int[] cells = new int[n];
        String[] names = new String[n];
        String[] genes = new String[n];
        float[] quality = new float[n];
        float[] x = new float[n];
        int[] nucleus = new int[n];
        double[] ids = new double[n];
        for (int i = 0; i < n; i++) {
            cells[i] = (int) MOLECULES[i][0];
            names[i] = cells[i] < 0 ? "UNASSIGNED" : Integer.toString(cells[i]);
            genes[i] = (String) MOLECULES[i][1];
            quality[i] = (float) MOLECULES[i][2];
            nucleus[i] = (int) MOLECULES[i][3];
            x[i] = i;
            ids[i] = 281_000_000_000_000.0 + i;
        }
        return Table.ofRows(n)
                .with("transcript_id", decimalIds ? new Column.Doubles(ids) : longs(ids))
                .with("cell_id", bytes ? new Column.Strings(names) : new Column.Ints(cells))
                .with("overlaps_nucleus", new Column.Ints(nucleus))
                .with("feature_name", new Column.Strings(genes))
                .with("x_location", new Column.Floats(x))
                .with("y_location", new Column.Doubles(new double[n]))
                .with("z_location", new Column.Floats(x))
                .with("qv", new Column.Floats(quality));
    }

    private static Column.Longs longs(double[] values) {
        long[] whole = new long[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (long) values[i];
        }
        return new Column.Longs(whole);
    }

    private void requireExpected(SpatialDataset dataset) {
        TranscriptSummary summary = TranscriptSummary.of(dataset, 20);
        assertThat(summary.transcripts()).isEqualTo(13);
        assertThat(summary.belowQuality()).isEqualTo(1);
        assertThat(summary.unassigned()).isEqualTo(3);
        assertThat(summary.unassignedGenes()).isEqualTo(2);
        assertThat(summary.perCell()).containsExactly(3, 5);
        assertThat(summary.inNucleus()).containsExactly(1, 3);
        assertThat(summary.byCategory())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("gene", 10L, "negative_control_probe", 1L, "blank_codeword", 1L));
        assertThat(summary.cellsDifferent()).isZero();
        assertThat(dataset.molecules().orElseThrow().warnings())
                .containsExactly(
                        "1 of 13 transcripts belong to cells that are not in the matrix and count as unassigned",
                        "1 feature of the transcripts are not in the matrix");
    }

    @Test
    void everyWayOfStoringIdsGivesTheSameCounts() {
        bundle();
        Path file = folder.resolve("transcripts.parquet");
        for (boolean decimal : new boolean[] {true, false}) {
            for (boolean text : new boolean[] {true, false}) {
                TestBundles.parquet(file, molecules(decimal, text));
                requireExpected(read(folder, 2));
            }
        }
    }

    @Test
    void csvGivesTheSameCounts() {
        bundle();
        StringBuilder text = new StringBuilder(
                "\"transcript_id\",\"cell_id\",\"overlaps_nucleus\",\"feature_name\",\"x_location\",\"y_location\","
                        + "\"z_location\",\"qv\"\n");
        for (int i = 0; i < MOLECULES.length; i++) {
            Object[] m = MOLECULES[i];
            text.append(281_000_000_000_000L + i)
                    .append(',')
                    .append(m[0])
                    .append(',')
                    .append(m[3]);
            text.append(",\"")
                    .append(m[1])
                    .append("\",")
                    .append(i)
                    .append(",0,1.5,")
                    .append(m[2])
                    .append('\n');
        }
        TestFiles.write(folder.resolve("transcripts.csv.gz"), text.toString());
        SpatialDataset dataset = read(folder, 2);
        requireExpected(dataset);
        List<Long> ids = new ArrayList<>();
        dataset.molecules().orElseThrow().forEachBatch(30, batch -> {
            for (int i = 0; i < batch.size(); i++) {
                ids.add(batch.ids()[i]);
                assertThat(batch.qualities()[i]).isGreaterThanOrEqualTo(30);
                assertThat(batch.zUm()[i]).isEqualTo(1.5f);
                assertThat((long) batch.xUm()[i]).isEqualTo(batch.ids()[i] - 281_000_000_000_000L);
            }
        });
        assertThat(ids).hasSize(9).startsWith(281_000_000_000_000L, 281_000_000_000_003L);
    }

    @Test
    void theFilesOwnCategoriesWin() {
        bundle();
        Table table = molecules(false, true);
        String[] categories = new String[table.rows()];
        boolean[] gene = new boolean[table.rows()];
        for (int i = 0; i < categories.length; i++) {
            String name = table.strings("feature_name")[i];
            gene[i] = name.equals("EPCAM") || name.equals("CD3E");
            categories[i] = gene[i] ? "predesigned_gene" : "genomic_control_probe";
        }
        Path file = folder.resolve("transcripts.parquet");
        TestBundles.parquet(file, table.with("codeword_category", new Column.Strings(categories)));
        assertThat(TranscriptSummary.of(read(folder, 1), 20).byCategory())
                .containsExactlyInAnyOrderEntriesOf(Map.of("gene", 10L, "genomic_control", 2L));
        TestBundles.parquet(file, table.with("is_gene", new Column.Booleans(gene)));
        assertThat(TranscriptSummary.of(read(folder, 1), 20).byCategory())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("gene", 10L, "negative_control_probe", 1L, "blank_codeword", 1L));
    }

    @Test
    void columnsAndFactsAreAddedToTheCase() {
        bundle();
        TestBundles.parquet(folder.resolve("transcripts.parquet"), molecules(false, false));
        SpatialDataset dataset = TranscriptSummary.addTo(read(folder, 2));
        assertThat(dataset.obs().doubles("transcripts_q20")).containsExactly(3, 5);
        assertThat(dataset.obs().doubles("nuclear_fraction")).containsExactly(1.0 / 3, 0.6);
        assertThat(dataset.metadata().platformFields())
                .containsEntry("transcripts.total", "13")
                .containsEntry("transcripts.unassigned_share", "0.25")
                .containsEntry("transcripts.category.gene", "10")
                .containsEntry("transcripts.cells_different_from_matrix", "0");
        assertThat(dataset.metadata().sources())
                .filteredOn(source -> source.role().equals("transcripts"))
                .singleElement()
                .matches(source -> source.name().equals("transcripts.parquet")
                        && source.sha256().length() == 64);
    }

    @Test
    void oneMoleculeMoreIsNoticed() {
        bundle();
        Table table = molecules(false, false);
        int[] rows = new int[table.rows() + 1];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Math.min(i, table.rows() - 2);
        }
        rows[table.rows() - 1] = 0;
        TestBundles.parquet(folder.resolve("transcripts.parquet"), table.select(rows));
        SpatialDataset dataset = TranscriptSummary.addTo(read(folder, 2));
        assertThat(dataset.metadata().platformFields()).containsEntry("transcripts.cells_different_from_matrix", "1");
        assertThat(dataset.metadata().warnings())
                .contains("1 of 2 cells have other gene counts in the matrix than transcripts of quality 20 or more");
    }

    @Test
    void aSwapOfTwoGenesIsNoticedThoughTotalsAgree() {
        bundle();
        Table table = molecules(false, false);
        String[] names = table.strings("feature_name").clone();
        names[0] = "CD3E";
        TestBundles.parquet(
                folder.resolve("transcripts.parquet"), table.with("feature_name", new Column.Strings(names)));
        TranscriptSummary summary = TranscriptSummary.of(read(folder, 2), 20);
        assertThat(summary.perCell()).containsExactly(3, 5);
        assertThat(summary.cellsDifferent()).isEqualTo(1);
    }

    @Test
    void aMadeBundleRecountsExactlyForAnyThreads() {
        Path bundle = folder.resolve("made");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(
                    Platform.XENIUM, SyntheticOptions.of(3000, 120, 5).withTranscripts(true), bundle, workers);
        }
        SpatialDataset dataset = read(bundle, 1);
        TranscriptSummary one = TranscriptSummary.of(dataset, 20);
        TranscriptSummary four = TranscriptSummary.of(read(bundle, 4), 20);
        assertThat(one.facts()).isEqualTo(four.facts());
        assertThat(one.cellsDifferent()).isZero();
        double[] stated = dataset.obs().doubles("transcript_counts");
        for (int cell = 0; cell < stated.length; cell++) {
            assertThat(one.perCell()[cell]).isEqualTo((int) stated[cell]);
        }
        assertThat(one.belowQualityShare()).isBetween(0.01, 0.03);
        assertThat(one.unassignedShare()).isBetween(0.015, 0.035);
        MoleculeSource molecules = dataset.molecules().orElseThrow();
        long[] seen = new long[1];
        molecules.forEachBatch(20, batch -> seen[0] += batch.size());
        assertThat(seen[0]).isEqualTo(one.transcripts() - one.belowQuality());
    }

    @Test
    void transcriptsOfAnotherRunAreRefused() {
        bundle();
        Table table = molecules(false, false);
        int[] others = new int[table.rows()];
        Arrays.fill(others, 99);
        TestBundles.parquet(folder.resolve("transcripts.parquet"), table.with("cell_id", new Column.Ints(others)));
        SpatialDataset dataset = read(folder, 2);
        assertThatThrownBy(() -> TranscriptSummary.of(dataset, 20))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no transcript belongs to a cell of the matrix");
    }

    @Test
    void brokenFilesAreRefused() {
        bundle();
        Path file = folder.resolve("transcripts.parquet");
        Table table = molecules(false, false);
        TestBundles.parquet(file, table.with("qv", new Column.Strings(new String[table.rows()])));
        assertThatThrownBy(() -> TranscriptSummary.of(read(folder, 2), 20))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column qv has a type that is not supported");
        TestBundles.parquet(file, Table.ofRows(1).with("cell_id", new Column.Ints(new int[] {1})));
        assertThatThrownBy(() -> TranscriptSummary.of(read(folder, 2), 20))
                .hasMessageContaining("column feature_name is missing");
        TestBundles.parquet(file, table.with("cell_id", new Column.Doubles(half(table.rows()))));
        assertThatThrownBy(() -> TranscriptSummary.of(read(folder, 2), 20))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not whole");
        TestFiles.truncate(file, 0.5);
        assertThatThrownBy(() -> TranscriptSummary.of(read(folder, 2), 20))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("transcripts.parquet");
        TestFiles.write(file, "");
        assertThatThrownBy(() -> TranscriptSummary.of(read(folder, 2), 20)).isInstanceOf(InputException.class);
    }

    private static double[] half(int n) {
        double[] values = new double[n];
        Arrays.fill(values, 0.5);
        return values;
    }

    @Test
    void aCaseWithoutTranscriptsSaysSo() {
        bundle();
        assertThatThrownBy(() -> TranscriptSummary.of(read(folder, 1), 20))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the case has no transcripts");
    }

    @Test
    void theLungTranscriptsAreStreamed() {
        Path file = SampleData.of("xenium-transcripts-lung").resolve("transcripts.parquet");
        CellIndex cells = new CellIndex(new String[] {"cpikkedh-1", "cpimankn-1"});
        TranscriptFile source = new TranscriptParquet(file, "t", cells, new MoleculeFeatures(List.of()), 2);
        long[] seen = new long[3];
        source.forEachBatch(Double.NEGATIVE_INFINITY, batch -> {
            seen[0] += batch.size();
            for (int i = 0; i < batch.size(); i++) {
                seen[1] += batch.observations()[i] >= 0 ? 1 : 0;
                seen[2] = Math.max(seen[2], batch.ids()[i]);
            }
        });
        assertThat(seen[0]).isEqualTo(10_000);
        assertThat(seen[1]).isPositive();
        assertThat(seen[2]).isBetween(282_063_387_231_058L, 290_000_000_000_000L);
        assertThat(source.features()).startsWith("AGER", "S100B", "CXCL3");
    }
}
