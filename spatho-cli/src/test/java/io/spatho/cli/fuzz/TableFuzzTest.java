package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.anndata.arrow.ArrowTables;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.table.Table;

/** Columnar tables: Parquet and Arrow. */
class TableFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void parquet(byte[] bytes) {
        Hostile.file("table.parquet", bytes, file -> {
            Table table = ParquetTable.read(file);
            assertThat(ParquetTable.columnNames(file)).containsAll(table.names());
            ParquetTable.metadata(file);
        });
    }

    @FuzzTest(maxDuration = "2m")
    void arrow(byte[] bytes) {
        Hostile.file("table.arrow", bytes, file -> new ArrowTables().read(file));
    }
}
