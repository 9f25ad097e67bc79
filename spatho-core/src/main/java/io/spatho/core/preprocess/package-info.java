/**
 * From raw counts to principal components: normalisation, choice of genes, and PCA of sparse data. The order of use is {@link
 * io.spatho.core.preprocess.Normalization}, {@link io.spatho.core.preprocess.HighlyVariableGenes}, {@link
 * io.spatho.core.preprocess.PrincipalComponents}.
 */
package io.spatho.core.preprocess;
