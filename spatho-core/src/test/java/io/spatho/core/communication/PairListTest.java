package io.spatho.core.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairListTest {

    @TempDir
    Path folder;

    private PairList read(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        return PairList.read(file);
    }

    @Test
    void theBundledListNamesEachPairOnceWithAllItsGenes() {
        PairList bundled = PairList.bundled();
        assertThat(bundled.source()).contains("textbook");
        assertThat(new HashSet<>(bundled.pairs())).hasSameSizeAs(bundled.pairs());
        assertThat(bundled.pairs()).contains(LigandReceptorPair.ofGenes("CXCL12", "CXCR4"));
        assertThat(bundled.pairs()).hasSizeGreaterThan(50).allSatisfy(pair -> assertThat(pair.receptorGenes())
                .allMatch(gene -> gene.matches("[A-Z0-9]+")));
    }

    @Test
    void complexesQuotesAndFurtherColumnsAreRead() throws IOException {
        PairList list = read("pairs.csv", "ligand,receptor,note\n\"A\", B + C ,\"x, y\"\n\nA,B+C,again\nA,\"B + C\"\n");
        assertThat(list.pairs().get(0).receptorGenes()).containsExactly("B", "C");
        assertThat(list.pairs().get(0).ligandGenes()).isEqualTo(List.of("A"));
        assertThat(read("pairs.tsv", "a\tb\nG1\tG2\nG1\tG2\n").pairs()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'a,b'; names no pair",
                "'a,b\nX'; line 2",
                "'a,b\nX,'; line 2",
                "'a,b\nX,Y\n\"X,Y'; line 3",
                "'a,b\nX,Y+'; line 2"
            })
    void aBadTableSaysWhere(String content, String expected) {
        assertThatThrownBy(() -> read("pairs.csv", content))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void otherFilesAreRefused() {
        assertThatThrownBy(() -> PairList.read(folder.resolve("none.csv"))).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> read("pairs.xlsx", "x")).isInstanceOf(InputException.class);
    }
}
