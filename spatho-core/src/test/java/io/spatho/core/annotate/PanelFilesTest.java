package io.spatho.core.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PanglaoDB's table and organ packs. */
final class PanelFilesTest {

    private static final String HEADER = "species\tofficial gene symbol\tcell type\tnicknames\tubiquitousness index\t"
            + "product description\tgene type\tcanonical marker\tgerm layer\torgan\tsensitivity_human\t"
            + "sensitivity_mouse\tspecificity_human\tspecificity_mouse\n";
    private static final String TABLE = HEADER
            + row("Mm Hs", "SFTPC", "Pulmonary alveolar type II cells", "Lungs", "0.9", "0.8", "0.01", "0.02")
            + row("Hs", "NAPSA", "Pulmonary alveolar type II cells", "Lungs", "0.1", "NA", "0.6", "NA")
            + row("Mm", "Lamp3", "Pulmonary alveolar type II cells", "Lungs", "NA", "0.2", "NA", "0.1")
            + row("Mm Hs", "CD3D", "T cells", "Immune system", "0.95", "0.9", "0.05", "0.04");

    @TempDir
    private Path folder;

    private static String row(String species, String gene, String type, String organ, String... shares) {
        return String.join(
                        "\t",
                        species,
                        gene,
                        type,
                        "n|m",
                        "0.01",
                        "a product, 5'",
                        "protein-coding gene",
                        "1",
                        "Endoderm",
                        organ)
                + "\t" + String.join("\t", shares) + "\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<MarkerPanel.Compartment> read(PanelFilter filter) throws IOException {
        return MarkerPanelReader.read(write("markers.tsv", TABLE), filter).compartments();
    }

    private static PanelFilter filter(PanelFilter.Species species, String organ, double least) {
        return new PanelFilter(Optional.ofNullable(species), Optional.ofNullable(organ), least);
    }

    @Test
    void panglaoRowsPassBySpeciesOrganAndShare() throws IOException {
        String type = "Pulmonary alveolar type II cells";
        assertThat(read(PanelFilter.NONE))
                .containsExactly(
                        new MarkerPanel.Compartment(type, List.of("SFTPC", "NAPSA", "Lamp3")),
                        new MarkerPanel.Compartment("T cells", List.of("CD3D")));
        assertThat(read(filter(PanelFilter.Species.HUMAN, "lungs", 0)))
                .containsExactly(new MarkerPanel.Compartment(type, List.of("SFTPC", "NAPSA")));
        assertThat(read(filter(PanelFilter.Species.MOUSE, null, 0.5)))
                .containsExactly(
                        new MarkerPanel.Compartment(type, List.of("SFTPC")),
                        new MarkerPanel.Compartment("T cells", List.of("CD3D")));
        // A marker of low sensitivity passes by its specificity.
        assertThat(read(filter(PanelFilter.Species.HUMAN, "Lungs", 0.6)).get(0).genes())
                .containsExactly("SFTPC", "NAPSA");
        Path file = write("markers.tsv", TABLE);
        assertThat(MarkerPanelReader.read(file, filter(PanelFilter.Species.HUMAN, "Lungs", 0.5))
                        .source())
                .isEqualTo("markers.tsv, human, organ Lungs, sensitivity or specificity at least 0.5");
    }

    @Test
    void badPanglaoFilesAreRefused() throws IOException {
        PanelFilter least = filter(null, null, 0.5);
        for (String share : List.of("1.5", "-1", "NaN", "much")) {
            Path file = write("markers.tsv", HEADER + row("Hs", "A", "T", "Lungs", share, "NA", "NA", "NA"));
            assertThatThrownBy(() -> MarkerPanelReader.read(file, least))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("line 2")
                    .hasMessageContaining(share);
        }
        Path brief = write("brief.tsv", HEADER + "Hs\tA\n");
        assertThatThrownBy(() -> MarkerPanelReader.read(brief))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2");
        Path nothing = write("nothing.tsv", TABLE);
        assertThatThrownBy(() -> MarkerPanelReader.read(nothing, filter(null, "Skin", 0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("names no gene");
        Path gmt = write("panel.gmt", "T\tx\tCD3D\n");
        assertThatThrownBy(() -> MarkerPanelReader.read(gmt, least))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be filtered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"generic", "lung", "breast"})
    void organPacksAreSound(String organ) {
        MarkerPanel panel = OrganPack.bundled(organ);
        List<String> parents = MarkerPanel.bundled().compartments().stream()
                .map(MarkerPanel.Compartment::name)
                .toList();
        assertThat(panel.compartments()).hasSizeGreaterThan(20).allSatisfy(type -> {
            assertThat(type.genes()).hasSizeBetween(5, 10);
            assertThat(type.parent()).matches(parent -> parent.isEmpty() || parents.contains(parent));
            assertThat(type.genes()).allMatch(gene -> gene.matches("[A-Z0-9-]+"));
        });
        assertThat(panel.source()).isEqualTo("organ pack " + organ + " 1.0");
        assertThat(panel.parent("Plasma_cells")).isEqualTo("Plasma_cells");
        assertThat(panel.fingerprint()).isEqualTo(OrganPack.bundled(organ).fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cell_types: []; a list of cell_types",
                "cell_types: 3; a list of cell_types",
                "cell_types: [{markers: [A]}]; name of a cell type",
                "cell_types: [{name: A, markers: []}]; markers of A",
                "cell_types: [{name: A, markers: [1]}]; marker of A",
                "cell_types: [{name: A, markers: [X]}, {name: A, markers: [Y]}]; a second A",
                "cell_types: [{name: A, parent: [], markers: [X]}]; parent of A",
                "cell_types: [{name: A, name: B, markers: [X]}]; not valid YAML",
                "cell_types: [; not valid YAML"
            })
    void brokenPacksAreRefused(String text, String words) throws IOException {
        Path file = write("pack.yaml", text);
        assertThatThrownBy(() -> MarkerPanelReader.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pack.yaml")
                .hasMessageContaining(words);
    }

    @Test
    void anchorsDoNotMultiply() throws IOException {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        Path file = write("pack.yaml", laughs + "cell_types: [{name: A, markers: [X, Y]}]\n");
        assertThat(MarkerPanelReader.read(file).compartments()).hasSize(1);
    }
}
