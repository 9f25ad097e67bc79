package io.spatho.stgpt.runtime;

import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.nn.TrustedScripts;
import io.spatho.stgpt.tokens.GeneNames;
import io.spatho.stgpt.tokens.TokenSettings.GeneChoice;

/**
 * How a checkpoint is to be used.
 *
 * @param names tables of other gene names
 * @param choice which genes stay when a cell has more than the model takes
 * @param precision number format of the network's products
 * @param scripts the TorchScript files that the user vouches for
 * @param limits what bounds the work, and the column of genes
 */
public record CheckpointOptions(
        GeneNames names, GeneChoice choice, Precision precision, TrustedScripts scripts, RuntimeLimits limits) {

    /** Exact names, the reference's choice, float32. */
    public static CheckpointOptions standard() {
        return new CheckpointOptions(
                GeneNames.exact(),
                GeneChoice.REFERENCE,
                Precision.FLOAT32,
                TrustedScripts.none(),
                RuntimeLimits.none());
    }

    /** The same with other bounds. */
    public CheckpointOptions withLimits(RuntimeLimits others) {
        return new CheckpointOptions(names, choice, precision, scripts, others);
    }
}
