package io.spatho.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void joinsItsPartsIntoOneLine() {
        String line = Problem.of("cell is not in the table")
                .at("cells.parquet")
                .expected("8562 cells", "8561")
                .fix("Copy the bundle again")
                .line();
        assertThat(line)
                .isEqualTo(
                        "cell is not in the table [cells.parquet]: expected 8562 cells, found 8561. Copy the bundle again");
    }

    @Test
    void textFromFilesCannotBreakTheLineOrSteerATerminal() {
        String line = Problem.of("bad name").at("a\nb\u001b[31m\u202Ec\u2028d").line();
        assertThat(line).isEqualTo("bad name [a b [31m c d]");
        assertThat(Problem.of("x".repeat(5000)).line()).hasSizeLessThan(700);
    }
}
