/** One door to every kind of case: {@link io.spatho.anndata.bundle.Bundles} says what a path is and opens it. */
package io.spatho.anndata.bundle;
