/**
 * CellTypist model files as data; see {@link io.spatho.anndata.celltypist.CellTypistReader}.
 *
 * <p>Source: CellTypist 1.7 ({@code Model.write}), scikit-learn 0.2x to 1.9 ({@code LogisticRegression}, {@code SGDClassifier}, {@code
 * StandardScaler}).
 */
package io.spatho.anndata.celltypist;
