package io.spatho.core.preprocess;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * Leading eigenvalues and eigenvectors of a symmetric matrix.
 *
 * @param values descending eigenvalues
 * @param vectors genes x values, one array per gene
 * @param residual largest {@code |C v - lambda v|} relative to the first eigenvalue
 */
record Eigenpairs(double[] values, double[][] vectors, double residual) {

    /** The {@code wanted} leading pairs by a full decomposition of both triangles. Cost: cubic. */
    static Eigenpairs full(double[][] matrix, int wanted) {
        EigenDecompositionSymmetric decomposition =
                new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix, false));
        RealMatrix all = decomposition.getV();
        double[] values = new double[wanted];
        double[][] vectors = new double[matrix.length][wanted];
        for (int j = 0; j < wanted; j++) {
            values[j] = decomposition.getEigenvalue(j);
            for (int gene = 0; gene < matrix.length; gene++) {
                vectors[gene][j] = all.getEntry(gene, j);
            }
        }
        return new Eigenpairs(values, vectors, 0);
    }

    /** The same pairs with each vector turned so that its entry of largest magnitude, the first of equals, is positive. */
    Eigenpairs withFixedSigns() {
        double[][] turned = new double[vectors.length][values.length];
        for (int j = 0; j < values.length; j++) {
            double largest = 0;
            for (double[] row : vectors) {
                largest = Math.abs(row[j]) > Math.abs(largest) ? row[j] : largest;
            }
            double sign = largest < 0 ? -1 : 1;
            for (int gene = 0; gene < vectors.length; gene++) {
                turned[gene][j] = sign * vectors[gene][j];
            }
        }
        return new Eigenpairs(values, turned, residual);
    }
}
