/**
 * The colours of stained sections: optical density, the share of each stain in a pixel, and one appearance for differently stained slides.
 *
 * <p>Start with {@link io.spatho.stgpt.histology.stain.Macenko} and {@link io.spatho.stgpt.histology.stain.ColorDeconvolution}.
 */
package io.spatho.stgpt.histology.stain;
