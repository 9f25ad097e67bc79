package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** The forward pass of one cell in plain Java and float64, straight from the equations. */
final class NaiveScgpt {

    private final Map<String, NamedTensor> weights;
    private final ScgptConfig config;

    NaiveScgpt(Map<String, NamedTensor> weights, ScgptConfig config) {
        this.weights = weights;
        this.config = config;
    }

    /** tokens x width. */
    double[][] forward(TokenSequence cell) {
        double[][] x = new double[cell.length()][];
        for (int i = 0; i < x.length; i++) {
            double[] hidden = map("value_encoder.linear1", Math.min(cell.values()[i], 512));
            double[] value = map("value_encoder.linear2", each(hidden, h -> Math.max(h, 0)));
            x[i] = sum(gene(cell.genes()[i]), norm("value_encoder.norm", value));
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            x = layer("transformer_encoder.layers." + layer + ".", x);
        }
        return x;
    }

    double[] gene(int id) {
        float[] table = weights.get("encoder.embedding.weight").values();
        double[] row = new double[config.width()];
        for (int i = 0; i < row.length; i++) {
            row[i] = table[id * row.length + i];
        }
        return norm("encoder.enc_norm", row);
    }

    double expression(double[] token) {
        double[] gate = map("decoder.moe.gate.gate", token);
        double[] shares = softmax(gate);
        double[] sorted = shares.clone();
        Arrays.sort(sorted);
        double kept = sorted[sorted.length - 2];
        double total = 0;
        double answer = 0;
        for (int expert = 0; expert < shares.length; expert++) {
            if (shares[expert] >= kept) {
                String prefix = "decoder.moe.experts." + expert + ".fc.";
                double[] first = each(map(prefix + "0", token), h -> h > 0 ? h : 0.01 * h);
                double[] second = each(map(prefix + "2", first), h -> h > 0 ? h : 0.01 * h);
                answer += shares[expert] * map(prefix + "4", second)[0];
                total += shares[expert];
            }
        }
        return answer / total;
    }

    double product(String head, double[] state, int gene) {
        double[] query = each(map(head + ".gene2query", gene(gene)), h -> 1 / (1 + Math.exp(-h)));
        return dot(multiply(weights.get(head + ".W.weight").values(), query), state);
    }

    private double[][] layer(String name, double[][] x) {
        int width = config.width();
        int each = width / config.heads();
        double[][] all = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            all[i] = sum(
                    multiply(weights.get(name + "self_attn.in_proj_weight").values(), x[i]),
                    widened(weights.get(name + "self_attn.in_proj_bias").values()));
        }
        double[][] result = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double[] mixed = new double[width];
            for (int head = 0; head < config.heads(); head++) {
                double[] scores = new double[x.length];
                for (int j = 0; j < x.length; j++) {
                    for (int k = head * each; k < (head + 1) * each; k++) {
                        scores[j] += all[i][k] * all[j][width + k] / Math.sqrt(each);
                    }
                }
                double[] shares = softmax(scores);
                for (int j = 0; j < x.length; j++) {
                    for (int k = head * each; k < (head + 1) * each; k++) {
                        mixed[k] += shares[j] * all[j][2 * width + k];
                    }
                }
            }
            double[] y = norm(name + "norm1", sum(x[i], map(name + "self_attn.out_proj", mixed)));
            double[] f = map(name + "linear2", each(map(name + "linear1", y), h -> Math.max(h, 0)));
            result[i] = norm(name + "norm2", sum(y, f));
        }
        return result;
    }

    private double[] map(String name, double... x) {
        return sum(
                multiply(weights.get(name + ".weight").values(), x),
                widened(weights.get(name + ".bias").values()));
    }

    private double[] norm(String name, double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        float[] scale = weights.get(name + ".weight").values();
        float[] shift = weights.get(name + ".bias").values();
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * scale[i] + shift[i];
        }
        return y;
    }

    private static double[] multiply(float[] matrix, double[] x) {
        double[] y = new double[matrix.length / x.length];
        for (int row = 0; row < y.length; row++) {
            for (int i = 0; i < x.length; i++) {
                y[row] += matrix[row * x.length + i] * x[i];
            }
        }
        return y;
    }

    private static double[] softmax(double[] scores) {
        double total = Arrays.stream(scores).map(Math::exp).sum();
        return each(scores, score -> Math.exp(score) / total);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] each(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
