package io.spatho.report.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.UsageException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableDifferenceTest {

    private static Table genes(String[] ids, double[] values) {
        return Table.ofRows(ids.length)
                .with("gene", new Column.Strings(ids))
                .with("moran_i", new Column.Doubles(values));
    }

    private static List<String> differences(Table before, Table after, Tolerances tolerances) {
        List<Change> found = new ArrayList<>();
        new TableDifference("t", tolerances, found::add).compare(before, after);
        return found.stream().map(Change::line).toList();
    }

    @Test
    void rowsAreMatchedByTheirNamesAndNotByTheirPlace() {
        Table before = genes(new String[] {"A", "B", "C"}, new double[] {1, 2, Double.NaN});
        Table after = genes(new String[] {"C", "A", "B"}, new double[] {Double.NaN, 1, 2.5});
        assertThat(differences(before, after, Tolerances.exact()))
                .containsExactly("table t moran_i (1 of 3 rows, by at most 0.5; first: B): 2.0 -> 2.5");
    }

    @Test
    void aToleranceHoldsForItsColumnOnly() {
        Table before = genes(new String[] {"A"}, new double[] {1});
        Table after = genes(new String[] {"A"}, new double[] {1.01});
        assertThat(differences(before, after, new Tolerances(0, Map.of("moran_i", 0.02))))
                .isEmpty();
        assertThat(differences(before, after, new Tolerances(0, Map.of("geary_c", 0.02))))
                .hasSize(1);
        assertThat(differences(before, after, Tolerances.parse(List.of("0.005", "moran_i=0.1"))))
                .isEmpty();
    }

    @Test
    void rowsAndColumnsThatOneTableLacksAreNamed() {
        Table before = genes(new String[] {"A", "B"}, new double[] {1, 2});
        Table after = genes(new String[] {"B", "D"}, new double[] {2, 4}).with("q", new Column.Ints(new int[2]));
        assertThat(differences(before, after, Tolerances.exact()))
                .containsExactly(
                        "table t columns: nothing -> q",
                        "table t rows: 1 only here (first: A) -> 1 only here (first: D)");
    }

    @Test
    void rowsWithoutNamesOfTheirOwnAreMatchedByPlace() {
        Table before = genes(new String[] {"A", "A"}, new double[] {1, 2});
        Table after = genes(new String[] {"A", "A"}, new double[] {1, 3});
        assertThat(differences(before, after, Tolerances.exact()))
                .containsExactly("table t moran_i (1 of 2 rows, by at most 1.0; first: row 1): 2.0 -> 3.0");
    }

    @Test
    void aMissingNumberIsNotNearAnyNumber() {
        Table before = genes(new String[] {"A"}, new double[] {Double.NaN});
        Table after = genes(new String[] {"A"}, new double[] {0});
        assertThat(differences(before, after, new Tolerances(1e9, Map.of()))).hasSize(1);
    }

    @Test
    void whatIsNoToleranceIsAMistakeOfUse() {
        for (String text : List.of("x", "a=", "a=-1", "NaN", "Infinity")) {
            assertThatThrownBy(() -> Tolerances.parse(List.of(text))).isInstanceOf(UsageException.class);
        }
    }
}
