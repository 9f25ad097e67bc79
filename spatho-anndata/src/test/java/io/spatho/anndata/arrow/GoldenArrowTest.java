package io.spatho.anndata.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.GoldenTables;
import io.spatho.anndata.SameTable;
import io.spatho.anndata.SampleTables;
import io.spatho.core.error.InputException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow and polars wrote; see {@code docs/golden/make_table_golden.py}. */
class GoldenArrowTest {

    @TempDir
    Path folder;

    private Path file(String name) {
        return GoldenTables.file(GoldenArrowTest.class, name, folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pyarrow_uncompressed.arrow",
                "pyarrow_lz4.arrow",
                "pyarrow_zstd.arrow",
                "pyarrow_uncompressed.arrows",
                "pyarrow_lz4.arrows",
                "pyarrow_zstd.arrows"
            })
    void filesAndStreamsOfEveryCompression(String name) {
        Table table = new ArrowTables().read(file(name));
        GoldenTables.check(table);
        Column.Categories kind = (Column.Categories) table.column("kind");
        for (int i = 0; i < GoldenTables.ROWS; i++) {
            String expected = i % 9 == 0 ? "" : "xyz".substring(i % 3, i % 3 + 1);
            assertThat(kind.text(i)).isEqualTo(expected);
        }
    }

    @Test
    void polarsKeepsTextInViews() {
        GoldenTables.check(new ArrowTables().read(file("polars_view.arrow")));
    }

    @ParameterizedTest
    @CsvSource({"pyarrow_v1.feather,first version of Feather", "pyarrow_list.arrow,column v has a type"})
    void whatCannotBeReadIsNamed(String name, String reason) {
        Path file = file(name);
        assertThatThrownBy(() -> new ArrowTables().read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(name);
    }

    @Test
    void streamsOfOursComeBack() {
        for (int rows : new int[] {0, 5, 70_001}) {
            Table table = SampleTables.everyType(rows);
            Path file = folder.resolve("t.arrows");
            SampleTables.write(ArrowTables.streaming(), file, Map.of("run_id", "r1"), table, 9_999);
            SameTable.check(new ArrowTables().read(file), table);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyarrow_lz4.arrow", "pyarrow_zstd.arrows", "pyarrow_uncompressed.arrows"})
    void brokenOnesAreRefusedOrSound(String name) throws IOException {
        byte[] good = Files.readAllBytes(file(name));
        Path file = folder.resolve("bad.arrow");
        for (int at = 0; at < good.length; at += 1 + good.length / 60) {
            byte[] flipped = good.clone();
            flipped[at] ^= (byte) 0x55;
            tried(file, flipped);
            tried(file, Arrays.copyOf(good, at));
        }
    }

    private static void tried(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try {
            assertThat(new ArrowTables().read(file).rows()).isBetween(0, 8 * GoldenTables.ROWS);
        } catch (InputException e) {
            assertThat(e.getMessage()).contains("bad.arrow");
        }
    }
}
