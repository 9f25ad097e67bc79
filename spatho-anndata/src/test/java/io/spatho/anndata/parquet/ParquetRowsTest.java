package io.spatho.anndata.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.TestBundles;
import io.spatho.core.error.InputException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {

    private static final int ROWS = 2500;
    private static final List<String> COLUMNS = List.of("number", "text", "x", "flag", "big");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        String[] texts = new String[ROWS];
        int[] ints = new int[ROWS];
        long[] longs = new long[ROWS];
        double[] doubles = new double[ROWS];
        boolean[] flags = new boolean[ROWS];
        for (int row = 0; row < ROWS; row++) {
            texts[row] = row % 7 == 0 ? null : "t" + row % 13;
            ints[row] = row * 3 - 5;
            longs[row] = (1L << 40) + row;
            doubles[row] = row / 8.0;
            flags[row] = row % 3 == 0;
        }
        file = folder.resolve("t.parquet");
        TestBundles.parquet(
                file,
                Table.ofRows(ROWS)
                        .with("text", new Column.Strings(texts))
                        .with("number", new Column.Ints(ints))
                        .with("big", new Column.Longs(longs))
                        .with("x", new Column.Doubles(doubles))
                        .with("flag", new Column.Booleans(flags)));
    }

    /** All rows, of which every second one is not looked at. */
    private static List<String> read(Path path) {
        List<String> rows = new ArrayList<>();
        try (ParquetRows source = ParquetRows.open(path, COLUMNS)) {
            while (source.next()) {
                if (source.row() % 2 == 1) {
                    String text = source.isMissing(1) ? "none" : source.text(1);
                    rows.add(source.integer(0) + " " + text + " " + source.number(2) + " " + source.flag(3) + " "
                            + source.integer(4));
                }
            }
        }
        return rows;
    }

    @Test
    void rowsComeInOrderWhetherLookedAtOrNot() {
        List<String> rows = read(file);
        assertThat(rows).hasSize(ROWS / 2);
        assertThat(rows.get(0)).isEqualTo("-2 t1 0.125 false 1099511627777");
        assertThat(rows.get(3)).isEqualTo("16 none 0.875 false 1099511627783");
        assertThat(rows.get(1001)).isEqualTo("6004 t1 250.375 false 1099511629779");
    }

    @Test
    void otherTypesAreRefused() {
        try (ParquetRows source = ParquetRows.open(file, COLUMNS)) {
            assertThat(source.next()).isTrue();
            assertThatThrownBy(() -> source.text(1))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("row 1")
                    .hasMessageContaining("found none");
            assertThatThrownBy(() -> source.bytes(0)).isInstanceOf(InputException.class);
            assertThat(source.next()).isTrue();
            assertThatThrownBy(() -> source.number(1)).isInstanceOf(InputException.class);
            assertThatThrownBy(() -> source.integer(2)).hasMessageContaining("a whole number");
        }
        assertThatThrownBy(() -> ParquetRows.open(file, List.of("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column none is missing");
    }

    @Test
    void brokenFilesAreRefusedOrHarmless() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        List<String> expected = read(file);
        Path broken = folder.resolve("broken.parquet");
        for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 60)) {
            Files.write(broken, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(broken)).isInstanceOf(InputException.class);
        }
        for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 300)) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(broken, flipped);
            try {
                assertThat(read(broken).size()).isLessThanOrEqualTo(expected.size());
            } catch (InputException e) {
                assertThat(e.getMessage()).contains("broken.parquet");
            }
        }
    }
}
