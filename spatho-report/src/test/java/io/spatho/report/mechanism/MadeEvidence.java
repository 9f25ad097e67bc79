package io.spatho.report.mechanism;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evidence of a run, made by code. */
public final class MadeEvidence {

    private MadeEvidence() {}

    public static Evidence item(Unit unit, String id, String type, ObjectNode value, double... interval) {
        return new Measured(new Statement(
                unit,
                id,
                "made@1.0",
                type,
                QcStatus.PASS,
                value,
                interval.length == 0
                        ? Optional.empty()
                        : Optional.of(new Uncertainty(interval[0], interval[1], 0.95, "made")),
                "Made.",
                List.of(new SupportingArtifact("made.json", "all", "0".repeat(64))),
                List.of(),
                List.of()));
    }

    public static Evidence phenotype(String name, boolean robust, String reason) {
        ObjectNode value = CanonicalJson.object().put("is_robust", robust).put("undefined_reason", reason);
        if (name.isEmpty()) {
            value.putNull("phenotype");
        } else {
            value.put("phenotype", name);
        }
        return item(Unit.SLIDE, "slide", "phenotype", value);
    }

    /** All kinds of evidence that the report reads. */
    public static List<Evidence> run(String phenotype, boolean robust) {
        List<Evidence> all = new ArrayList<>();
        all.add(phenotype(phenotype, robust, ""));
        all.add(item(Unit.SLIDE, "slide", "immune_share", CanonicalJson.object().put("share", 0.317), 0.28, 0.35));
        all.add(item(
                Unit.SLIDE,
                "slide",
                "mean_spatial_autocorrelation",
                CanonicalJson.object().put("moran_i_mean", 0.613),
                0.55,
                0.7));
        all.add(item(
                Unit.SLIDE,
                "slide",
                "neighbourhood_entropy",
                CanonicalJson.object().put("entropy", 1.731),
                1.6,
                1.8));
        all.add(item(
                Unit.SLIDE,
                "slide",
                "spatial_signal",
                CanonicalJson.object()
                        .put("n_tested", 140)
                        .put("n_significant", 122)
                        .put("n_strong", 42)
                        .put("n_moderate", 40)));
        all.add(item(
                Unit.SLIDE, "slide", "quality_control", CanonicalJson.object().put("kept", 1927)));
        all.add(item(
                Unit.SLIDE, "slide", "region_support", CanonicalJson.object().put("for_review", 2)));
        String[] labels = {"T_cells", "Epithelial", "Stromal_CAF", "Macrophages", "Unknown"};
        int[] cells = {812, 647, 255, 155, 58};
        for (int i = 0; i < labels.length; i++) {
            all.add(item(
                    Unit.STRUCTURE,
                    "c0" + i,
                    "cluster_annotation",
                    CanonicalJson.object().put("label", labels[i]).put("n_cells", cells[i])));
        }
        for (String gene : List.of("ERBB2", "CD8A", "COL1A1", "MKI67")) {
            ObjectNode value = CanonicalJson.object()
                    .put("moran_i", 0.5 + gene.length() / 100.0)
                    .put("p_adjusted", 0.001);
            all.add(item(Unit.GENE, gene, "spatial_autocorrelation", value, 0.4, 0.6));
        }
        ObjectNode pair = CanonicalJson.object().put("z_score", 16.6).put("p_adjusted", 0.003);
        all.add(item(Unit.PAIR, "c00|c01", "neighborhood_enrichment", pair, 1.5, 3.8));
        ObjectNode signal = CanonicalJson.object().put("score", 1.09).put("p_adjusted", 0.001);
        all.add(item(Unit.PAIR, "CXCL9|CXCR3|c00|c01", "ligand_receptor", signal, 1.0, 1.2));
        return all;
    }
}
