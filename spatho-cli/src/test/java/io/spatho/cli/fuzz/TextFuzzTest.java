package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.csv.CsvTable;
import io.spatho.anndata.tenx.MexFiles;
import io.spatho.anndata.tenx.MexReader;
import io.spatho.core.annotate.MarkerPanelReader;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Delimited text, plain or gzip: tables, Matrix Market matrices with their features and barcodes, marker panels. */
class TextFuzzTest {

    private static final Workers WORKERS = new Workers(1);

    @TempDir
    static Path shared;

    @BeforeAll
    static void writeLabels() throws IOException {
        Files.writeString(shared.resolve("features.tsv"), "E1\tEPCAM\tGene Expression\nE2\tCD3E\tGene Expression\n");
        Files.writeString(shared.resolve("barcodes.tsv"), "AAAC-1\nAAAG-1\nAAAT-1\n");
        Files.writeString(shared.resolve("matrix.mtx"), Seeds.MATRIX);
    }

    /** What was read and written again reads the same. */
    @FuzzTest(maxDuration = "2m")
    void csvTable(byte[] bytes) {
        Map<String, CsvTable.Kind> columns = new LinkedHashMap<>();
        columns.put("cell_id", CsvTable.Kind.TEXT);
        columns.put("x_centroid", CsvTable.Kind.NUMBER);
        columns.put("counts", CsvTable.Kind.INTEGER);
        Hostile.file("cells.csv", bytes, file -> {
            Table table = CsvTable.read(file, columns);
            CsvTable.write(file, table);
            Table again = CsvTable.read(file, columns);
            assertThat(again.rows()).isEqualTo(table.rows());
            for (String name : table.names()) {
                Column before = table.column(name);
                Column after = again.column(name);
                for (int row = 0; row < table.rows(); row++) {
                    assertThat(after.text(row)).isEqualTo(before.text(row));
                }
            }
        });
    }

    @FuzzTest(maxDuration = "2m")
    void tabRows(byte[] bytes) {
        Hostile.file("rows.tsv", bytes, file -> {
            try (CsvRows rows = CsvRows.tabs(file)) {
                while (rows.next()) {
                    assertThat(rows.fields()).hasSize(rows.size());
                }
            }
        });
    }

    @FuzzTest(maxDuration = "2m")
    void matrixMarket(byte[] bytes) {
        Hostile.file(
                "matrix.mtx",
                bytes,
                file -> MexReader.read(
                        new MexFiles(file, shared.resolve("features.tsv"), shared.resolve("barcodes.tsv")), WORKERS));
    }

    @FuzzTest(maxDuration = "2m")
    void features(byte[] bytes) {
        Hostile.file(
                "features.tsv",
                bytes,
                file -> MexReader.read(
                        new MexFiles(shared.resolve("matrix.mtx"), file, shared.resolve("barcodes.tsv")), WORKERS));
    }

    @FuzzTest(maxDuration = "2m")
    void barcodes(byte[] bytes) {
        Hostile.file(
                "barcodes.tsv",
                bytes,
                file -> MexReader.read(
                        new MexFiles(shared.resolve("matrix.mtx"), shared.resolve("features.tsv"), file), WORKERS));
    }

    @FuzzTest(maxDuration = "2m")
    void markerPanel(byte[] bytes) {
        for (String name : List.of("panel.gmt", "panel.csv", "panel.tsv")) {
            Hostile.file(name, bytes, MarkerPanelReader::read);
        }
    }
}
