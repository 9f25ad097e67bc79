/**
 * Where on a slide a model looks: tiles over tissue or around observations, and the pixels of square fields around them at any size.
 *
 * <p>Start with {@link io.spatho.stgpt.histology.tile.TissueSlide}, {@link io.spatho.stgpt.histology.tile.Tiling} and
 * {@link io.spatho.stgpt.histology.tile.FieldReader}.
 */
package io.spatho.stgpt.histology.tile;
