package io.spatho.core.graph;

/**
 * How central the cells of a label are in a graph of neighbours, the label's cells taken together.
 *
 * <p>Degree: the share of other cells that touch the label. Closeness: the number of other cells divided by the sum of their
 * distances, in edges, to the nearest cell of the label; cells that cannot be reached add no distance, and without any distance it is 0. Clustering: the mean over the
 * label's cells of the share of their pairs of neighbours that are neighbours themselves, 0 for a cell with fewer than two.
 * Undefined (NaN) for a label without cells, and degree and closeness for a label that all cells have.
 *
 * <p>Cost: labels x edges, and for clustering the sum over edges of the smaller degree. Source: Everett and Borgatti 1999; networkx 3.6
 * {@code group_degree_centrality}, {@code group_closeness_centrality}, {@code average_clustering}, as squidpy's
 * {@code gr.centrality_scores} calls them.
 *
 * @param degree one value per label
 * @param closeness one value per label
 * @param clustering one value per label
 */
public record GroupCentrality(double[] degree, double[] closeness, double[] clustering) {

    /** The centralities of {@code labels[node]}, a number below {@code categories} or -1 for none. */
    public static GroupCentrality of(Graph graph, int[] labels, int categories) {
        return CentralityParts.of(graph, labels, categories, new int[labels.length], 1)
                .whole();
    }
}
