package io.spatho.stgpt.service;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.region.CellMembership;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The measured expression of genes in regions, as standard scores over the regions: mean of log-normalised counts over members by weight,
 * from their mean in units of their deviation, averaged over the genes.
 *
 * @param found the genes that the panel has
 * @param missing the genes that it lacks
 * @param scores the mean standard score of each region; NaN without members
 */
record RegionExpression(List<String> found, List<String> missing, double[] scores) {

    static RegionExpression of(EmbeddedCase subject, List<String> genes, Workers workers) {
        Map<String, Integer> positions = subject.kept().panel().positions();
        List<String> found =
                genes.stream().filter(positions::containsKey).distinct().toList();
        List<String> missing =
                genes.stream().filter(gene -> !positions.containsKey(gene)).toList();
        if (found.isEmpty()) {
            throw new UsageException(Problem.of("none of these genes was measured")
                    .at(String.join(", ", genes))
                    .fix("Name genes as the case names them; spatho inspect lists the panel"));
        }
        CsrMatrix expression =
                Normalization.toMedian(subject.kept().counts(), workers).matrix();
        double[] sums = new double[subject.regions().size()];
        for (String gene : found) {
            double[] standard = standardised(means(subject, expression, positions.get(gene)));
            for (int region = 0; region < sums.length; region++) {
                sums[region] += standard[region] / found.size();
            }
        }
        return new RegionExpression(found, missing, sums);
    }

    private static double[] means(EmbeddedCase subject, CsrMatrix expression, int gene) {
        double[] sums = new double[subject.regions().size()];
        double[] weights = new double[sums.length];
        for (CellMembership member : subject.members()) {
            if (member.weight() > 0) {
                sums[member.region()] += member.weight() * expression.get(member.cell(), gene);
                weights[member.region()] += member.weight();
            }
        }
        Arrays.setAll(sums, region -> sums[region] / weights[region]);
        return sums;
    }

    /** Standard scores over the defined values; zeros where all are alike. */
    static double[] standardised(double[] values) {
        double[] defined = Arrays.stream(values).filter(Double::isFinite).toArray();
        double mean = Arrays.stream(defined).average().orElse(Double.NaN);
        double variance = Arrays.stream(defined)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        double deviation = Math.sqrt(variance);
        return Arrays.stream(values)
                .map(value -> deviation > 1e-12 || Double.isNaN(value) ? (value - mean) / deviation : 0)
                .toArray();
    }
}
