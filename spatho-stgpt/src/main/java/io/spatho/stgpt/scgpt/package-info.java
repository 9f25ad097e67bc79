/**
 * scGPT and scGPT-spatial: the published network, its heads, and the embedding of cells.
 *
 * <p>Start with {@link io.spatho.stgpt.scgpt.ScgptModel} and {@link io.spatho.stgpt.scgpt.ScgptEmbedder}. Source: Cui et al. 2024,
 * Nature Methods 21, 1470 (scGPT); Wang et al. 2025 (scGPT-spatial); the forward pass is that of {@code scgpt/model/model.py} and
 * {@code scgpt_spatial/model} in evaluation mode with exact attention.
 */
package io.spatho.stgpt.scgpt;
