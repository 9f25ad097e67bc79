package io.spatho.stgpt.imputation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.json.CanonicalJson;
import java.util.Comparator;
import java.util.List;

/** What was imputed, how it was calibrated and what was refused, as JSON. */
final class ImputationReport {

    private ImputationReport() {}

    static ObjectNode document(
            ImputeTool.Request request, CalibratedModel calibrated, List<GeneSupport> support, ModelReference model) {
        ObjectNode node = CanonicalJson.object();
        node.put("imputed", true);
        node.putObject("model")
                .put("name", model.name())
                .put("version", model.version())
                .put("fingerprint", model.fingerprint());
        node.put("source", request.reference().isPresent() ? "reference_case" : "held_out_cells_of_this_case");
        node.put("scale", "log(1 + count scaled to the median total)");
        node.put("level", request.level());
        node.put("interval_method", PredictionTables.METHOD);
        node.put(
                "guarantee",
                request.reference().isPresent()
                        ? "holds for cells like the reference's; for this case it is tested on measured genes only"
                        : "holds for cells like those of the validation blocks");
        node.put("widening", calibrated.widening());
        number(node, "coverage_on_measured_genes_before_widening", calibrated.transferCoverage());
        List<GeneSupport> imputed = support.stream()
                .filter(GeneSupport::isSupported)
                .sorted(Comparator.comparing(GeneSupport::gene))
                .toList();
        number(
                node,
                "mean_held_out_coverage",
                imputed.stream().mapToDouble(GeneSupport::coverage).average().orElse(Double.NaN));
        number(
                node,
                "mean_held_out_pearson",
                imputed.stream()
                        .mapToDouble(GeneSupport::heldOutPearson)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN));
        ArrayNode genes = node.putArray("genes");
        imputed.forEach(gene -> genes.add(entry(gene)));
        ArrayNode refused = node.putArray("refused");
        support.stream()
                .filter(gene -> !gene.isSupported())
                .sorted(Comparator.comparing(GeneSupport::gene))
                .forEach(gene -> refused.add(entry(gene).put("reason", gene.refusal())));
        return node;
    }

    private static ObjectNode entry(GeneSupport gene) {
        ObjectNode entry = CanonicalJson.object().put("gene", gene.gene());
        gene.calibration().ifPresent(calibration -> {
            entry.put("calibration_cells", calibration.cells());
            entry.put("calibration_cells_expressing", calibration.expressing());
            number(entry, "calibration_pearson", calibration.pearson());
            number(entry, "shuffled_label_pearson", calibration.shuffled());
            number(entry, "held_out_coverage", gene.coverage());
            number(entry, "held_out_pearson", gene.heldOutPearson());
        });
        return entry;
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
