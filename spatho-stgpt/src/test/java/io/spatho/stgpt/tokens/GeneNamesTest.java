package io.spatho.stgpt.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneNamesTest {

    private static final Vocabulary VOCABULARY =
            Vocabulary.of(Map.of("TP53", 0, "EPCAM", 1, "CD3E", 2, "CD8A", 3, "KRT8", 4, "MS4A1", 5), "<pad>", "test");

    @TempDir
    private Path folder;

    private Path table(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private GeneNames aliases(String... lines) throws IOException {
        return GeneNames.read(Optional.of(table("aliases.tsv", lines)), Optional.empty());
    }

    private GeneNames orthologues(String... lines) throws IOException {
        return GeneNames.read(Optional.empty(), Optional.of(table("mouse.tsv", lines)));
    }

    private static GeneMapping map(List<String> symbols, List<String> ids, GeneNames names) {
        return GeneMapping.of(symbols, ids, VOCABULARY, names, "panel");
    }

    @Test
    void aliasesAndStableIdsLeadToSymbols() throws IOException {
        GeneNames names = aliases("symbol\tname\tsource", "TP53\tP53\tx", "EPCAM\tENSG00000119888\tx", "CD8A\tLEU2\tx");

        GeneMapping mapping =
                map(List.of("P53", "unnamed", "CD3E", "LEU2"), List.of("a", "ENSG00000119888.7", "c", "d"), names);

        assertThat(mapping.ids()).containsExactly(0, 1, 2, 3);
        assertThat(mapping.renamed()).isEqualTo(3);
        assertThat(mapping.missing()).isEmpty();
    }

    @Test
    void anAliasWithSeveralSymbolsMapsToNothingAndIsListed() throws IOException {
        GeneNames names = aliases("name\tsymbol", "X\tTP53", "X\tEPCAM", "X\tTP53", "Y\tCD3E");

        GeneMapping mapping = map(List.of("X", "Y", "KRT8"), List.of("1", "2", "3"), names);

        assertThat(mapping.ids()).containsExactly(-1, 2, 4);
        assertThat(mapping.ambiguous()).containsExactly("X");
        assertThat(mapping.missing()).containsExactly("X");
    }

    @Test
    void anAliasNeverTakesTheTokenOfAnotherGeneOfThePanel() throws IOException {
        GeneNames names = aliases("name\tsymbol", "P53\tTP53", "A\tCD3E", "B\tCD3E");

        GeneMapping mapping = map(List.of("P53", "TP53", "A", "B", "KRT8"), List.of("1", "2", "3", "4", "5"), names);

        assertThat(mapping.ids()).containsExactly(-1, 0, -1, -1, 4);
        assertThat(mapping.ambiguous()).containsExactly("P53", "A", "B");
    }

    @Test
    void onlyOneToOneOrthologuesCount() throws IOException {
        GeneNames names = orthologues(
                "mouse\thuman",
                "Trp53\tTP53",
                "Epcam\tEPCAM",
                "Cd8a\tCD8A",
                "Cd8a\tCD8B",
                "Krt8\tKRT8",
                "Gm1\tKRT8",
                "ENSMUSG00000032093\tCD3E",
                "\tMS4A1");

        GeneMapping mapping = map(
                List.of("Trp53", "Epcam", "Cd8a", "Krt8", "Gm1", "any", "TP53"),
                List.of("1", "2", "3", "4", "5", "ENSMUSG00000032093.4", "7"),
                names);

        assertThat(mapping.ids()).containsExactly(0, 1, -1, -1, -1, 2, -1);
        assertThat(mapping.ambiguous()).containsExactly("Cd8a", "Krt8", "Gm1");
        assertThat(mapping.sharedGenes()).isEqualTo(3);
    }

    @Test
    void tooSmallAnOverlapIsRefusedByTheGuardrail() {
        Map<String, Integer> many = new LinkedHashMap<>();
        List<String> symbols = new ArrayList<>();
        for (int gene = 0; gene < 100; gene++) {
            many.put("G" + gene, gene);
            symbols.add(gene < 5 ? "G" + gene : "other" + gene);
        }
        Vocabulary vocabulary = Vocabulary.of(many, "<pad>", "test");

        assertThat(GeneMapping.of(symbols, vocabulary, "panel").lowOverlap()).isTrue();
        symbols.set(4, "other4");
        assertThatThrownBy(() -> GeneMapping.of(symbols, vocabulary, "panel"))
                .isInstanceOf(GuardrailException.class)
                .hasMessageContaining("PANEL_COMPATIBILITY")
                .hasMessageContaining("4 of 100")
                .hasMessageContaining("--orthologues");
    }

    @Test
    void malformedTablesAreRefusedWithTheirLine() throws IOException {
        assertThatThrownBy(() -> aliases("alias\tsymbol", "A\tTP53"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("name and symbol");
        assertThatThrownBy(() -> orthologues("mouse\thuman", "Trp53"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> orthologues("mouse\thuman", "a".repeat(300) + "\tTP53"))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> GeneNames.read(Optional.of(folder.resolve("absent")), Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("absent");
    }
}
