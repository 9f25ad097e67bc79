package io.spatho.core.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MarkerPanelTest {

    @TempDir
    Path folder;

    @Test
    void theBundledPanelHasThirteenCompartmentsOfFive() {
        MarkerPanel panel = MarkerPanel.bundled();
        assertThat(panel.compartments()).hasSize(13);
        assertThat(panel.compartments()).allSatisfy(c -> assertThat(c.genes()).hasSize(5));
        assertThat(panel.compartments().stream().flatMap(c -> c.genes().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void mouseSymbolsMatchWithANote() {
        List<String> names = List.of("Cd3d", "Cd3e", "TRAC", "Epcam", "cd3e");
        GenePanel genes = new GenePanel("mouse", names, names, Collections.nCopies(5, "Gene Expression"));
        PanelMatch match = MarkerPanel.bundled().match(genes);
        int tCells = match.compartments().indexOf("T_cells");
        assertThat(match.columns().get(tCells)).containsExactly(0, 1, 2);
        assertThat(match.scored(tCells)).isTrue();
        assertThat(match.notes().get(0)).contains("3 marker genes matched regardless of case", "CD3D as Cd3d");
        assertThat(match.notes()).anyMatch(note -> note.contains("cannot be scored") && note.contains("Epithelial"));
    }

    @Test
    void readsCsvAndGmt() throws IOException {
        Path csv = write(
                "panel.csv",
                "\uFEFFcompartment,gene,note\n\"Crypt, base\",LGR5,x\n\"Crypt, base\",OLFM4,y\nGoblet,MUC2\n\n");
        Path gmt = write("panel.gmt", "Crypt, base\thttp://x\tLGR5\tOLFM4\nGoblet\t\tMUC2\t\n");
        assertThat(MarkerPanelReader.read(csv).compartments())
                .isEqualTo(MarkerPanelReader.read(gmt).compartments());
        assertThat(MarkerPanelReader.read(csv).compartments().get(0))
                .isEqualTo(new MarkerPanel.Compartment("Crypt, base", List.of("LGR5", "OLFM4")));
        assertThat(MarkerPanelReader.read(csv).source()).isEqualTo("panel.csv");
    }

    @Test
    void refusesWhatIsNoPanel() throws IOException {
        refused(folder.resolve("absent.csv"), "does not exist");
        refused(write("panel.xlsx", "x"), "unknown form");
        refused(write("empty.csv", "compartment,gene\n"), "names no gene");
        refused(write("one.csv", "compartment,gene\nGoblet\n"), "line 2");
        refused(write("open.csv", "compartment,gene\n\"Goblet,MUC2\n"), "closed quotes");
        refused(write("twice.gmt", "A\t\tX\nA\t\tY\n"), "line 2");
        refused(write("short.gmt", "A\tX\n"), "at least one gene");
        refused(write("long.tsv", "c\tg\nA\t" + "X".repeat(300) + "\n"), "256");
        Path binary = folder.resolve("binary.csv");
        Files.write(binary, new byte[] {'a', ',', 'b', '\n', (byte) 0xFF, (byte) 0xFE});
        refused(binary, "not UTF-8");
    }

    private static void refused(Path file, String word) {
        assertThatThrownBy(() -> MarkerPanelReader.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(word)
                .hasMessageContaining(file.getFileName().toString());
    }

    private Path write(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void namesStructuresAfterTheirCells() {
        List<String> compartments = List.of("T_cells", "Stromal_CAF", "Epithelial", ClusterLabel.UNKNOWN);
        int[] domainOf = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, -1};
        int[] compartmentOf = {1, 1, 1, 0, 2, 2, 0, 3, 3, 3, -1, 0, 0, 1, 1, 2, 0};
        List<Structures.Structure> named =
                Structures.named(domainOf, List.of("0", "1", "2", "3", "4"), compartmentOf, compartments);
        assertThat(named)
                .extracting(Structures.Structure::label)
                .containsExactly(
                        "Stromal CAF (domain 0)",
                        "Epithelial (domain 1)",
                        "Unclassified (domain 2)",
                        "T cells and Stromal CAF (domain 3)",
                        "Unclassified (domain 4)");
        assertThat(named.get(0).cells()).isEqualTo(4);
        assertThat(named.get(0).shares()).containsExactly(0.25, 0.75, 0, 0);
        int[] many = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        int[] spread = {0, 1, 2, 4, 4, 0, 1, 2, 5, 5};
        assertThat(Structures.named(many, List.of("9"), spread, List.of("a", "b", "c", "Unknown", "d", "e"))
                        .get(0)
                        .label())
                .isEqualTo("Mixed (domain 9)");
        assertThatThrownBy(() -> Structures.named(many, List.of("9", "9"), spread, compartments))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
