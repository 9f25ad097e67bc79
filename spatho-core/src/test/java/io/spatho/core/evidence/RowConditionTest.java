package io.spatho.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowConditionTest {

    private static final Table PAIRS = Table.ofRows(3)
            .with("label_a", new Column.Strings(new String[] {"c01", "c01", "T and = B"}))
            .with("label_b", new Column.Strings(new String[] {"c01", "c02", "c02"}))
            .with("rank", new Column.Ints(new int[] {1, 2, 3}));

    private static int[] rows(String text) {
        return RowCondition.parse(text, PAIRS.names()).orElseThrow().select(PAIRS);
    }

    @Test
    void selectsByEveryTerm() {
        assertThat(rows("all")).containsExactly(0, 1, 2);
        assertThat(rows("label_a = c01")).containsExactly(0, 1);
        assertThat(rows("label_a = c01 and label_b = c02")).containsExactly(1);
        assertThat(rows("rank = 3")).containsExactly(2);
        assertThat(rows("label_a = nobody")).isEmpty();
    }

    @Test
    void valuesMayHoldTheWordsOfTheLanguage() {
        assertThat(rows("label_a = T and = B and label_b = c02")).containsExactly(2);
    }

    @Test
    void whatIsNoConditionOnTheseColumnsIsNone() {
        for (String text : List.of("", "everything", "colour = red", "x and label_a = c01", "label_a")) {
            assertThat(RowCondition.parse(text, PAIRS.names())).as(text).isEmpty();
        }
    }
}
