package io.spatho.anndata.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.TestFiles;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvBlocksTest {

    @TempDir
    Path folder;

    private Path file(String text) {
        return TestFiles.write(folder.resolve("table.csv"), text);
    }

    private List<List<String>> rows(Path file, int blockBytes, int threads) {
        List<List<String>> rows = new ArrayList<>();
        try (Workers workers = new Workers(threads);
                CsvBlocks blocks = CsvBlocks.open(file, blockBytes)) {
            int fields = blocks.header().size();
            blocks.forEach(
                    workers,
                    block -> {
                        List<List<String>> some = new ArrayList<>();
                        while (block.nextRow()) {
                            List<String> row = new ArrayList<>();
                            for (int i = 0; i < fields; i++) {
                                block.nextField();
                                row.add(block.text());
                            }
                            block.endRow();
                            some.add(row);
                        }
                        return some;
                    },
                    rows::addAll);
        }
        return rows;
    }

    @Test
    void blocksOfAnySizeGiveTheSameRows() {
        Path file = file("\uFEFF\"a\",b,c\r\n1,\"x,y\",\r\n\n2,\"he said \"\"no\"\"\",3\n4,,é");
        List<List<String>> expected =
                List.of(List.of("1", "x,y", ""), List.of("2", "he said \"no\"", "3"), List.of("4", "", "é"));
        for (int bytes : new int[] {1, 2, 3, 7, 16, 1 << 20}) {
            for (int threads : new int[] {1, 3}) {
                assertThat(rows(file, bytes, threads)).isEqualTo(expected);
            }
        }
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            assertThat(blocks.header()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aNewWordThatIsNotUtf8OrTooLongIsRefusedWhereItStands() throws IOException {
        Path latin =
                Files.write(folder.resolve("latin.csv"), "gene\nACTB\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Path replaced = file("gene\nACTB\n\uFFFD\nACTB\n");
        Path longer = TestFiles.write(folder.resolve("long.csv"), "gene\nACTB\n" + "x".repeat(5000) + "\n");
        List<CsvColumns.Wanted> gene = List.of(new CsvColumns.Wanted("gene", CsvColumns.Kind.WORD));
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> CsvColumns.forEach(latin, gene, workers, batch -> {}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("latin.csv line 3")
                    .hasMessageContaining("not UTF-8");
            assertThatThrownBy(() -> CsvColumns.forEach(longer, gene, workers, batch -> {}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("SPATHO_LIMIT_LABEL_BYTES");
            List<String> words = new ArrayList<>();
            CsvColumns.forEach(replaced, gene, workers, batch -> words.addAll(List.of(batch.words()[0])));
            assertThat(words).containsExactly("ACTB", "\uFFFD");
        }
    }

    @Test
    void brokenRowsNameTheirLine() {
        Path shortRow = file("a,b\n1,2\n\n3\n");
        assertThatThrownBy(() -> rows(shortRow, 4, 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 4")
                .hasMessageContaining("too few fields");
        Path longRow = file("a,b\n1,2,3\n");
        assertThatThrownBy(() -> rows(longRow, 100, 1))
                .hasMessageContaining("line 2")
                .hasMessageContaining("too many");
        Path open = file("a,b\n\"1,2\n");
        assertThatThrownBy(() -> rows(open, 100, 1)).hasMessageContaining("no end");
        Path after = file("a,b\n\"1\"x,2\n");
        assertThatThrownBy(() -> rows(after, 100, 1)).hasMessageContaining("closing quote");
        assertThatThrownBy(() -> CsvBlocks.open(file(""))).hasMessageContaining("the table is empty");
    }

    @Test
    void numbersAreThoseOfJava() {
        List<String> texts = List.of(
                "0",
                "-0",
                "1.5",
                "-12.25",
                "0.1",
                "123456789012345678901234567890",
                "9007199254740993",
                "1e-7",
                "3.14159265358979312",
                ".5",
                "5.",
                "+2",
                "0.30000000000000004",
                "179769313486231570e291");
        Path file = file("x\n" + String.join("\n", texts) + "\nNA\nnan\n\"\"\n");
        List<Double> numbers = new ArrayList<>();
        try (Workers workers = new Workers(1)) {
            CsvColumns.forEach(file, List.of(new CsvColumns.Wanted("x", CsvColumns.Kind.NUMBER)), workers, batch -> {
                for (int i = 0; i < batch.rows(); i++) {
                    numbers.add(batch.numbers()[0][i]);
                }
            });
        }
        for (int i = 0; i < texts.size(); i++) {
            assertThat(numbers.get(i)).as(texts.get(i)).isEqualTo(Double.parseDouble(texts.get(i)));
        }
        assertThat(numbers.subList(texts.size(), texts.size() + 3)).allMatch(value -> value.isNaN());
        for (String bad : List.of("1..2", "x", "0x10", "--1", "1e999", "1_0", "Infinity")) {
            Path broken = file("x\n" + bad + "\n");
            try (Workers workers = new Workers(1)) {
                assertThatThrownBy(() -> CsvColumns.forEach(
                                broken,
                                List.of(new CsvColumns.Wanted("x", CsvColumns.Kind.NUMBER)),
                                workers,
                                batch -> {}))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("line 2");
            }
        }
    }

    @Test
    void aFrameFindsTheTypesOfItsColumns() {
        StringBuilder text = new StringBuilder(",n,big,x,flag,kind,id,gap\n");
        for (int i = 0; i < 5000; i++) {
            text.append("c")
                    .append(i)
                    .append(',')
                    .append(i)
                    .append(',')
                    .append(4_000_000_000L + i)
                    .append(',');
            text.append(i / 4.0)
                    .append(',')
                    .append(i % 3 == 0 ? "True" : "FALSE")
                    .append(',');
            text.append(i % 2 == 0 ? "b" : "a")
                    .append(',')
                    .append("123456789012345678")
                    .append(i % 10)
                    .append(',');
            text.append(i == 4999 ? "" : "7").append('\n');
        }
        Path file = file(text.toString());
        try (Workers workers = new Workers(3)) {
            Table table = CsvFrame.read(file, Set.of(), workers);
            assertThat(table.names()).containsExactly("unnamed_0", "n", "big", "x", "flag", "kind", "id", "gap");
            assertThat(table.column("unnamed_0")).isInstanceOf(Column.Strings.class);
            assertThat(((Column.Ints) table.column("n")).values()[4321]).isEqualTo(4321);
            assertThat(((Column.Longs) table.column("big")).values()[4999]).isEqualTo(4_000_004_999L);
            assertThat(table.doubles("x")[7]).isEqualTo(1.75);
            assertThat(((Column.Booleans) table.column("flag")).values()[3]).isTrue();
            assertThat(((Column.Categories) table.column("kind")).categories()).containsExactly("a", "b");
            assertThat(table.strings("id")[4]).isEqualTo("1234567890123456784");
            assertThat(table.doubles("gap")[4999]).isNaN();
        }
        try (Workers workers = new Workers(1)) {
            Path twice = file("a,a\n1,2\n");
            assertThatThrownBy(() -> CsvFrame.read(twice, Set.of(), workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("column a stands there twice");
        }
    }

    @Test
    void countsAreSparseAndTheSameForAnyThreads() {
        StringBuilder text = new StringBuilder("cell,note");
        for (int gene = 0; gene < 40; gene++) {
            text.append(",g").append(gene);
        }
        text.append('\n');
        for (int cell = 0; cell < 3000; cell++) {
            text.append(cell).append(",n");
            for (int gene = 0; gene < 40; gene++) {
                text.append(',').append((cell * 7 + gene) % 11 == 0 ? "3" : gene % 5 == 0 ? "0.0" : "0");
            }
            text.append('\n');
        }
        Path file = TestFiles.write(folder.resolve("c.csv.gz"), text.toString());
        CsvCounts one = counts(file, 1);
        CsvCounts four = counts(file, 4);
        assertThat(one.matrix().rows()).isEqualTo(2999);
        assertThat(one.leftOut()).isEqualTo(1);
        assertThat(one.features()).hasSize(40).startsWith("g0").doesNotContain("note");
        assertThat(one.keys()[0][0]).isEqualTo("1");
        assertThat(one.matrix().get(0, 4)).isEqualTo(3f);
        assertThat(four.matrix().values()).isEqualTo(one.matrix().values());
        assertThat(four.matrix().columnIndices()).isEqualTo(one.matrix().columnIndices());
        assertThat(four.matrix().rowStarts()).isEqualTo(one.matrix().rowStarts());
        Path negative = file("cell,note,g\n1,x,-1\n");
        assertThatThrownBy(() -> counts(negative, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("found -1");
        Path missing = file("cell,note,g\n1,x,\n");
        assertThatThrownBy(() -> counts(missing, 1)).hasMessageContaining("a count is not a count");
    }

    private static CsvCounts counts(Path file, int threads) {
        try (Workers workers = new Workers(threads)) {
            return CsvCounts.read(file, new int[] {0}, Set.of("note"), key -> !key[0].equals("0"), workers);
        }
    }
}
