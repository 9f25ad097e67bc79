package io.spatho.stgpt.scgpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.stgpt.engine.ExpertGate;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.nn.DeviceWeights;
import java.util.Arrays;
import java.util.Optional;

/**
 * The decoders of a scGPT network; a checkpoint may hold any of them.
 *
 * <p>Expression: a perceptron of three maps with leaky ReLU (slope 0.01) on each token, or the mixture of the two best of several
 * such perceptrons (scGPT-spatial). Product: {@code (W σ(Q e_g + b)) · s} for a gene's normed embedding {@code e_g} and a state
 * {@code s} of a cell or of a neighbourhood. Decoders compute in float32 whatever the network's precision.
 */
public final class ScgptHeads {

    private static final double SLOPE = 0.01;
    private static final int EXPERTS_KEPT = 2;

    private final Operators operators;
    private final NDArray genes;
    private final NDList expression;
    private final Optional<ExpertGate> gate;
    private final Optional<NDList> masked;
    private final Optional<NDList> imputed;

    ScgptHeads(Operators operators, DeviceWeights weights, ScgptWeights source, NDArray genes) {
        this.operators = operators;
        this.genes = genes;
        this.expression = Operators.resident(weights.put(source.expression()));
        this.gate = gate(weights.put(source.gate()));
        this.masked = source.masked().map(weights::put);
        this.imputed = source.imputed().map(weights::put);
    }

    private static Optional<ExpertGate> gate(NDList gate) {
        if (gate.isEmpty()) {
            return Optional.empty();
        }
        int experts = Math.toIntExact(gate.get(0).getShape().get(0));
        return Optional.of(new ExpertGate(gate.get(0), gate.get(1), Math.min(EXPERTS_KEPT, experts)));
    }

    /** Whether the checkpoint can decode the expression of tokens. */
    public boolean decodesExpression() {
        return !expression.isEmpty();
    }

    /** Whether it can predict a cell's values from its neighbourhood. */
    public boolean imputes() {
        return imputed.isPresent();
    }

    NDArray expression(NDArray tokens) {
        if (!decodesExpression()) {
            throw missing("decoder");
        }
        return gate.map(g -> operators.expertMixture(tokens, g, SLOPE, expression, Precision.FLOAT32))
                .orElseGet(() -> operators
                        .perceptron(tokens, SLOPE, expression, Precision.FLOAT32)
                        .squeeze(-1));
    }

    NDArray product(NDArray states, int[] geneIds, boolean neighbours, TensorScope scope) {
        NDList weights = (neighbours ? imputed : masked)
                .orElseThrow(() -> missing(neighbours ? "impute_mvc_decoder" : "mvc_decoder"));
        NDArray none = operators.absent(scope);
        NDArray ids =
                scope.manager().create(Arrays.stream(geneIds).asLongStream().toArray());
        NDArray known = operators.embedding(genes, ids);
        NDArray query = Activation.sigmoid(operators.linear(known, weights.get(0), weights.get(1), Precision.FLOAT32));
        NDArray projected = operators.linear(query, weights.get(2), none, Precision.FLOAT32);
        return operators.linear(states, projected, none, Precision.FLOAT32);
    }

    private static ResourceException missing(String name) {
        return new ResourceException(Problem.of("the checkpoint has no weights for this head")
                .at(name)
                .expected("tensors " + name + ".*", "none")
                .fix("Use a checkpoint that holds its decoders, such as scGPT-spatial's."));
    }
}
