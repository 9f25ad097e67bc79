package io.spatho.core.cohort;

import io.spatho.core.graph.Graph;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.List;

/**
 * What stays of the cases once they were read: the observations that passed quality control, case after case.
 *
 * @param cases the cases
 * @param caseOf the case of each observation
 * @param cellIds its id within the case
 * @param xUm x in micrometres, in the case's own frame
 * @param yUm y in micrometres
 * @param cellTypes the label that the case's own run gave it; empty text without one
 * @param regionIds the region of the case's own run; empty text without one
 * @param spatial neighbours in space; no edge joins two cases
 * @param blocks spatial blocks for intervals, each within one case
 */
public record CohortCells(
        List<CaseFacts> cases,
        int[] caseOf,
        String[] cellIds,
        double[] xUm,
        double[] yUm,
        String[] cellTypes,
        String[] regionIds,
        Graph spatial,
        SpatialBlocks blocks) {

    public CohortCells {
        cases = List.copyOf(cases);
    }

    /**
     * A case that was read.
     *
     * @param name its name
     * @param protocol its protocol; empty when nobody said
     * @param platform the platform's name
     * @param observations observations in the file
     * @param kept observations that passed quality control
     * @param genes genes of its panel
     * @param medianCounts median counts of the kept observations in the shared genes
     * @param medianGenes median number of shared genes with a count
     */
    public record CaseFacts(
            String name,
            String protocol,
            String platform,
            int observations,
            int kept,
            int genes,
            double medianCounts,
            double medianGenes) {}

    /** The number of observations. */
    public int size() {
        return caseOf.length;
    }

    /** The names of the cases. */
    public List<String> names() {
        return cases.stream().map(CaseFacts::name).toList();
    }

    /** The protocol of each case, numbered in order of names. */
    public int[] protocolOf() {
        List<String> protocols =
                cases.stream().map(CaseFacts::protocol).distinct().sorted().toList();
        return cases.stream()
                .mapToInt(facts -> protocols.indexOf(facts.protocol()))
                .toArray();
    }
}
