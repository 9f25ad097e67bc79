package io.spatho.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import org.junit.jupiter.api.Test;

class ValueTextTest {

    @Test
    void keysCallObservationsWhatThePlatformCallsThemAndValuesStay() {
        ObjectNode value = CanonicalJson.object()
                .put("n_cells", 1_224)
                .put("cell_coverage", 0.5)
                .put("cell_type", "T cells");
        assertThat(ValueText.of(value, "spot")).isEqualTo("n spots 1,224; spot coverage 0.5; cell type T cells");
        assertThat(ValueText.of(value)).isEqualTo("n cells 1,224; cell coverage 0.5; cell type T cells");
        assertThat(ValueText.words("minimum_cells_per_gene", "bin")).isEqualTo("minimum bins per gene");
    }
}
