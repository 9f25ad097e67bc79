package io.spatho.core.preprocess;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses genes by the variance of their standardised, clipped counts, from raw counts.
 *
 * <p>A loess curve of degree 2 and span {@value #SPAN} through log10 variance over log10 mean gives the variance s² that a gene of
 * some mean usually has. Counts are clipped at {@code mean + s sqrt(n)}, so that a few large counts do not decide, and the variance of
 * {@code (count - mean) / s} is the score; genes that do not vary score as if s were 1.
 *
 * <p>Source: Stuart and others 2019 ({@code vst} of Seurat 3), as scanpy 1.11.5's {@code flavor="seurat_v3"} with one batch. Determinism:
 * independent of the number of threads; equal scores are ordered by gene. Cost: three passes over the entries.
 */
final class StandardisedVariance {

    static final double SPAN = 0.3;

    private static final int BLOCK = 16384;

    private StandardisedVariance() {}

    /** The {@code top} genes of the largest score; {@code dispersions} of the result are plain variances. */
    static GeneVariability top(CsrMatrix counts, int top, Workers workers) {
        GeneMoments moments = GeneMoments.of(counts, value -> value, workers);
        double[] usual = usualDeviations(moments);
        double[] scores = scores(counts, moments.means(), usual, workers);
        int[] chosen = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(gene -> -scores[gene])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(top)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        return new GeneVariability(moments.means(), moments.variances(), scores, chosen);
    }

    /** The standard deviation that a gene of this mean usually has; 1 for genes that do not vary. */
    private static double[] usualDeviations(GeneMoments moments) {
        int[] varying = IntStream.range(0, moments.variances().length)
                .filter(gene -> moments.variances()[gene] > 0)
                .toArray();
        if (varying.length == 0) {
            throw new InputException(Problem.of("no gene varies between observations, so none can be chosen")
                    .fix("Check that the matrix holds counts of more than one observation."));
        }
        double[] x = Arrays.stream(varying)
                .mapToDouble(gene -> Math.log10(moments.means()[gene]))
                .toArray();
        double[] y = Arrays.stream(varying)
                .mapToDouble(gene -> Math.log10(moments.variances()[gene]))
                .toArray();
        double[] curve = LoessCurve.interpolated(x, y, SPAN);
        double[] usual = new double[moments.variances().length];
        Arrays.fill(usual, 1);
        for (int i = 0; i < varying.length; i++) {
            usual[varying[i]] = Math.sqrt(Math.pow(10, curve[i]));
        }
        return usual;
    }

    private static double[] scores(CsrMatrix counts, double[] means, double[] usual, Workers workers) {
        int n = counts.rows();
        int genes = means.length;
        int blocks = (n + BLOCK - 1) / BLOCK;
        List<double[][]> parts = workers.map(blocks, block -> {
            double[][] sums = new double[2][genes];
            int from = block * BLOCK;
            int to = (int) Math.min(n, (long) from + BLOCK);
            for (int i = counts.start(from); i < counts.end(to - 1); i++) {
                int gene = counts.columnIndices()[i];
                double clipped = Math.min(counts.values()[i], usual[gene] * Math.sqrt(n) + means[gene]);
                sums[0][gene] += clipped;
                sums[1][gene] += clipped * clipped;
            }
            return sums;
        });
        double[] scores = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            double sum = 0;
            double squares = 0;
            for (double[][] part : parts) {
                sum += part[0][gene];
                squares += part[1][gene];
            }
            double spread = n * means[gene] * means[gene] + squares - 2 * sum * means[gene];
            scores[gene] = n < 2 ? 0 : spread / ((n - 1) * usual[gene] * usual[gene]);
        }
        return scores;
    }
}
