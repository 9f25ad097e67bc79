package io.spatho.stgpt.region;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;

/**
 * How well structures are named: accuracy, and the mean over the true structures of F1, beside always naming the most frequent one
 * of the training cells and beside a logistic regression on log expression.
 *
 * @param cells cells that were judged
 * @param model accuracy and macro F1 of the model
 * @param logistic of the regression
 * @param majority of the most frequent structure
 */
public record StructureScore(int cells, Agreement model, Agreement logistic, Agreement majority) {

    /** Accuracy and macro F1. */
    public record Agreement(double accuracy, double macroF1) {

        static Agreement of(int[] truth, int[] named, int classes) {
            long[] hits = new long[classes];
            long[] truths = new long[classes];
            long[] names = new long[classes];
            long right = 0;
            for (int i = 0; i < truth.length; i++) {
                truths[truth[i]]++;
                names[named[i]]++;
                if (truth[i] == named[i]) {
                    hits[truth[i]]++;
                    right++;
                }
            }
            double sum = 0;
            int present = 0;
            for (int c = 0; c < classes; c++) {
                if (truths[c] > 0) {
                    sum += 2.0 * hits[c] / (truths[c] + names[c]);
                    present++;
                }
            }
            return new Agreement(right / (double) Math.max(1, truth.length), sum / Math.max(1, present));
        }

        private void put(ObjectNode node) {
            node.put("accuracy", accuracy).put("macro_f1", macroF1);
        }
    }

    /** All three as a document. */
    public ObjectNode document() {
        ObjectNode node = CanonicalJson.object();
        node.put("cells", cells);
        model.put(node.putObject("model"));
        logistic.put(node.putObject("logistic_regression"));
        majority.put(node.putObject("majority"));
        return node;
    }

    static int largest(float[] scores, int row, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (scores[row * classes + c] > scores[row * classes + best]) {
                best = c;
            }
        }
        return best;
    }
}
