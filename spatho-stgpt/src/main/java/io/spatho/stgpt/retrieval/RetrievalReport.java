package io.spatho.stgpt.retrieval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.region.Division;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How configurations did on held-out blocks. */
final class RetrievalReport {

    private final RetrievalMaterial material;
    private final List<String> genes;
    private final int[] heldOut;
    private final DenseMatrix measured;
    private final Optional<PathwayActivity> pathways;

    RetrievalReport(RetrievalMaterial material, List<String> genes, Optional<MarkerPanel> panel) {
        this.material = material;
        this.genes = genes;
        this.heldOut = material.division().cells(Division.Part.HELD_OUT);
        this.measured = material.expression().selectRows(heldOut);
        this.pathways = panel.map(sets -> new PathwayActivity(sets, genes, material.scale()));
    }

    List<String> genes() {
        return genes;
    }

    DenseMatrix measured() {
        return measured;
    }

    Optional<PathwayActivity> pathways() {
        return pathways;
    }

    /** The genes' training means for every held-out observation: the simplest baseline. */
    DenseMatrix geneMeans() {
        return material.scale().restored(DenseMatrix.zeros(heldOut.length, genes.size()));
    }

    PredictionScores ofGenes(DenseMatrix predicted) {
        return PredictionScores.ofGenes(measured, predicted);
    }

    PredictionScores ofSpots(DenseMatrix predicted) {
        return PredictionScores.ofSpots(measured, predicted);
    }

    /** Along pathways: their activity in measured against that in predicted expression. */
    PredictionScores ofPathways(PathwayActivity activity, DenseMatrix predicted) {
        return PredictionScores.ofGenes(activity.of(measured), activity.of(predicted));
    }

    /** Scores of one configuration. */
    ObjectNode scores(String name, DenseMatrix predicted) {
        ObjectNode node = CanonicalJson.object().put("name", name);
        put(node.putObject("genes"), ofGenes(predicted));
        put(node.putObject("spots"), ofSpots(predicted));
        pathways.ifPresent(activity -> put(node.putObject("pathways"), ofPathways(activity, predicted)));
        return node;
    }

    /** The means of scores. */
    static void put(ObjectNode node, PredictionScores scores) {
        put(node, "pearson", PredictionScores.mean(scores.pearson()));
        put(node, "spearman", PredictionScores.mean(scores.spearman()));
        put(node, "mean_squared_error", PredictionScores.mean(scores.squared()));
        put(node, "mean_absolute_error", PredictionScores.mean(scores.absolute()));
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }

    /** What looking up gains on squared error, over whole held-out blocks. */
    Benefit benefit(HeldOutPredictions predicted, long seed) {
        int[] groups = Arrays.stream(heldOut)
                .map(row -> material.division().group(row))
                .toArray();
        PredictionScores model = ofSpots(predicted.model());
        return new Benefit(
                Gain.of(model, ofSpots(predicted.plain()), groups, seed),
                Gain.of(model, ofSpots(predicted.control()), groups, seed));
    }

    /** For each pathway the correlation of its activity. */
    ArrayNode pathways(PathwayActivity activity, DenseMatrix predicted) {
        ArrayNode list = CanonicalJson.array();
        PredictionScores scores = ofPathways(activity, predicted);
        for (int pathway = 0; pathway < activity.names().size(); pathway++) {
            ObjectNode node =
                    list.addObject().put("name", activity.names().get(pathway)).put("genes", activity.genes(pathway));
            put(node, "pearson", scores.pearson()[pathway]);
            put(node, "spearman", scores.spearman()[pathway]);
        }
        return list;
    }
}
