package io.spatho.anndata.xenium;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.table.Column;
import org.junit.jupiter.api.Test;

class CellIdsTest {

    @Test
    void pairsBecomeTheDocumentedText() {
        assertThat(CellIds.ofPair(1437536272, 1)).isEqualTo("ffkpbaba-1");
        assertThat(CellIds.ofPair(0, 1)).isEqualTo("aaaaaaaa-1");
        assertThat(CellIds.ofPair(-1, 4294967295L)).isEqualTo("pppppppp-4294967295");
        assertThat(CellIds.ofPair(0x0123_4567, 2)).isEqualTo("abcdefgh-2");
    }

    @Test
    void columnsOfAnyTypeBecomeText() {
        assertThat(CellIds.of(new Column.Ints(new int[] {7, -1}))).containsExactly("7", "-1");
        assertThat(CellIds.of(new Column.Longs(new long[] {1L << 40}))).containsExactly("1099511627776");
        assertThat(CellIds.of(new Column.Doubles(new double[] {12, Double.NaN})))
                .containsExactly("12", null);
        assertThat(CellIds.of(new Column.Strings(new String[] {"a-1"}))).containsExactly("a-1");
    }

    @Test
    void everyIdIsFoundAndNothingElse() {
        int n = 100_000;
        String[] ids = new String[n];
        for (int i = 0; i < n; i++) {
            ids[i] = CellIds.ofPair(i * 40_503, 1);
        }
        CellIndex index = new CellIndex(ids);
        for (int i = 0; i < n; i++) {
            assertThat(index.row(new String(ids[i]))).isEqualTo(i);
        }
        assertThat(index.row("UNASSIGNED")).isEqualTo(CellIndex.NONE);
        assertThat(index.row("-1")).isEqualTo(CellIndex.NONE);
        assertThat(index.row("")).isEqualTo(CellIndex.NONE);
        assertThat(index.row("zzzz")).isEqualTo(CellIndex.UNKNOWN);
        assertThat(new CellIndex(new String[0]).row("a")).isEqualTo(CellIndex.UNKNOWN);
        assertThat(new CellIndex(new String[] {"-1"}).row("-1")).isZero();
    }
}
