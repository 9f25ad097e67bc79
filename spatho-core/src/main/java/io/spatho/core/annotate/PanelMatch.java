package io.spatho.core.annotate;

import java.util.List;

/**
 * Where the genes of a marker panel are in a matrix.
 *
 * @param compartments compartment names
 * @param columns matrix columns of each compartment's genes that are there
 * @param geneNames name of every matrix column
 * @param notes what a reader should know: genes matched regardless of case, compartments that cannot be scored
 */
public record PanelMatch(List<String> compartments, List<int[]> columns, List<String> geneNames, List<String> notes) {

    /** A compartment with fewer genes in the data than this is not scored. */
    public static final int FEWEST_GENES = 2;

    public PanelMatch {
        compartments = List.copyOf(compartments);
        columns = List.copyOf(columns);
        geneNames = List.copyOf(geneNames);
        notes = List.copyOf(notes);
        if (compartments.size() != columns.size()) {
            throw new IllegalArgumentException(
                    compartments.size() + " compartments, " + columns.size() + " gene lists");
        }
    }

    /** Whether a compartment has enough genes in the data to be scored. */
    public boolean scored(int compartment) {
        return columns.get(compartment).length >= FEWEST_GENES;
    }
}
