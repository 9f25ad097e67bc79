package io.spatho.core.preprocess;

/** A symmetric positive semidefinite genes x genes matrix that is known by its products. */
interface CovarianceOperator {

    /** The number of genes. */
    int genes();

    /** The product with genes x b vectors, one array per gene; the input is left as it is. */
    double[][] times(double[][] vectors);
}
