/**
 * Checks a case or a run against the contract; start with {@link io.spatho.anndata.validate.Validation}, and see {@link
 * io.spatho.anndata.validate.Rule} for everything that is checked and why.
 */
package io.spatho.anndata.validate;
