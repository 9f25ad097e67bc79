/**
 * The tools that cut a slide into tiles and give every tile its features.
 *
 * <p>Start with {@link io.spatho.stgpt.histology.TileTool} and {@link io.spatho.stgpt.histology.EncodeTool}.
 */
package io.spatho.stgpt.histology;
