/**
 * Expression of genes that were not measured, predicted from those that were, with intervals that held-out measured genes
 * calibrate. Start with {@link io.spatho.stgpt.imputation.ImputeTool}.
 */
package io.spatho.stgpt.imputation;
