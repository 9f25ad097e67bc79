package io.spatho.core.analysis;

import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;

/**
 * How much work the spatial statistics do by default. Every bound follows from the size of the case alone, never from a clock, so
 * that the same case gives the same result on any machine; what a user asks for by name is never cut.
 */
final class WorkBound {

    /** Random arrangements of genes when nobody says how many. */
    static final int GENE_PERMUTATIONS = 199;

    private static final int FEWEST_PERMUTATIONS = 99;
    private static final int FEWEST_LABELLINGS = 199;
    private static final double PRODUCTS = 2e9;
    private static final double LABELLED_PAIRS = 2e9;
    private static final double LONGEST_GRAPH = 8e7;
    private static final double POINT_PAIRS = 3e8;
    private static final double DRAWS = 1.2e8;
    private static final double DRAWS_OF_A_GENE = 4e8;
    private static final int LOCAL_PERMUTATIONS = 999;
    private static final double LOCAL_ROWS = 4e5;
    private static final double BLOCK_COUNTS = 1e7;
    private static final int BLOCKS = 64;
    private static final int FEWEST_BLOCKS = 8;

    private WorkBound() {}

    /** Arrangements for all genes at once: as many as fit, none where not even 99 do. */
    static int genePermutations(CsrMatrix values, Graph graph) {
        double each = (double) graph.edges() * values.nonzeros() / Math.max(1, values.rows());
        int fitting = (int) Math.min(GENE_PERMUTATIONS, PRODUCTS / Math.max(1, each));
        return fitting < FEWEST_PERMUTATIONS ? 0 : fitting;
    }

    /** Pairs of genes of a list that nobody chose for the case. */
    static int genePairs(Graph graph, int permutations) {
        double each = (graph.nodes() + 2.0 * graph.edges()) * (permutations + 1.0);
        return (int) Math.max(4, Math.min(30, PRODUCTS / each));
    }

    /** Labellings on a graph of so many edges: those asked for, fewer on a large graph, but at least 199. */
    static int labellings(long edges, int asked) {
        int fitting = (int) Math.min(Integer.MAX_VALUE, LABELLED_PAIRS / Math.max(1, edges));
        return Math.min(asked, Math.max(FEWEST_LABELLINGS, fitting));
    }

    /** Whether a graph of so many neighbours on average can be held. */
    static boolean holds(double nodes, double meanDegree) {
        return nodes * meanDegree <= LONGEST_GRAPH;
    }

    /** The largest distance at which all pairs of so many points of that density (per unit of area) can be counted one by one. */
    static double countableDistance(int points, double density) {
        return Math.sqrt(2 * POINT_PAIRS / (Math.PI * density * Math.max(1, points)));
    }

    /** Genes whose local statistics are written. */
    static int localGenes(int observations) {
        return (int) Math.max(1, Math.min(10, LOCAL_ROWS / Math.max(1, observations)));
    }

    /** Genes of those that get the permutation test of local Moran. */
    static int testedLocalGenes(Graph graph, int permutations) {
        double each = (graph.nodes() + 2.0 * graph.edges()) * permutations;
        return (int) Math.max(1, Math.min(5, DRAWS / Math.max(1, each)));
    }

    /** Draws of each observation's neighbours for local Moran: 999, fewer on a large graph, but at least 199. */
    static int localPermutations(Graph graph) {
        double each = graph.nodes() + 2.0 * graph.edges();
        return (int) Math.max(FEWEST_LABELLINGS, Math.min(LOCAL_PERMUTATIONS, DRAWS_OF_A_GENE / Math.max(1, each)));
    }

    /** Blocks of a jackknife over counts of pairs of labels; a power of two. */
    static int blocks(int labels, int distances) {
        int blocks = BLOCKS;
        while (blocks > FEWEST_BLOCKS && (double) blocks * labels * labels * distances > BLOCK_COUNTS) {
            blocks /= 2;
        }
        return blocks;
    }
}
