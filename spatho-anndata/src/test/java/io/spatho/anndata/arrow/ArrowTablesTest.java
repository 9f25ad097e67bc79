package io.spatho.anndata.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SameTable;
import io.spatho.anndata.SampleTables;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowTablesTest {

    @TempDir
    Path folder;

    private Path write(String name, Table table, int batch) {
        return SampleTables.write(new ArrowTables(), folder.resolve(name), Map.of("run_id", "r1"), table, batch);
    }

    @Test
    void everyColumnTypeComesBackAsItWas() {
        for (int rows : new int[] {0, 1, 5, 70_001}) {
            Table table = SampleTables.everyType(rows);
            SameTable.check(new ArrowTables().read(write("t.arrow", table, 10_000)), table);
        }
    }

    @Test
    void batchesDoNotChangeTheBytes() throws IOException {
        Table table = SampleTables.everyType(66_000);
        byte[] whole = Files.readAllBytes(write("a.arrow", table, 66_000));
        assertThat(Files.readAllBytes(write("b.arrow", table, 777))).isEqualTo(whole);
    }

    @Test
    void brokenFilesAreRefused() throws IOException {
        byte[] good = Files.readAllBytes(write("t.arrow", SampleTables.everyType(50), 50));
        Path file = folder.resolve("bad.arrow");
        for (int length = 0; length < good.length - 10; length += 1 + good.length / 30) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> new ArrowTables().read(file)).isInstanceOf(InputException.class);
        }
        for (int at = 0; at < good.length; at += 1 + good.length / 300) {
            byte[] flipped = good.clone();
            flipped[at] ^= (byte) 0x55;
            Files.write(file, flipped);
            try {
                new ArrowTables().read(file);
            } catch (InputException e) {
                assertThat(e.getMessage()).contains("bad.arrow");
            }
        }
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        assertThatThrownBy(() -> new ArrowTables().read(folder.resolve("none.arrow")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.arrow");
        Table table = SampleTables.everyType(1);
        assertThatThrownBy(() -> new ArrowTables().create(folder.resolve("no/t.arrow"), Map.of(), table))
                .isInstanceOf(ResourceException.class);
    }
}
