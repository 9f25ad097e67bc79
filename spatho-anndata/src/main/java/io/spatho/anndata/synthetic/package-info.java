/**
 * Made bundles in the layouts of 10x Xenium, Visium and Visium HD, for people without data, for tests and for benchmarks.
 *
 * <p>Nothing here was measured: {@link io.spatho.anndata.synthetic.TissueModel} is a formula for a tissue section, keyed by a seed,
 * and the writers sample cells, spots or bins from it. The truth (structure and cell type of every observation) lies beside a
 * bundle, never in it. Start reading at {@link io.spatho.anndata.synthetic.SyntheticBundles}.
 */
package io.spatho.anndata.synthetic;
