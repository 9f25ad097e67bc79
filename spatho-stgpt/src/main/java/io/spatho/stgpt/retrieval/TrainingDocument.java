package io.spatho.stgpt.retrieval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.List;

/** The document {@code rag/training.json}. */
final class TrainingDocument {

    private TrainingDocument() {}

    static ObjectNode of(
            RetrievalRequest request,
            MaterialMaker maker,
            RetrievalModel model,
            RetrievalReport report,
            List<TrainedNetworks.Trained> trained,
            Benefit benefit) {
        HeldOutPredictions predicted = HeldOutPredictions.of(trained);
        ObjectNode json = CanonicalJson.object();
        json.put("observations", maker.rows().length)
                .put("held_out", report.measured().rows())
                .put("genes", model.genes().size())
                .put("shared_genes", maker.shared())
                .put("panel_overlap", maker.overlap())
                .put("reference", model.reference())
                .put("composition", request.annotation().isPresent() ? "annotation" : "deconvolution")
                .put("search", CellSearch.name(request.approximate()))
                .put(
                        "cells_retrieved",
                        Math.min(request.settings().cells(), request.index().size()))
                .put("variational", request.variational())
                .put("level", request.settings().level());
        double coverage = Conformal.coverage(report.measured(), predicted.model(), model.reach());
        if (Double.isNaN(coverage)) {
            json.putNull("held_out_coverage");
        } else {
            json.put("held_out_coverage", coverage);
        }
        json.set("configurations", configurations(report, trained, predicted));
        json.set("gain", benefit.json());
        report.pathways().ifPresent(activity -> json.set("pathways", report.pathways(activity, predicted.model())));
        return json;
    }

    private static ArrayNode configurations(
            RetrievalReport report, List<TrainedNetworks.Trained> trained, HeldOutPredictions predicted) {
        ArrayNode list = CanonicalJson.array();
        for (int i = 0; i < predicted.names().size(); i++) {
            ObjectNode node =
                    report.scores(predicted.names().get(i), predicted.values().get(i));
            if (i < trained.size()) {
                node.put("best_step", trained.get(i).outcome().bestStep())
                        .put("steps", trained.get(i).outcome().lastStep());
            }
            list.add(node);
        }
        return list.add(report.scores("gene_mean", report.geneMeans()));
    }
}
