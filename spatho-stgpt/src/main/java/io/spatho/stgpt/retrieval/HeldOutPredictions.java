package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * What each configuration predicts for the held-out observations: the model, the same without reference cells, its control, the
 * baselines and their mean.
 *
 * @param names of configurations
 * @param values logged expression, observations x genes, in the same order
 */
record HeldOutPredictions(List<String> names, List<DenseMatrix> values) {

    static HeldOutPredictions of(List<TrainedNetworks.Trained> trained) {
        List<String> names = new ArrayList<>();
        List<DenseMatrix> values = new ArrayList<>();
        for (TrainedNetworks.Trained one : trained) {
            names.add(one.configuration().name());
            values.add(one.heldOut().genes());
        }
        if (trained.size() > Configuration.OWN) {
            names.add(Configuration.ENSEMBLE);
            values.add(mean(values.subList(Configuration.OWN, trained.size())));
        }
        return new HeldOutPredictions(names, values);
    }

    private static DenseMatrix mean(List<DenseMatrix> all) {
        DenseMatrix mean = DenseMatrix.zeros(all.get(0).rows(), all.get(0).columns());
        for (DenseMatrix one : all) {
            for (int i = 0; i < mean.values().length; i++) {
                mean.values()[i] += one.values()[i] / all.size();
            }
        }
        return mean;
    }

    /** Those of the model. */
    DenseMatrix model() {
        return values.get(0);
    }

    DenseMatrix plain() {
        return values.get(1);
    }

    DenseMatrix control() {
        return values.get(2);
    }
}
