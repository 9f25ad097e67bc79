/** Sparse counts and dense embeddings. */
package io.spatho.core.matrix;
