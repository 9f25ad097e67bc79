package io.spatho.stgpt.retrieval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.evaluation.Correlation;
import io.spatho.stgpt.region.Division;
import java.util.ArrayList;
import java.util.List;

/** How configurations did on held-out blocks: {@code rag/training.json}. */
final class RetrievalReport {

    private static final int FEWEST_OF_PATHWAY = 3;

    private final RetrievalMaterial material;
    private final List<String> genes;
    private final int[] heldOut;
    private final DenseMatrix measured;

    RetrievalReport(RetrievalMaterial material, List<String> genes) {
        this.material = material;
        this.genes = genes;
        this.heldOut = material.division().cells(Division.Part.HELD_OUT);
        this.measured = material.expression().selectRows(heldOut);
    }

    DenseMatrix measured() {
        return measured;
    }

    /** The mean of predictions. */
    static DenseMatrix mean(List<DenseMatrix> all) {
        DenseMatrix mean = DenseMatrix.zeros(all.get(0).rows(), all.get(0).columns());
        for (DenseMatrix one : all) {
            for (int i = 0; i < mean.values().length; i++) {
                mean.values()[i] += one.values()[i] / all.size();
            }
        }
        return mean;
    }

    /** The genes' training means for every held-out observation: the simplest baseline. */
    DenseMatrix geneMeans() {
        return material.scale().restored(DenseMatrix.zeros(heldOut.length, genes.size()));
    }

    /** Scores of one configuration. */
    ObjectNode scores(String name, DenseMatrix predicted) {
        ObjectNode node = CanonicalJson.object().put("name", name);
        put(node.putObject("genes"), PredictionScores.ofGenes(measured, predicted));
        put(node.putObject("spots"), PredictionScores.ofSpots(measured, predicted));
        return node;
    }

    private static void put(ObjectNode node, PredictionScores scores) {
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

    /** What retrieval gains on squared error, over whole held-out blocks. */
    PredictionScores.Gain gain(DenseMatrix with, DenseMatrix without, long seed) {
        int[] groups = new int[heldOut.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = material.division().group(heldOut[i]);
        }
        return PredictionScores.Gain.of(
                PredictionScores.ofSpots(measured, with), PredictionScores.ofSpots(measured, without), groups, seed);
    }

    static ObjectNode json(PredictionScores.Gain gain) {
        ObjectNode node = CanonicalJson.object();
        put(node, "mean_squared_error_saved", gain.mean());
        gain.interval()
                .ifPresentOrElse(
                        found -> node.putObject("interval")
                                .put("lower", found.lower())
                                .put("upper", found.upper())
                                .put("level", found.level())
                                .put("method", found.method()),
                        () -> node.putNull("interval"));
        return node.put("verdict", gain.verdict());
    }

    /** For each pathway with at least three predicted genes, the correlation of the mean standardised expression of its genes. */
    ArrayNode pathways(MarkerPanel panel, DenseMatrix predicted) {
        ArrayNode list = CanonicalJson.array();
        for (MarkerPanel.Compartment pathway : panel.compartments()) {
            List<Integer> columns = new ArrayList<>();
            for (int gene = 0; gene < genes.size(); gene++) {
                if (pathway.genes().contains(genes.get(gene))) {
                    columns.add(gene);
                }
            }
            if (columns.size() >= FEWEST_OF_PATHWAY) {
                double[] truth = activity(measured, columns);
                double[] found = activity(predicted, columns);
                ObjectNode node = list.addObject().put("name", pathway.name()).put("genes", columns.size());
                put(node, "pearson", Correlation.pearson(truth, found));
                put(node, "spearman", Correlation.spearman(truth, found));
            }
        }
        return list;
    }

    private double[] activity(DenseMatrix values, List<Integer> columns) {
        DenseMatrix standardised = material.scale().standardised(values);
        double[] activity = new double[values.rows()];
        for (int row = 0; row < activity.length; row++) {
            for (int column : columns) {
                activity[row] += standardised.get(row, column) / columns.size();
            }
        }
        return activity;
    }
}
