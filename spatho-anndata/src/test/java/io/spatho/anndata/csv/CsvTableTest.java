package io.spatho.anndata.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.TestFiles;
import io.spatho.anndata.csv.CsvTable.Kind;
import io.spatho.core.error.InputException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {

    @TempDir
    Path folder;

    private Path file(String text) {
        return TestFiles.write(folder.resolve("t.csv"), text);
    }

    @Test
    void quotesBlanksAndLineEndsAreUnderstood() {
        Path file = file("\uFEFF\"\",\"id\",n\r\n\"1\",\"a,\"\"b\"\"\nc\",1.5\r\n\r\n\"2\",,\n");
        Map<String, Kind> wanted = new LinkedHashMap<>();
        wanted.put("n", Kind.NUMBER);
        wanted.put("id", Kind.TEXT);
        Table table = CsvTable.read(file, wanted);
        assertThat(table.names()).containsExactly("n", "id");
        assertThat(table.strings("id")).containsExactly("a,\"b\"\nc", null);
        assertThat(table.doubles("n")).containsExactly(1.5, Double.NaN);
        assertThat(CsvTable.header(file)).containsExactly("", "id", "n");
    }

    @Test
    void integersBecomeDoublesOnlyWhenTheyMust() {
        assertThat(CsvTable.read(file("a\n1\n2.0\n-3\n"), Map.of("a", Kind.INTEGER))
                        .column("a"))
                .isInstanceOf(Column.Ints.class);
        assertThat(CsvTable.read(file("a\n1\nNA\n"), Map.of("a", Kind.INTEGER)).column("a"))
                .isInstanceOf(Column.Doubles.class);
        assertThat(CsvTable.read(file("a\n99999999999\n"), Map.of("a", Kind.INTEGER))
                        .doubles("a"))
                .containsExactly(99999999999.0);
    }

    @Test
    void faultsNameTheLine() {
        assertThatThrownBy(() -> CsvTable.read(file("a,b\n1,2\n\n3\n"), Map.of("a", Kind.TEXT)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("t.csv line 4")
                .hasMessageContaining("expected 2, found 1");
        assertThatThrownBy(() -> CsvTable.read(file("a\nx\n"), Map.of("a", Kind.NUMBER)))
                .hasMessageContaining("line 2")
                .hasMessageContaining("expected a number, found x");
        assertThatThrownBy(() -> CsvTable.read(file("a\n0x1p3\n"), Map.of("a", Kind.NUMBER)))
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> CsvTable.read(file("a\n1.5\n"), Map.of("a", Kind.INTEGER)))
                .hasMessageContaining("holds a fraction");
        assertThatThrownBy(() -> CsvTable.read(file("a,b,a\n"), Map.of("a", Kind.TEXT)))
                .hasMessageContaining("stands there twice");
        assertThatThrownBy(() -> CsvTable.read(file("b\n"), Map.of("a", Kind.TEXT)))
                .hasMessageContaining("column a is missing");
        assertThatThrownBy(() -> CsvTable.read(file("a\n\"x"), Map.of("a", Kind.TEXT)))
                .hasMessageContaining("no end");
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Path file = Files.write(folder.resolve("l.csv"), "a\nä\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CsvTable.read(file, Map.of("a", Kind.TEXT)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void aGzipFileThatExpandsWithoutEndIsRefused() {
        Path file = TestFiles.write(folder.resolve("bomb.csv.gz"), "a\n" + "1\n".repeat(3_000_000));
        assertThatThrownBy(() -> CsvTable.read(file, Map.of("a", Kind.NUMBER)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expands without end");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Table table = Table.ofRows(2)
                .with("label", new Column.Strings(new String[] {"a,\"b\"", null}))
                .with("cluster", new Column.Categories(new int[] {1, -1}, List.of("x", "y"), false))
                .with("emb_0", new Column.Floats(new float[] {0.1f, Float.NaN}));
        Path file = folder.resolve("out.csv");
        CsvTable.write(file, table);
        assertThat(Files.readString(file)).isEqualTo("label,cluster,emb_0\n\"a,\"\"b\"\"\",y,0.1\n,,\n");
        assertThat(CsvTable.read(file, Map.of("label", Kind.TEXT)).strings("label"))
                .containsExactly("a,\"b\"", null);
    }
}
