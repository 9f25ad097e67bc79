package io.spatho.stgpt.retrieval;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.text.Words;
import java.util.List;

/** Judges whether predicted values stand apart from measured ones and each of them is there with what it rests on. */
final class PredictionsApart {

    private PredictionsApart() {}

    /**
     * Passes when every table lies among predictions and is labelled model-derived, and there is a prediction for each tile and gene and
     * a trace for each tile.
     *
     * @param tables predictions, composition and trace
     */
    static Verdict verdict(List<Artifact> tables, int tiles, int genes, int cells) {
        boolean apart = tables.stream()
                .allMatch(table -> table.origin() == Origin.MODEL_DERIVED
                        && table.path().startsWith(RetrievalTrainTool.PREDICTIONS + "/"));
        long predicted = tables.get(0).rows();
        long traced = tables.get(2).rows();
        boolean whole = predicted == (long) tiles * genes && traced == (long) tiles * cells;
        if (apart && whole) {
            return Guardrails.IMPUTATION_NOT_MEASURED.pass(
                    RetrievalTrainTool.PREDICTIONS,
                    "All " + Words.count(predicted, "predicted row") + " say imputed = true, stand apart from measured"
                            + " tables, are labelled model-derived, and have a trace of " + Words.count(cells, "cell")
                            + " for each tile.");
        }
        return Guardrails.IMPUTATION_NOT_MEASURED.fail(
                RetrievalTrainTool.PREDICTIONS,
                apart
                        ? predicted + " predictions and " + traced + " traced cells of " + tiles + " tiles, " + genes
                                + " genes and " + cells + " cells for each tile."
                        : "Predicted rows stand among measured tables.");
    }
}
