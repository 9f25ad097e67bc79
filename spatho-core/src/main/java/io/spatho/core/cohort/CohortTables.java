package io.spatho.core.cohort;

import io.spatho.core.analysis.EmbeddingColumns;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tables of a cohort. */
final class CohortTables {

    private CohortTables() {}

    static Table cases(CohortCells cells) {
        List<CohortCells.CaseFacts> cases = cells.cases();
        return Table.ofRows(cases.size())
                .with("case", strings(cases, CohortCells.CaseFacts::name))
                .with("protocol", strings(cases, CohortCells.CaseFacts::protocol))
                .with("platform", strings(cases, CohortCells.CaseFacts::platform))
                .with("observations", ints(cases, CohortCells.CaseFacts::observations))
                .with("kept", ints(cases, CohortCells.CaseFacts::kept))
                .with("genes", ints(cases, CohortCells.CaseFacts::genes))
                .with("median_counts", doubles(cases, CohortCells.CaseFacts::medianCounts))
                .with("median_genes", doubles(cases, CohortCells.CaseFacts::medianGenes));
    }

    /** Observations of some rows with their vectors. */
    static Table vectors(CohortCells cells, DenseMatrix vectors, int from, int to) {
        int[] rows = new int[to - from];
        Arrays.setAll(rows, i -> from + i);
        return EmbeddingColumns.append(identity(cells, rows), vectors.selectRows(rows));
    }

    static Table identity(CohortCells cells, int[] rows) {
        List<String> names = cells.names();
        return Table.ofRows(rows.length)
                .with(
                        "case",
                        new Column.Strings(Arrays.stream(rows)
                                .mapToObj(row -> names.get(cells.caseOf()[row]))
                                .toArray(String[]::new)))
                .with("cell_id", new Column.Strings(cells.cellIds()).select(rows))
                .with("x", new Column.Doubles(cells.xUm()).select(rows))
                .with("y", new Column.Doubles(cells.yUm()).select(rows));
    }

    /** The rows in the order of their ids, which every table of a run keeps. */
    static Table sorted(Table table, String... idColumns) {
        Comparator<Integer> order = Stream.of(idColumns)
                .map(table::strings)
                .map(ids -> Comparator.comparing((Integer row) -> ids[row]))
                .reduce(Comparator::thenComparing)
                .orElseThrow();
        return table.select(IntStream.range(0, table.rows())
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray());
    }

    static <T> Column.Strings strings(List<T> rows, Function<T, String> value) {
        return new Column.Strings(rows.stream().map(value).toArray(String[]::new));
    }

    static <T> Column.Ints ints(List<T> rows, ToIntFunction<T> value) {
        return new Column.Ints(rows.stream().mapToInt(value).toArray());
    }

    static <T> Column.Doubles doubles(List<T> rows, ToDoubleFunction<T> value) {
        return new Column.Doubles(rows.stream().mapToDouble(value).toArray());
    }
}
