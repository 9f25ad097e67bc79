package io.spatho.anndata.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CellNamesTest {

    @Test
    void cellNamesHaveTheInstrumentsFormAndAscend() {
        for (int cells : new int[] {50, 3_000, 20_000_000}) {
            List<String> names = IntStream.range(cells - 50, cells)
                    .mapToObj(number -> CellNames.cell(number, cells, 1))
                    .toList();
            assertThat(names)
                    .allMatch(name -> name.matches("[a-p]{8}-1"))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void spotNamesAreSixteenBasesAndDistinct() {
        List<String> names = IntStream.range(0, 30_000)
                .mapToObj(number -> CellNames.spot(number, 1))
                .toList();
        assertThat(names).allMatch(name -> name.matches("[ACGT]{16}-1")).doesNotHaveDuplicates();
        assertThat(CellNames.spot(0, 2)).isNotEqualTo(CellNames.spot(0, 1));
    }

    @Test
    void genesHaveDistinctSymbolsAndIdsThatEnsemblDoesNotUse() {
        List<GeneList.Gene> genes = GeneList.first(500, true, 1);
        assertThat(genes)
                .extracting(GeneList.Gene::symbol)
                .doesNotHaveDuplicates()
                .contains("MT-CO1", "CD3D", "GENE0001");
        assertThat(genes)
                .extracting(GeneList.Gene::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("ENSG099\\d{8}"));
        assertThat(GeneList.first(65, false, 1))
                .extracting(GeneList.Gene::symbol)
                .contains("KRT8", "MS4A1", "AR", "CYP3A4");
    }
}
