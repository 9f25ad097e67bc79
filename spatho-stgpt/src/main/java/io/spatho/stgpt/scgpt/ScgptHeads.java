package io.spatho.stgpt.scgpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.stgpt.engine.ExpertGate;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.nn.DeviceWeights;
import java.util.List;
import java.util.Optional;

/**
 * The decoders of a scGPT network; a checkpoint may hold any of them.
 *
 * <p>Expression: a perceptron of three maps with leaky ReLU (slope 0.01) on each token, or the mixture of the two best of several
 * such perceptrons (scGPT-spatial). Product: {@code (W σ(Q e_g + b)) · s} for a gene's normed embedding {@code e_g} and a state
 * {@code s} of a cell or of a neighbourhood, or a perceptron of query and state. Classes: maps with ReLU and layer norm on the state.
 * With batch labels the decoders see the label's vector beside the state. Decoders compute in float32 whatever the network's
 * precision.
 */
public final class ScgptHeads {

    private static final double SLOPE = 0.01;
    private static final int EXPERTS_KEPT = 2;
    private static final int TENSORS_PER_CLASS_LAYER = 4;

    private final Operators operators;
    private final NDArray genes;
    private final NDList expression;
    private final Optional<ExpertGate> gate;
    private final NDList zero;
    private final Optional<ProductDecoder> masked;
    private final Optional<ProductDecoder> imputed;
    private final NDList classes;
    private final Optional<NDArray> batches;

    ScgptHeads(
            Operators operators, DeviceWeights weights, ScgptWeights source, NDArray genes, Optional<NDArray> batches) {
        HeadWeights heads = source.heads();
        this.operators = operators;
        this.genes = genes;
        this.expression = Operators.resident(weights.put(heads.expression()));
        this.gate = gate(weights.put(heads.gate()));
        this.zero = Operators.resident(weights.put(heads.zero()));
        this.masked = heads.masked().map(product -> ProductDecoder.of(operators, weights, product));
        this.imputed = heads.imputed().map(product -> ProductDecoder.of(operators, weights, product));
        this.classes = weights.put(heads.classes());
        this.batches = batches;
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

    /** Whether it can predict a cell's values from its state. */
    public boolean predicts() {
        return masked.isPresent();
    }

    /** Whether it can predict a cell's values from its neighbourhood. */
    public boolean imputes() {
        return imputed.isPresent();
    }

    /** The number of classes that it tells apart, 0 without a classifier. */
    public int classes() {
        return classes.isEmpty()
                ? 0
                : Math.toIntExact(classes.get(classes.size() - 1).getShape().get(0));
    }

    /** Whether it says of tokens and genes how likely they are expressed at all. */
    public boolean decodesZeros() {
        return !zero.isEmpty();
    }

    /** The number of batch labels that the decoders know, 0 when they take none. */
    public int batchLabels() {
        return batches.map(table -> Math.toIntExact(table.getShape().get(0))).orElse(0);
    }

    /** Tokens (cells x tokens x width) to cells x tokens. */
    NDArray expression(NDArray tokens, long[] labels, TensorScope scope) {
        if (!decodesExpression()) {
            throw missing("decoder");
        }
        NDArray seen = besideLabels(tokens, labels, scope);
        return gate.map(g -> operators.expertMixture(seen, g, SLOPE, expression, Precision.FLOAT32))
                .orElseGet(() -> operators
                        .perceptron(seen, SLOPE, expression, Precision.FLOAT32)
                        .squeeze(-1));
    }

    NDArray tokenProbabilities(NDArray tokens, long[] labels, TensorScope scope) {
        if (zero.isEmpty()) {
            throw missing("decoder.zero_logit");
        }
        NDArray seen = besideLabels(tokens, labels, scope);
        return Activation.sigmoid(
                operators.perceptron(seen, SLOPE, zero, Precision.FLOAT32).squeeze(-1));
    }

    NDArray product(NDArray states, int[] geneIds, boolean neighbours, long[] labels, TensorScope scope) {
        ProductDecoder decoder = (neighbours ? imputed : masked)
                .orElseThrow(() -> missing(neighbours ? "impute_mvc_decoder" : "mvc_decoder"));
        return decoder.values(besideLabels(states, labels, scope), genes, geneIds, scope);
    }

    NDArray geneProbabilities(NDArray states, int[] geneIds, long[] labels, TensorScope scope) {
        ProductDecoder decoder =
                masked.filter(ProductDecoder::decodesZeros).orElseThrow(() -> missing("mvc_decoder.W_zero_logit"));
        return decoder.probabilities(besideLabels(states, labels, scope), genes, geneIds, scope);
    }

    NDArray logits(NDArray states) {
        if (classes.isEmpty()) {
            throw missing("cls_decoder");
        }
        NDArray x = states;
        int last = classes.size() - 2;
        for (int i = 0; i < last; i += TENSORS_PER_CLASS_LAYER) {
            x = Activation.relu(operators.linear(x, classes.get(i), classes.get(i + 1), Precision.FLOAT32));
            x = operators.layerNorm(x, classes.get(i + 2), classes.get(i + 3), TokenEncoder.EPSILON);
        }
        return operators.linear(x, classes.get(last), classes.get(last + 1), Precision.FLOAT32);
    }

    /** The label's vector put beside each state or token: twice as wide. */
    private NDArray besideLabels(NDArray states, long[] labels, TensorScope scope) {
        if (batches.isEmpty()) {
            return states;
        }
        Shape shape = states.getShape();
        NDArray rows = TokenEncoder.labelRows(labels, batchLabels(), Math.toIntExact(shape.get(0)), scope);
        NDArray vectors = operators.embedding(batches.get(), rows);
        if (shape.dimension() == 3) {
            vectors = vectors.expandDims(1).broadcast(shape);
        }
        return states.concat(vectors, -1);
    }

    /** Names of the decoders that are there, for people. */
    public List<String> names() {
        return List.of(
                        decodesExpression() ? "expression" : "",
                        predicts() ? "values from the state" : "",
                        imputes() ? "values from the neighbourhood" : "",
                        classes() > 0 ? "classes" : "",
                        decodesZeros() ? "zeros" : "")
                .stream()
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static ResourceException missing(String name) {
        return new ResourceException(Problem.of("the checkpoint has no weights for this head")
                .at(name)
                .expected("tensors " + name + ".*", "none")
                .fix("Use a checkpoint that holds its decoders, such as scGPT-spatial's."));
    }
}
