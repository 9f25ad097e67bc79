package io.spatho.core.qc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.dataset.GenePanel;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneFamilyTest {

    @ParameterizedTest
    @CsvSource({
        "MT-CO1, mt",
        "mt-Nd4l, mt",
        "GRCh38_MT-ATP6, mt",
        "mm10___mt-Co2, mt",
        "MTOR, ''",
        "MT1X, ''",
        "RPL7L1, ribo",
        "Rps27a, ribo",
        "RPS4Y1, ribo",
        "RPL36AL, ribo",
        "RPLP0, ribo",
        "RPSA, ribo",
        "RPS6KA1, ''",
        "HBA1, hb",
        "HBB, hb",
        "Hbb-bs, hb",
        "Hba-a1, hb",
        "HBEGF, ''",
        "HBP1, ''",
        "HBS1L, ''"
    })
    void symbolsBelongToTheirFamily(String symbol, String family) {
        List<String> names = List.of(symbol);
        GenePanel panel = new GenePanel("", names, names, Collections.nCopies(1, "Gene Expression"));
        for (GeneFamily each : GeneFamily.values()) {
            assertThat(each.members(panel)[0]).as(each.id()).isEqualTo(each.id().equals(family));
        }
    }
}
